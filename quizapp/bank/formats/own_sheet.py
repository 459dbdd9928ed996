"""Our own table of questions: one row a question, to be filled by hand in any spreadsheet.

The order of the columns is free, most may be missing, and the kind is guessed when it is not
told. docs/formats-sheets.md says what each column takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.bank.formats.exchange import FormatError, Incoming
from quizapp.bank.formats.intake import Intake, UnfitError, mark_passage
from quizapp.bank.formats.own_columns import (
    CONTINUED,
    HEADING,
    PASSAGE_COLUMNS,
    count_heads,
    is_own_head,
    name_column,
)
from quizapp.bank.formats.own_questions import CellError, Row, read_question
from quizapp.bank.formats.plain_text import tidy
from quizapp.bank.formats.tables import ROWS_TO_HEAD, Table, peek_tables, read_tables
from quizapp.cells import unguard


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
            " “option_2”, “key”, or export a bank as a table to have one to begin with."
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


def _name_cells(table: Table, head: int) -> Iterable[Row]:
    names = [name_column(cell) for cell in table.rows[head]]
    columns = {name: at for at, name in reversed([*enumerate(names)]) if name}
    for number, row in enumerate(table.rows[head + 1 :], start=head + 2):
        cells = {name: unguard(row[at].strip()) for name, at in columns.items() if at < len(row)}
        if any(cells.values()):
            yield Row(number, cells, columns)


def _lay_sheet(table: Table, intake: Intake) -> None:
    """The passages of a sheet that has one row a paragraph."""
    head = tuple(cell.strip().casefold() for cell in table.rows[0][:3]) if table.rows else ()
    if head != PASSAGE_COLUMNS:
        return
    texts: dict[str, list[tuple[BlockRole, list[str]]]] = {}
    for row in table.rows[1:]:
        title, paragraph, text = (unguard(it) for it in (*row, "", "", "")[:3])
        before = texts.setdefault(tidy(title), [])
        if tidy(paragraph) == CONTINUED and before:
            before[-1][1].append(text)
            continue
        role = BlockRole.HEADING if tidy(paragraph) == HEADING else BlockRole.BODY
        before.append((role, [text]))
    for title, them in texts.items():
        said = ((role, tidy("".join(pieces))) for role, pieces in them)
        blocks = tuple(Block(role, text) for role, text in said if text)
        if blocks:
            _lay(Document(title, blocks), intake)


def _lay(document: Document, intake: Intake) -> None:
    intake.lay_passage(document, f"passage “{document.title}”", (_mark(document.title),))


def _mark(title: str) -> str:
    return mark_passage(Document(title, ()))


def _read_row(row: Row, intake: Intake) -> None:
    """Take the question of the row, and the passage whose text it brings."""
    title = row.get("passage")
    blocks = _read_passage_text(row.cells.get("passage_text", ""))
    if blocks:
        _lay(Document(title, blocks), intake)
    if not row.get("stem") and (blocks or set(row.cells) <= {"passage", "passage_text"}):
        return
    try:
        draft = read_question(row, lambda loss: intake.note(loss, row.place()))
    except CellError as error:
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
