"""A sitting loses no answer, and closes when its time is over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.people import set_time_multiplier
from quizapp.attempts import sitting
from quizapp.attempts.answers import AnswerError, to_page
from quizapp.attempts.models import Attempt, CloseReason, PaperItem
from quizapp.attempts.result import key_value
from quizapp.attempts.sitting import AttemptClosedError, SittingError
from quizapp.bank.content import load_versions
from tests.conftest import MovableClock
from tests.factories import World, make_world

GRACE = 60


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


def begin(session: Session, world: World, clock: MovableClock, seed: int = 1) -> Attempt:
    return sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(seed), grace_seconds=GRACE
    )


def answer_rightly(
    session: Session, attempt: Attempt, item: PaperItem, clock: MovableClock
) -> None:
    draft = load_versions(session, [item.version_id])[item.version_id]
    fields = to_page(draft, [int(it) for it in item.printed_order], key_value(draft))
    sitting.respond(session, attempt.id, item.position, 1, list(fields), now=clock())


def test_every_kind_answered_rightly_earns_the_whole_score(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    for item in attempt.items:
        answer_rightly(session, attempt, item, clock)
    sitting.submit(session, attempt.id, now=clock())
    assert attempt.score == attempt.max_score == Decimal(12)
    assert attempt.close_reason is CloseReason.SUBMITTED


def test_an_attempt_without_answers_scores_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock).id, now=clock())
    assert attempt.score == 0


def test_starting_twice_gives_the_same_attempt(
    session: Session, world: World, clock: MovableClock
) -> None:
    assert begin(session, world, clock, 1).id == begin(session, world, clock, 2).id


def test_saving_twice_is_one_save(session: Session, world: World, clock: MovableClock) -> None:
    attempt = begin(session, world, clock)
    item = next(it for it in attempt.items if it.version.kind == "multiple_choice")
    first = sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    again = sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    assert first == again
    assert sitting.final_responses(session, attempt.id)[item.position].sequence == 1


def test_a_second_tab_that_counts_the_same_loses_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    item = next(it for it in attempt.items if it.version.kind == "multiple_choice")
    sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    saved = sitting.respond(session, attempt.id, item.position, 1, ["1"], now=clock())
    last = sitting.final_responses(session, attempt.id)[item.position]
    assert (saved.next_sequence, last.sequence) == (3, 2)
    assert last.value == (item.printed_order[1],)


def test_an_older_save_that_arrives_late_does_not_undo_a_newer_one(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    item = next(it for it in attempt.items if it.version.kind == "multiple_choice")
    sitting.respond(session, attempt.id, item.position, 2, ["1"], now=clock())
    sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    last = sitting.final_responses(session, attempt.id)[item.position]
    assert last.value == (item.printed_order[1],)


def test_an_answer_may_be_cleared(session: Session, world: World, clock: MovableClock) -> None:
    attempt = begin(session, world, clock)
    sitting.respond(session, attempt.id, 1, 1, [], now=clock())
    assert sitting.final_responses(session, attempt.id)[1].value == ()


@pytest.mark.parametrize("lapse", [20 * 60, 20 * 60 + GRACE])
def test_an_answer_on_the_way_at_the_bell_is_kept(
    session: Session, world: World, clock: MovableClock, lapse: int
) -> None:
    attempt = begin(session, world, clock)
    clock.move(seconds=lapse)
    answer_rightly(session, attempt, attempt.items[0], clock)
    assert sitting.submit(session, attempt.id, now=clock()).score == 1
    assert attempt.closed_at == attempt.deadline


def test_an_answer_after_the_grace_is_refused_and_the_others_are_kept(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    answer_rightly(session, attempt, attempt.items[0], clock)
    clock.move(seconds=20 * 60 + GRACE + 1)
    with pytest.raises(AttemptClosedError):
        answer_rightly(session, attempt, attempt.items[1], clock)
    closed = sitting.close_if_over(session, attempt, now=clock())
    assert closed.score == 1
    assert closed.close_reason is CloseReason.TIME_UP


def test_a_submitted_attempt_takes_no_answer(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock).id, now=clock())
    with pytest.raises(AttemptClosedError):
        sitting.respond(session, attempt.id, 1, 1, [], now=clock())


def test_submitting_twice_changes_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock).id, now=clock())
    closed_at = attempt.closed_at
    clock.move(minutes=3)
    assert sitting.submit(session, attempt.id, now=clock()).closed_at == closed_at


def test_the_sweep_closes_what_is_over_and_nothing_else(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin(session, world, clock)
    assert sitting.close_overdue(session, now=clock()) == 0
    clock.move(minutes=20, seconds=30)
    assert sitting.close_overdue(session, now=clock()) == 0
    clock.move(minutes=1)
    assert sitting.close_overdue(session, now=clock()) == 1
    assert sitting.close_overdue(session, now=clock()) == 0


def test_extended_time_moves_the_deadline(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_time_multiplier(session, world.learner.id, 1.5)
    attempt = begin(session, world, clock)
    assert attempt.deadline == clock() + timedelta(minutes=30)


def test_attempts_beyond_the_limit_are_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    for _ in range(2):
        sitting.submit(session, begin(session, world, clock).id, now=clock())
    with pytest.raises(SittingError, match="used all your attempts"):
        begin(session, world, clock)


def test_a_quiz_outside_its_window_cannot_be_started(session: Session, clock: MovableClock) -> None:
    world = make_world(
        session,
        clock(),
        opens_at=clock() + timedelta(hours=1),
        closes_at=clock() + timedelta(hours=2),
    )
    with pytest.raises(SittingError, match="not open yet"):
        begin(session, world, clock)
    clock.move(hours=2)
    with pytest.raises(SittingError, match="closed"):
        begin(session, world, clock)


def test_the_window_ends_an_attempt_without_a_time_limit(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + timedelta(hours=2)
    world = make_world(session, clock(), closes_at=closes_at, time_limit_seconds=None)
    assert begin(session, world, clock).deadline == closes_at


def test_an_answer_that_fits_no_question_is_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    item = next(it for it in attempt.items if it.version.kind == "multiple_choice")
    with pytest.raises(AnswerError):
        sitting.respond(session, attempt.id, item.position, 1, ["7"], now=clock())
    with pytest.raises(LookupError):
        sitting.respond(session, attempt.id, 99, 1, ["0"], now=clock())


def test_a_tab_that_lags_behind_learns_of_the_newer_answer(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    item = next(it for it in attempt.items if it.version.kind == "multiple_choice")
    sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    sitting.respond(session, attempt.id, item.position, 2, ["1"], now=clock())
    late = sitting.respond(session, attempt.id, item.position, 1, ["0"], now=clock())
    assert (late.next_sequence, late.in_force) == (3, False)
    sitting.respond(session, attempt.id, item.position, late.next_sequence, ["0"], now=clock())
    assert sitting.final_responses(session, attempt.id)[item.position].sequence == 3
