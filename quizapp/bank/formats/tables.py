"""Which rows does a spreadsheet have, as an Excel workbook or as CSV, and the other way? (pure)

Nothing in a cell is run: of a formula the value is read that the workbook last had. How large a
workbook is when unpacked is looked at before it is opened.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from quizapp.articles.archives import open_archive
from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import FormatError
from quizapp.bank.formats.plain_text import decode_text

# openpyxl is imported where it is used: it brings numpy, and a web worker rarely needs either.
if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_ROWS = 5_000
MOST_COLUMNS = 200
_LONGEST_CELL = 1_000_000
LONGEST_WORKBOOK_CELL = 32_767  # as Excel counts; openpyxl cuts what is longer
ROWS_TO_HEAD = 30
_SEPARATORS = (",", ";", "\t")
_WIDEST = 60
_ZIP = b"PK\x03\x04"

# A passage stands in one cell; Python's own limit is 131,072 characters.
csv.field_size_limit(_LONGEST_CELL)

IsHead = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Table:
    """The rows of a sheet; row number n, as the spreadsheet counts, is `rows[n - 1]`."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as an Excel workbook does."""
    return raw.startswith(_ZIP)


def read_tables(raw: bytes, count_heads: IsHead) -> tuple[Table, ...]:
    """The sheets of a workbook, or the one table of a CSV file.

    `count_heads` says how many cells of a row name a column: that tells the separator.

    Raises:
        FormatError: it is neither, or larger than a bank can be.
    """
    return _read_workbook(raw) if is_workbook(raw) else (_read_csv(raw, count_heads),)


def peek_tables(raw: bytes, count_heads: IsHead) -> tuple[Table, ...]:
    """The first rows of each sheet, where the columns are named; none of what is no table."""
    try:
        if is_workbook(raw):
            return _read_workbook(raw, ROWS_TO_HEAD)
        return (_read_csv(raw, count_heads, ROWS_TO_HEAD),)
    except FormatError:
        return ()


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV that Excel reads with all its letters."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def say_too_long(cells: Iterable[str | int]) -> str:
    """Why these cells cannot stand in a workbook: one has more than Excel takes; else ""."""
    longest = max((count_signs(it) for it in cells if isinstance(it, str)), default=0)
    if longest <= LONGEST_WORKBOOK_CELL:
        return ""
    return (
        f"One of its texts has {longest:,} characters; a cell of Excel takes"
        f" {LONGEST_WORKBOOK_CELL:,}. Shorten it."
    )


def count_signs(cell: str) -> int:
    """The length of a cell as Excel counts it: signs such as emoji are two."""
    return len(cell.encode("utf-16-le", "surrogatepass")) // 2


def write_workbook(sheets: Mapping[str, Sequence[Sequence[str | int]]], head: int = 1) -> bytes:
    """An Excel workbook; the row number `head` names the columns. Every text is a text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value == "":
                    continue
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with = is no formula
                cell.alignment = wrapped
                if number == head:
                    cell.font = bold
        sheet.freeze_panes = sheet.cell(head + 1, 1)
        for column, width in enumerate(_measure(rows), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def name_cell(row: int, column: int) -> str:
    """Where a cell is, in words; columns count from 0."""
    from openpyxl.utils import get_column_letter

    return f"row {row}, column {get_column_letter(column + 1)}"


def _measure(rows: Sequence[Sequence[str | int]]) -> list[int]:
    count = max((len(row) for row in rows), default=0)
    longest = [
        max((len(str(row[at])) for row in rows if at < len(row)), default=0) for at in range(count)
    ]
    return [min(max(it + 2, 8), _WIDEST) for it in longest]


def _read_workbook(raw: bytes, most: int = MOST_ROWS + 1) -> tuple[Table, ...]:
    from openpyxl import load_workbook

    try:
        open_archive(raw, "Excel workbook")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        tables = tuple(Table(sheet.title, _read_rows(sheet, most)) for sheet in book.worksheets)
    except FormatError:
        raise
    except ArticleError as error:
        raise FormatError(_say_unsafe(error)) from error
    except Exception as error:  # openpyxl lets through what a damaged part makes it stumble over
        raise FormatError(
            "This is no Excel workbook that can be read. Open it in a spreadsheet program and save"
            " it anew as .xlsx, or as CSV."
        ) from error
    return tables


def _say_unsafe(error: ArticleError) -> str:
    return (
        str(error)
        .replace("paste the article's words", "save it as CSV")
        .replace("an article", "a table of questions")
    )


def _read_rows(sheet: ReadOnlyWorksheet, most: int) -> tuple[tuple[str, ...], ...]:
    sheet.reset_dimensions()
    rows = []
    for row in sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True):
        rows.append(tuple(_to_text(value) for value in row))
    while rows and not any(rows[-1]):
        rows.pop()
    _refuse_long(len(rows))
    return tuple(rows)


def _to_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)[:_LONGEST_CELL]


def _read_csv(raw: bytes, count_heads: IsHead, most: int = MOST_ROWS + 1) -> Table:
    text = decode_text(raw)
    best = max(_SEPARATORS, key=lambda it: _count(text, it, count_heads))
    rows = list[tuple[str, ...]]()
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=best), most):
            rows.append(tuple(row[:MOST_COLUMNS]))
    except csv.Error as error:
        raise FormatError(
            f"Row {len(rows) + 1} has a cell of more than a million characters. Look whether a"
            " quotation mark is missing before it."
        ) from error
    _refuse_long(len(rows))
    return Table("", tuple(rows))


def _count(text: str, separator: str, count_heads: IsHead) -> int:
    """How many columns are named in the row that names most of them."""
    reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
    try:
        return max(map(count_heads, islice(reader, ROWS_TO_HEAD)), default=0)
    except csv.Error:
        return 0


def _refuse_long(count: int) -> None:
    if count > MOST_ROWS:
        raise FormatError(
            f"This table has more than {MOST_ROWS:,} rows. Split it into several files."
        )
