"""Whatever happens to an attempt while it runs, its learner has no less time than before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts import sitting
from quizapp.attempts.clock import read_clock
from quizapp.attempts.extending import (
    TimeError,
    accommodate,
    add_time,
    add_time_for_all,
    end_break,
    find_break,
    start_break,
)
from quizapp.attempts.models import Attempt
from tests.attempts.sittings import (
    FORWARD,
    begin,
)
from tests.conftest import MovableClock
from tests.factories import World, make_world

NEEDS = st.builds(
    lambda multiplier, untimed, breaks: Needs(multiplier, untimed, *breaks),
    st.floats(1, 4),
    st.sampled_from([False] * 5 + [True]),
    st.sampled_from([(0, 0), (1, 60), (2, 90), (3, 300)]),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0, 400)),
        st.tuples(st.just("add"), st.integers(1, 10)),
        st.tuples(st.just("add for all"), st.integers(1, 10)),
        st.tuples(st.just("accommodate"), NEEDS),
        st.tuples(st.just("start a break"), st.none()),
        st.tuples(st.just("end the break"), st.none()),
        st.tuples(st.just("turn the page"), st.none()),
    ),
    max_size=12,
)


def take(
    session: Session, world: World, attempt: Attempt, clock: MovableClock, step: str, value: Any
) -> None:
    """One step in the life of an attempt; what is refused changes nothing."""
    now = clock()
    try:
        if step == "wait":
            clock.move(seconds=value)
        elif step == "add":
            add_time(session, attempt.id, value, world.teacher, now=now)
        elif step == "add for all":
            add_time_for_all(session, world.assignment, value, world.teacher, now=now)
        elif step == "accommodate":
            accommodate(session, world.learner, value, world.teacher, now=now)
        elif step == "start a break":
            start_break(session, attempt.id, now=now)
        elif step == "end the break":
            end_break(session, attempt.id, now=now)
        elif find_break(attempt, now) is None and attempt.furthest < len(attempt.items):
            sitting.open_question(session, attempt, attempt.furthest + 1, now=now)
    except TimeError:
        pass


def time_left(attempt: Attempt, clock: MovableClock) -> tuple[float, float]:
    """Seconds left to answer, in all and for the question that is open; no limit is the most."""
    item = attempt.items[attempt.furthest - 1]
    shown = read_clock(attempt, clock(), item)
    left, question = shown.remaining, shown.question_remaining
    return (
        float("inf") if left is None else left,
        float("inf") if question is None else question,
    )


@given(first=NEEDS, steps=STEPS, question_seconds=st.sampled_from([None, 60]), closes=st.booleans())
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_nothing_that_happens_to_an_attempt_ever_shortens_it(
    session: Session, first: Needs, steps: list[Any], question_seconds: int | None, closes: bool
) -> None:
    clock = MovableClock()
    try:
        world = make_world(
            session,
            clock(),
            closes_at=clock() + timedelta(minutes=25) if closes else None,
            question_seconds=question_seconds,
            **FORWARD,
        )
        set_needs(session, world.learner.id, first)
        attempt = begin(session, world, clock())
        sitting.open_question(session, attempt, 1, now=clock())
        for step, value in steps:
            began, opened, before = clock(), attempt.furthest, time_left(attempt, clock)
            take(session, world, attempt, clock, step, value)
            if attempt.closed_at is not None:
                break
            lapse = (clock() - began).total_seconds()
            after = time_left(attempt, clock)
            assert after[0] >= max(0, before[0] - lapse) - 1e-6, step
            if attempt.furthest == opened:
                assert after[1] >= max(0, before[1] - lapse) - 1e-6, step
    finally:
        session.rollback()
