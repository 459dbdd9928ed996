"""What holds for the file of every system: nothing runs, nothing is lost, nobody is mixed up."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from quizapp.cells import guard
from quizapp.gradebook.dialects import DIALECTS, Dialect
from quizapp.gradebook.files import SEPARATORS, Wish, Wishes
from quizapp.gradebook.google_classroom import COLUMNS, HONESTLY
from quizapp.gradebook.hygiene import on_one_line
from quizapp.gradebook.moodle import FEEDBACK
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.gradebook.books import FORMULA_STARTS, books, graded, make_book
from tests.gradebook.books import make_row as row

PLAIN = Wishes()
Tables = dict[str, list[list[str]]]
# Where the school's number of a learner stands, in the table that has a row for each of them.
NUMBERS = {
    "canvas": ("", 2, 2),
    "moodle": ("", 1, 1),
    "oneroster-1.1": ("users.csv", 11, 2),
    "oneroster-1.2": ("users.csv", 9, 2),
    "excel": ("Learners", 1, 1),
    "wide": ("", 1, 1),
}


def read(dialect: Dialect, book: Gradebook, wishes: Wishes = PLAIN) -> Tables:
    """Every table of the file, by its name; there is one without a name in a CSV file."""
    content = dialect.write(book, wishes).content
    if dialect.suffix == ".xlsx":
        return {
            sheet.title: [
                ["" if it.value is None else str(it.value) for it in cells]
                for cells in sheet.iter_rows()
            ]
            for sheet in load_workbook(io.BytesIO(content))
        }
    if dialect.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {it: split(archive.read(it).decode("utf-8-sig")) for it in archive.namelist()}
    return {"": split(content.decode("utf-8-sig"), wishes.separator)}


def split(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def is_number(cell: str) -> bool:
    whole, _, part = cell.lstrip("+-").partition(".")
    return f"{whole}{part}".isdecimal()


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
@given(book=books())
@settings(max_examples=25)
def test_no_cell_runs_and_every_row_is_as_wide_as_its_head(
    dialect: Dialect, book: Gradebook
) -> None:
    for name, rows in read(dialect, book).items():
        for cells in rows:
            assert len(cells) == len(rows[0]) or name.endswith(".txt")
            for cell in cells:
                assert not cell.startswith(tuple(FORMULA_STARTS)) or is_number(cell), cell


@pytest.mark.parametrize("name", NUMBERS)
@given(book=books())
@settings(max_examples=25)
def test_every_learner_has_a_row_and_their_number_as_it_was(name: str, book: Gradebook) -> None:
    table, column, heads = NUMBERS[name]
    rows = read(DIALECTS[name], book)[table][heads:]
    assert len(rows) == len(book.rows)
    for cells, it in zip(rows, book.rows, strict=True):
        number = it.learner.external_id
        if number == on_one_line(number) and ";" not in number and number.isprintable():
            assert cells[column] == guard(number)


@pytest.mark.parametrize("name", ["canvas", "moodle", "excel", "wide"])
@given(book=books())
@settings(max_examples=25)
def test_a_zero_is_a_zero_and_what_has_no_score_is_blank(name: str, book: Gradebook) -> None:
    table, _, heads = NUMBERS[name]
    rows = read(DIALECTS[name], book)[table]
    count = len(book.columns)
    for cells, it in zip(rows[heads:], book.rows, strict=True):
        scores = _list_scores(name, rows[0], cells, count)
        assert len(scores) == count
        for written, cell in zip(scores, it.cells, strict=True):
            assert (written == "") == (cell.score is None)
            assert written == "" or float(written) == pytest.approx(
                float(cell.score or 0), abs=0.005
            )


def _list_scores(name: str, head: list[str], cells: list[str], count: int) -> list[str]:
    """The cells of a row that hold scores."""
    if name == "moodle":
        pairs = zip(head, cells, strict=True)
        return [it for title, it in pairs if not title.startswith(FEEDBACK)][-count or len(head) :]
    if name == "canvas":
        return cells[5:]
    return cells[4:-1]


@pytest.mark.parametrize("separator", SEPARATORS.values())
@given(book=books())
@settings(max_examples=20)
def test_the_separator_parts_no_cell(separator: str, book: Gradebook) -> None:
    dialect = DIALECTS["moodle"]
    expected = read(dialect, book)
    assert read(dialect, book, Wishes(separator=separator)) == expected


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_a_byte_order_mark_is_there_on_request_alone(dialect: Dialect) -> None:
    book, mark = make_book(row(1, "Ada", graded("1"), graded("2"))), b"\xef\xbb\xbf"
    plain = dialect.write(book, Wishes()).content
    marked = dialect.write(book, Wishes(byte_order_mark=True)).content
    assert not plain.startswith(mark)
    if dialect.is_text:
        assert Wish.BYTE_ORDER_MARK in dialect.wishes
        assert marked == mark + plain


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_what_can_be_told_of_a_file_is_told(dialect: Dialect) -> None:
    assert dialect.title
    assert dialect.hint.endswith(".")
    assert all(it.endswith(".") for it in dialect.steps)
    assert dialect.name_file("ABC234") == f"gradebook-abc234-{dialect.name}{dialect.suffix}"


def test_google_classroom_gets_a_sheet_and_a_column_for_each_quiz() -> None:
    book = make_book(
        row(1, "Ada", graded("8.5"), graded("0"), sign_in_name="ada@school.example"),
        row(2, "Bo", NOT_ATTEMPTED, NOT_ATTEMPTED, external_id="007"),
        titles=("Bridges / Rivers?", "=1+1"),
    )
    tables = read(DIALECTS["google"], book)
    assert list(tables) == [
        "01-Bridges-Rivers.csv",
        "01-Bridges-Rivers-column.txt",
        "02-1-1.csv",
        "02-1-1-column.txt",
    ]
    assert tables["01-Bridges-Rivers.csv"] == [
        list(COLUMNS),
        ["ada@school.example", "", "Ada", "8.50", "10.00"],
        ["", "007", "Bo", "", "10.00"],
    ]
    assert tables["02-1-1-column.txt"] == [["0.00"], []]
    said = DIALECTS["google"].write(book, Wishes()).notices
    assert said[0] == HONESTLY
    assert said[1].startswith("1 learner without an e-mail address")
