"""Who ran out of time, and who stopped midway?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.week.lists import MOST, Listed

_IS_ANSWER = and_(Response.counts, Response.value != ())
SILENT = timedelta(days=1)  # an attempt without an end is given up, when nothing is heard of it


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
    questions = _of_attempt(func.max(PaperItem.position), PaperItem)
    answered = _of_attempt(func.count(Response.position.distinct()), Response, _IS_ANSWER)
    last = func.coalesce(_of_attempt(func.max(Response.position), Response, _IS_ANSWER), 0)
    has_answered_last = exists().where(
        Response.attempt_id == Attempt.id, Response.position == questions, _IS_ANSWER
    )
    was_left = or_(Attempt.closed_at.is_(None), Attempt.close_reason == CloseReason.ABANDONED)
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.learner_id,
            Learner.name,
            Quiz.title,
            answered,
            last,
            questions,
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
        .where(Assignment.course_id == course_id, which, or_(was_left, ~has_answered_last))
        .order_by(last - questions, Learner.name, Attempt.id)
        .limit(MOST)
    ).all()
    total = rows[0][-1] if rows else 0
    return Listed(tuple(Unfinished(*row[:-1]) for row in rows), total)


def _of_attempt(
    figure: ColumnElement[int],
    what: type[PaperItem] | type[Response],
    *which: ColumnElement[bool],
) -> ScalarSelect[int]:
    """A figure of what belongs to the attempt, looked up attempt by attempt: few are unfinished."""
    own = select(figure).where(what.attempt_id == Attempt.id, *which)
    return own.correlate(Attempt).scalar_subquery()
