"""How much has a learner practised, and how does it go as a whole?"""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.progress.models import PracticeCard, PracticeReview


def count_practice(session: Session, learner_id: int) -> int:
    """How many answers the learner has given in practice."""
    found = (
        select(func.count())
        .select_from(PracticeReview)
        .join(PracticeCard, PracticeCard.id == PracticeReview.card_id)
        .where(PracticeCard.learner_id == learner_id)
    )
    return session.scalar(found) or 0


def clear_practice(session: Session, learner_id: int) -> None:
    """Let the learner's cards go, with all reviews of them."""
    cards = select(PracticeCard.id).where(PracticeCard.learner_id == learner_id)
    session.execute(delete(PracticeReview).where(PracticeReview.card_id.in_(cards)))
    session.execute(delete(PracticeCard).where(PracticeCard.learner_id == learner_id))
