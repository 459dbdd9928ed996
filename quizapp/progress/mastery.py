"""What has a learner mastered, and which attempts tell so?

Mastery of a skill is told as the share of medium questions that a learner would know there. It
follows from their ability (see `ability`), so hard questions, and those that can be guessed, count
as what they are, and few answers show as little certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.attempts.models import Attempt
from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import MARKED, Ability, chance, learn
from quizapp.progress.answers import load_asked, select_answers
from quizapp.quizzes.models import Assignment, Quiz

FEW, TOO_WIDE = 4, 0.6  # no word for a skill before that
ON_THE_WAY_FROM, SECURE_FROM = 0.4, 0.7


@dataclass(frozen=True)
class PastAttempt:
    """A closed attempt as the progress page lists it."""

    attempt_id: int
    quiz_title: str
    closed_at: datetime
    score: Decimal
    max_score: Decimal

    @property
    def ratio(self) -> float:
        return float(self.score / self.max_score)


class Level(StrEnum):
    """How well a skill is mastered, in a word."""

    UNSURE = "unsure"  # too few answers to say
    BEGINNING = "beginning"
    ON_THE_WAY = "on_the_way"
    SECURE = "secure"


@dataclass(frozen=True)
class Mastery:
    """A skill: the share of medium questions that a learner is expected to know, guessing apart,
    with its 95 % interval, all 0 to 1, from `n` answers in this skill and all the others."""

    skill: Skill
    n: int
    estimate: float
    low: float
    high: float

    @classmethod
    def of(cls, ability: Ability, skill: Skill) -> Mastery:
        found = ability.find(skill)
        shares = (
            chance(it, MARKED[Difficulty.MEDIUM]) for it in (found.value, found.low, found.high)
        )
        return cls(skill, ability.count(skill), *shares)

    @property
    def level(self) -> Level:
        """A word for it, once the interval is narrow enough to have one."""
        if self.n < FEW or self.high - self.low > TOO_WIDE:
            return Level.UNSURE
        if self.estimate < ON_THE_WAY_FROM:
            return Level.BEGINNING
        return Level.ON_THE_WAY if self.estimate < SECURE_FROM else Level.SECURE


def list_taken(session: Session, learner_id: int) -> list[Assignment]:
    """The assignments that the learner has a closed attempt at."""
    taken = select(Attempt.assignment_id).where(
        Attempt.learner_id == learner_id, Attempt.score.is_not(None)
    )
    return list(
        session.scalars(
            select(Assignment)
            .where(Assignment.id.in_(taken))
            .options(joinedload(Assignment.quiz), joinedload(Assignment.course))
        )
    )


def list_past_attempts(
    session: Session, learner_id: int, assignments: Sequence[Assignment]
) -> list[PastAttempt]:
    """The learner's closed attempts at these assignments, the oldest first."""
    rows = session.execute(
        select(Attempt.id, Quiz.title, Attempt.closed_at, Attempt.score, Attempt.max_score)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .where(
            Attempt.learner_id == learner_id,
            Attempt.score.is_not(None),
            Attempt.assignment_id.in_([it.id for it in assignments]),
        )
        .order_by(Attempt.closed_at, Attempt.id)
    )
    return [
        PastAttempt(number, title, closed_at, score or Decimal(0), max_score)
        for number, title, closed_at, score, max_score in rows
        if closed_at
    ]


def list_mastery(
    session: Session, learner_id: int, assignments: Sequence[Assignment]
) -> list[Mastery]:
    """The learner's mastery of every skill that these assignments asked, in the skills' order."""
    answers = select_answers(
        Attempt.learner_id == learner_id, Attempt.assignment_id.in_([it.id for it in assignments])
    )
    asked = load_asked(session, answers)
    replies = (
        asked[version].reply(share or 0.0, sitting)
        for sitting, _, version, share in session.execute(answers)
    )
    ability = learn(replies)
    return [Mastery.of(ability, skill) for skill in Skill if ability.count(skill)]
