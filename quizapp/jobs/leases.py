"""Which worker is at a job? A lease says so to all, and ends by itself if its worker is gone.

A worker that is killed cannot say that it is. So whoever works holds a lease that lasts for some
minutes and is renewed on the way; when it has run out, another worker takes the job up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.db import Base

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
LASTS = timedelta(minutes=2)  # no step of a job takes as long
MOST_TIMES = 3  # a job in which three workers went down would take the next one down too


class Lease(Base):
    """A job that a worker is at; `taken` is how often one has begun with it."""

    __tablename__ = "lease"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    worker: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]
    taken: Mapped[int]


def take_lease(
    session: Session, job: str, worker: str, *, now: datetime, lasts: timedelta = LASTS
) -> int | None:
    """How often the job was begun, this time included; None while another worker is at it."""
    insert = INSERT[session.get_bind().dialect.name](Lease)
    taken = insert.values(job=job, worker=worker, until=now + lasts, taken=1).on_conflict_do_update(
        index_elements=[Lease.job],
        set_={"worker": worker, "until": now + lasts, "taken": Lease.taken + 1},
        where=Lease.until <= now,
    )
    times: int | None = session.scalar(taken.returning(Lease.taken))
    return times


def renew_lease(session: Session, job: str, worker: str, *, now: datetime) -> bool:
    """Go on with the job; False when another worker has taken it up."""
    own = update(Lease).where(Lease.job == job, Lease.worker == worker)
    renewed = session.scalar(own.values(until=now + LASTS).returning(Lease.job))
    return renewed is not None


def end_lease(session: Session, job: str) -> None:
    """The job is over."""
    session.execute(delete(Lease).where(Lease.job == job))


def let_go_all(session: Session, worker: str, *, now: datetime) -> None:
    """Leave everything that the worker is at to others, at once."""
    session.execute(
        update(Lease).where(Lease.worker == worker, Lease.until > now).values(until=now)
    )


def list_taken(session: Session, *, now: datetime) -> set[str]:
    """The jobs that a worker is at."""
    return set(session.scalars(select(Lease.job).where(Lease.until > now)))
