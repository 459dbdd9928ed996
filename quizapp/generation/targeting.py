"""Which questions can be drafted about the words that a teacher has picked?

    for targeted in draft_for(reading, find_spans(reading, "nationwide curfew")):
        targeted.draft, targeted.proposals

Every pattern is asked again with nothing else in the article mattering as much; then the span
itself is made the answer. What no grave reason speaks against is offered, always as a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from quizapp.generation.asked_words import is_findable, words_at
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import TEXT_KINDS, Kind, Option, QuestionDraft, Skill, Span, Status
from quizapp.generation.drafting import MAX_DISTRACTORS, MIN_DISTRACTORS, Distractor
from quizapp.generation.find_the_word import ask_for_word
from quizapp.generation.option_order import place_options
from quizapp.generation.picking import SpanError, find_words
from quizapp.generation.proposals import propose_distractors, sentence_at, time_at
from quizapp.generation.reasons import MENDABLE, Reason
from quizapp.generation.registry import PATTERNS
from quizapp.generation.sameness import keys
from quizapp.generation.span_questions import ask_for_span
from quizapp.generation.vocabulary import ask_for_meaning
from quizapp.reading.reading import Reading

_MOST_PLACES = 8
# A person asked for this very span: a long quotation is no reason to refuse it.
_BEARABLE = MENDABLE | {Reason.STEM_TOO_LONG}


@dataclass(frozen=True)
class TargetedDraft:
    """A draft whose key is the picked span, and further wrong options to choose from."""

    draft: QuestionDraft
    proposals: tuple[Distractor, ...]


def find_spans(reading: Reading, words: str, paragraph: int | None = None) -> tuple[Span, ...]:
    """The places where the words stand, at most eight, in `paragraph` if one is given.

    Raises:
        SpanError: they stand nowhere, or reach over the end of a sentence.
    """
    places = find_words(reading.document.paragraphs, words, paragraph)
    return take_spans(reading, places)[:_MOST_PLACES]


def take_spans(reading: Reading, places: Sequence[Span]) -> tuple[Span, ...]:
    """The places as the reading asks about them.

    Raises:
        SpanError: none lies inside a sentence.
    """
    inside = tuple(span for span in places if sentence_at(reading, span) is not None)
    if not inside:
        raise SpanError(f"“{places[0].quote}” is more than one sentence; pick words of one.")
    return tuple(_narrow(reading, span) for span in inside)


def _narrow(reading: Reading, span: Span) -> Span:
    """A date without its preposition: "on January 5" is asked about as "January 5"."""
    time = time_at(reading, span)
    return Span(time.paragraph, time.start, time.end, time.text) if time else span


def draft_for(reading: Reading, spans: Sequence[Span], seed: int = 1) -> tuple[TargetedDraft, ...]:
    """Every question whose key is one of the spans, those of the patterns first."""
    found: dict[tuple[Kind, str], TargetedDraft] = {}
    for draft, span in _candidates(reading, spans, seed):
        reasons = find_reasons(draft, reading)
        if all(reason in _BEARABLE for reason in reasons):
            kept = replace(draft, status=Status.DRAFT, reasons=tuple(map(str, reasons)))
            (kept,) = place_options((kept,), Random(f"{seed}:{kept.uid}"))
            asked = (kept.kind, kept.stem)
            found.setdefault(asked, TargetedDraft(kept, _further(reading, kept, span)))
    return tuple(found.values())


def _candidates(
    reading: Reading, spans: Sequence[Span], seed: int
) -> Iterator[tuple[QuestionDraft, Span]]:
    focused = _focus(reading, spans)
    for pattern in PATTERNS:
        for draft in pattern.draft(focused, Random(f"{seed}:{pattern.name}")):
            yield from ((draft, span) for span in spans if _is_about(draft, span))
    for span in spans:
        for draft in _span_questions(reading, span):
            yield draft, span


def _span_questions(reading: Reading, span: Span) -> Iterator[QuestionDraft]:
    for word in words_at(reading, span.paragraph, span.start, span.end):
        yield from ask_for_meaning(reading, word)
        if is_findable(reading, word):
            yield from ask_for_word(reading, word)
    for typed in ask_for_span(reading, span):
        chosen = _with_options(reading, typed, span)
        if chosen is not None:
            yield chosen
        yield typed


def _focus(reading: Reading, spans: Sequence[Span]) -> Reading:
    """The same reading, with the spans' sentences mattering most."""
    homes = {home.index for span in spans if (home := sentence_at(reading, span)) is not None}
    salience = tuple(
        1.0 if index in homes else score / 10 for index, score in enumerate(reading.salience)
    )
    return replace(reading, salience=salience)


def _is_about(draft: QuestionDraft, span: Span) -> bool:
    """Whether the span is what has to be answered."""
    if any(_overlap(hidden, span) for hidden in draft.hidden_spans):
        return any(hidden.quote in span.quote for hidden in draft.hidden_spans)
    if draft.skill is Skill.VOCABULARY or not _overlap(draft.critical_span, span):
        return False  # words are asked about one by one, see _span_questions
    return any(_bare(key) == _bare(span.quote) for key in keys(draft))


def _bare(text: str) -> str:
    return re.sub(r"^(?:the|an?|on|in|at) ", "", text.lower()).strip(" .,")


def _overlap(one: Span, other: Span) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end


def _with_options(reading: Reading, typed: QuestionDraft, span: Span) -> QuestionDraft | None:
    """The same question with options, where the text supplies enough."""
    rivals = propose_distractors(reading, span, typed.stem)[:MAX_DISTRACTORS]
    if len(rivals) < MIN_DISTRACTORS:
        return None
    key = Option(span.quote, key=True, rationale=typed.rationale)
    return replace(
        typed,
        uid=f"{typed.uid}-options",
        kind=Kind.MULTIPLE_CHOICE,
        accepted_answers=(),
        rationale="",
        options=(key, *(rival.option for rival in rivals)),
        distractor_spans=tuple(rival.span for rival in rivals),
    )


def _further(reading: Reading, draft: QuestionDraft, span: Span) -> tuple[Distractor, ...]:
    """Wrong options that are not on the question yet."""
    if draft.kind not in TEXT_KINDS | {Kind.MULTIPLE_CHOICE} or draft.skill is Skill.VOCABULARY:
        return ()
    used = {option.text for option in draft.options}
    proposed = propose_distractors(reading, span, draft.stem)
    return tuple(rival for rival in proposed if rival.option.text not in used)
