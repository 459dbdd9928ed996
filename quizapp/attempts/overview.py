"""What lies on the desk? What is due for a learner, and what a teacher has running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from quizapp.accounts.courses import has_place, list_archived_courses, list_courses
from quizapp.accounts.models import Course, Enrolment
from quizapp.accounts.needs import find_needs
from quizapp.attempts.admission import PastAttempts, next_start
from quizapp.attempts.closing import end_of, is_due_to_close
from quizapp.attempts.models import Attempt
from quizapp.attempts.timing import WindowState, window_state
from quizapp.quizzes.entitlement import (
    Entitlement,
    entitle,
    find_entitlement,
    list_entitlements,
)
from quizapp.quizzes.models import Assignment, Override, Quiz
from quizapp.quizzes.setting import list_quizzes


@dataclass(frozen=True)
class DueItem:
    """An assignment as one learner sees it.

    `state` is in_progress, open, upcoming, waiting (the next attempt opens later), done (no
    attempt left) or closed.
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
    entitlement: Entitlement


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
STATE_ORDER = ("in_progress", "open", "waiting", "upcoming", "done", "closed")


def list_due(session: Session, learner_id: int, *, now: datetime) -> list[DueItem]:
    """Every assignment of the learner's courses, the most urgent first.

    One that is under way stays, though its learner has left the course: it may be ended.
    """
    running = select(Attempt.assignment_id).where(
        Attempt.learner_id == learner_id, Attempt.closed_at.is_(None)
    )
    assignments = session.scalars(
        select(Assignment)
        .where(
            or_(
                Assignment.course_id.in_(
                    select(Enrolment.course_id).join(Enrolment.course).where(has_place(learner_id))
                ),
                Assignment.id.in_(running),
            )
        )
        .options(
            joinedload(Assignment.course),
            joinedload(Assignment.quiz).selectinload(Quiz.banks),
        )
        .order_by(
            Assignment.closes_at.nulls_last(), Assignment.created_at.desc(), Assignment.id.desc()
        )
    ).all()
    attempts = session.scalars(
        select(Attempt).where(Attempt.learner_id == learner_id).order_by(Attempt.number)
    ).all()
    needs = find_needs(session, learner_id)
    overrides = {
        it.assignment_id: it
        for it in session.scalars(select(Override).where(Override.learner_id == learner_id))
    }
    items = [
        _due_item(
            assignment,
            [it for it in attempts if it.assignment_id == assignment.id],
            entitle(assignment, needs, overrides.get(assignment.id)),
            now,
        )
        for assignment in assignments
    ]
    return sorted(items, key=lambda item: STATE_ORDER.index(item.state))


def find_due(
    session: Session, learner_id: int, assignment: Assignment, *, now: datetime
) -> tuple[DueItem, list[Attempt]]:
    """One assignment as the learner sees it, and their attempts at it, the oldest first."""
    attempts = list(
        session.scalars(
            select(Attempt)
            .where(Attempt.learner_id == learner_id, Attempt.assignment_id == assignment.id)
            .order_by(Attempt.number)
        )
    )
    entitlement = find_entitlement(session, assignment, learner_id)
    return _due_item(assignment, attempts, entitlement, now), attempts


def has_sat(session: Session, learner_id: int) -> bool:
    """Whether the learner has ever begun an attempt."""
    found = session.scalar(select(Attempt.id).where(Attempt.learner_id == learner_id).limit(1))
    return found is not None


def list_overdue(session: Session, learner_id: int, *, now: datetime) -> list[Attempt]:
    """The learner's open attempts whose time is over: whoever looks closes them."""
    return [
        attempt
        for attempt in session.scalars(
            select(Attempt).where(Attempt.learner_id == learner_id, Attempt.closed_at.is_(None))
        )
        if is_due_to_close(attempt, now)
    ]


def list_overdue_of_course(session: Session, course_id: int, *, now: datetime) -> list[Attempt]:
    """The course's open attempts whose time is over."""
    found = session.scalars(
        select(Attempt)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course_id, Attempt.closed_at.is_(None))
    )
    return [it for it in found if is_due_to_close(it, now)]


def last_closing_time(
    session: Session, assignment: Assignment, grace: timedelta
) -> datetime | None:
    """When nobody in the course can answer any more; None when the window has no end.

    Extended time, overrides, the grace, and attempts that still run are counted in. Of an
    attempt that runs without a deadline nobody knows the end: the teacher closes it.
    """
    if assignment.closes_at is None:
        return None
    learners = session.scalars(
        select(Enrolment.learner_id).where(
            Enrolment.course_id == assignment.course_id, Enrolment.left_at.is_(None)
        )
    ).all()
    entitled = list_entitlements(session, assignment, learners)
    ends = [it.closes_at + grace for it in entitled.values() if it.closes_at]
    running = session.scalars(
        select(Attempt).where(Attempt.assignment_id == assignment.id, Attempt.closed_at.is_(None))
    ).all()
    if any(it.deadline is None for it in running):
        return None
    ends += [end for it in running if (end := end_of(it))]
    return max([assignment.closes_at + grace, *ends])


def list_course_summaries(session: Session, teacher_id: int) -> list[CourseSummary]:
    """The courses that the teacher teaches, with how many learners and assignments each has."""
    return _summarise(session, list_courses(session, teacher_id))


def list_archived_summaries(session: Session, teacher_id: int) -> list[CourseSummary]:
    """The same of the courses in the archive."""
    return _summarise(session, list_archived_courses(session, teacher_id))


def _summarise(session: Session, courses: Sequence[Course]) -> list[CourseSummary]:
    learners = _count_by(session, Enrolment.course_id, Enrolment.left_at.is_(None))
    assignments = _count_by(session, Assignment.course_id)
    return [CourseSummary(it, learners.get(it.id, 0), assignments.get(it.id, 0)) for it in courses]


def list_quiz_summaries(session: Session, teacher_id: int) -> list[QuizSummary]:
    """The teacher's quizzes, with the courses they went to and how often they were taken."""
    counted = session.execute(
        select(Assignment.quiz_id, func.count().label("attempts"))
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .group_by(Assignment.quiz_id)
    )
    attempts = {row.quiz_id: row.attempts for row in counted}
    return [
        QuizSummary(quiz, quiz.source, names, attempts.get(quiz.id, 0))
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
    assignment: Assignment, attempts: Sequence[Attempt], entitlement: Entitlement, now: datetime
) -> DueItem:
    running = next(
        (it for it in attempts if it.closed_at is None and not is_due_to_close(it, now)), None
    )
    closed = [attempt for attempt in attempts if attempt.closed_at is not None]
    ratios = [float(it.score / it.max_score) for it in closed if it.score is not None]
    most = entitlement.max_attempts
    left = None if most is None else max(0, most - len(attempts))
    past = PastAttempts(
        len(attempts), max((it.closed_at for it in closed if it.closed_at), default=None)
    )
    ready = next_start(past, assignment.quiz.wait_seconds)
    waits = ready is not None and now < ready
    window = window_state(entitlement.opens_at, entitlement.closes_at, now)
    return DueItem(
        assignment=assignment,
        quiz=assignment.quiz,
        course_name=assignment.course.name,
        article_title=assignment.quiz.source,
        state=_state(running, left, window, waits),
        attempt_id=running.id if running else None,
        attempts_used=len(attempts),
        attempts_left=left,
        best=max(ratios, default=None),
        last_result_id=closed[-1].id if closed else None,
        opens_at=ready if waits else entitlement.opens_at,
        entitlement=entitlement,
    )


def _state(running: Attempt | None, left: int | None, window: WindowState, waits: bool) -> str:
    if running:
        return "in_progress"
    if window is not WindowState.OPEN:
        return window.value
    if left == 0:
        return "done"
    return "waiting" if waits else "open"


def _count_by(
    session: Session, column: InstrumentedAttribute[int], *which: ColumnElement[bool]
) -> dict[int, int]:
    """How many rows have each value of `column`."""
    rows = session.execute(select(column, func.count()).where(*which).group_by(column))
    return {row[0]: row[1] for row in rows}
