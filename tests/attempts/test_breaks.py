"""On a break the clock stands, and nobody loses or gains by it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.needs import set_needs
from quizapp.attempts import sitting
from quizapp.attempts.clock import Phase, read_clock
from quizapp.attempts.extending import (
    TimeError,
    end_break,
    find_break,
    start_break,
)
from quizapp.attempts.models import EventKind
from tests.attempts.sittings import (
    BREAKS,
    FORWARD,
    GRACE,
    LIMIT,
    answer_rightly,
    begin,
    kinds,
    remaining,
)
from tests.conftest import MovableClock
from tests.factories import World, give, make_world


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
