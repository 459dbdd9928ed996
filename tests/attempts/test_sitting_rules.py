"""What a quiz asks of a sitting holds: how it ends, which way it goes, who may begin, and when."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.attempts import sitting
from quizapp.attempts.admission import Visitor
from quizapp.attempts.closing import close_overdue
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.attempts.responses import final_responses
from quizapp.attempts.sitting import SittingError
from quizapp.quizzes.rules import PRACTICE, BellRule, Navigation
from tests.attempts.sittings import GRACE, answer_rightly, begin
from tests.conftest import MovableClock
from tests.factories import World, give, make_world


def begin_with(session: Session, clock: MovableClock, **rules: Any) -> Attempt:
    return begin(session, make_world(session, clock(), **rules), clock())


def knock(session: Session, world: World, visitor: Visitor, clock: MovableClock) -> Attempt:
    """Begin as somebody who stands at the door of a quiz."""
    return sitting.start(
        session,
        world.assignment,
        world.learner,
        now=clock(),
        rng=Random(1),
        grace_seconds=GRACE,
        visitor=visitor,
    )


def test_a_quiz_that_abandons_gives_no_score_to_what_is_not_handed_in(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, at_bell=BellRule.ABANDON)
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(minutes=20, seconds=GRACE + 1)
    sitting.submit(session, attempt.id, now=clock())
    assert (attempt.close_reason, attempt.score) == (CloseReason.ABANDONED, None)


def test_a_quiz_that_abandons_takes_what_is_handed_in_during_the_grace(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, at_bell=BellRule.ABANDON)
    clock.move(minutes=20, seconds=GRACE)
    sitting.submit(session, attempt.id, now=clock())
    assert (attempt.close_reason, attempt.score) == (CloseReason.SUBMITTED, Decimal(0))


def test_the_grace_to_hand_in_takes_no_answer(session: Session, clock: MovableClock) -> None:
    attempt = begin_with(session, clock, at_bell=BellRule.GRACE, submit_grace_seconds=300)
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(minutes=20, seconds=GRACE + 1)
    assert give(session, attempt.id, 2, [], now=clock()).late
    assert attempt.closed_at is None
    clock.move(seconds=300 - GRACE - 1)
    sitting.submit(session, attempt.id, now=clock())
    assert (attempt.close_reason, attempt.score) == (CloseReason.SUBMITTED, Decimal(1))


def test_who_does_not_hand_in_during_that_grace_has_abandoned(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, at_bell=BellRule.GRACE, submit_grace_seconds=300)
    clock.move(minutes=25, seconds=1)
    assert close_overdue(session, now=clock()) == 1
    assert (attempt.close_reason, attempt.score) == (CloseReason.ABANDONED, None)


def test_who_may_only_go_forward_cannot_change_what_was_passed(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, navigation=Navigation.SEQUENTIAL)
    assert [sitting.may_show(attempt, it) for it in (1, 2, 3)] == [True, True, False]
    answer_rightly(session, attempt, attempt.items[0], clock())
    sitting.open_question(session, attempt, 2, now=clock())
    assert [sitting.may_show(attempt, it) for it in (1, 2, 3, 4)] == [False, True, True, False]
    assert give(session, attempt.id, 1, [], now=clock(), sequence=2).late
    assert final_responses(session, attempt.id)[1].value != ()


def test_a_question_with_a_limit_of_its_own_is_shut_when_that_is_over(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, navigation=Navigation.SEQUENTIAL, question_seconds=30)
    first = attempt.items[0]
    assert sitting.must_open(attempt, first)
    sitting.open_question(session, attempt, 1, now=clock())
    assert not sitting.must_open(attempt, first)
    clock.move(seconds=30 + GRACE)
    assert not give(session, attempt.id, 1, [], now=clock()).late
    clock.move(seconds=1)
    assert give(session, attempt.id, 1, [], now=clock(), sequence=2).late
    sitting.open_question(session, attempt, 2, now=clock())
    assert not give(session, attempt.id, 2, [], now=clock()).late


def test_a_checked_question_takes_no_answer_that_counts(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin_with(session, clock, is_practice=True, review=PRACTICE)
    answer_rightly(session, attempt, attempt.items[0], clock())
    sitting.check(session, attempt.id, 1, now=clock())
    assert attempt.items[0].score == 1
    assert give(session, attempt.id, 1, [], now=clock(), sequence=2).late
    assert sitting.submit(session, attempt.id, now=clock()).score == 1


@pytest.mark.parametrize(
    ("wait", "gone", "told"),
    [
        (600, 1, "10 minutes"),
        (600, 599.5, "1 minute"),
        (4 * 3600, 1, "4 hours"),
        (3 * 24 * 3600, 1, "3 days"),
    ],
)
def test_the_next_attempt_waits_as_long_as_the_quiz_says(
    session: Session, clock: MovableClock, wait: int, gone: float, told: str
) -> None:
    world = make_world(session, clock(), wait_seconds=wait)
    sitting.submit(session, begin(session, world, clock()).id, now=clock())
    clock.move(seconds=gone)
    with pytest.raises(SittingError, match=rf"next attempt in {told}\.$"):
        begin(session, world, clock())
    clock.move(seconds=wait - gone)
    assert begin(session, world, clock()).number == 2


@pytest.mark.parametrize(
    ("visitor", "refusal"),
    [
        (Visitor(), "from the school's network"),
        (Visitor("bridges", "10.1.2.3"), "access code is not right"),
        (Visitor("bridge", ""), "from the school's network"),
        (Visitor("bridge", "11.0.0.1"), "from the school's network"),
        (Visitor("bridge", "10.1.2.3"), None),
        (Visitor("  BRIDGE ", "::ffff:10.1.2.3"), None),
    ],
)
def test_a_quiz_with_a_door_lets_in_who_has_the_code_and_stands_in_the_right_place(
    session: Session, clock: MovableClock, visitor: Visitor, refusal: str | None
) -> None:
    world = make_world(session, clock(), access_code="Bridge", ip_ranges=("10.0.0.0/8",))
    if refusal:
        with pytest.raises(SittingError, match=refusal):
            knock(session, world, visitor, clock)
    else:
        assert knock(session, world, visitor, clock).number == 1


@pytest.mark.parametrize("typed", ["", "heron"])
def test_where_no_code_is_asked_any_code_is_right(
    session: Session, world: World, clock: MovableClock, typed: str
) -> None:
    assert knock(session, world, Visitor(typed, ""), clock).number == 1
