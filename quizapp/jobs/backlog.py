"""How many jobs wait for the worker, and for how long?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.jobs.asking import SpanJob
from quizapp.jobs.generating import GenerationJob
from quizapp.jobs.proposals import WriterJob
from quizapp.jobs.states import JobState

KINDS: dict[str, type[GenerationJob | SpanJob | WriterJob]] = {
    "generating": GenerationJob,
    "asking": SpanJob,
    "proposing": WriterJob,
}


@dataclass(frozen=True)
class Backlog:
    """Jobs of one kind that nobody has begun; `oldest` is the age of the oldest in seconds."""

    kind: str
    waiting: int
    oldest: float


def read_backlogs(session: Session, now: datetime) -> list[Backlog]:
    """What waits of each kind."""
    return [_read(session, kind, table, now) for kind, table in KINDS.items()]


def _read(
    session: Session, kind: str, table: type[GenerationJob | SpanJob | WriterJob], now: datetime
) -> Backlog:
    waits = table.state == JobState.QUEUED
    waiting, first = session.execute(
        select(func.count(), func.min(table.created_at)).where(waits)
    ).one()
    return Backlog(kind, waiting, (now - first).total_seconds() if first else 0.0)
