"""What happened to an attempt, and when? Its log, for the teacher."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session, joinedload

from quizapp.attempts.models import Attempt, AttemptEvent, EventKind

_OF_KIND = (
    select(AttemptEvent.id)
    .where(
        AttemptEvent.attempt_id == bindparam("attempt_id"), AttemptEvent.kind == bindparam("kind")
    )
    .limit(1)
)
_WRITE = insert(cast(Table, AttemptEvent.__table__))


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
    line = {
        "attempt_id": attempt_id,
        "at": now,
        "kind": kind,
        "teacher_id": teacher_id,
        "seconds": seconds,
        "position": position,
    }
    session.connection().execute(_WRITE, line)


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


def has_event(session: Session, attempt_id: int, kind: EventKind) -> bool:
    """Whether the log of the attempt has a line of this kind."""
    sought = {"attempt_id": attempt_id, "kind": kind}
    return session.connection().scalar(_OF_KIND, sought) is not None


def count_old_events(session: Session, before: datetime) -> int:
    """How many lines of closed attempts are older than this moment."""
    found = select(func.count()).select_from(AttemptEvent).where(_is_old(before))
    return session.scalar(found) or 0


def forget_old_events(session: Session, before: datetime, most: int) -> int:
    """Delete lines of closed attempts that are older than this moment, at most so many."""
    old = select(AttemptEvent.id).where(_is_old(before)).order_by(AttemptEvent.id).limit(most)
    ids = session.scalars(old).all()
    session.execute(delete(AttemptEvent).where(AttemptEvent.id.in_(ids)))
    return len(ids)


def _is_old(before: datetime) -> ColumnElement[bool]:
    closed = select(Attempt.id).where(Attempt.closed_at.is_not(None))
    return (AttemptEvent.at < before) & AttemptEvent.attempt_id.in_(closed)
