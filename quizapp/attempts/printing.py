"""What stands on a paper key? The right answers under the letters of that very paper. (pure)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizapp.attempts.answers import premises, to_page
from quizapp.attempts.result import key_value
from quizapp.generation.draft import TEXT_KINDS, Kind, QuestionDraft

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class KeyEntry:
    """The key of one question: `answers` a line each, and the words that prove it."""

    position: int
    answers: tuple[str, ...]
    points: Decimal
    paragraph: int
    quote: str
    rationale: str


def write_key(
    draft: QuestionDraft,
    printed_order: Sequence[int],
    *,
    position: int,
    points: Decimal,
    lettered: bool = True,
) -> KeyEntry:
    """The key of a question that is printed in this order, its lines with letters or without."""
    return KeyEntry(
        position=position,
        answers=tuple(_tell_answers(draft, printed_order, lettered)),
        points=points,
        paragraph=draft.critical_span.paragraph,
        quote=draft.critical_span.quote,
        rationale=draft.rationale
        or " ".join(it.rationale for it in draft.options if it.key and it.rationale),
    )


def letter(place: int) -> str:
    """A, B, C; after Z comes AA.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, at = divmod(place, len(LETTERS))
    return (letter(before - 1) if before else "") + LETTERS[at]


def _tell_answers(
    draft: QuestionDraft, printed_order: Sequence[int], lettered: bool
) -> Iterator[str]:
    """What is right, a line each: `B. Cyclists`, `1998: A. the old bridge closed`, `2. Rain`."""
    if draft.kind in TEXT_KINDS:
        yield from _tell_typed(draft)
        return
    fields = to_page(draft, printed_order, key_value(draft))
    if draft.kind is Kind.ORDERING:
        for number, index in zip(fields, printed_order, strict=True):
            yield f"{number}. {draft.order[index]}"
        return
    places = [int(field) for field in fields]
    letters = [f"{letter(place)}. " if lettered else "" for place in places]
    if draft.kind is Kind.MATCHING:
        for premise, name, place in zip(premises(draft), letters, places, strict=True):
            yield f"{premise}: {name}{draft.pairs[printed_order[place]].response}"
        return
    for place, name in sorted(zip(places, letters, strict=True)):
        yield f"{name}{draft.options[printed_order[place]].text}"


def _tell_typed(draft: QuestionDraft) -> list[str]:
    """What is accepted, a line a gap."""
    gaps = sorted({it.gap for it in draft.accepted_answers})
    lines = []
    for gap in gaps:
        accepted = " / ".join(
            f"{it.text} (± {it.tolerance})" if it.tolerance else it.text
            for it in draft.accepted_answers
            if it.gap == gap
        )
        lines.append(f"({gap}) {accepted}" if len(gaps) > 1 else accepted)
    return lines
