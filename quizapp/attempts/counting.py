"""Which of a learner's attempts counts, and with which score?

The quiz decides: the highest, the mean of all, the first or the last. An attempt without a score
(it runs, or was abandoned) is none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt
from quizapp.quizzes.rules import GradingMethod

SMALLEST = Decimal("0.00001")  # what a score's column can tell apart


class Scored(Protocol):
    """What decides which attempt counts."""

    @property
    def number(self) -> int: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def max_score(self) -> Decimal: ...


S = TypeVar("S", bound=Scored)


def list_scored(session: Session, learner_id: int) -> list[Attempt]:
    """The learner's attempts that have a score, the oldest of each assignment first."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.learner_id == learner_id, Attempt.score.is_not(None))
            .order_by(Attempt.assignment_id, Attempt.number)
        )
    )


def pick_attempt(scored: Sequence[S], method: GradingMethod) -> S:
    """Of scored attempts, the oldest first, the one that counts; with `average` the last."""
    if method is GradingMethod.HIGHEST:
        return max(scored, key=lambda it: (_share(it), -it.number))
    return scored[0] if method is GradingMethod.FIRST else scored[-1]


def find_counting_score(scored: Sequence[Attempt], method: GradingMethod) -> Decimal:
    """The score that counts, out of the `max_score` of the attempt that `pick_attempt` finds.

    The mean is that of the attempts' shares: papers may be out of different scores.
    """
    counts = pick_attempt(scored, method)
    if method is not GradingMethod.AVERAGE:
        return counts.score or Decimal(0)
    mean = sum(map(_share, scored), Decimal(0)) / len(scored)
    return (mean * counts.max_score).quantize(SMALLEST)


def _share(attempt: Scored) -> Decimal:
    return (attempt.score or Decimal(0)) / attempt.max_score
