"""How did each question of a quiz work?

Moodle's definitions: with x the mark on the item, T the attempt's total and r = T - x,
facility index = mean(x) / max mark, discrimination index = 100 cov(x, r) / sqrt(var x var r).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import covariance, mean, variance

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt, PaperItem
from quizapp.bank.models import QuestionVersion
from quizapp.quizzes.models import Assignment

STABLE_FROM = 20


@dataclass(frozen=True)
class QuestionStatistics:
    """One question of a quiz; None where too little is known. `n` counts attempts."""

    question_id: int
    stem: str
    n: int
    facility_index: float | None
    discrimination_index: float | None

    @property
    def stable(self) -> bool:
        """Whether enough attempts stand behind the figures."""
        return self.n >= STABLE_FROM


def list_question_statistics(session: Session, quiz_id: int) -> list[QuestionStatistics]:
    """The statistics of every question that a closed attempt of the quiz has asked."""
    rows = session.execute(
        select(
            QuestionVersion.question_id,
            QuestionVersion.stem,
            PaperItem.share,
            PaperItem.score,
            Attempt.score,
        )
        .join(PaperItem, PaperItem.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(
            Assignment.quiz_id == quiz_id,
            Attempt.score.is_not(None),
            PaperItem.is_dropped.is_(False),
        )
        .order_by(QuestionVersion.question_id, QuestionVersion.number)
    )
    stems: dict[int, str] = {}
    marks: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for question_id, stem, share, score, total in rows:
        stems[question_id] = stem
        rest = (total or Decimal(0)) - (score or Decimal(0))
        # The share that is right, whatever a wrong answer or a certainty cost.
        marks[question_id].append((share or 0.0, float(rest)))
    return [
        QuestionStatistics(
            question_id,
            stems[question_id],
            len(pairs),
            mean(share for share, _ in pairs),
            discrimination_index([x for x, _ in pairs], [rest for _, rest in pairs]),
        )
        for question_id, pairs in marks.items()
    ]


def discrimination_index(marks: Sequence[float], rests: Sequence[float]) -> float | None:
    """100 times the correlation of the marks with the rest scores.

    None for fewer than two attempts, or when either does not vary.
    """
    if len(marks) < 2:
        return None
    spread = sqrt(variance(marks) * variance(rests))
    return 100 * covariance(marks, rests) / spread if spread else None
