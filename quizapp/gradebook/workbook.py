"""The gradebook as an Excel workbook: the wide and the long table, a sheet each.

Numbers are numbers and times are times, in the school's time zone. Text is written as text, so
no cell is ever a formula.
"""

from __future__ import annotations

import io
from datetime import datetime, tzinfo
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from quizapp.gradebook.csv_long import tabulate_long
from quizapp.gradebook.csv_wide import tabulate_wide
from quizapp.gradebook.files import GradeFile, Wishes
from quizapp.gradebook.hygiene import guard
from quizapp.gradebook.notices import tell_unmarked
from quizapp.gradebook.rows import Gradebook
from quizapp.gradebook.tables import Table, Value

SHEETS = {"Learners": tabulate_wide, "Grades": tabulate_long}
_NARROWEST, _WIDEST = 8, 40  # characters


def write_workbook(gradebook: Gradebook, wishes: Wishes) -> GradeFile:
    """An .xlsx file with a row a learner on the first sheet and a row a grade on the second."""
    book = Workbook()
    book.remove(book.active)
    for title, tabulate in SHEETS.items():
        _fill(book.create_sheet(title), tabulate(gradebook), wishes.zone)
    out = io.BytesIO()
    book.save(out)
    return GradeFile(out.getvalue(), tuple(tell_unmarked(gradebook)))


def _fill(sheet: Worksheet, table: Table, zone: tzinfo) -> None:
    for at, head in enumerate(table.header, start=1):
        cell = sheet.cell(1, at)
        _set_text(cell, head)
        cell.font = Font(bold=True)
        column = [head, *(str(row[at - 1]) for row in table.rows)]
        width = min(max(len(it) for it in column) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(at)].width = max(width, _NARROWEST)
    for number, row in enumerate(table.rows, start=2):
        for at, value in enumerate(row, start=1):
            _set(sheet.cell(number, at), value, zone)
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


def _set(cell: Cell, value: Value, zone: tzinfo) -> None:
    if isinstance(value, str):
        _set_text(cell, value)
    elif isinstance(value, Decimal):
        cell.value, cell.number_format = round(float(value), 2), "0.00"
    elif isinstance(value, datetime):
        cell.value = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif value is not None:
        cell.value = value


def _set_text(cell: Cell, text: str) -> None:
    """The words as words: an id keeps its zeros, and what looks like a formula is none.

    It is guarded as in the CSV files, since a sheet may be saved as one.
    """
    if text:
        cell.value = guard(ILLEGAL_CHARACTERS_RE.sub("", text))
        cell.data_type, cell.number_format = "s", "@"
