"""What has a learner mastered, and which attempts tell so?

Mastery of a skill is how much was right, on average, in the questions of scored attempts, with
Wilson's 95 % interval (Wilson 1927, J. Am. Stat. Assoc. 22), so that few questions show as
little certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import sqrt

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import QuestionVersion
from quizapp.generation.draft import Skill
from quizapp.quizzes.models import Assignment, Quiz

Z_95 = 1.96


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


@dataclass(frozen=True)
class Mastery:
    """A skill: from `n` questions, the estimated share and its 95 % interval, all 0 to 1."""

    skill: Skill
    n: int
    estimate: float
    low: float
    high: float


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
    rows = session.execute(
        select(QuestionVersion.skill, func.count(), func.avg(PaperItem.share))
        .join(PaperItem, PaperItem.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(
            Attempt.learner_id == learner_id,
            Attempt.score.is_not(None),
            PaperItem.is_dropped.is_(False),
            Attempt.assignment_id.in_([it.id for it in assignments]),
        )
        .group_by(QuestionVersion.skill)
    )
    found = {skill: estimate_mastery(skill, n, share) for skill, n, share in rows}
    return [found[skill] for skill in Skill if skill in found]


def estimate_mastery(skill: Skill, n: int, share: float) -> Mastery:
    """Wilson's interval around `share`, earned in `n` questions (n >= 1)."""
    spread = Z_95**2 / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    return Mastery(skill, n, share, max(0.0, centre - half), min(1.0, centre + half))
