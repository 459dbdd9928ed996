"""Our own table of questions: one row a question, to be filled by hand in any spreadsheet.

The order of the columns is free, most may be missing, and the kind is guessed when it is not
told. docs/formats-sheets.md says what each column takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.formats.choices import find_keys, name_kind, spell_fixed
from quizapp.bank.formats.exchange import FormatError, Incoming, begin_import, quote_span
from quizapp.bank.formats.intake import Intake, Loss, UnfitError, mark_passage
from quizapp.bank.formats.moodle_parts import mark_gaps, read_number
from quizapp.bank.formats.own_columns import (
    HEADING,
    PASSAGE_COLUMNS,
    count_heads,
    is_own_head,
    name_column,
    split_cell,
)
from quizapp.bank.formats.plain_text import tidy
from quizapp.bank.formats.tables import (
    ROWS_TO_HEAD,
    Table,
    name_cell,
    peek_tables,
    read_tables,
)
from quizapp.bank.rules import FIXED_OPTIONS
from quizapp.cells import unguard
from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
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
class _Row:
    """A row by the names of its columns, and where each cell is."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)

    def get(self, name: str) -> str:
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


class _CellError(UnfitError):
    """What is wrong stands in one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_own_sheet(raw: bytes) -> Incoming:
    """Every question of a table, and by row and column what could not be taken.

    Raises:
        FormatError: no row of it names the columns.
    """
    tables = read_tables(raw, count_heads)
    intake = Intake()
    for table in tables:
        _lay_sheet(table, intake)
    found = [(table, head) for table in tables if (head := _find_head(table)) is not None]
    if not found:
        raise FormatError(
            "No row names the columns. Write their names into the first row: “stem”, “option_1”,"
            " “option_2”, “key”; the page about formats has a file to begin with."
        )
    table, head = found[0]
    for row in _name_cells(table, head):
        _read_row(row, intake)
    return intake.close()


def recognise_table(raw: bytes) -> bool:
    """Whether the first rows of any sheet are surely a table of ours."""
    return any(is_own_head(row) for it in peek_tables(raw, count_heads) for row in it.rows)


def _find_head(table: Table) -> int | None:
    for at, row in enumerate(table.rows[:ROWS_TO_HEAD]):
        names = {name_column(cell) for cell in row}
        if "stem" in names and len(names - {""}) > 1:
            return at
    return None


def _name_cells(table: Table, head: int) -> Iterable[_Row]:
    names = [name_column(cell) for cell in table.rows[head]]
    columns = {name: at for at, name in reversed([*enumerate(names)]) if name}
    for number, row in enumerate(table.rows[head + 1 :], start=head + 2):
        cells = {name: unguard(row[at].strip()) for name, at in columns.items() if at < len(row)}
        if any(cells.values()):
            yield _Row(number, cells, columns)


def _lay_sheet(table: Table, intake: Intake) -> None:
    """The passages of a sheet that has one row a paragraph."""
    head = tuple(cell.strip().casefold() for cell in table.rows[0][:3]) if table.rows else ()
    if head != PASSAGE_COLUMNS:
        return
    blocks: dict[str, list[Block]] = {}
    for row in table.rows[1:]:
        title, paragraph, text = (tidy(unguard(it.strip())) for it in (*row, "", "", "")[:3])
        role = BlockRole.HEADING if paragraph == HEADING else BlockRole.BODY
        if text:
            blocks.setdefault(title, []).append(Block(role, text))
    for title, them in blocks.items():
        _lay(Document(title, tuple(them)), intake)


def _lay(document: Document, intake: Intake) -> None:
    intake.lay_passage(document, f"passage “{document.title}”", (_mark(document.title),))


def _mark(title: str) -> str:
    return mark_passage(Document(title, ()))


def _read_row(row: _Row, intake: Intake) -> None:
    """Take the question of the row, and the passage whose text it brings."""
    title = row.get("passage")
    blocks = _read_passage_text(row.cells.get("passage_text", ""))
    if blocks:
        _lay(Document(title, blocks), intake)
    if not row.get("stem") and (blocks or set(row.cells) <= {"passage", "passage_text"}):
        return
    try:
        draft = _read_question(row, lambda loss: intake.note(loss, row.place()))
    except _CellError as error:
        intake.lose(row.place(error.column), str(error))
        return
    except UnfitError as error:
        intake.lose(row.place(), str(error))
        return
    tags = [it for it in re.split("[,;]", row.get("tags")) if it.strip()]
    mark = [_mark(title)] if title or blocks else []
    intake.take(draft, row.place(), [*mark, *tags])


def _read_passage_text(cell: str) -> tuple[Block, ...]:
    """One line a paragraph; a line that begins with # is a heading."""
    blocks = []
    for line in cell.split("\n"):
        text = tidy(line)
        if text.startswith("#"):
            blocks.append(Block(BlockRole.HEADING, tidy(text.lstrip("#"))))
        elif text:
            blocks.append(Block(BlockRole.BODY, text.removeprefix("\\")))
    return tuple(it for it in blocks if it.text)


def _read_question(row: _Row, note: Callable[[Loss], None]) -> QuestionDraft:
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
        skill=_read_word(row, "skill", Skill.DETAIL, lambda: note(Loss.SKILL)),
        difficulty=_read_word(row, "difficulty", Difficulty.MEDIUM, lambda: note(Loss.DIFFICULTY)),
        rationale=row.get("rationale"),
        critical_span=_read_evidence(row),
        distractor_spans=_read_spans(row, note),
    )


def _read_kind(row: _Row) -> Kind:
    told = _spell(row.get("kind"))
    if not told:
        return _guess_kind(row)
    if told in set(Kind):
        return Kind(told)
    if told not in _SHORT_KINDS:
        raise _CellError(
            "kind",
            f"“{row.get('kind')[:40]}” is no kind of question. Write one of"
            f" {', '.join(it.value for it in Kind)}, or leave the cell empty.",
        )
    return _SHORT_KINDS[told]


def _guess_kind(row: _Row) -> Kind:
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


def _read_options(row: _Row, kind: Kind, note: Callable[[Loss], None]) -> tuple[Option, ...]:
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


def _find_keys(row: _Row, texts: Mapping[int, str]) -> set[int]:
    try:
        return find_keys(row.get("key"), texts)
    except UnfitError as error:
        raise _CellError("key", str(error)) from error


def _read_class(told: str, note: Callable[[Loss], None]) -> DistractorClass | None:
    if _spell(told) in set(DistractorClass):
        return DistractorClass(_spell(told))
    note(Loss.CLASS)
    return None


def _read_pairs(row: _Row) -> tuple[Pair, ...]:
    premises, responses = row.numbered("premise"), row.numbered("response")
    numbers = sorted({*premises, *responses})
    return tuple(Pair(premises.get(at, ""), responses.get(at, "")) for at in numbers)


def _read_answers(row: _Row, kind: Kind) -> tuple[AcceptedAnswer, ...]:
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
                raise _CellError(f"answer_{gap}", f"“{text[:40]}” is no number; write 3.14.")
            if tolerance is None:
                raise _CellError("tolerance", f"“{margin[:40]}” is no number; write 0.5.")
            answers.append(
                AcceptedAnswer(number, tolerance="" if not tolerance.strip("0.") else tolerance)
            )
    return tuple(answers)


def _read_evidence(row: _Row) -> Span:
    paragraph = row.get("evidence_paragraph")
    number = int(paragraph) if paragraph.isdecimal() and len(paragraph) < 7 else 0
    quote = row.get("evidence_quote")
    return quote_span(number, quote) if quote else NOWHERE


def _read_spans(row: _Row, note: Callable[[Loss], None]) -> tuple[Span, ...]:
    spans = []
    for part in split_cell(row.get("distractor_spans")):
        found = _SPAN.fullmatch(part)
        if found:
            spans.append(quote_span(int(found[1]), found[2]))
        else:
            note(Loss.SPAN)
    return tuple(spans)


def _read_word(row: _Row, name: str, usual: Word, miss: Callable[[], None]) -> Word:
    """The word of ours in a cell; the usual one when it is empty, or none of ours."""
    told = _spell(row.get(name))
    if told in set(type(usual)):
        return type(usual)(told)
    if told:
        miss()
    return usual


def _spell(told: str) -> str:
    return re.sub(r"[\s_/-]+", "_", told.casefold())
