"""How able is a class, skill by skill, and how has that come along?

The answers of a course are read once, in the order of time, and the class is looked at whenever a
moment has come. A learner counts in a skill from their first answer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment
from quizapp.attempts.models import Attempt
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import MARKED, Ability, chance
from quizapp.progress.answers import load_asked, read_reply, select_answers
from quizapp.quizzes.models import Assignment

AT_ONCE = 20_000
Class = dict[int, Ability]


@dataclass(frozen=True)
class SkillOfClass:
    """The shares of medium questions that a class of `n` would know at a moment: the mean, and
    between which the middle half of the learners lie."""

    n: int
    mean: float
    low: float
    high: float


def learn_class(session: Session, course_id: int, until: datetime) -> Class:
    """The ability of each learner of the course, as known at that moment."""
    return next(_follow(session, course_id, [until]))


def follow_class(
    session: Session, course_id: int, moments: Sequence[datetime]
) -> dict[Skill, list[SkillOfClass | None]]:
    """How able the class was in each skill at each of these moments, in their order; None where
    nobody had been asked yet. Skills that were never asked are left out."""
    seen = [_look_at(able) for able in _follow(session, course_id, moments)]
    return {
        skill: [it.get(skill) for it in seen] for skill in Skill if any(skill in it for it in seen)
    }


def _follow(session: Session, course_id: int, moments: Sequence[datetime]) -> Iterator[Class]:
    """The class at each moment; one and the same value, that goes on to be changed."""
    in_class = select(Enrolment.learner_id).where(
        Enrolment.course_id == course_id, Enrolment.left_at.is_(None)
    )
    answers = select_answers(
        Attempt.assignment_id.in_(select(Assignment.id).where(Assignment.course_id == course_id)),
        Attempt.learner_id.in_(in_class),
        Attempt.closed_at < moments[-1],
    )
    asked = load_asked(session, answers)
    coming = list(moments)
    able: Class = {}
    rows = session.execute(answers, execution_options={"yield_per": AT_ONCE})
    for learner_id, version_id, share, closed_at in rows:
        while closed_at and closed_at >= coming[0]:
            yield able
            del coming[0]
        able.setdefault(learner_id, Ability()).take(read_reply(asked, version_id, share))
    for _ in coming:
        yield able


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
