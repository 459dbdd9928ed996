"""The long CSV: one row a learner and quiz, with the status in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from quizapp.gradebook.hygiene import to_percent
from quizapp.gradebook.rows import Book, CellStatus, find_ratio
from quizapp.gradebook.tables import Run, Table, make_run, write_table

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


def _rows(gradebook: Book) -> Iterator[tuple[Run, ...]]:
    name = gradebook.course.name
    quizzes = [(make_run(it.assignment_id, it.title), it.max_score) for it in gradebook.columns]
    for row in gradebook.rows:
        it = row.learner
        learner = make_run(name, it.id, it.external_id, it.name, row.section)
        for (quiz, maximum), cell in zip(quizzes, row.cells, strict=True):
            grade = _tell_grade(cell.status, cell.attempts, cell.score, cell.max_score, maximum)
            yield learner, quiz, grade, make_run(cell.closed_at)


@lru_cache(maxsize=10_000)
def _tell_grade(
    status: CellStatus,
    attempts: int,
    score: Decimal | None,
    max_score: Decimal | None,
    maximum: Decimal,
) -> Run:
    """What a cell holds beside its time: there are a million of them, and few that differ."""
    percent = to_percent(find_ratio(score, max_score))
    return make_run(status.value, attempts, score, max_score or maximum, percent)
