"""What did the learner mean? Between the page's fields and a response's value. (pure)

The page counts options in their printed order, so that nothing on it tells the key. A
stored value counts in the version's own order, so that it means the same for everybody:

    choice kinds   the indices of the chosen options, ascending
    typed kinds    the text of each gap
    matching       for each premise the index of the chosen response, or ""
    ordering       for each item (in its right order) the place given to it, from 1, or ""
"""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.generation.draft import CHOICE_KINDS, GAP, TEXT_KINDS, Kind, QuestionDraft
from quizapp.wording import Wording

Value = tuple[str, ...]
MAX_TEXT = 500


class AnswerError(ValueError):
    """An answer does not fit its question: no page of ours sends it."""


def from_page(draft: QuestionDraft, printed_order: Sequence[int], fields: Sequence[str]) -> Value:
    """The value of the `answer` fields as the page sent them; none clears the answer.

    Raises:
        AnswerError: an index is out of range or the number of fields does not fit.
    """
    count = (
        len(premises(draft)) if draft.kind is Kind.MATCHING else count_gaps(draft.kind, draft.stem)
    )
    return read_fields(draft.kind, count, printed_order, fields)


def read_fields(
    kind: Kind, count: int, printed_order: Sequence[int], fields: Sequence[str]
) -> Value:
    """As `from_page`, of a question known by its shape: `count` is how many premises a matching
    question has, or fields a typed one.

    Raises:
        AnswerError: an index is out of range or the number of fields does not fit.
    """
    if not fields:
        return ()
    if kind in CHOICE_KINDS:
        return _chosen(kind, printed_order, fields)
    if kind in TEXT_KINDS:
        return _typed(fields, count)
    if kind is Kind.MATCHING:
        _require(len(fields) == count)
        places = [_index(field, len(printed_order)) for field in fields]
        return _blank_to_nothing(
            [str(printed_order[it]) if it is not None else "" for it in places]
        )
    _require(len(fields) == len(printed_order))
    ranks = [""] * len(printed_order)
    for item, field in zip(printed_order, fields, strict=True):
        place = _index(field, len(printed_order) + 1)
        _require(place != 0)
        ranks[item] = "" if place is None else str(place)
    return _blank_to_nothing(ranks)


def to_page(draft: QuestionDraft, printed_order: Sequence[int], value: Value) -> Value:
    """The fields that show `value` on the page: the inverse of `from_page`."""
    if not value or draft.kind in TEXT_KINDS:
        return value
    places = {str(index): str(place) for place, index in enumerate(printed_order)}
    if draft.kind is Kind.ORDERING:
        return tuple(value[item] for item in printed_order)
    return tuple(places[index] if index else "" for index in value)


def premises(draft: QuestionDraft) -> tuple[str, ...]:
    """The premises that a matching question asks about, in order."""
    return tuple(pair.premise for pair in draft.pairs if pair.premise)


def count_gaps(kind: Kind, stem: str) -> int:
    """How many fields a typed question has."""
    return max(1, stem.count(GAP)) if kind is Kind.CLOZE else 1


def _chosen(kind: Kind, printed_order: Sequence[int], fields: Sequence[str]) -> Value:
    _require(kind is Kind.MULTIPLE_RESPONSE or len(fields) <= 1)
    places = [_index(field, len(printed_order)) for field in fields]
    return tuple(
        str(index) for index in sorted({printed_order[it] for it in places if it is not None})
    )


def _typed(fields: Sequence[str], gaps: int) -> Value:
    _require(len(fields) <= gaps and all(len(field) <= MAX_TEXT for field in fields))
    return _blank_to_nothing([" ".join(field.split()) for field in fields])


def _blank_to_nothing(fields: list[str]) -> Value:
    """All fields blank is no answer: () clears what was given before."""
    return tuple(fields) if any(fields) else ()


def _index(field: str, below: int) -> int | None:
    if not field:
        return None
    _require(field.isdecimal() and len(field) < 4 and int(field) < below)
    return int(field)


def _require(holds: bool) -> None:
    if not holds:
        raise AnswerError(
            Wording("The answer does not fit the question; reload the page and try again.")
        )
