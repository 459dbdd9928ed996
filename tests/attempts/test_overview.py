"""What is due for a learner, and what a teacher has running."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import add_course, join_course
from quizapp.attempts import saving, sitting
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import (
    DueItem,
    find_due,
    last_closing_time,
    list_assignments,
    list_assignments_of_quiz,
    list_course_summaries,
    list_due,
    list_overdue,
    list_quiz_summaries,
)
from quizapp.attempts.responses import Answer
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, make_teacher, make_world

HOUR = timedelta(hours=1)


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock(), drafts=(choice(),))


def begin(session: Session, world: World, clock: MovableClock) -> Attempt:
    return sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )


def only_due(session: Session, world: World, clock: MovableClock) -> DueItem:
    (item,) = list_due(session, world.learner.id, now=clock())
    return item


def test_an_assignment_goes_from_open_to_done(
    session: Session, world: World, clock: MovableClock
) -> None:
    item = only_due(session, world, clock)
    assert (item.state, item.attempts_used, item.attempts_left, item.best) == ("open", 0, 2, None)
    assert (item.course_name, item.article_title) == ("English 10A", "The bridge at Ostrava")
    assert item.entitlement.time_limit == timedelta(minutes=20)
    assert not item.entitlement.is_extended

    attempt = begin(session, world, clock)
    item = only_due(session, world, clock)
    assert (item.state, item.attempt_id, item.attempts_left) == ("in_progress", attempt.id, 1)
    assert item.last_result_id is None

    sitting.submit(session, attempt.id, now=clock())
    item = only_due(session, world, clock)
    assert (item.state, item.attempt_id, item.best) == ("open", None, 0)
    assert item.last_result_id == attempt.id

    second = begin(session, world, clock)
    place = second.items[0].printed_order.index("0")
    saving.respond(session, second.id, Answer(1, "tab", 1, (str(place),)), now=clock())
    sitting.submit(session, second.id, now=clock())
    item = only_due(session, world, clock)
    assert (item.state, item.attempts_left, item.best) == ("done", 0, 1)
    assert item.last_result_id == second.id


def test_an_attempt_whose_time_is_over_is_not_in_progress(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock)
    assert list_overdue(session, world.learner.id, now=clock()) == []
    clock.move(minutes=21, seconds=1)
    assert only_due(session, world, clock).state == "open"
    assert list_overdue(session, world.learner.id, now=clock()) == [attempt]
    item, attempts = find_due(session, world.learner.id, world.assignment, now=clock())
    assert (item.attempt_id, attempts) == (None, [attempt])


def test_extended_time_shows_as_the_learners_own_limit_and_closing(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + HOUR
    world = make_world(session, clock(), drafts=(choice(),), closes_at=closes_at)
    set_needs(session, world.learner.id, Needs(time_multiplier=1.5))
    item = only_due(session, world, clock)
    assert item.entitlement.time_limit == timedelta(minutes=30)
    assert item.entitlement.is_extended
    assert item.entitlement.closes_at == closes_at + timedelta(minutes=10)
    clock.move(hours=1, minutes=9)
    assert only_due(session, world, clock).state == "open"
    clock.move(minutes=1)
    assert only_due(session, world, clock).state == "closed"


def test_what_is_under_way_comes_first_and_what_is_over_last(
    session: Session, world: World, clock: MovableClock
) -> None:
    windows = {
        "closed": (clock() - 2 * HOUR, clock() - HOUR),
        "upcoming": (clock() + HOUR, None),
        "soon": (None, clock() + HOUR),
        "later": (None, clock() + 2 * HOUR),
    }
    for title, (opens_at, closes_at) in windows.items():
        quiz = add_quiz(
            session, world.teacher, [world.bank], QuizRules(title, draw(1)), now=clock()
        )
        assign_quiz(
            session, quiz, world.course, opens_at=opens_at, closes_at=closes_at, now=clock()
        )
    titles = [item.quiz.title for item in list_due(session, world.learner.id, now=clock())]
    assert titles == ["soon", "later", "Bridges", "upcoming", "closed"]
    begin(session, world, clock)
    items = list_due(session, world.learner.id, now=clock())
    assert [(it.quiz.title, it.state) for it in items][:2] == [
        ("Bridges", "in_progress"),
        ("soon", "open"),
    ]


def test_a_learner_sees_only_what_their_courses_were_given(
    session: Session, world: World, clock: MovableClock
) -> None:
    other = add_course(session, world.teacher, "10B", now=clock(), rng=Random(2))
    stranger = join_course(session, other, "Bo", PASSWORD, now=clock())
    assert list_due(session, stranger.id, now=clock()) == []
    assert len(list_due(session, world.learner.id, now=clock())) == 1


def test_a_teacher_sees_their_own_courses_and_quizzes(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin(session, world, clock)
    add_course(session, world.teacher, "A course without anybody", now=clock(), rng=Random(2))
    courses = list_course_summaries(session, world.teacher.id)
    assert [(it.course.name, it.learners, it.assignments) for it in courses] == [
        ("A course without anybody", 0, 0),
        ("English 10A", 1, 1),
    ]
    (quiz,) = list_quiz_summaries(session, world.teacher.id)
    assert (quiz.quiz, quiz.article_title, quiz.courses, quiz.attempts) == (
        world.quiz,
        "The bridge at Ostrava",
        ["English 10A"],
        1,
    )
    other = make_teacher(session, clock(), "other")
    assert list_course_summaries(session, other.id) == []
    assert list_quiz_summaries(session, other.id) == []


def test_assignments_are_listed_for_a_course_and_for_a_quiz(
    session: Session, world: World, clock: MovableClock
) -> None:
    begin(session, world, clock)
    clock.move(minutes=1)
    second = add_quiz(
        session, world.teacher, [world.bank], QuizRules("Second", draw(1)), now=clock()
    )
    given = assign_quiz(session, second, world.course, opens_at=None, closes_at=None, now=clock())
    assert list_assignments(session, world.course.id) == [
        (given, second, 0),
        (world.assignment, world.quiz, 1),
    ]
    assert list_assignments_of_quiz(session, second.id) == [(given, world.course)]


def test_a_window_has_closed_when_it_has_for_the_classmate_with_extended_time(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + timedelta(hours=1)
    world = make_world(session, clock(), closes_at=closes_at)
    grace = timedelta(seconds=60)
    assert last_closing_time(session, world.assignment, grace) == closes_at + grace
    classmate = join_course(session, world.course, "Grace Hopper", PASSWORD, now=clock())
    set_needs(session, classmate.id, Needs(time_multiplier=1.5))
    later = closes_at + timedelta(minutes=10) + grace
    assert last_closing_time(session, world.assignment, grace) == later


def test_the_waiting_time_between_attempts_is_shown_with_its_end(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),), wait_seconds=600)
    sitting.submit(session, begin(session, world, clock).id, now=clock())
    item = only_due(session, world, clock)
    assert (item.state, item.opens_at) == ("waiting", clock() + timedelta(minutes=10))
    clock.move(minutes=10)
    assert only_due(session, world, clock).state == "open"


def test_answers_wait_for_an_attempt_that_has_no_end(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), closes_at=clock() + HOUR)
    set_needs(session, world.learner.id, Needs(untimed=True))
    grace = timedelta(seconds=60)
    a_day_later = clock() + HOUR + timedelta(days=1) + grace
    assert last_closing_time(session, world.assignment, grace) == a_day_later
