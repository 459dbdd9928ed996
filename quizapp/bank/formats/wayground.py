"""Wayground, which was Quizizz: its spreadsheet of questions, with help in the second row."""

from __future__ import annotations

from dataclasses import replace

from quizapp.bank.formats.exchange import Format, Parcel, Part
from quizapp.bank.formats.feedback import write_feedback
from quizapp.bank.formats.game_sheets import has_columns, read_game_sheet
from quizapp.bank.formats.kahoot import CHOICES_CARRIED, choose_time, name_single, write_keys
from quizapp.bank.formats.plain_text import tidy_draft
from quizapp.bank.formats.tables import say_too_long, write_workbook
from quizapp.generation.draft import GAP, Kind, QuestionDraft

_MOST_OPTIONS = 5
_TIMES = (20, 30, 60, 90, 120, 300)
_HEAD = (
    "Question Text",
    "Question Type",
    *(f"Option {at}" for at in range(1, _MOST_OPTIONS + 1)),
    "Correct Answer",
    "Time in seconds",
    "Image Link",
    "Answer explanation",
)
_HELP = (
    "Text of the question (required)",
    "Question type (default is Multiple Choice)",
    "Text for option 1 (required)",
    "Text for option 2 (required)",
    *(f"Text for option {at} (optional)" for at in range(3, _MOST_OPTIONS + 1)),
    "The number of the right option; 1,3 for several; empty for Fill-in-the-Blank",
    "Time in seconds (optional)",
    "Link of the image (optional)",
    "Explanation of the answer (optional)",
)


def write_wayground(parcel: Parcel) -> bytes:
    """The workbook as the template has it."""
    rows = [_HEAD, _HELP, *(_write_row(item.draft) for item in parcel.items)]
    return write_workbook({"Sheet1": rows})


def _write_row(draft: QuestionDraft) -> tuple[str | int, ...]:
    if draft.accepted_answers:
        told, texts = "Fill-in-the-Blank", [it.text for it in draft.accepted_answers]
    else:
        told = "Checkbox" if draft.kind is Kind.MULTIPLE_RESPONSE else "Multiple Choice"
        texts = [it.text for it in draft.options]
    blanks = [""] * (_MOST_OPTIONS - len(texts))
    why = write_feedback(draft.rationale, draft.critical_span)
    return (
        draft.stem,
        told,
        *texts,
        *blanks,
        write_keys(draft),
        choose_time(draft, _TIMES),
        "",
        why,
    )


def _refuse(draft: QuestionDraft) -> str:
    if max(len(draft.options), len(draft.accepted_answers)) > _MOST_OPTIONS:
        return f"It has more than {_MOST_OPTIONS} options or answers. Leave some out."
    if draft.kind is Kind.CLOZE and draft.stem.count(GAP) > 1:
        return "Wayground's table has questions with one gap only. Split it."
    return say_too_long(_write_row(tidy_draft(draft)))


def _simplify(draft: QuestionDraft) -> QuestionDraft:
    """Numbers become words to type; what has a gap comes back as a gap."""
    simple = name_single(draft)
    bare = tuple(replace(it, tolerance="") for it in simple.accepted_answers)
    has_gap = simple.kind is Kind.SHORT_ANSWER and simple.stem.count(GAP) == 1
    return replace(simple, kind=Kind.CLOZE if has_gap else simple.kind, accepted_answers=bare)


FORMAT = Format(
    name="wayground",
    title="Wayground (Quizizz)",
    suffix=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    carries={
        **CHOICES_CARRIED,
        Kind.SHORT_ANSWER: Kind.SHORT_ANSWER,
        Kind.NUMERICAL: Kind.SHORT_ANSWER,
        Kind.CLOZE: Kind.CLOZE,
    },
    keeps=frozenset({Part.RATIONALE, Part.EVIDENCE}),
    recognise=lambda raw: has_columns(raw, "stem", "type", "answer 1", "correct"),
    read=read_game_sheet,
    write=write_wayground,
    refuse=_refuse,
    simplify=_simplify,
)
