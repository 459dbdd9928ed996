"""How able is a class, skill by skill, and how has that come along?

The answers of a course are read once, in the order of time, and the class is looked at whenever a
moment has come. A learner counts in a skill from their first answer there. Of a very large class
some learners stand for all: every second, third … by their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import quantiles

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment
from quizapp.attempts.models import Attempt
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import MARKED, Ability, chance
from quizapp.progress.answers import load_asked, select_answers
from quizapp.quizzes.models import Assignment

AT_ONCE = 20_000
LARGE, WEAKEST = 500, 250
Class = dict[int, Ability]


@dataclass(frozen=True)
class SkillOfClass:
    """The shares of medium questions that a class of `n` would know at a moment: the mean, and
    between which the middle half of the learners lie."""

    n: int
    mean: float
    low: float
    high: float


def choose_learners(session: Session, course_id: int) -> list[int]:
    """The learners who stand for the class: all, or about five hundred of more."""
    ids = session.scalars(
        select(Enrolment.learner_id)
        .where(Enrolment.course_id == course_id, Enrolment.left_at.is_(None))
        .order_by(Enrolment.learner_id)
    ).all()
    return list(ids[:: ceil(len(ids) / LARGE) or 1])


def list_weakest(session: Session, course_id: int, until: datetime) -> list[int]:
    """The learners of the course whose attempts earned the smallest share of their points."""
    share = func.avg(Attempt.score) / func.nullif(func.avg(Attempt.max_score), 0)
    return list(
        session.scalars(
            select(Attempt.learner_id)
            .join(Assignment, Assignment.id == Attempt.assignment_id)
            .join(
                Enrolment,
                (Enrolment.course_id == Assignment.course_id)
                & (Enrolment.learner_id == Attempt.learner_id),
            )
            .where(
                Assignment.course_id == course_id,
                Attempt.score.is_not(None),
                Attempt.closed_at < until,
                Enrolment.left_at.is_(None),
            )
            .group_by(Attempt.learner_id)
            .order_by(func.coalesce(share, 1), Attempt.learner_id)
            .limit(WEAKEST)
        )
    )


def learn_class(
    session: Session, course_id: int, learners: Sequence[int], until: datetime
) -> Class:
    """The ability of each of these learners in the course, as known at that moment."""
    return next(_follow(session, course_id, learners, [until]))


def follow_class(
    session: Session, course_id: int, moments: Sequence[datetime]
) -> dict[Skill, list[SkillOfClass | None]]:
    """How able the class was in each skill at each of these moments, in their order; None where
    nobody had been asked yet. Skills that were never asked are left out."""
    learners = choose_learners(session, course_id)
    seen = [_look_at(able) for able in _follow(session, course_id, learners, moments)]
    return {
        skill: [it.get(skill) for it in seen] for skill in Skill if any(skill in it for it in seen)
    }


def _follow(
    session: Session, course_id: int, learners: Sequence[int], moments: Sequence[datetime]
) -> Iterator[Class]:
    """The class at each moment; one and the same value, that goes on to be changed."""
    which = (
        Attempt.assignment_id.in_(_list_assignments(course_id)),
        Attempt.learner_id.in_(learners),
        Attempt.closed_at < moments[-1],
    )
    answers = select_answers(*which)
    asked = load_asked(session, answers)
    ended = _list_ended(session, *which, Attempt.closed_at >= moments[0])
    coming = list(moments)
    able: Class = defaultdict(Ability)
    # Plain rows, without what a session would do to each.
    rows = session.connection().execute(answers, execution_options={"yield_per": AT_ONCE})
    for attempt_id, learner_id, version_id, share in rows:
        while (at := ended.get(attempt_id)) and at >= coming[0]:
            yield able
            del coming[0]
        able[learner_id].take(asked[version_id].reply(share or 0.0, attempt_id))
    for _ in coming:
        yield able


def _list_assignments(course_id: int) -> Select[int]:
    return select(Assignment.id).where(Assignment.course_id == course_id)


def _list_ended(session: Session, *which: ColumnElement[bool]) -> dict[int, datetime]:
    """When each of these attempts ended."""
    rows = session.execute(select(Attempt.id, Attempt.closed_at).where(*which))
    return {attempt_id: at for attempt_id, at in rows if at}


def _look_at(able: Class) -> dict[Skill, SkillOfClass]:
    shares: dict[Skill, list[float]] = {}
    middle = MARKED[Difficulty.MEDIUM]
    for it in able.values():
        for skill, own in it.own.items():
            shares.setdefault(skill, []).append(chance(it.overall.value + own.value, middle))
    return {skill: _sum_up(found) for skill, found in shares.items()}


def _sum_up(shares: list[float]) -> SkillOfClass:
    low, _, high = quantiles(shares, n=4, method="inclusive") if len(shares) > 1 else shares * 3
    return SkillOfClass(len(shares), sum(shares) / len(shares), low, high)
