"""Which score counts? The rows of a course's gradebook.

A learner with no attempt keeps every cell; not attempted, in progress and graded are three
different things. Of several attempts the highest counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Course, Enrolment, Learner
from quizapp.attempts.models import Attempt
from quizapp.quizzes.models import Assignment


class CellStatus(StrEnum):
    GRADED = "graded"
    IN_PROGRESS = "in_progress"
    NOT_ATTEMPTED = "not_attempted"


@dataclass(frozen=True)
class Column:
    """A quiz of the course; `max_score` is what its attempts are out of."""

    assignment_id: int
    title: str
    max_score: Decimal


@dataclass(frozen=True)
class Cell:
    """What a learner has in a quiz: the attempt that counts, and how many there were."""

    status: CellStatus
    score: Decimal | None = None
    max_score: Decimal | None = None
    attempt_id: int | None = None
    attempts: int = 0
    closed_at: datetime | None = None

    @property
    def ratio(self) -> float | None:
        if self.score is None or not self.max_score:
            return None
        return float(self.score / self.max_score)

    def score_out_of(self, maximum: Decimal) -> Decimal | None:
        """The score as if the paper had been out of `maximum`: a paper may be shorter."""
        if self.score is None or not self.max_score:
            return None
        return self.score * maximum / self.max_score


NOT_ATTEMPTED = Cell(CellStatus.NOT_ATTEMPTED)


@dataclass(frozen=True)
class GradebookRow:
    """A learner's cells, in the order of the columns."""

    learner: Learner
    section: str
    cells: tuple[Cell, ...]

    @property
    def average(self) -> float | None:
        """The mean share of the graded quizzes; None when none is graded."""
        ratios = [cell.ratio for cell in self.cells if cell.ratio is not None]
        return sum(ratios) / len(ratios) if ratios else None


@dataclass(frozen=True)
class Gradebook:
    """A course's quizzes across and its learners down, both in a stable order."""

    course: Course
    columns: tuple[Column, ...]
    rows: tuple[GradebookRow, ...]


def read_gradebook(session: Session, course: Course) -> Gradebook:
    """The gradebook of `course`, in a fixed number of statements."""
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.course_id == course.id)
        .options(joinedload(Assignment.quiz))
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == course.id)
        .options(joinedload(Enrolment.learner))
        .order_by(Enrolment.sign_in_name, Enrolment.id)
    ).all()
    attempts = session.scalars(
        select(Attempt)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course.id)
        .order_by(Attempt.number)
    ).all()
    cells = _make_cells(attempts)
    return Gradebook(
        course,
        tuple(Column(it.id, it.quiz.title, Decimal(it.quiz.question_count)) for it in assignments),
        tuple(
            GradebookRow(
                enrolment.learner,
                enrolment.section,
                tuple(
                    cells.get((enrolment.learner_id, it.id), NOT_ATTEMPTED) for it in assignments
                ),
            )
            for enrolment in enrolments
        ),
    )


def _make_cells(attempts: Iterable[Attempt]) -> dict[tuple[int, int], Cell]:
    groups: dict[tuple[int, int], list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault((attempt.learner_id, attempt.assignment_id), []).append(attempt)
    return {place: _make_cell(group) for place, group in groups.items()}


def _make_cell(attempts: list[Attempt]) -> Cell:
    """The cell of one learner's attempts at one quiz: the highest share counts."""
    closed = [attempt for attempt in attempts if attempt.score is not None]
    if not closed:
        return Cell(CellStatus.IN_PROGRESS, attempts=len(attempts))
    best = max(closed, key=lambda it: ((it.score or Decimal(0)) / it.max_score, -it.number))
    return Cell(
        CellStatus.GRADED, best.score, best.max_score, best.id, len(attempts), best.closed_at
    )
