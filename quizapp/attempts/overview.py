"""What lies on the desk? What is due for a learner, and what a teacher has running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from quizapp.accounts.courses import list_courses
from quizapp.accounts.models import Accommodation, Course, Enrolment, Learner
from quizapp.accounts.people import time_multiplier
from quizapp.attempts.models import Attempt
from quizapp.attempts.sitting import grace_of, limit_of
from quizapp.attempts.timing import WindowState, is_over, own_closing_time, window_state
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.setting import list_quizzes


@dataclass(frozen=True)
class DueItem:
    """An assignment as one learner sees it; `seconds` is their own time limit.

    `state` is in_progress, open, upcoming, done (no attempt left) or closed.
    """

    assignment: Assignment
    quiz: Quiz
    course_name: str
    article_title: str
    state: str
    attempt_id: int | None
    attempts_used: int
    attempts_left: int | None
    best: float | None
    last_result_id: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    seconds: int | None
    extended: bool


@dataclass(frozen=True)
class CourseSummary:
    course: Course
    learners: int
    assignments: int


@dataclass(frozen=True)
class QuizSummary:
    quiz: Quiz
    article_title: str
    courses: list[str]
    attempts: int


# What is under way first, what is over last.
STATE_ORDER = ("in_progress", "open", "upcoming", "done", "closed")


def list_due(session: Session, learner: Learner, *, now: datetime) -> list[DueItem]:
    """Every assignment of the learner's courses, the most urgent first."""
    assignments = session.scalars(
        select(Assignment)
        .join(Enrolment, Enrolment.course_id == Assignment.course_id)
        .where(Enrolment.learner_id == learner.id)
        .options(joinedload(Assignment.course), joinedload(Assignment.quiz).joinedload(Quiz.bank))
        .order_by(
            Assignment.closes_at.nulls_last(), Assignment.created_at.desc(), Assignment.id.desc()
        )
    ).all()
    attempts = session.scalars(
        select(Attempt).where(Attempt.learner_id == learner.id).order_by(Attempt.number)
    ).all()
    multiplier = time_multiplier(session, learner.id)
    items = [
        _due_item(
            assignment,
            [it for it in attempts if it.assignment_id == assignment.id],
            multiplier,
            now,
        )
        for assignment in assignments
    ]
    return sorted(items, key=lambda item: STATE_ORDER.index(item.state))


def find_due(
    session: Session, learner: Learner, assignment: Assignment, *, now: datetime
) -> tuple[DueItem, list[Attempt]]:
    """One assignment as the learner sees it, and their attempts at it, the oldest first."""
    attempts = list(
        session.scalars(
            select(Attempt)
            .where(Attempt.learner_id == learner.id, Attempt.assignment_id == assignment.id)
            .order_by(Attempt.number)
        )
    )
    return _due_item(assignment, attempts, time_multiplier(session, learner.id), now), attempts


def list_overdue(session: Session, learner: Learner, *, now: datetime) -> list[Attempt]:
    """The learner's open attempts whose time is over: whoever looks closes them."""
    return [
        attempt
        for attempt in session.scalars(
            select(Attempt).where(Attempt.learner_id == learner.id, Attempt.closed_at.is_(None))
        )
        if is_over(attempt.deadline, grace_of(attempt), now)
    ]


def list_overdue_of_course(session: Session, course_id: int, *, now: datetime) -> list[Attempt]:
    """The course's open attempts whose time is over."""
    found = session.scalars(
        select(Attempt)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course_id, Attempt.closed_at.is_(None))
    )
    return [it for it in found if is_over(it.deadline, grace_of(it), now)]


def last_closing_time(
    session: Session, assignment: Assignment, grace: timedelta
) -> datetime | None:
    """When nobody in the course can answer any more; None when the window has no end.

    Extended time, the grace, and attempts that still run are counted in.
    """
    longest = session.scalar(
        select(func.max(Accommodation.time_multiplier))
        .join(Enrolment, Enrolment.learner_id == Accommodation.learner_id)
        .where(Enrolment.course_id == assignment.course_id)
    )
    closed = own_closing_time(assignment.closes_at, limit_of(assignment), longest or 1.0)
    if closed is None:
        return None
    running = session.scalars(
        select(Attempt).where(
            Attempt.assignment_id == assignment.id,
            Attempt.closed_at.is_(None),
            Attempt.deadline.is_not(None),
        )
    )
    ends = [it.deadline + grace_of(it) for it in running if it.deadline]
    return max([closed + grace, *ends])


def list_course_summaries(session: Session, teacher_id: int) -> list[CourseSummary]:
    """The teacher's courses, with how many learners and assignments each has."""
    learners = _count_by(session, Enrolment.course_id)
    assignments = _count_by(session, Assignment.course_id)
    return [
        CourseSummary(course, learners.get(course.id, 0), assignments.get(course.id, 0))
        for course in list_courses(session, teacher_id)
    ]


def list_quiz_summaries(session: Session, teacher_id: int) -> list[QuizSummary]:
    """The teacher's quizzes, with the courses they went to and how often they were taken."""
    counted = session.execute(
        select(Assignment.quiz_id, func.count().label("attempts"))
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .group_by(Assignment.quiz_id)
    )
    attempts = {row.quiz_id: row.attempts for row in counted}
    return [
        QuizSummary(quiz, quiz.bank.title, names, attempts.get(quiz.id, 0))
        for quiz, names in list_quizzes(session, teacher_id)
    ]


def list_assignments(session: Session, course_id: int) -> list[tuple[Assignment, Quiz, int]]:
    """The course's assignments, the newest first, with how many attempts each has."""
    attempts = _count_by(session, Attempt.assignment_id)
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.course_id == course_id)
        .options(joinedload(Assignment.quiz))
        .order_by(Assignment.created_at.desc(), Assignment.id.desc())
    )
    return [(it, it.quiz, attempts.get(it.id, 0)) for it in assignments]


def list_assignments_of_quiz(session: Session, quiz_id: int) -> list[tuple[Assignment, Course]]:
    """Where the quiz was given, by the course's name."""
    assignments = session.scalars(
        select(Assignment)
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.quiz_id == quiz_id)
        .options(joinedload(Assignment.course))
        .order_by(Course.name)
    )
    return [(it, it.course) for it in assignments]


def _due_item(
    assignment: Assignment, attempts: Sequence[Attempt], multiplier: float, now: datetime
) -> DueItem:
    quiz = assignment.quiz
    limit = limit_of(assignment)
    closes_at = own_closing_time(assignment.closes_at, limit, multiplier)
    running = next(
        (
            it
            for it in attempts
            if it.closed_at is None and not is_over(it.deadline, grace_of(it), now)
        ),
        None,
    )
    closed = [attempt for attempt in attempts if attempt.score is not None]
    left = None if quiz.max_attempts is None else max(0, quiz.max_attempts - len(attempts))
    ratios = [float((it.score or 0) / it.max_score) for it in closed]
    return DueItem(
        assignment=assignment,
        quiz=quiz,
        course_name=assignment.course.name,
        article_title=quiz.bank.title,
        state=_state(running, left, window_state(assignment.opens_at, closes_at, now)),
        attempt_id=running.id if running else None,
        attempts_used=len(attempts),
        attempts_left=left,
        best=max(ratios, default=None),
        last_result_id=closed[-1].id if closed else None,
        opens_at=assignment.opens_at,
        closes_at=closes_at,
        seconds=None if limit is None else round(limit.total_seconds() * multiplier),
        extended=multiplier > 1,
    )


def _state(running: Attempt | None, left: int | None, window: WindowState) -> str:
    if running:
        return "in_progress"
    if window is not WindowState.OPEN:
        return window.value
    return "done" if left == 0 else "open"


def _count_by(session: Session, column: InstrumentedAttribute[int]) -> dict[int, int]:
    """How many rows have each value of `column`."""
    rows = session.execute(select(column, func.count()).group_by(column))
    return {row[0]: row[1] for row in rows}
