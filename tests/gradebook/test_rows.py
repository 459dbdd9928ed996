"""Whose score counts where: not attempted, in progress and graded are three things."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import add_course, enrol, join_course
from quizapp.attempts import sitting
from quizapp.attempts.closing import close_overdue
from quizapp.attempts.deciding import mark_by_hand
from quizapp.attempts.models import Attempt
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.rows import (
    NOT_ATTEMPTED,
    Cell,
    CellStatus,
)
from quizapp.quizzes.rules import BellRule, GradingMethod, QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, give, make_world, span

DRAFTS = (choice("one"), choice("two", critical_span=span(1, "The old bridge")))


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock(), drafts=DRAFTS, max_attempts=None)


def begin(session: Session, world: World, clock: MovableClock, right: int = 0) -> Attempt:
    """Start an attempt and answer the first `right` of its two questions rightly."""
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for item in attempt.items[:right]:
        place = item.printed_order.index("0")
        give(session, attempt.id, item.position, [str(place)], now=clock())
    return attempt


def only_cell(session: Session, world: World) -> Cell:
    (row,) = read_gradebook(session, world.course).rows
    (cell,) = row.cells
    return cell


def test_a_cell_goes_from_not_attempted_to_in_progress_to_graded(
    session: Session, world: World, clock: MovableClock
) -> None:
    assert only_cell(session, world) == NOT_ATTEMPTED
    attempt = begin(session, world, clock)
    assert only_cell(session, world) == Cell(CellStatus.IN_PROGRESS, attempts=1)
    sitting.submit(session, attempt.id, now=clock())
    cell = only_cell(session, world)
    assert cell == Cell(CellStatus.GRADED, Decimal(0), Decimal(2), attempt.id, 1, attempt.closed_at)
    assert cell.ratio == 0


def test_the_highest_of_several_attempts_counts_and_the_first_of_equals(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempts = []
    for right in (1, 2, 0, 2):
        clock.move(minutes=1)
        attempts.append(begin(session, world, clock, right))
        sitting.submit(session, attempts[-1].id, now=clock())
    begin(session, world, clock)
    cell = only_cell(session, world)
    assert (cell.status, cell.score, cell.attempts) == (CellStatus.GRADED, Decimal(2), 5)
    assert (cell.attempt_id, cell.closed_at) == (attempts[1].id, attempts[1].closed_at)


@pytest.mark.parametrize(
    ("method", "score", "place"),
    [
        (GradingMethod.HIGHEST, Decimal(2), 1),
        (GradingMethod.AVERAGE, Decimal(1), 2),
        (GradingMethod.FIRST, Decimal(1), 0),
        (GradingMethod.LAST, Decimal(0), 2),
    ],
)
def test_the_quiz_says_which_attempt_counts(
    session: Session, clock: MovableClock, method: GradingMethod, score: Decimal, place: int
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, max_attempts=None, grading_method=method)
    attempts = []
    for right in (1, 2, 0):
        attempts.append(begin(session, world, clock, right))
        sitting.submit(session, attempts[-1].id, now=clock())
    cell = only_cell(session, world)
    assert (cell.score, cell.attempt_id) == (score, attempts[place].id)


def test_practice_has_no_column(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, is_practice=True)
    sitting.submit(session, begin(session, world, clock).id, now=clock())
    gradebook = read_gradebook(session, world.course)
    assert gradebook.columns == ()
    assert [row.cells for row in gradebook.rows] == [()]


def test_an_abandoned_attempt_has_no_score_and_says_so(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, at_bell=BellRule.ABANDON)
    begin(session, world, clock)
    clock.move(hours=1)
    close_overdue(session, now=clock())
    assert only_cell(session, world) == Cell(CellStatus.ABANDONED, attempts=1)


def test_two_learners_of_one_name_stay_two_rows(
    session: Session, world: World, clock: MovableClock
) -> None:
    twin = Learner(name="Ada Lovelace", external_id="007", password_hash="-", created_at=clock())
    other = add_course(session, world.teacher, "10B", now=clock(), rng=Random(2))
    session.add(twin)
    session.flush()
    enrolment = enrol(session, other, twin, now=clock(), section="B")
    # A roster may bring two of one name: only the name they sign in with differs.
    enrolment.course_id, enrolment.sign_in_name = world.course.id, "ada lovelace 2"
    session.flush()
    attempt = begin(session, world, clock)
    sitting.submit(session, attempt.id, now=clock())
    rows = read_gradebook(session, world.course).rows
    assert [(row.learner.id, row.learner.name, row.section) for row in rows] == [
        (world.learner.id, "Ada Lovelace", ""),
        (twin.id, "Ada Lovelace", "B"),
    ]
    assert [row.cells[0].status for row in rows] == [CellStatus.GRADED, CellStatus.NOT_ATTEMPTED]


def test_quizzes_stand_across_in_the_order_they_were_given(
    session: Session, world: World, clock: MovableClock
) -> None:
    clock.move(minutes=1)
    quiz = add_quiz(session, world.teacher, [world.bank], QuizRules("Again", draw(1)), now=clock())
    assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())
    join_course(session, world.course, "Ab", PASSWORD, now=clock())
    gradebook = read_gradebook(session, world.course)
    assert [(it.title, it.max_score) for it in gradebook.columns] == [
        ("Bridges", Decimal(2)),
        ("Again", Decimal(1)),
    ]
    assert [row.learner.name for row in gradebook.rows] == ["Ab", "Ada Lovelace"]
    assert all(row.cells == (NOT_ATTEMPTED, NOT_ATTEMPTED) for row in gradebook.rows)


def test_a_gradebook_is_read_in_a_fixed_number_of_statements(
    session: Session, world: World, clock: MovableClock
) -> None:
    def count_statements() -> int:
        session.flush()
        course_id = world.course.id
        session.expunge_all()
        course = session.get_one(type(world.course), course_id)
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        read_gradebook(session, course)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    first = count_statements()
    course = session.merge(world.course)
    for name in ("Bo", "Cy"):
        join_course(session, course, name, PASSWORD, now=clock())
    assert count_statements() == first <= 10


def test_what_the_teacher_wrote_and_whom_it_is_about_stand_in_the_book(
    session: Session, world: World, clock: MovableClock
) -> None:
    attempt = begin(session, world, clock, right=1)
    sitting.submit(session, attempt.id, now=clock())
    assert only_cell(session, world).feedback == ""
    for item, words in zip(attempt.items, ("Well\nread.", "Look again."), strict=True):
        mark_by_hand(session, item, item.max_score, words, world.teacher, now=clock())
    assert only_cell(session, world).feedback == ("Question 1: Well read. Question 2: Look again.")
    gradebook = read_gradebook(session, world.course)
    assert gradebook.rows[0].sign_in_name == "ada lovelace"
    assert gradebook.columns[0].opens_at == world.assignment.created_at
