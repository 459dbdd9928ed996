"""Until when may a learner answer, and until when hand in? (pure)

    deadline = min(started_at + time_limit, closes_at) + added + paused

with the learner's own time limit and closing time (`quizzes.entitlement`), the minutes a
teacher has added, and the breaks during which the clock stood. The server owns the clock:
what comes after deadline + grace is late, whether or not anything ran at that moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from quizapp.quizzes.rules import BellRule


class WindowState(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


def find_deadline(
    started_at: datetime,
    time_limit: timedelta | None,
    closes_at: datetime | None,
    extra: timedelta = timedelta(0),
) -> datetime | None:
    """The moment at which answering ends; None when neither limit nor window ends it.

    `extra` is what was added while the attempt ran, and how long its clock stood.
    """
    ends = [started_at + time_limit] if time_limit is not None else []
    ends += [closes_at] if closes_at is not None else []
    return min(ends) + extra if ends else None


def is_over(deadline: datetime | None, grace: timedelta, now: datetime) -> bool:
    """Whether an answer that arrives `now` comes too late."""
    return deadline is not None and now > deadline + grace


def find_end(
    deadline: datetime | None, grace: timedelta, rule: BellRule, submit_grace: timedelta
) -> datetime | None:
    """The last moment at which the attempt can be handed in; None when it never ends."""
    if deadline is None:
        return None
    return deadline + (max(grace, submit_grace) if rule is BellRule.GRACE else grace)


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
