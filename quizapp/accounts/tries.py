"""Has somebody guessed too often? Tries are counted where all web workers of all machines see them.

What is counted are wrong tries within a fixed window that begins with the first: a window that
every try moved on could be kept shut for ever by whoever wants to keep somebody out. A try is
counted before it is looked at and given back when it was right, so that many at the same moment
get no more than one after the other (decision 0041).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import String, case, delete, literal, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.db import Base

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class CountedTries(Base):
    """How often something was tried since a window began; what it is, only a seal tells."""

    __tablename__ = "counted_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    made: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


def seal_key(secret: str, *parts: str) -> str:
    """What is kept of a name or an address: nobody reads it back without the program's secret."""
    return hmac.new(secret.encode(), "\0".join(parts).encode(), sha256).hexdigest()


def take_try(
    session: Session, limits: Mapping[str, int], window: timedelta, *, now: datetime
) -> datetime | None:
    """Count one more try under each key. None, or when the next may be made if this is too many.

    `limits` says how many tries a key has within the window. One statement.
    """
    insert = INSERT[session.get_bind().dialect.name](CountedTries)
    over = CountedTries.ends_at <= now
    taken = insert.values(
        # In one order everywhere: two that hold what the other waits for would wait for ever.
        [{"key": key, "made": 1, "ends_at": now + window} for key in sorted(limits)]
    ).on_conflict_do_update(
        index_elements=[CountedTries.key],
        set_={
            "made": case((over, 1), else_=CountedTries.made + 1),
            "ends_at": case((over, literal(now + window)), else_=CountedTries.ends_at),
        },
    )
    rows = session.execute(
        taken.returning(CountedTries.key, CountedTries.made, CountedTries.ends_at)
    ).all()
    return max((it.ends_at for it in rows if it.made > limits[it.key]), default=None)


def give_back_try(session: Session, keys: Collection[str]) -> None:
    """The try was right: it does not count."""
    if not keys:
        return
    session.execute(
        update(CountedTries)
        .where(CountedTries.key.in_(keys), CountedTries.made > 0)
        .values(made=CountedTries.made - 1)
    )


def forget_old_tries(session: Session, *, now: datetime) -> None:
    """Forget what does not count any more."""
    session.execute(delete(CountedTries).where(CountedTries.ends_at <= now))
