"""What a learner has in an assignment: nothing that is given ever takes something away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp.accounts.needs import NONE, Needs, set_needs
from quizapp.attempts.timing import find_deadline
from quizapp.quizzes.entitlement import (
    UNTIMED_MARGIN,
    Entitlement,
    entitle,
    find_entitlement,
    list_entitlements,
)
from quizapp.quizzes.models import Assignment, Override, Quiz
from quizapp.quizzes.overriding import OverrideRules, set_override
from tests.conftest import MovableClock
from tests.factories import make_world

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * 3600
T = TypeVar("T", int, datetime, timedelta)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
seconds = st.none() | st.integers(1, DAY)
multipliers = st.floats(1, 10)


@st.composite
def needs_of_any_kind(draw: st.DrawFn) -> Needs:
    breaks = draw(st.integers(0, 3))
    return Needs(
        time_multiplier=draw(multipliers),
        untimed=draw(st.booleans()),
        break_count=breaks,
        break_seconds=600 if breaks else 0,
    )


@st.composite
def windows(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    one, other = draw(moments), draw(moments)
    ends = (min(one, other), max(one, other) + HOUR)
    return ends[0] if draw(st.booleans()) else None, ends[1] if draw(st.booleans()) else None


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    opens_at, closes_at = draw(windows())
    quiz = Quiz(
        time_limit_seconds=draw(seconds),
        question_seconds=draw(seconds),
        max_attempts=draw(st.none() | st.integers(1, 9)),
        access_code=draw(st.sampled_from(["", "swift fox"])),
    )
    return Assignment(quiz=quiz, opens_at=opens_at, closes_at=closes_at)


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    opens_at, closes_at = draw(windows())
    return Override(
        time_limit_seconds=draw(seconds),
        untimed=draw(st.booleans()),
        opens_at=opens_at,
        closes_at=closes_at,
        max_attempts=draw(st.none() | st.integers(1, 9)),
        any_number=draw(st.booleans()),
        access_code=draw(st.none() | st.just("own code")),
    )


def at_least(more: T | None, less: T | None) -> bool:
    """Whether `more` is no less than `less`; None is no limit, the most of all."""
    return more is None or (less is not None and more >= less)


def list_what_shrank(more: Entitlement, less: Entitlement, start: datetime) -> list[str]:
    """What of `more` is less than in `less`, also for an attempt that begins at `start`."""
    kept = {
        "time_limit": at_least(more.time_limit, less.time_limit),
        "question_limit": at_least(more.question_limit, less.question_limit),
        "closes_at": at_least(more.closes_at, less.closes_at),
        "max_attempts": at_least(more.max_attempts, less.max_attempts),
        "opens_at": more.opens_at is None
        or (less.opens_at is not None and more.opens_at <= less.opens_at),
        "access_code": bool(less.access_code) or not more.access_code,
        "deadline": at_least(
            find_deadline(start, more.time_limit, more.closes_at),
            find_deadline(start, less.time_limit, less.closes_at),
        ),
    }
    return [name for name, is_kept in kept.items() if not is_kept]


@given(assignments(), needs_of_any_kind(), overrides(), moments)
def test_nothing_that_is_given_takes_something_away(
    assignment: Assignment, needs: Needs, override: Override, start: datetime
) -> None:
    own = entitle(assignment, needs, override)
    for less in (
        entitle(assignment, NONE, None),
        entitle(assignment, needs, None),
        entitle(assignment, NONE, override),
    ):
        assert list_what_shrank(own, less, start) == []


@given(assignments(), needs_of_any_kind(), multipliers, st.none() | overrides(), moments)
def test_a_larger_multiplier_never_gives_less(
    assignment: Assignment,
    needs: Needs,
    other: float,
    override: Override | None,
    start: datetime,
) -> None:
    low, high = sorted((needs.time_multiplier, other))
    smaller, larger = (
        entitle(assignment, replace(needs, time_multiplier=it), override) for it in (low, high)
    )
    assert list_what_shrank(larger, smaller, start) == []


@given(assignments(), needs_of_any_kind(), st.none() | overrides(), moments)
def test_no_limit_never_gives_less_than_the_multiplier_it_comes_with(
    assignment: Assignment, needs: Needs, override: Override | None, start: datetime
) -> None:
    timed = entitle(assignment, replace(needs, untimed=False), override)
    untimed = entitle(assignment, replace(needs, untimed=True), override)
    assert untimed.time_limit is None
    assert list_what_shrank(untimed, timed, start) == []


@given(st.integers(1, 12 * 3600), st.floats(1, 2), moments)
def test_no_limit_keeps_the_window_open_at_least_as_long_as_twice_the_time(
    limit: int, multiplier: float, closes_at: datetime
) -> None:
    assignment = Assignment(
        quiz=Quiz(time_limit_seconds=limit, access_code=""), opens_at=None, closes_at=closes_at
    )
    untimed = entitle(assignment, Needs(untimed=True), None)
    timed = entitle(assignment, Needs(time_multiplier=multiplier), None)
    assert at_least(untimed.closes_at, timed.closes_at)


@given(assignments())
def test_who_is_given_nothing_has_what_everybody_has(assignment: Assignment) -> None:
    own, quiz = entitle(assignment, NONE, None), assignment.quiz
    assert (own.opens_at, own.closes_at) == (assignment.opens_at, assignment.closes_at)
    assert own.time_limit == own.usual_limit
    assert not own.is_extended
    assert (own.max_attempts, own.access_code) == (quiz.max_attempts, quiz.access_code)


@given(assignments(), needs_of_any_kind())
def test_who_starts_in_time_for_the_usual_limit_has_the_whole_extended_limit(
    assignment: Assignment, needs: Needs
) -> None:
    own = entitle(assignment, needs, None)
    if own.usual_limit and own.time_limit and assignment.closes_at:
        start = assignment.closes_at - own.usual_limit
        assert find_deadline(start, own.time_limit, own.closes_at) == start + own.time_limit


@given(
    moments,
    st.none() | st.timedeltas(timedelta(0), timedelta(days=2)),
    st.none() | moments,
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.timedeltas(timedelta(0), timedelta(days=2)),
)
def test_a_deadline_moves_by_what_is_added_and_never_comes_closer(
    start: datetime,
    limit: timedelta | None,
    closes_at: datetime | None,
    extra: timedelta,
    more: timedelta,
) -> None:
    deadline = find_deadline(start, limit, closes_at, extra)
    assert (deadline is None) == (limit is None and closes_at is None)
    if deadline is None:
        return
    assert find_deadline(start, limit, closes_at, extra + more) == deadline + more
    longer = None if limit is None else limit + more
    later = None if closes_at is None else closes_at + more
    for lengthened in (
        find_deadline(start, longer, closes_at, extra),
        find_deadline(start, limit, later, extra),
        find_deadline(start, None, closes_at, extra),
        find_deadline(start, limit, None, extra),
    ):
        assert at_least(lengthened, deadline)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=2)), moments, moments)
def test_a_later_start_never_has_an_earlier_deadline(
    one: datetime, limit: timedelta, other: datetime, closes_at: datetime
) -> None:
    first, second = sorted((one, other))
    assert at_least(find_deadline(second, limit, closes_at), find_deadline(first, limit, closes_at))


@pytest.mark.parametrize(
    ("needs", "override", "limit", "closes_at"),
    [
        (NONE, None, HOUR, NOON),
        (Needs(time_multiplier=1.5), None, 1.5 * HOUR, NOON + HOUR / 2),
        (Needs(untimed=True), None, None, NOON + UNTIMED_MARGIN),
        (NONE, Override(time_limit_seconds=2 * 3600), 2 * HOUR, NOON + HOUR),
        (NONE, Override(untimed=True), None, NOON + UNTIMED_MARGIN),
        (Needs(time_multiplier=3), Override(time_limit_seconds=7200), 3 * HOUR, NOON + 2 * HOUR),
        (NONE, Override(closes_at=NOON + HOUR), HOUR, NOON + HOUR),
        (Needs(time_multiplier=3), Override(closes_at=NOON + HOUR), 3 * HOUR, NOON + 2 * HOUR),
    ],
)
def test_limits_and_windows(
    needs: Needs, override: Override | None, limit: timedelta | None, closes_at: datetime
) -> None:
    quiz = Quiz(time_limit_seconds=3600, max_attempts=1, access_code="")
    own = entitle(Assignment(quiz=quiz, closes_at=NOON), needs, override)
    assert (own.time_limit, own.closes_at) == (limit, closes_at)


def test_a_code_of_their_own_takes_the_place_of_the_code_and_is_none_where_nobody_needs_one() -> (
    None
):
    override = Override(access_code="own code")
    for code, own in (("swift fox", "own code"), ("", "")):
        assignment = Assignment(quiz=Quiz(access_code=code))
        assert entitle(assignment, NONE, override).access_code == own


def test_a_whole_course_is_read_in_two_statements_and_each_as_alone(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    learner = world.learner
    set_needs(session, learner.id, Needs(time_multiplier=1.5))
    set_override(session, world.assignment, learner.id, OverrideRules(max_attempts=4))
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *it: statements.append(it[2]))
    found = list_entitlements(session, world.assignment, [learner.id, learner.id + 1])
    assert len(statements) == 2, statements
    assert found[learner.id] == find_entitlement(session, world.assignment, learner.id)
    assert (found[learner.id].time_limit, found[learner.id].max_attempts) == (HOUR / 2, 4)
    assert found[learner.id + 1] == entitle(world.assignment, NONE, None)
