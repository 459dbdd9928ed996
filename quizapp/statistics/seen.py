"""What was seen in the attempts at a quiz? The counts that the database makes.

How often a version of a question had the same answer, the same mark and the same total: these
counts are few, however many attempts there are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Integer,
    Numeric,
    Select,
    cast,
    func,
    null,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp.attempts.models import HAS_FINAL_MARK, Attempt, PaperItem
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
    learners = (
        select(Attempt.learner_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(*scope.conditions)
        .distinct()
        .subquery()
    )
    place = func.row_number(type_=Integer).over(order_by=learners.c.learner_id) - 1
    placed = select(learners.c.learner_id, (place // together).label("piece")).subquery()
    ends = select(func.min(placed.c.learner_id), func.max(placed.c.learner_id))
    rows = session.execute(ends.group_by(placed.c.piece).order_by(placed.c.piece))
    return [replace(scope, learners=(first, last)) for first, last in rows]


def make_room(session: Session) -> None:
    """Let PostgreSQL sort a piece in memory, until the transaction ends: with its usual 4 MB it
    would do that on the disk."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL work_mem = '64MB'"))


def count_seen(session: Session, scope: Scope, *, with_answers: bool) -> Select[Any]:
    """Lines of version, mark, points, share, total, answer and how often. Without answers there
    are fewer."""
    totals = _sum_totals(session, scope)
    nothing: ColumnElement[tuple[str, ...]] = type_coerce(null(), Strings())
    what = (
        PaperItem.version_id,
        PaperItem.score,
        PaperItem.max_score,
        PaperItem.share,
        totals.c.total,
        *((PaperItem.given,) if with_answers else ()),
    )
    return (
        select(*what, *(() if with_answers else (nothing,)), func.count())
        .select_from(totals.join(PaperItem, PaperItem.attempt_id == totals.c.attempt_id))
        .where(HAS_FINAL_MARK)
        .group_by(*what)
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


def count_scores(
    session: Session, scope: Scope
) -> dict[GradingMethod, Counter[tuple[Decimal, Decimal]]]:
    """How often the attempts that each method picks have a score, out of what."""
    if not _is_sat_again(session, scope):
        return dict.fromkeys(GradingMethod, _count_scores(session, _choose_scored(scope)))
    return {it: _count_scores(session, _pick(scope, it)) for it in GradingMethod}


def pick_attempts(session: Session, scope: Scope) -> Select[Any]:
    """The ids of the attempts that `attempts.counting` picks, found by the database."""
    if _is_sat_again(session, scope):
        return _pick(scope, scope.quiz.grading_method)
    return _choose_scored(scope)


def _is_sat_again(session: Session, scope: Scope) -> bool:
    return session.scalar(_choose_scored(scope).where(Attempt.number > 1).limit(1)) is not None


def _choose_scored(scope: Scope) -> Select[Any]:
    return (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(*scope.conditions)
    )


def _pick(scope: Scope, method: GradingMethod) -> Select[Any]:
    scored = _choose_scored(scope)
    if method is GradingMethod.AVERAGE:
        return scored
    share = _whole(Attempt.score) / _whole(Attempt.max_score)
    terms: tuple[ColumnElement[Any], ...] = {
        GradingMethod.FIRST: (Attempt.number.asc(),),
        GradingMethod.LAST: (Attempt.number.desc(),),
        GradingMethod.HIGHEST: (share.desc(), Attempt.number.asc()),
    }[method]
    place = func.row_number().over(
        partition_by=(Attempt.assignment_id, Attempt.learner_id), order_by=terms
    )
    placed = scored.add_columns(place.label("place")).subquery()
    return select(placed.c.id).where(placed.c.place == 1)


def _count_scores(session: Session, picked: Select[Any]) -> Counter[tuple[Decimal, Decimal]]:
    what = (Attempt.score, Attempt.max_score)
    rows = session.execute(
        select(*what, func.count()).where(Attempt.id.in_(picked)).group_by(*what)
    )
    return Counter({(score or Decimal(0), max_score): n for score, max_score, n in rows})


def _whole(points: InstrumentedAttribute[Any]) -> ColumnElement[float]:
    """Points as a whole number that a float holds exactly, so that equal shares stay equal."""
    return cast(type_coerce(points, Numeric()) * UNITS, Float())
