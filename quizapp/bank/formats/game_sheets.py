"""What do the tables say from which quiz games take their questions? (pure)

Kahoot, Wayground (Quizizz), Blooket and Gimkit each have a template. Where its head is differs
from one edition to the next, so it is found by its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from quizapp.bank.formats.choices import find_keys, name_kind, spell_fixed
from quizapp.bank.formats.exchange import Format, FormatError, Incoming, begin_import
from quizapp.bank.formats.feedback import read_feedback
from quizapp.bank.formats.intake import Intake, Loss, UnfitError
from quizapp.bank.formats.plain_text import mark_gaps, tidy
from quizapp.bank.formats.tables import Table, name_cell, peek_tables, read_tables
from quizapp.generation.draft import GAP, AcceptedAnswer, Kind, Option, QuestionDraft

_HEADS = {
    "number": re.compile(r"question #"),
    "type": re.compile(r"question type"),
    "stem": re.compile(r"question(?: text)?(?:\W.*)?"),
    "answer": re.compile(r"(?:answer|option) ([1-9])(?:\b.*)?"),
    "incorrect": re.compile(r"incorrect answer ([1-9])(?:\b.*)?"),
    "correct": re.compile(r"correct answer.*"),
    "time": re.compile(r"time.*"),
    "image": re.compile(r"image.*"),
    "why": re.compile(r"(?:answer )?explanation"),
}
_TYPED = "fill-in-the-blank"
_CHOICES = frozenset({"", "multiple choice", "true/false", "true or false"})
_SEVERAL = frozenset({"checkbox", "multiple select", "multi-select"})
_HELP = re.compile(r"text of the question\b.*")


@dataclass(frozen=True)
class _Head:
    """Where each column of a template is."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)

    def get(self, row: Sequence[str], name: str) -> str:
        at = self.columns.get(name)
        return tidy(row[at]) if at is not None and at < len(row) else ""

    def numbered(self, row: Sequence[str], name: str) -> dict[int, str]:
        """The cells of answers 1, 2 … that are not empty."""
        cells = {at: self.get(row, f"{name} {at}") for at in range(1, 10)}
        return {at: text for at, text in cells.items() if text}


def read_game_sheet(raw: bytes) -> Incoming:
    """Every question of a template that is filled in.

    Raises:
        FormatError: no row names a question and its answers.
    """
    for table in read_tables(raw, _count_heads):
        head = _find_head(table)
        if head is None:
            continue
        intake = Intake()
        for number, row in enumerate(table.rows[head.row :], start=head.row + 1):
            _read_row(head, number, row, intake)
        return intake.close()
    raise FormatError(
        "No row names the columns “Question” and “Answer 1”. Fill in the template of the game, or"
        " choose the format that this file is."
    )


def has_columns(raw: bytes, *needed: str) -> bool:
    """Whether the first rows name all of these columns of a template."""
    heads = [_find_head(table) for table in peek_tables(raw, _count_heads)]
    return any(head is not None and set(needed) <= set(head.columns) for head in heads)


def _name_column(cell: str) -> str:
    name = " ".join(cell.casefold().replace("–", "-").split())[:200]
    for role, pattern in _HEADS.items():
        found = pattern.fullmatch(name)
        if found:
            return f"{role} {found[1]}" if pattern.groups else role
    return ""


def _count_heads(row: Iterable[str]) -> int:
    return sum(1 for cell in row if _name_column(cell))


def _find_head(table: Table) -> _Head | None:
    for number, row in enumerate(table.rows, start=1):
        columns = {name: at for at, cell in enumerate(row) if (name := _name_column(cell))}
        if "stem" in columns and columns.keys() & {"answer 1", "incorrect 1"}:
            return _Head(number, columns)
    return None


def _read_row(head: _Head, number: int, row: Sequence[str], intake: Intake) -> None:
    stem, place = mark_gaps(head.get(row, "stem")), f"row {number}"
    if _HELP.fullmatch(stem.casefold()):
        return
    if not stem and not head.numbered(row, "answer"):
        return
    try:
        draft = _read_question(head, row, stem, lambda: intake.note(Loss.KEY_IS_NUMBER, place))
    except UnfitError as error:
        at = head.columns.get("correct")
        intake.lose(place if at is None else name_cell(number, at), str(error))
        return
    if head.get(row, "time"):
        intake.note(Loss.TIME, place)
    if head.get(row, "image"):
        intake.note(Loss.PICTURE, place)
    rationale, evidence = read_feedback(head.get(row, "why"))
    intake.take(replace(draft, rationale=rationale, critical_span=evidence), place)


def _read_question(
    head: _Head, row: Sequence[str], stem: str, note_number: Callable[[], None]
) -> QuestionDraft:
    told, texts = head.get(row, "type").casefold(), head.numbered(row, "answer")
    if told == _TYPED:
        kind = Kind.CLOZE if stem.count(GAP) == 1 else Kind.SHORT_ANSWER
        accepted = tuple(AcceptedAnswer(text) for text in dict.fromkeys(texts.values()))
        return replace(begin_import(kind, stem), accepted_answers=accepted)
    if told not in _CHOICES | _SEVERAL:
        raise UnfitError(
            f"“{told[:40]}” is no kind of question that quizapp can mark. Ask it with options or"
            " with a short answer."
        )
    wrong = head.numbered(row, "incorrect")
    if wrong:  # Gimkit has the right answer in a column of its own
        options = [Option(head.get(row, "correct"), True), *map(Option, wrong.values())]
        return _build(stem, [it for it in options if it.text], several=False)
    keys = find_keys(head.get(row, "correct"), texts, note_number)
    options = [Option(text, at in keys) for at, text in texts.items()]
    return _build(stem, options, several=told in _SEVERAL or len(keys) > 1)


def _build(stem: str, options: Sequence[Option], *, several: bool) -> QuestionDraft:
    kind = name_kind([it.text for it in options], 2 if several else 1)
    return replace(begin_import(kind, stem), options=spell_fixed(kind, options))


def _only_read(name: str, title: str, *needed: str) -> Format:
    return Format(
        name=name,
        title=title,
        suffix=".csv",
        media_type="text/csv",
        carries={},
        recognise=lambda raw: has_columns(raw, *needed),
        read=read_game_sheet,
    )


BLOOKET = _only_read("blooket", "Blooket", "number", "stem", "answer 1", "correct")
GIMKIT = _only_read("gimkit", "Gimkit", "stem", "correct", "incorrect 1")
