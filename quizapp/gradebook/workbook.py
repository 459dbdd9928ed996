"""The gradebook as an Excel workbook: the wide and the long table, a sheet each.

Numbers are numbers and times are times, in the school's time zone. Text is guarded as in the CSV
files, so no cell is ever a formula, and an id keeps its zeros.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import chain, count, islice
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from quizapp.cells import guard
from quizapp.gradebook.csv_long import tabulate_long
from quizapp.gradebook.csv_wide import tabulate_wide
from quizapp.gradebook.files import GradeFile, Wishes, stream
from quizapp.gradebook.notices import tell_unmarked
from quizapp.gradebook.rows import Book
from quizapp.gradebook.tables import Table, Value

SHEETS = {"Learners": tabulate_wide, "Grades": tabulate_long}
LOOKED_AT = 500  # rows that decide how wide a column is
MOST_ROWS = 1_048_575  # on one sheet, below its head
_NARROWEST, _WIDEST = 8, 40  # characters


def write_workbook(gradebook: Book, wishes: Wishes) -> GradeFile:
    """An .xlsx file with a row a learner on the first sheet and a row a grade on the second."""

    def write(out: BinaryIO) -> None:
        book = Workbook(write_only=True)  # a large course has some million cells
        for title, tabulate in SHEETS.items():
            _fill(book, title, tabulate(gradebook), wishes.zone)
        book.save(out)

    return GradeFile(stream(write), tell_unmarked(gradebook))


def _fill(book: Workbook, title: str, table: Table, zone: tzinfo) -> None:
    """The table on a sheet, and on further ones when it has more rows than a sheet."""
    rows = table.list_values()
    for number in count(1):
        first = list(islice(rows, LOOKED_AT))
        if number > 1 and not first:
            return
        sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
        _set_up(sheet, table.header, first)
        for row in chain(first, islice(rows, MOST_ROWS - len(first))):
            sheet.append([_write(sheet, value, zone) for value in row])


def _set_up(sheet: Worksheet, header: tuple[str, ...], first: list[tuple[Value, ...]]) -> None:
    """The head, and columns as wide as the first rows need them."""
    sheet.freeze_panes = "A2"
    for at, head in enumerate(header):
        longest = max((len(str(row[at])) for row in first), default=0)
        width = max(_NARROWEST, min(max(longest, len(head)) + 2, _WIDEST))
        sheet.column_dimensions[get_column_letter(at + 1)].width = width
    sheet.append([_make_cell(sheet, _clean(head), bold=True) for head in header])


def _write(sheet: Worksheet, value: Value, zone: tzinfo) -> Cell | Value | float:
    if isinstance(value, str):
        text = _clean(value)
        return _make_cell(sheet, text) if text.startswith("#") else text or None
    if isinstance(value, Decimal):
        return round(float(value), 2)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value


def _clean(text: str) -> str:
    """The text as the CSV files guard it, since a sheet may be saved as one."""
    return guard(ILLEGAL_CHARACTERS_RE.sub("", text))


def _make_cell(sheet: Worksheet, text: str, *, bold: bool = False) -> Cell:
    """A cell of text, whatever the library would guess: `#N/A` is an error to it."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
