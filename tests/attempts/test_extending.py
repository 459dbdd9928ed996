"""An attempt gets more time while it runs, and nothing ever shortens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.closing import close_if_over
from quizapp.attempts.extending import (
    MOST_MINUTES,
    TimeError,
    accommodate,
    add_time,
    add_time_for_all,
    end_break,
    find_break,
    start_break,
)
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, CloseReason, EventKind
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule, Layout, Navigation
from tests.attempts.sittings import GRACE, answer_rightly, begin
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, give, make_world
from tests.web.engines import ON_SQLITE

LIMIT = 20 * 60
BREAKS = Needs(break_count=2, break_seconds=300)
FORWARD: dict[str, Any] = {"navigation": Navigation.SEQUENTIAL, "layout": Layout.ONE}


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


def remaining(attempt: Attempt, clock: MovableClock) -> float:
    """Seconds left to answer."""
    left = read_clock(attempt, clock()).remaining
    assert left is not None
    return left


@contextmanager
def meanwhile(app: Flask, deed: Callable[[Session], object]) -> Iterator[None]:
    """`deed` is done by another request, which commits while this one is waiting for it."""
    done = Event()

    def act() -> None:
        with app.app_context():
            deed(db.session())
            done.set()
            sleep(0.5)
            db.session.commit()
            db.session.remove()

    thread = Thread(target=act)
    thread.start()
    assert done.wait(20)
    yield
    thread.join()


def kinds(session: Session, attempt: Attempt) -> list[EventKind]:
    return [it.kind for it in list_events(session, attempt.id)]


def test_minutes_are_added_to_one_and_noted(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    add_time(session, attempt.id, 5, world.teacher, now=clock())
    assert remaining(attempt, clock) == LIMIT + 300
    line = list_events(session, attempt.id)[-1]
    assert (line.kind, line.teacher, line.seconds) == (EventKind.TIME_ADDED, world.teacher, 300)


@pytest.mark.parametrize("minutes", [0, -5, MOST_MINUTES + 1])
@ON_SQLITE
def test_minutes_out_of_range_are_refused_and_nothing_changes(
    session: Session, world: World, clock: MovableClock, minutes: int
) -> None:
    attempt = begin(session, world, clock())
    with pytest.raises(TimeError, match="Add from 1 to"):
        add_time(session, attempt.id, minutes, world.teacher, now=clock())
    with pytest.raises(TimeError, match="Add from 1 to"):
        add_time_for_all(session, world.assignment, minutes, world.teacher, now=clock())
    assert remaining(attempt, clock) == LIMIT


def test_time_added_in_the_grace_lets_the_learner_answer_again(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + GRACE)
    assert read_clock(attempt, clock()).phase is Phase.HANDING_IN
    add_time(session, attempt.id, 5, world.teacher, now=clock())
    assert read_clock(attempt, clock()).phase is Phase.ANSWERING
    assert remaining(attempt, clock) == 300 - GRACE
    assert not answer_rightly(session, attempt, attempt.items[0], clock()).late


def test_time_added_while_handing_in_lets_the_learner_answer_again(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), at_bell=BellRule.GRACE, submit_grace_seconds=600)
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + 120)
    assert answer_rightly(session, attempt, attempt.items[0], clock()).late
    add_time(session, attempt.id, 5, world.teacher, now=clock())
    assert remaining(attempt, clock) == 180
    assert not answer_rightly(session, attempt, attempt.items[1], clock()).late


def test_after_the_grace_it_is_too_late_to_add_time(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    with pytest.raises(TimeError, match="closed; reopen it"):
        add_time(session, attempt.id, 5, world.teacher, now=clock())
    assert attempt.close_reason is CloseReason.TIME_UP
    with pytest.raises(TimeError, match="No attempt with a time limit is running"):
        add_time_for_all(session, world.assignment, 5, world.teacher, now=clock())


def test_time_is_added_beyond_the_end_of_the_window(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), closes_at=clock() + timedelta(minutes=10))
    attempt = begin(session, world, clock())
    assert remaining(attempt, clock) == 600
    add_time(session, attempt.id, 5, world.teacher, now=clock())
    clock.move(minutes=14)
    assert close_if_over(session, attempt, now=clock()).closed_at is None
    assert not answer_rightly(session, attempt, attempt.items[0], clock()).late
    assert remaining(attempt, clock) == 60


def test_an_attempt_without_a_limit_takes_no_minutes(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), time_limit_seconds=None)
    attempt = begin(session, world, clock())
    with pytest.raises(TimeError, match="no time limit"):
        add_time(session, attempt.id, 5, world.teacher, now=clock())
    with pytest.raises(TimeError, match="No attempt with a time limit is running"):
        add_time_for_all(session, world.assignment, 5, world.teacher, now=clock())


def test_where_only_questions_have_a_limit_the_one_that_is_open_gets_the_minutes(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), question_seconds=60, time_limit_seconds=None, **FORWARD)
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    assert add_time_for_all(session, world.assignment, 1, world.teacher, now=clock()) == 1
    assert attempt.deadline is None
    assert read_clock(attempt, clock(), attempt.items[0]).question_remaining == 120


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_whoever_hands_in_while_minutes_are_given_to_all_keeps_none_from_the_others(
    app: Flask, session: Session, world: World, clock: MovableClock
) -> None:
    learner = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    first, second = begin(session, world, clock()), begin(session, world, clock(), learner)
    session.commit()
    with meanwhile(app, lambda other: sitting.submit(other, second.id, now=clock())):
        assert add_time_for_all(session, world.assignment, 5, world.teacher, now=clock()) == 1
    session.commit()
    assert remaining(first, clock) == LIMIT + 300
    assert (second.close_reason, second.added_seconds) == (CloseReason.SUBMITTED, 0)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_an_accommodation_given_in_the_moment_of_a_start_reaches_the_attempt(
    app: Flask, session: Session, world: World, clock: MovableClock
) -> None:
    session.commit()
    ids = (world.assignment.id, world.learner.id)

    def start(other: Session) -> None:
        found = other.get_one(Assignment, ids[0]), other.get_one(Learner, ids[1])
        sitting.start(other, *found, now=clock(), rng=Random(1), grace_seconds=GRACE)

    with meanwhile(app, start):
        extended = accommodate(session, world.learner, BREAKS, world.teacher, now=clock())
    assert extended == 1


def test_minutes_for_all_reach_every_attempt_that_runs_and_no_other(
    session: Session, world: World, clock: MovableClock
) -> None:
    done = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    before = done.deadline
    running = [begin(session, world, clock())]
    for name in ("Bo", "Chen"):
        learner = join_course(session, world.course, name, PASSWORD, now=clock())
        running.append(begin(session, world, clock(), learner))
    assert add_time_for_all(session, world.assignment, 10, world.teacher, now=clock()) == 3
    assert [remaining(it, clock) for it in running] == [LIMIT + 600] * 3
    assert done.deadline == before


def test_the_question_that_is_open_gets_the_added_time_too(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), question_seconds=60, **FORWARD)
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    add_time(session, attempt.id, 1, world.teacher, now=clock())
    clock.move(seconds=60 + GRACE + 1)
    assert not answer_rightly(session, attempt, attempt.items[0], clock()).late


def test_on_a_break_the_clock_stands_and_then_goes_on_by_itself(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    clock.move(minutes=5)
    start_break(session, attempt.id, now=clock())
    clock.move(minutes=4)
    assert read_clock(attempt, clock()).phase is Phase.ON_BREAK
    assert remaining(attempt, clock) == LIMIT - 300
    clock.move(minutes=2)
    assert read_clock(attempt, clock()).phase is Phase.ANSWERING
    assert remaining(attempt, clock) == LIMIT - 300 - 60
    assert find_break(attempt, clock()) is None


def test_a_break_that_ends_early_gives_back_what_was_not_used(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    start_break(session, attempt.id, now=clock())
    clock.move(seconds=40.5)
    end_break(session, attempt.id, now=clock())
    # Whole seconds are given back; what is left of one is the learner's.
    assert LIMIT <= remaining(attempt, clock) < LIMIT + 1
    end_break(session, attempt.id, now=clock())
    assert kinds(session, attempt)[-2:] == [EventKind.BREAK_STARTED, EventKind.BREAK_ENDED]
    assert attempt.breaks[0].ends_at == clock()


def test_two_breaks_at_once_are_one(session: Session, world: World, clock: MovableClock) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    first = start_break(session, attempt.id, now=clock())
    clock.move(seconds=10)
    assert start_break(session, attempt.id, now=clock()) is first
    assert len(attempt.breaks) == 1
    assert remaining(attempt, clock) == LIMIT


def test_an_answer_that_is_only_sent_again_ends_no_break(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    for _ in range(2):
        give(session, attempt.id, 1, ("0",), now=clock())
        start_break(session, attempt.id, now=clock())
        clock.move(seconds=5)
    assert find_break(attempt, clock())
    give(session, attempt.id, 1, ("1",), sequence=2, now=clock())
    assert not find_break(attempt, clock())


def test_after_the_last_break_there_is_no_other(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    for _ in range(2):
        start_break(session, attempt.id, now=clock())
        end_break(session, attempt.id, now=clock())
    with pytest.raises(TimeError, match="taken all your breaks"):
        start_break(session, attempt.id, now=clock())


def test_a_break_begins_before_the_bell_and_never_at_it(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT - 1)
    start_break(session, attempt.id, now=clock())
    clock.move(seconds=300)
    assert remaining(attempt, clock) == 1
    clock.move(seconds=1)
    with pytest.raises(TimeError, match="time of this attempt is over"):
        start_break(session, attempt.id, now=clock())


def test_a_closed_attempt_has_no_breaks(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    start_break(session, attempt.id, now=clock())
    sitting.submit(session, attempt.id, now=clock())
    deadline = attempt.deadline
    end_break(session, attempt.id, now=clock())
    assert attempt.deadline == deadline
    with pytest.raises(TimeError, match="over"):
        start_break(session, attempt.id, now=clock())


def test_a_break_opens_no_question_whose_time_is_over(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), question_seconds=60, **FORWARD)
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    clock.move(seconds=60 + GRACE + 30)
    start_break(session, attempt.id, now=clock())
    clock.move(seconds=10)
    assert answer_rightly(session, attempt, attempt.items[0], clock()).late


def test_a_break_stops_the_clock_of_the_question_too(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), question_seconds=60, **FORWARD)
    set_needs(session, world.learner.id, BREAKS)
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    clock.move(seconds=20)
    start_break(session, attempt.id, now=clock())
    clock.move(seconds=100)
    end_break(session, attempt.id, now=clock())
    shown = read_clock(attempt, clock(), attempt.items[0])
    assert shown.question_remaining == 40


def test_an_accommodation_reaches_the_attempt_that_runs(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(minutes=5)
    needs = Needs(time_multiplier=1.5, break_count=1, break_seconds=60)
    accommodate(session, world.learner, needs, world.teacher, now=clock())
    assert remaining(attempt, clock) == LIMIT * 1.5 - 300
    assert read_clock(attempt, clock()).breaks_left == 1
    assert attempt.is_extended
    assert kinds(session, attempt)[-1] is EventKind.ACCOMMODATED


def test_an_accommodation_moves_the_end_of_the_window_of_an_attempt_that_runs(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), closes_at=clock() + timedelta(minutes=20))
    attempt = begin(session, world, clock())
    accommodate(session, world.learner, Needs(time_multiplier=2), world.teacher, now=clock())
    assert remaining(attempt, clock) == 2 * LIMIT


def test_an_accommodation_reaches_the_question_that_is_open(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), question_seconds=60, **FORWARD)
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    accommodate(session, world.learner, Needs(time_multiplier=2), world.teacher, now=clock())
    assert read_clock(attempt, clock(), attempt.items[0]).question_remaining == 120
    accommodate(session, world.learner, Needs(untimed=True), world.teacher, now=clock())
    clock.move(hours=3)
    assert attempt.deadline is None
    assert not answer_rightly(session, attempt, attempt.items[0], clock()).late


def test_an_accommodation_that_is_taken_back_leaves_a_running_attempt_what_it_has(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    accommodate(session, world.learner, Needs(time_multiplier=2), world.teacher, now=clock())
    accommodate(session, world.learner, Needs(), world.teacher, now=clock())
    assert remaining(attempt, clock) == 2 * LIMIT


def test_an_accommodation_changes_no_closed_attempt(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    accommodate(session, world.learner, Needs(time_multiplier=2), world.teacher, now=clock())
    assert attempt.close_reason is CloseReason.TIME_UP
    assert attempt.time_limit_seconds == LIMIT


def test_a_multiplier_with_odd_seconds_is_rounded_up(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, Needs(time_multiplier=1.3333))
    attempt = begin(session, world, clock())
    whole = LIMIT * 1.3333
    assert remaining(attempt, clock) >= whole
    accommodate(session, world.learner, Needs(time_multiplier=1.3333), world.teacher, now=clock())
    assert remaining(attempt, clock) >= whole


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
