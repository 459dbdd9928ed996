"""How does a question begin with a sentence of the passage? (pure)

Where a sentence belongs, which one says something, which one is an intruder: the teacher
chooses a sentence, and the options follow from its paragraph. What the passage must not show
meanwhile follows too, also for the gaps of a text that stands in the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from quizapp.articles.sentences import split_sentences
from quizapp.bank.gap_places import find_gap_places
from quizapp.bank.review import find_span
from quizapp.bank.rules import MOST_OPTIONS
from quizapp.generation.draft import GAP, Kind, Option, QuestionDraft, Skill, Span
from quizapp.generation.quoting import place_after, place_before, quote

# How many sentences a paragraph needs, so that there is something to choose from.
LEAST_SENTENCES = {
    Kind.INSERTION: 3,
    Kind.SELECT_SENTENCE: 3,
    Kind.IRRELEVANT_SENTENCE: 3,
    Kind.CLOZE: 1,
}
T = TypeVar("T")
_LEAST_WORDS = 3  # of a text with gaps, so that it is known where in the passage it stands


class PickError(ValueError):
    """No question of this kind begins with this sentence; the message says what to do."""


def offer_sentences(kind: Kind, paragraphs: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """The sentences to choose from, by paragraph; a paragraph with too few offers none."""
    found = (list_sentences(paragraphs, number + 1) for number in range(len(paragraphs)))
    return tuple(it if len(it) >= LEAST_SENTENCES[kind] else () for it in found)


def list_sentences(paragraphs: Sequence[str], number: int) -> tuple[Span, ...]:
    """The sentences of paragraph `number` (from 1)."""
    text = paragraphs[number - 1]
    return tuple(Span(number, start, end, text[start:end]) for start, end in split_sentences(text))


def begin_with(
    draft: QuestionDraft, paragraphs: Sequence[str], paragraph: int, sentence: int
) -> QuestionDraft:
    """`draft` as far as it follows from a sentence; both numbers count from 1.

    Raises:
        PickError: there is no such sentence, or its paragraph has too few.
    """
    offered = offer_sentences(draft.kind, paragraphs)
    spans = offered[paragraph - 1] if 1 <= paragraph <= len(offered) else ()
    if not 1 <= sentence <= len(spans):
        raise PickError("This sentence cannot be chosen. Choose another one.")
    at = sentence - 1
    if draft.kind is Kind.INSERTION:
        return _take_out(draft, paragraphs, spans, at)
    if draft.kind is Kind.SELECT_SENTENCE:
        return _ask_for(draft, spans, at)
    if draft.kind is Kind.IRRELEVANT_SENTENCE:
        return _make_room(draft, paragraphs, spans, at)
    return replace(draft, stem=spans[at].quote, critical_span=spans[at])


def settle_hidden_spans(
    before: QuestionDraft, after: QuestionDraft, paragraphs: Sequence[str]
) -> QuestionDraft:
    """`after` with what the passage must hide, now that it says something else than `before`."""
    if (before.stem, before.options, before.accepted_answers) == (
        after.stem,
        after.options,
        after.accepted_answers,
    ):
        return after
    if after.kind is Kind.CLOZE:
        return replace(after, hidden_spans=_find_gaps(after, paragraphs))
    if after.kind is Kind.IRRELEVANT_SENTENCE:
        return replace(after, hidden_spans=(*_host(after), *_find_intruder(after, paragraphs)))
    return after


def _take_out(
    draft: QuestionDraft, paragraphs: Sequence[str], spans: Sequence[Span], at: int
) -> QuestionDraft:
    """Every place of the paragraph, in reading order; the key is where the sentence stood."""
    removed = spans[at]
    kept = [*spans[:at], *spans[at + 1 :]]
    places = [place_before(kept[0].quote), *(place_after(span.quote) for span in kept)]
    options = [Option(text, key=place == at) for place, text in enumerate(places)]
    return replace(
        draft,
        skill=Skill.COHESION,
        stem=f"A sentence has been taken out of paragraph {removed.paragraph}."
        f" Where does it belong? {quote(removed.quote)}",
        options=_nearest(options, at),
        critical_span=_stretch(paragraphs, spans[max(at - 1, 0)], removed),
        hidden_spans=(removed,),
    )


def _ask_for(draft: QuestionDraft, spans: Sequence[Span], at: int) -> QuestionDraft:
    options = [Option(span.quote, key=place == at) for place, span in enumerate(spans)]
    return replace(draft, options=_nearest(options, at), critical_span=spans[at])


def _make_room(
    draft: QuestionDraft, paragraphs: Sequence[str], spans: Sequence[Span], at: int
) -> QuestionDraft:
    """The paragraph's sentences with room for an intruder after the chosen one."""
    near = _nearest(spans, at, MOST_OPTIONS - 1)
    room = near.index(spans[at]) + 1
    options = [Option(span.quote) for span in near]
    number = spans[at].paragraph
    return replace(
        draft,
        skill=Skill.COHESION,
        stem=f"A sentence that does not belong has slipped into paragraph {number}."
        " Which one is the intruder?",
        options=(*options[:room], Option("", key=True), *options[room:]),
        critical_span=_stretch(paragraphs, spans[at], spans[min(at + 1, len(spans) - 1)]),
        hidden_spans=(_stretch(paragraphs, near[0], near[-1]),),
    )


def _nearest(items: Sequence[T], at: int, most: int = MOST_OPTIONS) -> tuple[T, ...]:
    """At most so many of the items: those around the one at `at`, in their order."""
    start = max(0, min(at - most // 2, len(items) - most))
    return tuple(items[start : start + most])


def _stretch(paragraphs: Sequence[str], first: Span, last: Span) -> Span:
    text = paragraphs[first.paragraph - 1]
    return Span(first.paragraph, first.start, last.end, text[first.start : last.end])


def _host(draft: QuestionDraft) -> Iterator[Span]:
    """The hidden spans that hold sentences which do belong."""
    belong = [option.text for option in draft.options if option.text and not option.key]
    for span in draft.hidden_spans:
        if any(text in span.quote for text in belong):
            yield span


def _find_intruder(draft: QuestionDraft, paragraphs: Sequence[str]) -> Iterator[Span]:
    """Where an intruder that was taken from the passage stands in it."""
    for key in (option.text for option in draft.options if option.key):
        found = (find_span(tuple(paragraphs), n + 1, key) for n in range(len(paragraphs)))
        yield from (span for span in found if span is not None)


def _find_gaps(draft: QuestionDraft, paragraphs: Sequence[str]) -> tuple[Span, ...]:
    """The gapped words, if the text with the gaps, or what it quotes, stands in the passage."""
    texts = [draft.stem, *re.findall(r"“([^“”]*)”", draft.stem)]
    first = draft.critical_span.paragraph
    numbers = sorted(range(1, len(paragraphs) + 1), key=lambda number: number != first)
    for text in texts:
        parts = text.strip().split(GAP)
        answers = [
            [it.text for it in draft.accepted_answers if it.gap == gap and it.text.strip()]
            for gap in range(1, len(parts))
        ]
        if not all(answers) or len(" ".join(parts).split()) < _LEAST_WORDS:
            continue
        for number in numbers if answers else ():
            words = paragraphs[number - 1]
            found = find_gap_places(parts, answers, words)
            if found:
                return tuple(Span(number, start, end, words[start:end]) for start, end in found)
    return ()
