"""What was seen in the attempts at a quiz? The counts that the database makes.

How often a version of a question had the same answer, the same mark and the same total: these
counts are few, however many attempts there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Numeric,
    Select,
    Subquery,
    cast,
    func,
    null,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp.attempts.models import HAS_FINAL_MARK, Attempt, PaperItem, Response
from quizapp.db import Strings
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import GradingMethod
from quizapp.statistics.figures import UNITS

_TOGETHER = 20_000  # learners whose answers are sorted together


@dataclass(frozen=True)
class Scope:
    """Attempts at a quiz that have a score: of one course or of all, of these learners (the
    first and the last id) or of all."""

    quiz: Quiz
    course_id: int | None = None
    learners: tuple[int, int] | None = None

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """To be used where attempts are joined with their assignments."""
        found = [Assignment.quiz_id == self.quiz.id, Attempt.score.is_not(None)]
        if self.course_id is not None:
            found.append(Assignment.course_id == self.course_id)
        if self.learners is not None:
            found.append(Attempt.learner_id.between(*self.learners))
        return tuple(found)


def split(session: Session, scope: Scope, together: int = _TOGETHER) -> list[Scope]:
    """The scope in pieces of so many learners that a database sorts what belongs to them in
    memory; all attempts of a learner are in one."""
    learners = session.scalars(
        select(Attempt.learner_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(*scope.conditions)
        .distinct()
        .order_by(Attempt.learner_id)
    ).all()
    pieces = [learners[at : at + together] for at in range(0, len(learners), together)]
    return [replace(scope, learners=(piece[0], piece[-1])) for piece in pieces]


def make_room(session: Session) -> None:
    """Let PostgreSQL sort a piece in memory, until the transaction ends: with its usual 4 MB it
    would do that on the disk."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL work_mem = '64MB'"))


def count_seen(session: Session, scope: Scope, *, with_answers: bool) -> Select[Any]:
    """Lines of version, mark, points, share, total, answer and how often. Without answers it is
    quicker."""
    totals = _sum_totals(session, scope)
    given: ColumnElement[tuple[str, ...]] = type_coerce(null(), Strings())
    source: FromClause = totals.join(PaperItem, PaperItem.attempt_id == totals.c.attempt_id)
    if with_answers and session.get_bind().dialect.name == "postgresql":
        in_force = _sort_out_answers(totals)
        given = in_force.c.value
        source = source.outerjoin(
            in_force,
            (in_force.c.attempt_id == PaperItem.attempt_id)
            & (in_force.c.position == PaperItem.position),
        )
    elif with_answers:
        given = _look_up_answer()
    return (
        select(
            PaperItem.version_id,
            PaperItem.score,
            PaperItem.max_score,
            PaperItem.share,
            totals.c.total,
            given.label("given"),
            func.count().label("n"),
        )
        .select_from(source)
        .where(HAS_FINAL_MARK)
        .group_by(
            PaperItem.version_id,
            PaperItem.score,
            PaperItem.max_score,
            PaperItem.share,
            totals.c.total,
            "given",
        )
    )


def _sum_totals(session: Session, scope: Scope) -> CTE:
    """What each picked attempt has in all its questions together; it may be below 0."""
    picked = pick_attempts(session, scope)
    return (
        select(PaperItem.attempt_id, func.sum(PaperItem.score).label("total"))
        .where(PaperItem.attempt_id.in_(picked), HAS_FINAL_MARK)
        .group_by(PaperItem.attempt_id)
        .cte("totals")
    )


def pick_attempts(session: Session, scope: Scope) -> Select[Any]:
    """The ids of the attempts that `attempts.counting` picks, found by the database."""
    scored = (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(*scope.conditions)
    )
    is_again = session.scalar(scored.where(Attempt.number > 1).limit(1)) is not None
    if scope.quiz.grading_method is GradingMethod.AVERAGE or not is_again:
        return scored
    share = _whole(Attempt.score) / _whole(Attempt.max_score)
    terms: tuple[ColumnElement[Any], ...] = {
        GradingMethod.FIRST: (Attempt.number.asc(),),
        GradingMethod.LAST: (Attempt.number.desc(),),
        GradingMethod.HIGHEST: (share.desc(), Attempt.number.asc()),
    }[scope.quiz.grading_method]
    place = func.row_number().over(
        partition_by=(Attempt.assignment_id, Attempt.learner_id), order_by=terms
    )
    placed = scored.add_columns(place.label("place")).subquery()
    return select(placed.c.id).where(placed.c.place == 1)


def _whole(points: InstrumentedAttribute[Any]) -> ColumnElement[float]:
    """Points as a whole number that a float holds exactly, so that equal shares stay equal."""
    return cast(type_coerce(points, Numeric()) * UNITS, Float())


def _look_up_answer() -> ColumnElement[tuple[str, ...]]:
    """The answer in force, looked up question by question: SQLite is quick at that."""
    return (
        select(Response.value)
        .where(
            Response.attempt_id == PaperItem.attempt_id,
            Response.position == PaperItem.position,
            Response.counts,
        )
        .order_by(Response.sequence.desc(), Response.id.desc())
        .limit(1)
        .correlate(PaperItem)
        .scalar_subquery()
    )


def _sort_out_answers(totals: CTE) -> Subquery:
    """The answers in force, found by sorting them all: so PostgreSQL does it quickly."""
    place = (Response.attempt_id, Response.position)
    return (
        select(*place, Response.value)
        .ext(distinct_on(*place))
        .where(Response.attempt_id.in_(select(totals.c.attempt_id)), Response.counts)
        .order_by(*place, Response.sequence.desc(), Response.id.desc())
        .subquery("in_force")
    )
