"""The workbook opens with numbers as numbers, times as times and no formula."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from openpyxl import load_workbook

from quizapp.gradebook import csv_long, csv_wide
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from quizapp.gradebook.workbook import write_workbook
from tests.gradebook.books import TO_MARK, books, graded, make_book
from tests.gradebook.books import make_row as row

BOOK = make_book(
    row(1, "Ada Lovelace", graded("8.333"), graded("0"), external_id="007", section="A"),
    row(2, "=1+1", NOT_ATTEMPTED, TO_MARK, external_id="8", section="#N/A"),
)


def open_book(book: Gradebook) -> dict[str, list[list[object]]]:
    wishes = Wishes(zone=ZoneInfo("Asia/Almaty"))
    found = load_workbook(io.BytesIO(write_workbook(book, wishes).content))
    assert all(it.freeze_panes == "A2" for it in found)
    assert all(
        cell.data_type not in "fe"
        for sheet in found
        for cells in sheet.iter_rows()
        for cell in cells
    )
    return {
        sheet.title: [[cell.value for cell in cells] for cells in sheet.iter_rows()]
        for sheet in found
    }


def test_the_first_sheet_has_a_row_a_learner() -> None:
    head, ada, bo = open_book(BOOK)["Learners"]
    quizzes = ["Bridges (out of 10)", "Rivers (out of 10)"]
    assert head == [*csv_wide.COLUMNS, *quizzes, csv_wide.LAST_COLUMN]
    assert ada == [1, "007", "Ada Lovelace", "A", 8.33, 0, 41.66]
    assert bo == [2, "8", "'=1+1", "#N/A", None, 3, 30]


def test_the_second_sheet_has_a_row_a_grade_with_the_time_of_the_school() -> None:
    head, *rows = open_book(BOOK)["Grades"]
    assert head == list(csv_long.COLUMNS)
    assert len(rows) == 4
    first = dict(zip(map(str, head), rows[0], strict=True))
    assert first["score"] == 8.33
    assert first["closed_at"] == datetime(2026, 3, 2, 17, 20)
    assert [it[7] for it in rows] == ["graded", "graded", "not_attempted", "to_mark"]


def test_scores_that_may_still_rise_are_said() -> None:
    (said,) = write_workbook(BOOK, Wishes()).notices
    assert said.startswith("1 score may still rise")


@given(books())
@settings(max_examples=25)
def test_any_gradebook_is_a_workbook_without_formulas(book: Gradebook) -> None:
    sheets = open_book(book)
    assert len(sheets["Learners"]) == len(book.rows) + 1
    assert len(sheets["Grades"]) == len(book.rows) * len(book.columns) + 1
