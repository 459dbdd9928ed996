"""A teacher decides about late answers, abandoned attempts, reopening and marks by hand."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner, Teacher
from quizapp.attempts import sitting
from quizapp.attempts.clock import read_clock
from quizapp.attempts.deciding import (
    DecisionError,
    accept_late,
    close_by_teacher,
    count_abandoned,
    list_acceptable,
    list_to_mark,
    mark_by_hand,
    reopen,
)
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem
from quizapp.attempts.responses import final_responses, list_late
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import PRACTICE, BellRule, Layout, Navigation
from tests.attempts.sittings import (
    GRACE,
    LIMIT,
    answer,
    answer_rightly,
    begin,
    find,
    kinds,
    meanwhile,
)
from tests.conftest import MovableClock
from tests.factories import World, make_world

ABANDON: dict[str, Any] = {"at_bell": BellRule.ABANDON}


def be_late(session: Session, world: World, clock: MovableClock) -> Attempt:
    """An attempt with one answer in time, another to it too late, and a second one too late."""
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    for item in attempt.items[:2]:
        assert answer_rightly(session, attempt, item, clock()).late
    return attempt


def test_late_answers_are_kept_and_do_not_count(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = be_late(session, world, clock)
    assert attempt.score == 1
    assert attempt.close_reason is CloseReason.TIME_UP
    assert [it.counts for it in list_late(session, attempt.id)] == [False, False]


def test_late_answers_count_once_the_teacher_says_so(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = be_late(session, world, clock)
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 2
    assert all(it.counts and it.is_late for it in list_late(session, attempt.id))
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 2
    assert kinds(session, attempt).count(EventKind.LATE_ACCEPTED) == 1, "twice changes nothing"


def test_letting_late_answers_count_is_refused_without_any_and_while_the_attempt_runs(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    with pytest.raises(DecisionError, match="still running"):
        accept_late(session, attempt.id, world.teacher, now=clock())
    sitting.submit(session, attempt.id, now=clock())
    with pytest.raises(DecisionError, match="No answer of this attempt came late"):
        accept_late(session, attempt.id, world.teacher, now=clock())


def test_an_answer_given_after_the_right_one_was_shown_never_counts(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), review=PRACTICE, is_practice=True)
    attempt = begin(session, world, clock())
    item = find(attempt, Kind.MULTIPLE_CHOICE)
    wrong = next(n for n, index in enumerate(item.printed_order) if index != "0")
    answer(session, attempt, item.position, str(wrong), now=clock())
    clock.move(seconds=5)
    sitting.check(session, attempt.id, item.position, now=clock())
    clock.move(seconds=5)
    assert answer_rightly(session, attempt, item, clock()).late
    sitting.submit(session, attempt.id, now=clock())
    assert list_acceptable(session, attempt) == []
    with pytest.raises(DecisionError, match="came late"):
        accept_late(session, attempt.id, world.teacher, now=clock())
    other = next(it for it in attempt.items if it is not item)
    assert answer_rightly(session, attempt, other, clock()).late
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 1
    assert final_responses(session, attempt.id)[item.position].is_late is False


def test_late_answers_of_an_abandoned_attempt_make_it_count(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), **ABANDON)
    attempt = be_late(session, world, clock)
    assert attempt.score is None
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 2
    assert attempt.close_reason is CloseReason.TEACHER


def test_an_abandoned_attempt_counts_with_what_was_saved_in_time(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), **ABANDON)
    attempt = be_late(session, world, clock)
    count_abandoned(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 1
    assert attempt.close_reason is CloseReason.TEACHER
    with pytest.raises(DecisionError, match="counts already"):
        count_abandoned(session, attempt.id, world.teacher, now=clock())


def test_a_teacher_hands_in_with_what_is_saved_and_twice_is_once(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    clock.move(minutes=3)
    close_by_teacher(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == 1
    assert attempt.close_reason is CloseReason.TEACHER
    closed_at = attempt.closed_at
    clock.move(minutes=3)
    close_by_teacher(session, attempt.id, world.teacher, now=clock())
    assert attempt.closed_at == closed_at
    assert kinds(session, attempt).count(EventKind.CLOSED) == 1


def test_closing_what_is_over_already_is_the_bell_and_not_the_teacher(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    close_by_teacher(session, attempt.id, world.teacher, now=clock())
    assert attempt.close_reason is CloseReason.TIME_UP


@pytest.mark.parametrize("lapse", [60, LIMIT + GRACE + 1, 5 * 3600])
def test_a_reopened_attempt_has_at_least_the_minutes_that_were_given(
    session: Session, world: World, clock: MovableClock, lapse: int
) -> None:
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    deadline = attempt.deadline
    clock.move(seconds=lapse)
    sitting.submit(session, attempt.id, now=clock())
    reopen(session, attempt.id, world.teacher, 5, now=clock())
    assert (attempt.closed_at, attempt.close_reason, attempt.score) == (None, None, None)
    left = read_clock(attempt, clock()).remaining
    assert left == max(300, LIMIT - lapse)
    assert attempt.deadline
    assert deadline
    assert attempt.deadline >= deadline
    assert not answer_rightly(session, attempt, attempt.items[1], clock()).late
    assert sitting.submit(session, attempt.id, now=clock()).score == 2
    event = next(it for it in list_events(session, attempt.id) if it.kind is EventKind.REOPENED)
    assert (event.seconds, event.teacher) == (300, world.teacher)


def test_a_reopened_attempt_has_the_whole_time_for_the_question_that_is_open(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(
        session,
        clock(),
        navigation=Navigation.SEQUENTIAL,
        layout=Layout.ONE,
        question_seconds=60,
        time_limit_seconds=None,
    )
    attempt = begin(session, world, clock())
    sitting.open_question(session, attempt, 1, now=clock())
    clock.move(hours=1)
    sitting.submit(session, attempt.id, now=clock())
    reopen(session, attempt.id, world.teacher, 5, now=clock())
    clock.move(seconds=60)
    assert not answer_rightly(session, attempt, attempt.items[0], clock()).late


@pytest.mark.parametrize("minutes", [0, -1, 10**12])
def test_reopening_for_no_time_or_for_ever_is_refused(
    session: Session, world: World, clock: MovableClock, minutes: int
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    with pytest.raises(DecisionError, match="Give from 1 to"):
        reopen(session, attempt.id, world.teacher, minutes, now=clock())
    assert attempt.closed_at


def test_reopening_is_refused_while_an_attempt_of_the_learner_runs(
    session: Session, world: World, clock: MovableClock
) -> None:
    first = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    second = begin(session, world, clock())
    with pytest.raises(DecisionError, match="another attempt; close that one first"):
        reopen(session, first.id, world.teacher, 5, now=clock())
    with pytest.raises(DecisionError, match="still running"):
        reopen(session, second.id, world.teacher, 5, now=clock())


def test_points_by_hand_replace_what_the_scoring_found(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    sitting.submit(session, attempt.id, now=clock())
    item = attempt.items[1]
    mark_by_hand(session, item, Decimal("0.5"), " Nearly. ", world.teacher, now=clock())
    assert attempt.score == Decimal("1.5")
    assert (item.comment, item.marker, item.marked_at) == ("Nearly.", world.teacher, clock())
    line = list_events(session, attempt.id)[-1]
    assert (line.kind, line.position) == (EventKind.MARKED, item.position)
    mark_by_hand(session, item, Decimal(1), "", world.teacher, now=clock())
    assert attempt.score == 2


@pytest.mark.parametrize("points", ["-0.01", "1.01", "100"])
def test_points_out_of_range_are_refused(
    session: Session, world: World, clock: MovableClock, points: str
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    with pytest.raises(DecisionError, match="Give from 0 to 1 points"):
        mark_by_hand(session, attempt.items[0], Decimal(points), "", world.teacher, now=clock())
    assert attempt.score == 0


def test_where_certainty_counts_points_by_hand_may_be_below_zero(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), uses_certainty=True)
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    item = attempt.items[0]
    mark_by_hand(session, item, Decimal(-2), "", world.teacher, now=clock())
    assert (item.score, item.share) == (Decimal(-2), 0)
    with pytest.raises(DecisionError, match=r"Give from -2 to 1 points\."):
        mark_by_hand(session, item, Decimal("-2.01"), "", world.teacher, now=clock())


def test_what_runs_or_does_not_count_takes_no_points(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), **ABANDON)
    attempt = begin(session, world, clock())
    with pytest.raises(DecisionError, match="still running"):
        mark_by_hand(session, attempt.items[0], Decimal(1), "", world.teacher, now=clock())
    clock.move(seconds=LIMIT + GRACE + 1)
    close_by_teacher(session, attempt.id, world.teacher, now=clock())
    with pytest.raises(DecisionError, match="abandoned; let it count first"):
        mark_by_hand(session, attempt.items[0], Decimal(1), "", world.teacher, now=clock())


def test_points_by_hand_give_way_to_a_new_answer_after_reopening(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    for item in attempt.items[:2]:
        mark_by_hand(session, item, Decimal("0.5"), "", world.teacher, now=clock())
    clock.move(minutes=1)
    reopen(session, attempt.id, world.teacher, 5, now=clock())
    answer_rightly(session, attempt, attempt.items[0], clock())
    sitting.submit(session, attempt.id, now=clock())
    assert [it.score for it in attempt.items[:2]] == [Decimal(1), Decimal("0.5")]
    assert [it.marker for it in attempt.items[:2]] == [None, world.teacher]


def test_points_by_hand_stay_when_a_late_answer_says_the_same(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = be_late(session, world, clock)
    mark_by_hand(session, attempt.items[0], Decimal("0.25"), "", world.teacher, now=clock())
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert attempt.score == Decimal("1.25")


def test_points_by_hand_give_way_when_a_late_answer_takes_the_place_of_theirs(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = be_late(session, world, clock)
    late = attempt.items[1]
    mark_by_hand(session, late, Decimal("0.25"), "", world.teacher, now=clock())
    accept_late(session, attempt.id, world.teacher, now=clock())
    assert (late.score, late.marker) == (Decimal(1), None)


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_two_teachers_who_mark_one_attempt_at_once_lose_no_points(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    attempt = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    session.commit()
    items = list(attempt.items)  # held, as a page holds all that waits
    assert [it.score for it in items[:2]] == [0, 0], "read before the other one marks"
    with Session(session.get_bind()) as other:
        teacher = other.get_one(Teacher, world.teacher.id)
        first = other.get_one(PaperItem, items[0].id)
        mark_by_hand(other, first, Decimal(1), "", teacher, now=clock())
        other.commit()
    mark_by_hand(session, items[1], Decimal(1), "", world.teacher, now=clock())
    assert attempt.score == 2


def test_answers_that_wait_are_listed_question_by_question_until_they_are_marked(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), marked_by_hand=True)
    attempts = []
    for _ in range(2):
        attempt = begin(session, world, clock())
        for kind in (Kind.SHORT_ANSWER, Kind.CLOZE):
            item = find(attempt, kind)
            answer(session, attempt, item.position, "something else", now=clock())
        sitting.submit(session, attempt.id, now=clock())
        attempts.append(attempt)
        clock.move(seconds=1)
    waiting = list_to_mark(session, world.assignment.id)
    versions = [item.version_id for _, item in waiting]
    assert versions == sorted(versions)
    assert [attempt for attempt, _ in waiting] == attempts * 2
    mark_by_hand(session, waiting[0][1], Decimal(1), "", world.teacher, now=clock())
    assert list_to_mark(session, world.assignment.id) == waiting[1:]
    reopen(session, attempts[1].id, world.teacher, 5, now=clock())
    assert [attempt for attempt, _ in list_to_mark(session, world.assignment.id)] == [attempts[0]]


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_nobody_has_two_attempts_open_by_a_start_in_the_moment_of_a_reopening(
    app: Flask, session: Session, world: World, clock: MovableClock
) -> None:
    closed = sitting.submit(session, begin(session, world, clock()).id, now=clock())
    world.quiz.max_attempts = None
    session.commit()
    ids = (world.assignment.id, world.learner.id)

    def start(other: Session) -> None:
        found = other.get_one(Assignment, ids[0]), other.get_one(Learner, ids[1])
        sitting.start(other, *found, now=clock(), rng=Random(1), grace_seconds=GRACE)

    with meanwhile(app, start), pytest.raises(DecisionError, match="started another attempt"):
        reopen(session, closed.id, world.teacher, 5, now=clock())
