"""Until when may a learner answer? (pure)

    deadline = min(started_at + time_limit x multiplier, the learner's own closing time)

The server owns the clock: an attempt is over when now > deadline + grace, whether or not
anything ran at that moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class WindowState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


def own_closing_time(
    closes_at: datetime | None, time_limit: timedelta | None, multiplier: float
) -> datetime | None:
    """When the window closes for a learner with extended time.

    It moves by the extra minutes, so that whoever starts in time to use the whole limit
    can use the whole extended limit too.
    """
    if closes_at is None or time_limit is None:
        return closes_at
    return closes_at + time_limit * (multiplier - 1)


def find_deadline(
    started_at: datetime,
    time_limit: timedelta | None,
    multiplier: float,
    closes_at: datetime | None,
) -> datetime | None:
    """The moment at which the attempt ends; None when neither limit nor window ends it."""
    ends = own_closing_time(closes_at, time_limit, multiplier)
    if time_limit is None:
        return ends
    by_limit = started_at + time_limit * multiplier
    return by_limit if ends is None else min(by_limit, ends)


def is_over(deadline: datetime | None, grace: timedelta, now: datetime) -> bool:
    """Whether an answer that arrives `now` comes too late."""
    return deadline is not None and now > deadline + grace


def remaining_seconds(deadline: datetime | None, now: datetime) -> float | None:
    """Seconds until the deadline, never below 0; None when there is none."""
    return None if deadline is None else max(0.0, (deadline - now).total_seconds())


def window_state(
    opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> WindowState:
    """Where `now` lies in the window; `closes_at` itself is outside it."""
    if opens_at is not None and now < opens_at:
        return WindowState.UPCOMING
    if closes_at is not None and now >= closes_at:
        return WindowState.CLOSED
    return WindowState.OPEN
