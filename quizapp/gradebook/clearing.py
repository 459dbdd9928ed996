"""What has been decided about a learner's grades, and how does it go as a whole?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.gradebook.models import GradeDecision, KeptTotal


def count_decisions(session: Session, learner_id: int) -> int:
    """How many decisions there are about the learner's grades, those that were replaced too."""
    about = GradeDecision.learner_id == learner_id
    return session.scalar(select(func.count()).select_from(GradeDecision).where(about)) or 0


def list_decisions_of(session: Session, learner_id: int) -> Sequence[GradeDecision]:
    """All decisions about the learner's grades, the oldest first."""
    about = GradeDecision.learner_id == learner_id
    return session.scalars(select(GradeDecision).where(about).order_by(GradeDecision.id)).all()


def clear_decisions(session: Session, learner_id: int) -> None:
    """Let the decisions go, and the totals that are kept."""
    session.execute(delete(GradeDecision).where(GradeDecision.learner_id == learner_id))
    session.execute(delete(KeptTotal).where(KeptTotal.learner_id == learner_id))
