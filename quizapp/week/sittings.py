"""Who ran out of time, who stopped midway, and who has not begun what closes soon?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.week.lists import MOST, Listed

SILENT = timedelta(days=1)  # an attempt without an end is given up, when nothing is heard of it
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Unfinished:
    """An attempt with the last question that was answered (0: none), of so many."""

    attempt_id: int
    learner_id: int
    name: str
    quiz_title: str
    answered: int
    last: int
    questions: int
    close_reason: CloseReason | None

    @property
    def is_open(self) -> bool:
        return self.close_reason is None

    @property
    def is_handed_in(self) -> bool:
        return self.close_reason not in (None, CloseReason.ABANDONED)


@dataclass(frozen=True)
class NotBegun:
    """A quiz that closes soon, and who has not begun it."""

    assignment_id: int
    title: str
    closes_at: datetime
    learners: Listed[tuple[int, str]]


def ended_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Attempt.closed_at >= since, Attempt.closed_at < until)


def list_out_of_time(
    session: Session, course_id: int, since: datetime, until: datetime
) -> Listed[Unfinished]:
    """Whom the bell found with questions left, the most of them first."""
    is_out = and_(ended_between(since, until), Attempt.close_reason == CloseReason.TIME_UP)
    return _list_unfinished(session, course_id, is_out)


def list_stopped(
    session: Session, course_id: int, since: datetime, until: datetime, *, now: datetime
) -> Listed[Unfinished]:
    """Who did not hand in, or handed in with questions left empty at the end."""
    given_up = and_(
        Attempt.closed_at.is_(None),
        Attempt.started_at >= since,
        Attempt.started_at < until,
        func.coalesce(Attempt.seen_at, Attempt.started_at) < now - SILENT,
    )
    ended = and_(ended_between(since, until), Attempt.close_reason != CloseReason.TIME_UP)
    return _list_unfinished(session, course_id, or_(given_up, ended))


def list_not_begun(session: Session, course_id: int, *, now: datetime) -> list[NotBegun]:
    """The open quizzes that close within a week, the first to close first."""
    has_begun = exists().where(
        Attempt.assignment_id == Assignment.id, Attempt.learner_id == Enrolment.learner_id
    )
    missing = (
        select(
            Assignment.id,
            Quiz.title,
            Assignment.closes_at,
            Learner.id.label("learner_id"),
            Learner.name,
            func.count().over(partition_by=Assignment.id).label("total"),
            func.row_number()
            .over(partition_by=Assignment.id, order_by=(Learner.name, Learner.id))
            .label("turn"),
        )
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .join(Enrolment, Enrolment.course_id == Assignment.course_id)
        .join(Learner, Learner.id == Enrolment.learner_id)
        .where(
            Assignment.course_id == course_id,
            Assignment.closes_at > now,
            Assignment.closes_at <= now + SOON,
            or_(Assignment.opens_at.is_(None), Assignment.opens_at <= now),
            Quiz.is_practice.is_(False),
            Enrolment.left_at.is_(None),
            ~has_begun,
        )
        .subquery()
    )
    rows = session.execute(
        select(missing)
        .where(missing.c.turn <= MOST)
        .order_by(missing.c.closes_at, missing.c.id, missing.c.turn)
    )
    quizzes: dict[int, NotBegun] = {}
    for row in rows:
        before = quizzes.get(row.id)
        shown = (*(before.learners.shown if before else ()), (row.learner_id, row.name))
        quizzes[row.id] = NotBegun(row.id, row.title, row.closes_at, Listed(shown, row.total))
    return list(quizzes.values())


def count_sittings(
    session: Session, course_id: int, since: datetime, until: datetime
) -> tuple[int, int]:
    """How many attempts ended, and of how many learners."""
    attempts, learners = session.execute(
        select(func.count(Attempt.id), func.count(Attempt.learner_id.distinct()))
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course_id, ended_between(since, until))
    ).one()
    return attempts, learners


def _list_unfinished(
    session: Session, course_id: int, which: ColumnElement[bool]
) -> Listed[Unfinished]:
    """Those of the attempts that were not answered to the end, the most left first. An attempt that
    was not handed in counts in any case."""
    of_course = (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.course_id == course_id, which)
    )
    given = (
        select(
            Response.attempt_id,
            func.max(Response.position).label("last"),
            func.count(Response.position.distinct()).label("answered"),
        )
        .where(Response.attempt_id.in_(of_course), Response.counts, Response.value != ())
        .group_by(Response.attempt_id)
        .subquery()
    )
    size = (
        select(PaperItem.attempt_id, func.count().label("questions"))
        .where(PaperItem.attempt_id.in_(of_course))
        .group_by(PaperItem.attempt_id)
        .subquery()
    )
    last = func.coalesce(given.c.last, 0)
    was_left = or_(Attempt.closed_at.is_(None), Attempt.close_reason == CloseReason.ABANDONED)
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.learner_id,
            Learner.name,
            Quiz.title,
            func.coalesce(given.c.answered, 0),
            last,
            size.c.questions,
            Attempt.close_reason,
            func.count().over(),
        )
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .join(Learner, Learner.id == Attempt.learner_id)
        .join(
            Enrolment,
            (Enrolment.course_id == Assignment.course_id)
            & (Enrolment.learner_id == Attempt.learner_id)
            & Enrolment.left_at.is_(None),
        )
        .join(size, size.c.attempt_id == Attempt.id)
        .outerjoin(given, given.c.attempt_id == Attempt.id)
        .where(or_(was_left, last < size.c.questions))
        .order_by(last - size.c.questions, Learner.name, Attempt.id)
        .limit(MOST)
    ).all()
    total = rows[0][-1] if rows else 0
    return Listed(tuple(Unfinished(*row[:-1]) for row in rows), total)
