"""Until when may a learner answer? The laws of deadlines and windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.timing import (
    WindowState,
    find_deadline,
    find_end,
    is_over,
    remaining_seconds,
    window_state,
)
from quizapp.quizzes.rules import BellRule

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

moments = st.datetimes(
    datetime(2020, 1, 1),
    datetime(2040, 1, 1),
    timezones=st.just(UTC),
)
limits = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=2))
graces = st.timedeltas(timedelta(0), timedelta(minutes=10))


@given(moments, limits, st.none() | moments, graces, graces)
def test_more_extra_time_never_makes_the_deadline_earlier(
    start: datetime,
    limit: timedelta | None,
    closes_at: datetime | None,
    one: timedelta,
    other: timedelta,
) -> None:
    smaller = find_deadline(start, limit, closes_at, min(one, other))
    larger = find_deadline(start, limit, closes_at, max(one, other))
    if smaller is None:
        assert larger is None
    else:
        assert larger is not None
        assert smaller <= larger


@given(moments, st.none() | moments, graces, st.sampled_from(BellRule), graces)
def test_handing_in_is_possible_at_least_as_long_as_answering(
    now: datetime,
    deadline: datetime | None,
    grace: timedelta,
    rule: BellRule,
    submit_grace: timedelta,
) -> None:
    end = find_end(deadline, grace, rule, submit_grace)
    if end is None:
        assert deadline is None
    elif now > end:
        assert is_over(deadline, grace, now)


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
    ("limit", "closes_at", "extra", "deadline"),
    [
        (None, None, 0, None),
        (None, None, 5, None),
        (None, NOON + HOUR, 0, NOON + HOUR),
        (HOUR, None, 0, NOON + HOUR),
        (HOUR, NOON + HOUR / 2, 0, NOON + HOUR / 2),
        (HOUR, NOON + HOUR / 2, 5, NOON + HOUR / 2 + timedelta(minutes=5)),
        (HOUR, NOON + 2 * HOUR, 5, NOON + HOUR + timedelta(minutes=5)),
    ],
)
def test_deadlines(
    limit: timedelta | None, closes_at: datetime | None, extra: int, deadline: datetime | None
) -> None:
    assert find_deadline(NOON, limit, closes_at, timedelta(minutes=extra)) == deadline


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
        deadline = find_deadline(now, HOUR, closes_at)
        assert deadline is not None
        assert deadline > now
