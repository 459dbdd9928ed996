"""An attempt gets more time while it runs, and nothing ever shortens it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from flask import Flask
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
)
from quizapp.attempts.log import list_events
from quizapp.attempts.models import CloseReason, EventKind
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule
from tests.attempts.sittings import (
    BREAKS,
    FORWARD,
    GRACE,
    LIMIT,
    answer_rightly,
    begin,
    kinds,
    meanwhile,
    remaining,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world
from tests.web.engines import ON_SQLITE


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
