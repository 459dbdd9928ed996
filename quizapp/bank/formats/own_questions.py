"""What does one row of our own table ask? (pure)"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from quizapp.bank.formats.choices import find_keys, name_kind, spell_fixed
from quizapp.bank.formats.exchange import begin_import, quote_span
from quizapp.bank.formats.intake import Loss, UnfitError
from quizapp.bank.formats.moodle_texts import Note
from quizapp.bank.formats.own_columns import split_cell
from quizapp.bank.formats.plain_text import mark_gaps, read_number, tidy
from quizapp.bank.formats.tables import name_cell
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    LONGEST_WRITER,
    NOWHERE,
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Skill,
    Span,
)

_SHORT_KINDS = {
    "mc": Kind.MULTIPLE_CHOICE,
    "single_choice": Kind.MULTIPLE_CHOICE,
    "mr": Kind.MULTIPLE_RESPONSE,
    "multiple_answer": Kind.MULTIPLE_RESPONSE,
    "multiple_answers": Kind.MULTIPLE_RESPONSE,
    "tf": Kind.TRUE_FALSE,
    "tfng": Kind.TRUE_FALSE_NOT_GIVEN,
    "sa": Kind.SHORT_ANSWER,
    "gap_fill": Kind.CLOZE,
    "number": Kind.NUMERICAL,
}
_SPAN = re.compile(r"(\d{1,6})\s*[:.]\s*(.+)")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Row:
    """A row by the names of its columns, and where each cell is."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The cell on one line; "" when it is empty or there is no such column."""
        return tidy(self.cells.get(name, ""))

    def numbered(self, name: str) -> dict[int, str]:
        """The cells of `option_1`, `option_2` … that are not empty, by their numbers."""
        found = {
            int(column.rpartition("_")[2]): tidy(cell)
            for column, cell in self.cells.items()
            if column.startswith(f"{name}_") and column.rpartition("_")[2].isdecimal()
        }
        return {number: found[number] for number in sorted(found) if found[number]}

    def place(self, name: str = "") -> str:
        """Where a cell is in words; the row when the table has no such column."""
        at = self.columns.get(name)
        return f"row {self.number}" if at is None else name_cell(self.number, at)


class CellError(UnfitError):
    """What is wrong stands in one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_question(row: Row, note: Note) -> QuestionDraft:
    """The question, before it is held against the rules.

    Raises:
        UnfitError: it cannot be understood; a CellError says in which cell.
    """
    kind = _read_kind(row)
    draft = begin_import(kind, mark_gaps(row.get("stem")))
    if kind in CHOICE_KINDS:
        draft = replace(draft, options=_read_options(row, kind, note))
    elif kind is Kind.MATCHING:
        draft = replace(draft, pairs=_read_pairs(row))
    elif kind is Kind.ORDERING:
        draft = replace(draft, order=tuple(row.numbered("item").values()))
    else:
        draft = replace(draft, accepted_answers=_read_answers(row, kind))
    return replace(
        draft,
        uid=row.get("id"),
        writer=row.get("language_model")[:LONGEST_WRITER],
        skill=_read_word(row, "skill", Skill.DETAIL, lambda: note(Loss.SKILL)),
        difficulty=_read_word(row, "difficulty", Difficulty.MEDIUM, lambda: note(Loss.DIFFICULTY)),
        rationale=row.get("rationale"),
        critical_span=_read_evidence(row),
        distractor_spans=_read_spans(row, note),
    )


def _read_kind(row: Row) -> Kind:
    told = _spell(row.get("kind"))
    if not told:
        return _guess_kind(row)
    if told in set(Kind):
        return Kind(told)
    if told not in _SHORT_KINDS:
        raise CellError(
            "kind",
            f"“{row.get('kind')[:40]}” is no kind of question. Write one of"
            f" {', '.join(it.value for it in Kind)}, or leave the cell empty.",
        )
    return _SHORT_KINDS[told]


def _guess_kind(row: Row) -> Kind:
    if row.numbered("premise") or row.numbered("response"):
        return Kind.MATCHING
    if row.numbered("item"):
        return Kind.ORDERING
    options = row.numbered("option")
    if options:
        return name_kind([*options.values()], len(_find_keys(row, options)))
    if row.get("key"):
        return Kind.TRUE_FALSE
    if GAP in mark_gaps(row.get("stem")):
        return Kind.CLOZE
    return Kind.NUMERICAL if row.get("tolerance") else Kind.SHORT_ANSWER


def _read_options(row: Row, kind: Kind, note: Note) -> tuple[Option, ...]:
    texts = row.numbered("option")
    if not texts:
        texts = dict(enumerate(FIXED_OPTIONS.get(kind, ()), start=1))
    keys = _find_keys(row, texts)
    classes = {number: _read_class(told, note) for number, told in row.numbered("class").items()}
    whys = row.numbered("rationale")
    options = [
        Option(text, at in keys, whys.get(at, ""), None if at in keys else classes.get(at))
        for at, text in texts.items()
    ]
    return spell_fixed(kind, options)


def _find_keys(row: Row, texts: Mapping[int, str]) -> set[int]:
    try:
        return find_keys(row.get("key"), texts)
    except UnfitError as error:
        raise CellError("key", str(error)) from error


def _read_class(told: str, note: Note) -> DistractorClass | None:
    if _spell(told) in set(DistractorClass):
        return DistractorClass(_spell(told))
    note(Loss.CLASS)
    return None


def _read_pairs(row: Row) -> tuple[Pair, ...]:
    premises, responses = row.numbered("premise"), row.numbered("response")
    numbers = sorted({*premises, *responses})
    return tuple(Pair(premises.get(at, ""), responses.get(at, "")) for at in numbers)


def _read_answers(row: Row, kind: Kind) -> tuple[AcceptedAnswer, ...]:
    margins = split_cell(row.get("tolerance"))
    answers = []
    for gap, cell in row.numbered("answer").items():
        for at, text in enumerate(split_cell(cell)):
            if kind is not Kind.NUMERICAL:
                answers.append(AcceptedAnswer(text, gap))
                continue
            margin = margins[at] if at < len(margins) else (margins[-1] if margins else "")
            number, tolerance = read_number(text), read_number(margin or "0")
            if number is None:
                raise CellError(f"answer_{gap}", f"“{text[:40]}” is no number; write 3.14.")
            if tolerance is None:
                raise CellError("tolerance", f"“{margin[:40]}” is no number; write 0.5.")
            answers.append(
                AcceptedAnswer(number, tolerance="" if not tolerance.strip("0.") else tolerance)
            )
    return tuple(answers)


def _read_evidence(row: Row) -> Span:
    paragraph = row.get("evidence_paragraph")
    number = int(paragraph) if paragraph.isdecimal() and len(paragraph) < 7 else 0
    quote = row.get("evidence_quote")
    return quote_span(number, quote) if quote else NOWHERE


def _read_spans(row: Row, note: Note) -> tuple[Span, ...]:
    spans = []
    for part in split_cell(row.get("distractor_spans")):
        found = _SPAN.fullmatch(part)
        if found:
            spans.append(quote_span(int(found[1]), found[2]))
        else:
            note(Loss.SPAN)
    return tuple(spans)


def _read_word(row: Row, name: str, usual: Word, miss: Callable[[], None]) -> Word:
    """The word of ours in a cell; the usual one when it is empty, or none of ours."""
    told = _spell(row.get(name))
    if told in set(type(usual)):
        return type(usual)(told)
    if told:
        miss()
    return usual


def _spell(told: str) -> str:
    return re.sub(r"[\s_/-]+", "_", told.casefold())
