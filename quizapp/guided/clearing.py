"""Which answers has a learner given at gates, and how do they go as a whole?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.guided.models import GateAnswer


def list_gate_answers(session: Session, learner_id: int) -> Sequence[GateAnswer]:
    """The learner's answers at all gates, the oldest first."""
    return session.scalars(
        select(GateAnswer)
        .where(GateAnswer.learner_id == learner_id)
        .order_by(GateAnswer.at, GateAnswer.id)
    ).all()


def count_gate_answers(session: Session, learner_id: int) -> int:
    found = select(func.count()).select_from(GateAnswer).where(GateAnswer.learner_id == learner_id)
    return session.scalar(found) or 0


def clear_gate_answers(session: Session, learner_id: int) -> None:
    """Let the learner's answers go: nobody knows any more how far they were."""
    session.execute(delete(GateAnswer).where(GateAnswer.learner_id == learner_id))
