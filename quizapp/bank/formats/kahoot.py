"""Kahoot: its spreadsheet of questions, with the head in row 8 and the answers in columns C to F.

Source: the template that Kahoot offers for importing, whose limits stand in its own head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.bank.formats.exchange import Format, Parcel
from quizapp.bank.formats.game_sheets import has_columns, read_game_sheet
from quizapp.bank.formats.plain_text import tidy_draft
from quizapp.bank.formats.tables import write_workbook
from quizapp.generation.draft import CHOICE_KINDS, Kind, QuestionDraft

_LONGEST_STEM = 120
_LONGEST_ANSWER = 75
_MOST_ANSWERS = 4
_TIMES = (20, 30, 60, 90, 120, 240)
_SIGNS_A_SECOND = 5  # of a class that reads and decides; a game is no race of reading
_HEAD_ROW = 8
_INTRODUCTION = (
    (),
    ("", "Questions for Kahoot"),
    ("", "One row a question: two to four answers, a time, and the number of what is right."),
)
_HEAD = (
    "",
    f"Question - max {_LONGEST_STEM} characters",
    *(f"Answer {at} - max {_LONGEST_ANSWER} characters" for at in range(1, _MOST_ANSWERS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)


def write_kahoot(parcel: Parcel) -> bytes:
    """The workbook as Kahoot's template has it."""
    rows: list[tuple[str | int, ...]] = [*_INTRODUCTION]
    rows += [()] * (_HEAD_ROW - 1 - len(rows))
    rows.append(_HEAD)
    for number, item in enumerate(parcel.items, start=1):
        rows.append((number, *_write_row(item.draft)))
    return write_workbook({"Sheet1": rows}, head=_HEAD_ROW)


def _write_row(draft: QuestionDraft) -> tuple[str | int, ...]:
    texts = [it.text for it in draft.options]
    blanks = [""] * (_MOST_ANSWERS - len(texts))
    return (draft.stem, *texts, *blanks, choose_time(draft, _TIMES), write_keys(draft))


def write_keys(draft: QuestionDraft) -> str | int:
    """The number of the right option; of several "1,3"."""
    keys = [at for at, it in enumerate(draft.options, start=1) if it.key]
    return keys[0] if len(keys) == 1 else ",".join(map(str, keys))


def choose_time(draft: QuestionDraft, times: Sequence[int]) -> int:
    """Seconds to read the question and its answers in, of those that a game allows."""
    signs = len(draft.stem) + sum(len(it.text) for it in draft.options)
    needed = signs / _SIGNS_A_SECOND
    return next((it for it in times if it >= needed), times[-1])


def _refuse(draft: QuestionDraft) -> str:
    tidied = tidy_draft(draft)
    if len(tidied.stem) > _LONGEST_STEM:
        return (
            f"Its stem has {len(tidied.stem)} characters; Kahoot takes {_LONGEST_STEM}. Shorten it."
        )
    longest = max((len(it.text) for it in tidied.options), default=0)
    if longest > _LONGEST_ANSWER:
        return f"An option has {longest} characters; Kahoot takes {_LONGEST_ANSWER}. Shorten it."
    if len(tidied.options) > _MOST_ANSWERS:
        return (
            f"It has {len(tidied.options)} options; Kahoot takes {_MOST_ANSWERS}. Leave some out."
        )
    return ""


def name_single(draft: QuestionDraft) -> QuestionDraft:
    """Where one option is right, these tables cannot tell that several might have been."""
    tidied = tidy_draft(draft)
    is_single = sum(it.key for it in draft.options) == 1
    if draft.kind is Kind.MULTIPLE_RESPONSE and is_single:
        return replace(tidied, kind=Kind.MULTIPLE_CHOICE)
    return tidied


FIXED_KINDS = frozenset({Kind.MULTIPLE_RESPONSE, Kind.TRUE_FALSE, Kind.TRUE_FALSE_NOT_GIVEN})
CHOICES_CARRIED = {it: it if it in FIXED_KINDS else Kind.MULTIPLE_CHOICE for it in CHOICE_KINDS}

FORMAT = Format(
    name="kahoot",
    title="Kahoot",
    suffix=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    carries=CHOICES_CARRIED,
    recognise=lambda raw: has_columns(raw, "stem", "answer 1", "correct"),
    read=read_game_sheet,
    write=write_kahoot,
    refuse=_refuse,
    simplify=name_single,
)
