"""The wide CSV: one row a learner, one column a quiz."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from quizapp.gradebook.hygiene import tell_apart, to_percent
from quizapp.gradebook.rows import Book, Cell, CellStatus, Column, GradebookRow, scale
from quizapp.gradebook.tables import Run, Table, make_run, write_table
from quizapp.gradebook.totals import find_total

COLUMNS = ("learner_id", "external_id", "learner", "section")
LAST_COLUMN = "average_percent"
EXCUSED = "EX"
_EXCUSED = make_run(EXCUSED)


def write_wide(gradebook: Book) -> Iterator[str]:
    """The gradebook with the score that counts in every cell.

    A blank cell is a quiz that is not attempted or still in progress; 0 is a score of 0, and EX
    is excused.
    """
    return write_table(tabulate_wide(gradebook))


def tabulate_wide(gradebook: Book) -> Table:
    """A row a learner, a column a quiz."""
    return Table(
        (*COLUMNS, *_quiz_headers(gradebook), LAST_COLUMN),
        (_tabulate(gradebook, row) for row in gradebook.rows),
    )


def _tabulate(gradebook: Book, row: GradebookRow) -> tuple[Run, ...]:
    it = row.learner
    total = find_total(gradebook.columns, row.cells, gradebook.scheme)
    return (
        make_run(it.id, it.external_id, it.name, row.section),
        *map(_show, row.cells, gradebook.columns),
        make_run(to_percent(total)),
    )


def _show(cell: Cell, column: Column) -> Run:
    if cell.status is CellStatus.EXCUSED:
        return _EXCUSED
    return _show_score(cell.score, cell.max_score, column.max_score)


@lru_cache(maxsize=10_000)
def _show_score(score: Decimal | None, max_score: Decimal | None, maximum: Decimal) -> Run:
    """There are a million of them, and few that differ."""
    return make_run(scale(score, max_score, maximum))


def _quiz_headers(gradebook: Book) -> list[str]:
    """`Title (out of 10)`; quizzes of one title are told apart by a number."""
    titles = tell_apart(column.title for column in gradebook.columns)
    return [
        f"{title} (out of {column.max_score.normalize():f})"
        for title, column in zip(titles, gradebook.columns, strict=True)
    ]
