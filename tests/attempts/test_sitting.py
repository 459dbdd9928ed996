"""A sitting loses no answer, and closes when its time is over."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts import sitting
from quizapp.attempts.answers import AnswerError
from quizapp.attempts.closing import close_overdue
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem, Response
from quizapp.attempts.responses import final_responses, list_late
from quizapp.attempts.sitting import SittingError
from tests.attempts.sittings import GRACE, answer_rightly, begin
from tests.conftest import MovableClock
from tests.factories import World, give, make_world


def test_every_kind_answered_rightly_earns_the_whole_score(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    for item in attempt.items:
        answer_rightly(session, attempt, item, clock())
    sitting.submit(session, attempt.id, now=clock())
    assert attempt.score == attempt.max_score == Decimal(12)
    assert attempt.close_reason is CloseReason.SUBMITTED


def test_an_attempt_without_answers_scores_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    assert attempt.score == 0


def test_starting_twice_gives_the_same_attempt(
    session: Session, world: World, clock: MovableClock
) -> None:
    first = begin(session, world, clock())
    again = sitting.start(
        session,
        world.assignment,
        world.learner,
        now=clock(),
        rng=Random(2),
        grace_seconds=GRACE,
    )
    assert again.id == first.id


def in_force(session: Session, attempt: Attempt, position: int) -> Response:
    return final_responses(session, attempt.id)[position]


def one_choice(attempt: Attempt) -> PaperItem:
    return next(it for it in attempt.items if it.version.kind == "multiple_choice")


def test_saving_twice_is_one_save(session: Session, world: World, clock: MovableClock) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    first = give(session, attempt.id, item.position, ["0"], now=clock())
    clock.move(seconds=5)
    assert give(session, attempt.id, item.position, ["0"], now=clock()) == first
    assert in_force(session, attempt, item.position).sequence == 1


def test_a_save_that_arrives_again_after_the_bell_is_not_late(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    give(session, attempt.id, item.position, ["0"], now=clock())
    clock.move(hours=1)
    assert not give(session, attempt.id, item.position, ["0"], now=clock()).late


def test_a_form_that_is_sent_again_with_another_answer_loses_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    give(session, attempt.id, item.position, ["0"], now=clock())
    saved = give(session, attempt.id, item.position, ["1"], now=clock())
    last = in_force(session, attempt, item.position)
    assert (saved.next_sequence, saved.in_force, last.sequence) == (3, True, 2)
    assert last.value == (item.printed_order[1],)


def test_of_two_tabs_that_count_the_same_the_later_one_is_in_force(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    give(session, attempt.id, item.position, ["0"], now=clock(), tab="one")
    saved = give(session, attempt.id, item.position, ["1"], now=clock(), tab="two")
    assert saved.in_force
    assert in_force(session, attempt, item.position).tab == "two"


def test_an_older_save_that_arrives_late_does_not_undo_a_newer_one(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    give(session, attempt.id, item.position, ["1"], now=clock(), sequence=2)
    older = give(session, attempt.id, item.position, ["0"], now=clock(), sequence=1)
    assert (older.next_sequence, older.in_force) == (3, False)
    assert in_force(session, attempt, item.position).value == (item.printed_order[1],)


def test_a_tab_that_lags_behind_learns_of_the_newer_answer(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    item = one_choice(attempt)
    give(session, attempt.id, item.position, ["0"], now=clock(), tab="one", sequence=5)
    late = give(session, attempt.id, item.position, ["1"], now=clock(), tab="two")
    assert (late.next_sequence, late.in_force) == (6, False)
    assert give(
        session, attempt.id, item.position, ["1"], now=clock(), tab="two", sequence=6
    ).in_force


def test_the_page_that_holds_the_sitting_is_the_last_that_was_loaded(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    sitting.hold(session, attempt.id, "one", now=clock())
    assert not give(session, attempt.id, 1, [], now=clock(), tab="one").elsewhere
    sitting.hold(session, attempt.id, "two", now=clock())
    assert give(session, attempt.id, 1, [], now=clock(), tab="one", sequence=2).elsewhere
    assert not give(session, attempt.id, 1, [], now=clock(), tab="", sequence=3).elsewhere


def test_an_answer_may_be_cleared(session: Session, world: World, clock: MovableClock) -> None:
    attempt = begin(session, world, clock())
    give(session, attempt.id, 1, [], now=clock())
    assert in_force(session, attempt, 1).value == ()


@pytest.mark.parametrize("lapse", [20 * 60, 20 * 60 + GRACE])
def test_an_answer_on_the_way_at_the_bell_is_kept(
    session: Session, world: World, clock: MovableClock, lapse: int
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=lapse)
    answer_rightly(session, attempt, attempt.items[0], clock())
    assert sitting.submit(session, attempt.id, now=clock()).score == 1
    assert attempt.closed_at == attempt.deadline


def test_an_answer_after_the_grace_is_kept_as_late_and_does_not_count(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(seconds=20 * 60 + GRACE + 1)
    answer_rightly(session, attempt, attempt.items[1], clock())
    assert (attempt.close_reason, attempt.score) == (CloseReason.TIME_UP, Decimal(1))
    (late,) = list_late(session, attempt.id)
    assert (late.position, late.counts) == (2, False)


def test_an_answer_that_reaches_a_submitted_attempt_is_kept_as_late(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    assert give(session, attempt.id, 1, [], now=clock()).late
    assert attempt.score == 0


def test_submitting_twice_changes_nothing(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    closed_at = attempt.closed_at
    clock.move(minutes=3)
    assert sitting.submit(session, attempt.id, now=clock()).closed_at == closed_at


def test_the_sweep_closes_what_is_over_and_nothing_else(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin(session, world, clock())
    assert close_overdue(session, now=clock()) == 0
    clock.move(minutes=20, seconds=30)
    assert close_overdue(session, now=clock()) == 0
    clock.move(minutes=1)
    assert close_overdue(session, now=clock()) == 1
    assert close_overdue(session, now=clock()) == 0


def test_extended_time_moves_the_deadline(
    session: Session, world: World, clock: MovableClock
) -> None:
    set_needs(session, world.learner.id, Needs(time_multiplier=1.5))
    attempt = begin(session, world, clock())
    assert attempt.deadline == clock() + timedelta(minutes=30)


def test_attempts_beyond_the_limit_are_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    for _ in range(2):
        sitting.submit(session, begin(session, world, clock()).id, now=clock())
    with pytest.raises(SittingError, match="used all your attempts"):
        begin(session, world, clock())


def test_a_quiz_outside_its_window_cannot_be_started(session: Session, clock: MovableClock) -> None:
    world = make_world(
        session,
        clock(),
        opens_at=clock() + timedelta(hours=1),
        closes_at=clock() + timedelta(hours=2),
    )
    with pytest.raises(SittingError, match="not open yet"):
        begin(session, world, clock())
    clock.move(hours=2)
    with pytest.raises(SittingError, match="closed"):
        begin(session, world, clock())


def test_the_window_ends_an_attempt_without_a_time_limit(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + timedelta(hours=2)
    world = make_world(session, clock(), closes_at=closes_at, time_limit_seconds=None)
    assert begin(session, world, clock()).deadline == closes_at


def test_an_answer_that_fits_no_question_is_refused(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    with pytest.raises(AnswerError):
        give(session, attempt.id, one_choice(attempt).position, ["7"], now=clock())
    with pytest.raises(LookupError):
        give(session, attempt.id, 99, ["0"], now=clock())


def test_a_question_is_marked_for_later_and_unmarked(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    for flagged in (True, True, False):
        sitting.flag(session, attempt.id, 2, flagged=flagged)
        assert attempt.items[1].is_flagged is flagged
    with pytest.raises(LookupError):
        sitting.flag(session, attempt.id, 99, flagged=True)


def test_what_happens_is_written_into_the_log(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    sitting.hold(session, attempt.id, "one", now=clock())
    sitting.submit(session, attempt.id, now=clock())
    kinds = [event.kind for event in list_events(session, attempt.id)]
    assert kinds == [EventKind.STARTED, EventKind.OPENED, EventKind.SUBMITTED]
