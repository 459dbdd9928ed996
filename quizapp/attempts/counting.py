"""Which of a learner's attempts counts, and with which score?

The quiz decides: the highest, the mean of all, the first or the last. An attempt without a score
(it runs, or was abandoned) is none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from quizapp.attempts.models import Attempt
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import GradingMethod

# Reads along what decides what may be seen of an attempt.
WITH_POLICY = (
    joinedload(Attempt.assignment)
    .joinedload(Assignment.quiz)
    .options(selectinload(Quiz.review_rights), selectinload(Quiz.feedback))
)
_AT_ONE_QUIZ = (
    select(Attempt)
    .where(
        Attempt.assignment_id == bindparam("assignment_id"),
        Attempt.learner_id == bindparam("learner_id"),
    )
    .order_by(Attempt.number)
)
SMALLEST = Decimal("0.00001")  # what a score's column can tell apart


class Sat(Protocol):
    """As much of an attempt as decides whether it counts: the row of a table, or of a query."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def max_score(self) -> Decimal: ...
    @property
    def closed_at(self) -> datetime | None: ...


S = TypeVar("S", bound=Sat)


def list_scored(session: Session, learner_id: int) -> list[Attempt]:
    """The learner's attempts that have a score, the oldest of each assignment first."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.learner_id == learner_id, Attempt.score.is_not(None))
            .order_by(Attempt.assignment_id, Attempt.number)
            .options(WITH_POLICY)  # what may be seen of each is asked next
        )
    )


def list_attempts(session: Session, assignment_id: int, learner_id: int) -> list[Attempt]:
    """All attempts of a learner at a quiz, the oldest first."""
    sought = {"assignment_id": assignment_id, "learner_id": learner_id}
    return list(session.scalars(_AT_ONE_QUIZ, sought))


def pick_attempt(scored: Sequence[S], method: GradingMethod) -> S:
    """Of scored attempts, the oldest first, the one that counts; with `average` the last."""
    if len(scored) == 1:
        return scored[0]
    if method is GradingMethod.HIGHEST:
        return max(scored, key=lambda it: (_share(it), -it.number))
    return scored[0] if method is GradingMethod.FIRST else scored[-1]


def find_counting_score(scored: Sequence[Sat], method: GradingMethod) -> Decimal:
    """The score that counts, out of the `max_score` of the attempt that `pick_attempt` finds.

    The mean is that of the attempts' shares: papers may be out of different scores.
    """
    counts = pick_attempt(scored, method)
    if method is not GradingMethod.AVERAGE or len(scored) == 1:
        return counts.score or Decimal(0)
    mean = sum(map(_share, scored), Decimal(0)) / len(scored)
    return (mean * counts.max_score).quantize(SMALLEST)


def _share(attempt: Sat) -> Decimal:
    return (attempt.score or Decimal(0)) / attempt.max_score
