"""Until when may a learner answer? The laws of deadlines, windows and extended time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.timing import (
    WindowState,
    find_deadline,
    is_over,
    own_closing_time,
    remaining_seconds,
    window_state,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

moments = st.datetimes(
    datetime(2020, 1, 1),
    datetime(2040, 1, 1),
    timezones=st.just(UTC),
)
limits = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=2))
multipliers = st.floats(1, 10, allow_nan=False)
graces = st.timedeltas(timedelta(0), timedelta(minutes=10))


@given(moments, limits, multipliers, multipliers, st.none() | moments)
def test_a_larger_multiplier_never_makes_the_deadline_earlier(
    start: datetime,
    limit: timedelta | None,
    one: float,
    other: float,
    closes_at: datetime | None,
) -> None:
    smaller = find_deadline(start, limit, min(one, other), closes_at)
    larger = find_deadline(start, limit, max(one, other), closes_at)
    if smaller is None:
        assert larger is None
    else:
        assert larger is not None
        assert smaller <= larger


@given(moments, limits, multipliers, st.none() | moments)
def test_an_accommodation_never_shortens_anything(
    start: datetime, limit: timedelta | None, multiplier: float, closes_at: datetime | None
) -> None:
    usual, extended = (find_deadline(start, limit, it, closes_at) for it in (1.0, multiplier))
    own = own_closing_time(closes_at, limit, multiplier)
    assert usual is None or (extended is not None and extended >= usual)
    assert closes_at is None or (own is not None and own >= closes_at)


@given(moments, limits, moments)
def test_without_an_accommodation_the_window_closes_when_it_says(
    start: datetime, limit: timedelta | None, closes_at: datetime
) -> None:
    assert own_closing_time(closes_at, limit, 1.0) == closes_at
    deadline = find_deadline(start, limit, 1.0, closes_at)
    assert deadline is not None
    assert deadline <= closes_at


@given(moments, st.timedeltas(timedelta(seconds=1), timedelta(days=2)), multipliers, moments)
def test_who_starts_in_time_for_the_limit_has_the_whole_extended_limit(
    start: datetime, limit: timedelta, multiplier: float, closes_at: datetime
) -> None:
    deadline = find_deadline(start, limit, multiplier, closes_at)
    if start + limit <= closes_at:
        assert deadline is not None
        # Products of a duration and a float are rounded to the microsecond.
        assert abs(deadline - start - limit * multiplier) <= timedelta(microseconds=1)


@given(moments, st.none() | moments)
def test_remaining_time_is_never_negative(now: datetime, deadline: datetime | None) -> None:
    left = remaining_seconds(deadline, now)
    if deadline is None:
        assert left is None
    else:
        assert left is not None
        assert left >= 0
        assert (left == 0) == (now >= deadline)


@given(moments, graces, moments)
def test_no_attempt_is_over_while_time_remains(
    deadline: datetime, grace: timedelta, now: datetime
) -> None:
    if remaining_seconds(deadline, now):
        assert not is_over(deadline, grace, now)


@given(graces, moments)
def test_an_attempt_without_a_deadline_is_never_over(grace: timedelta, now: datetime) -> None:
    assert not is_over(None, grace, now)


@pytest.mark.parametrize(
    ("lapse", "over"),
    [
        (timedelta(0), False),
        (timedelta(seconds=60), False),
        (timedelta(seconds=60, microseconds=1), True),
    ],
)
def test_the_last_moment_of_the_grace_is_in_time(lapse: timedelta, over: bool) -> None:
    assert is_over(NOON, timedelta(seconds=60), NOON + lapse) is over


@pytest.mark.parametrize(
    ("limit", "multiplier", "closes_at", "deadline"),
    [
        (None, 1.0, None, None),
        (None, 2.0, None, None),
        (None, 2.0, NOON + HOUR, NOON + HOUR),
        (HOUR, 1.0, None, NOON + HOUR),
        (HOUR, 1.5, None, NOON + 1.5 * HOUR),
        (HOUR, 1.0, NOON + HOUR / 2, NOON + HOUR / 2),
        (HOUR, 1.5, NOON + HOUR / 2, NOON + HOUR),
        (HOUR, 2.0, NOON + HOUR, NOON + 2 * HOUR),
    ],
)
def test_deadlines(
    limit: timedelta | None,
    multiplier: float,
    closes_at: datetime | None,
    deadline: datetime | None,
) -> None:
    assert find_deadline(NOON, limit, multiplier, closes_at) == deadline


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "state"),
    [
        (None, None, WindowState.OPEN),
        (NOON, None, WindowState.OPEN),
        (NOON + timedelta(microseconds=1), None, WindowState.UPCOMING),
        (None, NOON, WindowState.CLOSED),
        (None, NOON + timedelta(microseconds=1), WindowState.OPEN),
        (NOON - HOUR, NOON + HOUR, WindowState.OPEN),
        (NOON, NOON + HOUR, WindowState.OPEN),
        (NOON - HOUR, NOON, WindowState.CLOSED),
        (NOON + HOUR, NOON + 2 * HOUR, WindowState.UPCOMING),
    ],
)
def test_the_window_holds_its_opening_and_not_its_closing(
    opens_at: datetime | None, closes_at: datetime | None, state: WindowState
) -> None:
    assert window_state(opens_at, closes_at, NOON) is state


@given(moments, moments, moments)
def test_an_attempt_started_in_an_open_window_ends_after_it_starts(
    one: datetime, other: datetime, now: datetime
) -> None:
    opens_at, closes_at = min(one, other), max(one, other)
    if window_state(opens_at, closes_at, now) is WindowState.OPEN:
        deadline = find_deadline(now, HOUR, 1.0, closes_at)
        assert deadline is not None
        assert deadline > now
