"""What happened to an attempt, and when? Its log, for the teacher."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.attempts.models import AttemptEvent, EventKind


def note(
    session: Session,
    attempt_id: int,
    kind: EventKind,
    *,
    now: datetime,
    teacher_id: int | None = None,
    seconds: int | None = None,
    position: int | None = None,
) -> None:
    """Write a line into the log of the attempt."""
    session.add(
        AttemptEvent(
            attempt_id=attempt_id,
            at=now,
            kind=kind,
            teacher_id=teacher_id,
            seconds=seconds,
            position=position,
        )
    )
    session.flush()


def list_events(session: Session, attempt_id: int) -> list[AttemptEvent]:
    """The log of the attempt, the oldest line first."""
    return list(
        session.scalars(
            select(AttemptEvent)
            .where(AttemptEvent.attempt_id == attempt_id)
            .options(joinedload(AttemptEvent.teacher))
            .order_by(AttemptEvent.at, AttemptEvent.id)
        )
    )
