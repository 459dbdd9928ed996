"""Which two questions about one passage do not go together on one paper? (pure)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TypeVar

from quizapp.generation.draft import Kind, QuestionDraft, Span

T = TypeVar("T")

# Kinds that print the sentences of a paragraph.
PRINTS_PARAGRAPH = frozenset({Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE, Kind.ORDERING})
_TELLING = 3  # so many words are a quotation


def share_evidence(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether both are answered from the same words: one may give the other away."""
    return _overlap(one.critical_span, other.critical_span)


def spoil_each_other(one: QuestionDraft, other: QuestionDraft) -> bool:
    """Whether one hides what the other is to be answered from, or prints for all to read."""
    return any(
        _overlap(hidden, asking.critical_span) or _prints(asking, hidden)
        for hiding, asking in ((one, other), (other, one))
        for hidden in hiding.hidden_spans
    )


def relate(questions: Mapping[int, T], relation: Callable[[T, T], bool]) -> dict[int, set[int]]:
    """For each question, by its key, all those that `relation` holds with."""
    related: dict[int, set[int]] = {key: set() for key in questions}
    for one, other in combinations(questions, 2):
        if relation(questions[one], questions[other]):
            related[one].add(other)
            related[other].add(one)
    return related


def _prints(draft: QuestionDraft, hidden: Span) -> bool:
    """Whether the question itself shows the hidden words: quoted, or with their paragraph."""
    if draft.kind in PRINTS_PARAGRAPH and draft.critical_span.paragraph == hidden.paragraph:
        return True
    if len(hidden.quote.split()) < _TELLING:
        return False  # "and" stands everywhere
    printed = (draft.stem, *(option.text for option in draft.options), *draft.order)
    return any(hidden.quote in text for text in printed)


def _overlap(one: Span, other: Span) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end
