"""The CSV files open safely anywhere and say what the gradebook says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.models import Course, Learner
from quizapp.cells import guard
from quizapp.gradebook import csv_long, csv_wide
from quizapp.gradebook.hygiene import to_percent, write_csv, write_number
from quizapp.gradebook.rows import (
    NOT_ATTEMPTED,
    Cell,
    CellStatus,
    Column,
    Gradebook,
    GradebookRow,
)

FORMULA_STARTS = "=+-@|%\t\r\n＝＋－＠"
CLOSED_AT = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
cells = texts | st.tuples(st.sampled_from(FORMULA_STARTS), texts).map("".join)


def read(pieces: Iterable[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(pieces), newline="")))


def is_number(cell: str) -> bool:
    whole, _, part = cell.lstrip("+-").partition(".")
    return f"{whole}{part}".isdecimal()


def gradebook(
    *rows: tuple[Learner, str, tuple[Cell, ...]],
    titles: tuple[str, ...] = ("Bridges", "Rivers"),
) -> Gradebook:
    return Gradebook(
        Course(name="English 10A"),
        tuple(Column(at, title, Decimal(10)) for at, title in enumerate(titles, start=1)),
        tuple(GradebookRow(*row) for row in rows),
    )


ADA = Learner(id=1, name="Ada Lovelace", external_id="00042")
EVIL = Learner(id=2, name="=HYPERLINK(1)", external_id="+7")
SMALL = gradebook(
    (
        ADA,
        "A",
        (Cell(CellStatus.GRADED, Decimal("7.5"), Decimal(10), 3, 2, CLOSED_AT), NOT_ATTEMPTED),
    ),
    (
        EVIL,
        "-B",
        (
            Cell(CellStatus.IN_PROGRESS, attempts=1),
            Cell(CellStatus.GRADED, Decimal(0), Decimal(10), 4, 1, CLOSED_AT),
        ),
    ),
)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_no_cell_runs_as_a_formula_and_nothing_is_lost(rows: list[list[str]]) -> None:
    header, *found = read(write_csv(["=a", "b"], rows))
    assert header == ["'=a", "b"]
    assert [[guard(cell) for cell in row] for row in rows] == found
    for given_row, found_row in zip(rows, found, strict=True):
        for before, after in zip(given_row, found_row, strict=True):
            assert after in {before, f"'{before}"}
            assert not after.startswith(tuple(FORMULA_STARTS)) or is_number(after)


@pytest.mark.parametrize("cell", ["=1+1", "+a", "-", "--5", "@x", "|x", "%x", "\tx", "\rx", "-1-1"])
def test_what_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ada", "-5", "+3.25", "0042", "a=b", "'quoted", "12-3"])
def test_words_and_numbers_stay_as_they_are(cell: str) -> None:
    assert guard(cell) == cell


def test_lines_end_as_rfc_4180_says() -> None:
    assert write_csv(["a", "b"], [['say "x"', "1,5"]]) == 'a,b\r\n"say ""x""","1,5"\r\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (Decimal(0), "0.00"), (Decimal("7.5"), "7.50"), (Decimal("0.33333"), "0.33")],
)
def test_scores_have_two_decimals_and_nothing_is_blank(number: Decimal | None, text: str) -> None:
    assert write_number(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, ""), (0.0, "0.00"), (0.625, "62.50"), (1.0, "100.00")]
)
def test_shares_are_written_as_per_cent(share: float | None, text: str) -> None:
    assert write_number(to_percent(share)) == text


def test_the_wide_file_has_a_row_a_learner_and_a_column_a_quiz() -> None:
    assert read(csv_wide.write_wide(SMALL)) == [
        [*csv_wide.COLUMNS, "Bridges (out of 10)", "Rivers (out of 10)", "average_percent"],
        ["1", "00042", "Ada Lovelace", "A", "7.50", "", "75.00"],
        ["2", "+7", "'=HYPERLINK(1)", "'-B", "", "0.00", "0.00"],
    ]


def test_the_long_file_has_a_row_a_learner_and_quiz_with_the_status_in_words() -> None:
    header, *rows = read(csv_long.write_long(SMALL))
    assert header == list(csv_long.COLUMNS)
    closed = "2026-03-02T12:20:00Z"
    ada = ["English 10A", "1", "00042", "Ada Lovelace", "A"]
    assert rows[:2] == [
        [*ada, "1", "Bridges", "graded", "2", "7.50", "10.00", "75.00", closed],
        [*ada, "2", "Rivers", "not_attempted", "0", "", "10.00", "", ""],
    ]
    assert [row[7:] for row in rows[2:]] == [
        ["in_progress", "1", "", "10.00", "", ""],
        ["graded", "1", "0.00", "10.00", "0.00", closed],
    ]


def test_ids_keep_their_leading_zeros() -> None:
    wide, long = (read(write(SMALL)) for write in (csv_wide.write_wide, csv_long.write_long))
    assert wide[1][csv_wide.COLUMNS.index("external_id")] == "00042"
    assert long[1][csv_long.COLUMNS.index("external_id")] == "00042"


def test_quizzes_of_one_title_are_told_apart() -> None:
    header = read(csv_wide.write_wide(gradebook(titles=("Test", "Test", "Other", "Test"))))[0]
    assert header[4:-1] == [
        "Test (out of 10)",
        "Test #2 (out of 10)",
        "Other (out of 10)",
        "Test #3 (out of 10)",
    ]


@given(st.lists(st.sampled_from(["A", "A #2", "B"]), max_size=5))
def test_no_two_columns_of_the_wide_file_have_one_name(titles: list[str]) -> None:
    header = read(csv_wide.write_wide(gradebook(titles=tuple(titles))))[0]
    assert len(set(header)) == len(header)


@st.composite
def gradebooks(draw: st.DrawFn) -> Gradebook:
    """A gradebook of up to three learners and three quizzes, in any state."""
    titles = tuple(f"Quiz {at}" for at in range(draw(st.integers(0, 3))))
    graded = st.decimals(0, 10, places=5).map(
        lambda score: Cell(CellStatus.GRADED, score, Decimal(10), 1, 1, CLOSED_AT)
    )
    cell = graded | st.sampled_from([NOT_ATTEMPTED, Cell(CellStatus.IN_PROGRESS, attempts=1)])
    learners = [
        Learner(id=number, name=draw(cells), external_id=draw(texts))
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    size = len(titles)
    return gradebook(
        *((it, "", tuple(draw(st.lists(cell, min_size=size, max_size=size)))) for it in learners),
        titles=titles,
    )


@given(gradebooks())
def test_the_wide_and_the_long_file_agree(book: Gradebook) -> None:
    _, *wide = read(csv_wide.write_wide(book))
    _, *long = read(csv_long.write_long(book))
    scores = {(row[1], row[5]): row[9] for row in long}
    assert len(scores) == len(long) == len(book.rows) * len(book.columns)
    for row in wide:
        for column, score in zip(book.columns, row[4:-1], strict=True):
            assert scores[row[0], str(column.assignment_id)] == score
    names = {row[1]: (row[2], row[3]) for row in long}
    assert all(names.get(row[0], (row[1], row[2])) == (row[1], row[2]) for row in wide)
