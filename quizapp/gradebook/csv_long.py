"""The long CSV: one row a learner and quiz, with the status in words."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.gradebook.hygiene import to_percent
from quizapp.gradebook.rows import Book, Cell, Column, GradebookRow
from quizapp.gradebook.tables import Table, Value, write_table

COLUMNS = (
    "course",
    "learner_id",
    "external_id",
    "learner",
    "section",
    "assignment_id",
    "quiz",
    "status",
    "attempts",
    "score",
    "max_score",
    "percent",
    "closed_at",
)


def write_long(gradebook: Book) -> Iterator[str]:
    """The gradebook a cell a row; times are ISO 8601 in UTC."""
    return write_table(tabulate_long(gradebook))


def tabulate_long(gradebook: Book) -> Table:
    """A row a learner and quiz."""
    return Table(COLUMNS, _rows(gradebook))


def _rows(gradebook: Book) -> Iterator[tuple[Value, ...]]:
    for row in gradebook.rows:
        for column, cell in zip(gradebook.columns, row.cells, strict=True):
            yield _row(gradebook, row, column, cell)


def _row(gradebook: Book, row: GradebookRow, column: Column, cell: Cell) -> tuple[Value, ...]:
    return (
        gradebook.course.name,
        row.learner.id,
        row.learner.external_id,
        row.learner.name,
        row.section,
        column.assignment_id,
        column.title,
        cell.status.value,
        cell.attempts,
        cell.score,
        cell.max_score or column.max_score,
        to_percent(cell.ratio),
        cell.closed_at,
    )
