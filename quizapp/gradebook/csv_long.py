"""The long CSV: one row a learner and quiz, with the status in words."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.gradebook.hygiene import write_csv, write_number, write_share
from quizapp.gradebook.rows import Cell, Column, Gradebook, GradebookRow

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


def write_long(gradebook: Gradebook) -> str:
    """The gradebook a cell a row; times are ISO 8601 in UTC."""
    return write_csv(COLUMNS, _rows(gradebook))


def _rows(gradebook: Gradebook) -> Iterator[list[str]]:
    for row in gradebook.rows:
        for column, cell in zip(gradebook.columns, row.cells, strict=True):
            yield _row(gradebook, row, column, cell)


def _row(gradebook: Gradebook, row: GradebookRow, column: Column, cell: Cell) -> list[str]:
    return [
        gradebook.course.name,
        str(row.learner.id),
        row.learner.external_id,
        row.learner.name,
        row.section,
        str(column.assignment_id),
        column.title,
        cell.status.value,
        str(cell.attempts),
        write_number(cell.score),
        write_number(cell.max_score or column.max_score),
        write_share(cell.ratio),
        cell.closed_at.strftime("%Y-%m-%dT%H:%M:%SZ") if cell.closed_at else "",
    ]
