"""Who has not begun what closes soon?

Whoever has a time of their own, by an override or an accommodation, is judged by that: `entitle`
says when a quiz closes for them. They are few, and read one by one; all others are counted by the
database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Accommodation, Enrolment, Learner
from quizapp.accounts.needs import NONE, list_needs
from quizapp.attempts.models import Attempt
from quizapp.attempts.timing import WindowState, window_state
from quizapp.quizzes.entitlement import Entitlement, entitle
from quizapp.quizzes.models import Assignment, Override, Quiz
from quizapp.week.lists import MOST, Listed

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """A learner who has not begun; `own_closing` is until when they may, if not as everybody."""

    learner_id: int
    name: str
    own_closing: datetime | None = None


@dataclass(frozen=True)
class NotBegun:
    """A quiz that closes soon, for everybody at `closes_at`, and who has not begun it."""

    assignment_id: int
    title: str
    closes_at: datetime
    learners: Listed[Waiting]


def list_not_begun(session: Session, course_id: int, *, now: datetime) -> list[NotBegun]:
    """The quizzes that are open to somebody who has not begun, and close for them within a week;
    the first to close first."""
    found = _list_usual(session, course_id, now)
    for assignment, learner in _list_own(session, course_id, now):
        before = found.get(assignment.id) or _begin(assignment)
        found[assignment.id] = _add(before, learner)
    return sorted(found.values(), key=attrgetter("closes_at", "assignment_id"))


def _list_usual(session: Session, course_id: int, now: datetime) -> dict[int, NotBegun]:
    """Those who have the time that everybody has, by assignment."""
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
            *_is_missing(course_id, now),
            Assignment.closes_at > now,
            or_(Assignment.opens_at.is_(None), Assignment.opens_at <= now),
            ~_has_own_time(),
        )
        .subquery()
    )
    rows = session.execute(select(missing).where(missing.c.turn <= MOST).order_by(missing.c.turn))
    quizzes: dict[int, NotBegun] = {}
    for row in rows:
        before = quizzes.get(row.id)
        shown = (*(before.learners.shown if before else ()), Waiting(row.learner_id, row.name))
        quizzes[row.id] = NotBegun(row.id, row.title, row.closes_at, Listed(shown, row.total))
    return quizzes


def _list_own(
    session: Session, course_id: int, now: datetime
) -> Iterable[tuple[Assignment, Waiting]]:
    """Those who have a time of their own, as far as it is open and ends soon."""
    rows = session.execute(
        select(Assignment, Learner.id, Learner.name, Override)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .join(Enrolment, Enrolment.course_id == Assignment.course_id)
        .join(Learner, Learner.id == Enrolment.learner_id)
        .outerjoin(Override, _is_of(Override))
        .where(*_is_missing(course_id, now), _has_own_time())
        .options(joinedload(Assignment.quiz))
        .order_by(Learner.name, Learner.id)
    ).all()
    needs = list_needs(session, {learner_id for _, learner_id, _, _ in rows})
    for assignment, learner_id, name, override in rows:
        own = entitle(assignment, needs.get(learner_id, NONE), override)
        if own.closes_at and _is_soon(own, now):
            is_usual = own.closes_at == assignment.closes_at
            yield assignment, Waiting(learner_id, name, None if is_usual else own.closes_at)


def _is_soon(own: Entitlement, now: datetime) -> bool:
    is_open = window_state(own.opens_at, own.closes_at, now) is WindowState.OPEN
    return is_open and own.closes_at is not None and own.closes_at <= now + SOON


def _begin(assignment: Assignment) -> NotBegun:
    closes_at = assignment.closes_at
    assert closes_at, "nobody's own time ends where there is no end for anybody"
    return NotBegun(assignment.id, assignment.quiz.title, closes_at, Listed((), 0))


def _add(quiz: NotBegun, learner: Waiting) -> NotBegun:
    """One more, in the order of names, as far as the list is shown."""
    known = quiz.learners
    shown = sorted((*known.shown, learner), key=attrgetter("name", "learner_id"))
    learners = Listed(tuple(shown[:MOST]), known.total + 1)
    return NotBegun(quiz.assignment_id, quiz.title, quiz.closes_at, learners)


def _is_missing(course_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A learner has no attempt at a quiz with a grade. Nobody's own time ends before that of all
    others, so what closes later than soon for them is soon for nobody."""
    return (
        Assignment.course_id == course_id,
        Assignment.closes_at <= now + SOON,
        Quiz.is_practice.is_(False),
        Enrolment.left_at.is_(None),
        ~exists().where(_is_of(Attempt)),
    )


def _has_own_time() -> ColumnElement[bool]:
    return or_(
        exists().where(_is_of(Override)).correlate_except(Override),
        exists().where(Accommodation.learner_id == Enrolment.learner_id),
    )


def _is_of(what: type[Attempt] | type[Override]) -> ColumnElement[bool]:
    return and_(what.assignment_id == Assignment.id, what.learner_id == Enrolment.learner_id)
