"""How long did learners take? The seconds of the attempts at a quiz."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt, Response
from quizapp.quizzes.models import Assignment


def list_attempt_seconds(session: Session, quiz_id: int) -> list[int]:
    """The seconds that each closed attempt spent on its questions, the passage beside them,
    from the shortest on. An attempt of which no page has told anything is left out."""
    on_page = (
        select(Response.attempt_id, func.max(Response.seconds).label("seconds"))
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(
            Assignment.quiz_id == quiz_id,
            Attempt.closed_at.is_not(None),
            Response.seconds.is_not(None),
        )
        .group_by(Response.attempt_id, Response.position, Response.tab)
        .subquery()
    )
    totals = select(func.sum(on_page.c.seconds)).group_by(on_page.c.attempt_id)
    return sorted(int(total) for total in session.scalars(totals))
