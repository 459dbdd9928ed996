"""What stands on a paper key? The right answers under the letters of that very paper. (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizapp.attempts.answers import premises, to_page
from quizapp.attempts.result import key_value
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft

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
    draft: QuestionDraft, printed_order: Sequence[int], *, position: int, points: Decimal
) -> KeyEntry:
    """The key of a question that is printed in this order."""
    return KeyEntry(
        position=position,
        answers=tuple(_tell_answers(draft, printed_order)),
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


def _tell_answers(draft: QuestionDraft, printed_order: Sequence[int]) -> list[str]:
    if draft.kind in TEXT_KINDS:
        return _tell_typed(draft)
    fields = to_page(draft, printed_order, key_value(draft))
    if draft.kind in CHOICE_KINDS:
        places = sorted(int(it) for it in fields)
        return [f"{letter(it)}. {draft.options[printed_order[it]].text}" for it in places]
    if draft.kind is Kind.MATCHING:
        return [
            f"{premise}: {letter(int(it))}. {draft.pairs[printed_order[int(it)]].response}"
            for premise, it in zip(premises(draft), fields, strict=True)
        ]
    return [
        f"{place}. {draft.order[index]}" for place, index in zip(fields, printed_order, strict=True)
    ]


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
