"""Which score counts? The rows of a course's gradebook.

A learner with no attempt keeps every cell; not attempted, in progress, abandoned, to be marked
and graded are different things. The quiz says which of several attempts counts. Practice is
not graded: it has no column.
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
from quizapp.attempts.counting import find_counting_score, pick_attempt
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import GradingMethod


class CellStatus(StrEnum):
    GRADED = "graded"
    TO_MARK = "to_mark"  # an answer waits for the teacher: the score may still rise
    ABANDONED = "abandoned"  # never handed in, and the quiz asks for that
    IN_PROGRESS = "in_progress"
    NOT_ATTEMPTED = "not_attempted"


@dataclass(frozen=True)
class Column:
    """A quiz of the course; `max_score` is what its attempts are out of."""

    assignment_id: int
    title: str
    max_score: Decimal
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Cell:
    """What a learner has in a quiz: the attempt that counts, and how many there were.

    `feedback` is what the teacher wrote to its answers.
    """

    status: CellStatus
    score: Decimal | None = None
    max_score: Decimal | None = None
    attempt_id: int | None = None
    attempts: int = 0
    closed_at: datetime | None = None
    feedback: str = ""

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
    """A learner's cells, in the order of the columns; `left_at` of one who has left."""

    learner: Learner
    section: str
    cells: tuple[Cell, ...]
    left_at: datetime | None = None
    sign_in_name: str = ""

    @property
    def average(self) -> float | None:
        """The mean share of the graded quizzes; None when none is graded."""
        ratios = [cell.ratio for cell in self.cells if cell.ratio is not None]
        return sum(ratios) / len(ratios) if ratios else None


@dataclass(frozen=True)
class Gradebook:
    """A course's quizzes across and its learners down, both in a stable order.

    Who has left comes last, and only with work that was done.
    """

    course: Course
    columns: tuple[Column, ...]
    rows: tuple[GradebookRow, ...]


def read_gradebook(session: Session, course: Course) -> Gradebook:
    """The gradebook of `course`, in a fixed number of statements."""
    assignments = session.scalars(
        select(Assignment)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .where(Assignment.course_id == course.id, Quiz.is_practice.is_(False))
        .options(joinedload(Assignment.quiz))
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == course.id)
        .options(joinedload(Enrolment.learner))
        .order_by(Enrolment.left_at.is_not(None), Enrolment.sign_in_name, Enrolment.id)
    ).all()
    attempts = session.scalars(
        select(Attempt)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course.id)
        .order_by(Attempt.number)
    ).all()
    cells = _make_cells(
        attempts,
        {it.id: it.quiz.grading_method for it in assignments},
        _read_marking(session, course.id),
    )
    active = {learner_id for learner_id, _ in cells}
    return Gradebook(
        course,
        tuple(
            Column(
                it.id, it.quiz.title, it.quiz.max_score, it.opens_at or it.created_at, it.closes_at
            )
            for it in assignments
        ),
        tuple(
            GradebookRow(
                enrolment.learner,
                enrolment.section,
                tuple(
                    cells.get((enrolment.learner_id, it.id), NOT_ATTEMPTED) for it in assignments
                ),
                enrolment.left_at,
                enrolment.sign_in_name,
            )
            for enrolment in enrolments
            if enrolment.left_at is None or enrolment.learner_id in active
        ),
    )


@dataclass(frozen=True)
class _Marking:
    """What the teacher has to do in an attempt still, and has written to its answers."""

    waits: bool = False
    feedback: str = ""


def _read_marking(session: Session, course_id: int) -> dict[int, _Marking]:
    """The marking of each attempt of the course where there is any."""
    found = session.execute(
        select(PaperItem.attempt_id, PaperItem.position, PaperItem.needs_marking, PaperItem.comment)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(
            Assignment.course_id == course_id, PaperItem.needs_marking | (PaperItem.comment != "")
        )
        .order_by(PaperItem.attempt_id, PaperItem.position)
    )
    marking: dict[int, _Marking] = {}
    for attempt_id, position, waits, comment in found:
        before = marking.get(attempt_id, _Marking())
        words = f"Question {position}: {' '.join(comment.split())}" if comment else ""
        marking[attempt_id] = _Marking(
            before.waits or waits, " ".join(it for it in (before.feedback, words) if it)
        )
    return marking


def _make_cells(
    attempts: Iterable[Attempt],
    methods: dict[int, GradingMethod],
    marking: dict[int, _Marking],
) -> dict[tuple[int, int], Cell]:
    groups: dict[tuple[int, int], list[Attempt]] = {}
    for attempt in attempts:
        if attempt.assignment_id in methods:
            groups.setdefault((attempt.learner_id, attempt.assignment_id), []).append(attempt)
    return {place: _make_cell(group, methods[place[1]], marking) for place, group in groups.items()}


def _make_cell(
    attempts: list[Attempt], method: GradingMethod, marking: dict[int, _Marking]
) -> Cell:
    """The cell of one learner's attempts at one quiz, the oldest first."""
    scored = [attempt for attempt in attempts if attempt.score is not None]
    if not scored:
        running = any(attempt.closed_at is None for attempt in attempts)
        status = CellStatus.IN_PROGRESS if running else CellStatus.ABANDONED
        return Cell(status, attempts=len(attempts))
    counts = pick_attempt(scored, method)
    found = marking.get(counts.id, _Marking())
    return Cell(
        CellStatus.TO_MARK if found.waits else CellStatus.GRADED,
        find_counting_score(scored, method),
        counts.max_score,
        counts.id,
        len(attempts),
        counts.closed_at,
        found.feedback,
    )
