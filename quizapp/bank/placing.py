"""Where in the passage do the quotes of a question from elsewhere stand? (pure)

A file tells evidence by its words, or not at all. What stands in the passage gets its place; for a
question without evidence, the one sentence that has the words of the key is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from quizapp.bank.passage_questions import list_sentences, settle_hidden_spans
from quizapp.bank.review import find_span
from quizapp.generation.draft import NOWHERE, TEXT_KINDS, Kind, QuestionDraft, Span

GUESSED = "evidence-guessed"  # the reason why such a question stays a draft
_SHORTEST_KEY = 3  # characters; shorter ones stand everywhere
_MOST_KEYS = 5
# Kinds whose key is words of the passage, if it is any words at all.
_TELLING = TEXT_KINDS | {Kind.MULTIPLE_CHOICE, Kind.MULTIPLE_RESPONSE}
_MARKS = str.maketrans(dict.fromkeys('“”‘’«»"', "'"))


def place_spans(draft: QuestionDraft, paragraphs: Sequence[str]) -> QuestionDraft:
    """The draft with its evidence, and what it leans on and hides, at their places.

    Evidence that stands nowhere in the passage becomes NOWHERE.
    """
    texts = tuple(paragraphs)
    critical = _find(draft.critical_span, texts)
    guessed = None if critical else _guess(draft, texts)
    placed = replace(
        draft,
        critical_span=critical or guessed or NOWHERE,
        distractor_spans=tuple(_find_all(draft.distractor_spans, texts)),
        hidden_spans=tuple(_find_host(draft, texts)),
        reasons=(*draft.reasons, GUESSED) if guessed else draft.reasons,
    )
    return settle_hidden_spans(replace(placed, stem=""), placed, paragraphs)


def _find(span: Span, paragraphs: tuple[str, ...]) -> Span | None:
    """Where the quote stands: in the paragraph that was named, or in another one."""
    if not span.quote.strip():
        return None
    others = (number for number in range(1, len(paragraphs) + 1) if number != span.paragraph)
    found = (find_span(paragraphs, number, span.quote) for number in (span.paragraph, *others))
    return next((it for it in found if it), None)


def _find_all(spans: Iterable[Span], paragraphs: tuple[str, ...]) -> Iterator[Span]:
    found = (_find(span, paragraphs) for span in spans)
    return (span for span in found if span)


def _guess(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> Span | None:
    """The only sentence that has the words of the key; None when there is none, or several."""
    if draft.kind not in _TELLING:
        return None
    keys = [option.text for option in draft.options if option.key]
    if draft.kind in TEXT_KINDS:
        keys = [answer.text for answer in draft.accepted_answers if answer.gap == 1]
    for key in (" ".join(it.casefold().split()) for it in keys[:_MOST_KEYS]):
        if len(key) < _SHORTEST_KEY:
            continue
        near = [it for it in _list_sentences(paragraphs) if key in it[0]]
        pattern = re.compile(rf"(?<!\w){re.escape(key)}(?!\w)")
        having = [span for text, span in near if pattern.search(text)]
        if len(having) == 1:
            return having[0]
    return None


@lru_cache(maxsize=16)
def _list_sentences(paragraphs: tuple[str, ...]) -> list[tuple[str, Span]]:
    """Each sentence of the passage in small letters, and where it stands."""
    numbers = range(1, len(paragraphs) + 1)
    spans = [span for number in numbers for span in list_sentences(paragraphs, number)]
    return [(" ".join(span.quote.casefold().split()), span) for span in spans]


def _find_host(draft: QuestionDraft, paragraphs: tuple[str, ...]) -> Iterator[Span]:
    """What the passage must not show while a sentence is being placed or found.

    For insertion it is the sentence that the stem quotes, for an intruder the sentences that do
    belong, from the first to the last.
    """
    if draft.kind is Kind.INSERTION:
        for words in re.findall(r"“([^“”]+)”", draft.stem):
            yield from _find_quoted(words, paragraphs)
    elif draft.kind is Kind.IRRELEVANT_SENTENCE:
        belong = [option.text for option in draft.options if not option.key]
        found = [span for text in belong for span in _find_quoted(text, paragraphs)]
        if found and len({span.paragraph for span in found}) == 1:
            number = found[0].paragraph
            start, end = min(it.start for it in found), max(it.end for it in found)
            yield Span(number, start, end, paragraphs[number - 1][start:end])


def _find_quoted(words: str, paragraphs: tuple[str, ...]) -> Iterator[Span]:
    """Where the words stand, whichever quotation marks they bear: quoted, a text has others."""
    wanted = words.strip().translate(_MARKS)
    for number, text in enumerate(paragraphs, start=1):
        start = text.translate(_MARKS).find(wanted) if wanted else -1
        if start >= 0:
            end = start + len(wanted)
            yield Span(number, start, end, text[start:end])
            return
