"""How each question of a quiz worked, by Moodle's definitions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import sqrt
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import add_course, join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import respond
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import GradingMethod
from quizapp.quizzes.setting import assign_quiz
from quizapp.statistics.figures import STABLE_FROM, QuestionStatistics
from quizapp.statistics.reading import (
    list_question_seconds,
    list_question_statistics,
    read_question_statistics,
    read_quiz_statistics,
)
from tests.conftest import MovableClock
from tests.factories import (
    PASSWORD,
    World,
    choice,
    give,
    make_world,
    one_of_each_kind,
    span,
)

DRAFTS = (
    choice("one", stem="One?"),
    choice("two", stem="Two?", critical_span=span(1, "The old bridge")),
    choice("three", stem="Three?", critical_span=span(3, "trams and cyclists")),
)
# Which questions each of four learners has right: totals 3, 2, 1 and 0.
RIGHT = ({"one", "two", "three"}, {"one", "two"}, {"one"}, set[str]())


@pytest.mark.parametrize(("n", "stable"), [(0, False), (STABLE_FROM - 1, False), (20, True)])
def test_figures_are_stable_from_twenty_attempts(n: int, stable: bool) -> None:
    assert QuestionStatistics(1, "Why?", n, 1, 0.5, 0.5, 30.0, 40.0).stable is stable


def test_statistics_of_a_quiz_worked_out_by_hand(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), drafts=DRAFTS)
    assert list_question_statistics(session, world.quiz.id) == []
    for number, right in enumerate(RIGHT):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        attempt = sitting.start(
            session, world.assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
        )
        answer(session, attempt, right, clock)
        sitting.submit(session, attempt.id, now=clock())
    # An attempt that is still open says nothing yet.
    sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    found = {it.stem: it for it in list_question_statistics(session, world.quiz.id)}
    assert {stem: it.n for stem, it in found.items()} == {"One?": 4, "Two?": 4, "Three?": 4}
    assert {stem: it.facility_index for stem, it in found.items()} == {
        "One?": 0.75,
        "Two?": 0.5,
        "Three?": 0.25,
    }
    # One?   x = 1 1 1 0, r = 2 1 0 0: cov 1/4, var 1/4 and 11/12
    # Two?   x = 1 1 0 0, r = 2 1 1 0: cov 1/3, var 1/3 and 2/3
    # Three? x = 1 0 0 0, r = 2 2 1 0: cov 1/4, var 1/4 and 11/12
    edge = 100 * (1 / 4) / sqrt(1 / 4 * 11 / 12)
    middle = 100 * (1 / 3) / sqrt(1 / 3 * 2 / 3)
    indices = [found[stem].discrimination_index for stem in ("One?", "Two?", "Three?")]
    assert indices == pytest.approx([edge, middle, edge])


@pytest.mark.parametrize("rules", [{"uses_certainty": True}, {"negative_share": Decimal(1)}])
def test_facility_is_the_share_that_is_right_whatever_a_wrong_answer_costs(
    session: Session, clock: MovableClock, rules: dict[str, Any]
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, **rules)
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for item in attempt.items:
        fields = [str(item.printed_order.index("1"))]
        give(session, attempt.id, item.position, fields, now=clock(), certainty=3)
    sitting.submit(session, attempt.id, now=clock())
    assert {it.score < 0 for it in attempt.items if it.score is not None} == {True}
    assert [it.facility_index for it in list_question_statistics(session, world.quiz.id)] == [0] * 3


def answer(session: Session, attempt: Attempt, right: set[str], clock: MovableClock) -> None:
    """Answer the questions named in `right` rightly and the others wrongly."""
    for item in attempt.items:
        chosen = "0" if item.version.question.uid in right else "1"
        fields = [str(item.printed_order.index(chosen))]
        give(session, attempt.id, item.position, fields, now=clock())
    assert attempt.max_score == Decimal(3)


def sit(
    session: Session, world: World, clock: MovableClock, learner: Learner, right: set[str]
) -> Attempt:
    """A whole attempt of `learner` with these questions right."""
    attempt = sitting.start(
        session, world.assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    answer(session, attempt, right, clock)
    return sitting.submit(session, attempt.id, now=clock())


def sit_all(session: Session, world: World, clock: MovableClock) -> None:
    for number, right in enumerate(RIGHT):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        sit(session, world, clock, learner, right)


def test_figures_of_the_whole_quiz_worked_out_by_hand(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS)
    empty = read_quiz_statistics(session, world.quiz)
    assert (empty.n, empty.questions, empty.median, empty.internal_consistency) == (
        0,
        (),
        None,
        None,
    )
    sit_all(session, world, clock)
    found = read_quiz_statistics(session, world.quiz)
    assert found.n == 4
    assert [n for n, _ in found.means.values()] == [4] * len(GradingMethod)
    assert [mean for _, mean in found.means.values()] == pytest.approx([50] * len(GradingMethod))
    assert found.median == pytest.approx(50)
    # Scores 3, 2, 1, 0 of 3: their variance is 5/3, and those of the questions add up to 5/6.
    assert found.sd == pytest.approx(100 * sqrt(5 / 3) / 3)
    assert found.internal_consistency == pytest.approx(100 * 3 / 2 * (1 - 5 / 6 / (5 / 3)))
    assert found.error_ratio == pytest.approx(50)
    assert found.standard_error == pytest.approx(50 * sqrt(5 / 3) / 3)
    assert found.bins == (1, 0, 0, 1, 0, 0, 1, 0, 0, 1)
    assert found.is_one_paper
    assert not found.stable
    assert [it.intended_weight for it in found.questions] == pytest.approx([100 / 3] * 3)
    assert sum(it.effective_weight or 0 for it in found.questions) == pytest.approx(100)
    assert {it.random_guess_score for it in found.questions} == {1 / 3}


@pytest.mark.parametrize("method", list(GradingMethod))
def test_attempts_are_those_that_the_grading_method_picks(
    session: Session, clock: MovableClock, method: GradingMethod
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, grading_method=method, max_attempts=None)
    tries = ({"one"}, {"one", "two", "three"}, {"three", "two", "one"}, {"two"})
    for right in tries:
        sit(session, world, clock, world.learner, right)
    found = read_quiz_statistics(session, world.quiz)
    means = {"first": 100 / 3, "last": 100 / 3, "highest": 100, "average": 200 / 3}
    assert {it: mean for it, (_, mean) in found.means.items()} == pytest.approx(means)
    wanted = {
        GradingMethod.FIRST: {"One?": 1, "Two?": 0, "Three?": 0},
        GradingMethod.LAST: {"One?": 0, "Two?": 1, "Three?": 0},
        GradingMethod.HIGHEST: {"One?": 1, "Two?": 1, "Three?": 1},
        GradingMethod.AVERAGE: {"One?": 0.75, "Two?": 0.75, "Three?": 0.5},
    }
    assert {it.stem: it.facility_index for it in found.questions} == wanted[method]
    assert {it.n for it in found.questions} == {found.n} == {4 if method == "average" else 1}


def test_the_figures_are_of_one_course_or_of_all(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), drafts=DRAFTS)
    sit_all(session, world, clock)
    other = add_course(session, world.teacher, "English 10B", now=clock(), rng=Random(3))
    given = assign_quiz(session, world.quiz, other, opens_at=None, closes_at=None, now=clock())
    learner = join_course(session, other, "Elsewhere", PASSWORD, now=clock())
    sit(session, replace(world, course=other, assignment=given), clock, learner, set())
    assert read_quiz_statistics(session, world.quiz).n == 5
    assert read_quiz_statistics(session, world.quiz, world.course.id).n == 4
    alone = read_quiz_statistics(session, world.quiz, other.id)
    assert [(it.n, it.facility_index) for it in alone.questions] == [(1, 0)] * 3


def test_it_is_counted_who_chose_what_in_the_answer_in_force(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS)
    sit_all(session, world, clock)
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    answer(session, attempt, {"one"}, clock)
    item = next(it for it in attempt.items if it.version.question.uid == "one")
    # A newer number is in force, though an older one comes after it; the last clears the answer.
    for sequence, chosen in ((5, "2"), (3, "0")):
        fields = [str(item.printed_order.index(chosen))]
        give(session, attempt.id, item.position, fields, now=clock(), sequence=sequence)
    two = next(it for it in attempt.items if it.version.question.uid == "two")
    give(session, attempt.id, two.position, [], now=clock(), sequence=9)
    sitting.submit(session, attempt.id, now=clock())
    found = {it.stem: it for it in read_quiz_statistics(session, world.quiz).questions}
    (group,) = found["One?"].answers[0].groups
    assert [(it.letter, it.is_key, it.n) for it in group.choices] == [
        ("A", True, 3),
        ("B", False, 1),
        ("C", False, 1),
    ]
    (group,) = found["Two?"].answers[0].groups
    assert [(it.text, it.n) for it in group.choices][2:] == [("A cyclist", 0), ("", 1)]
    one = read_question_statistics(session, world.quiz, found["One?"].question_id)
    assert one is not None
    assert one.answers == found["One?"].answers
    assert read_question_statistics(session, world.quiz, 999) is None


def test_an_answer_that_waits_to_be_marked_is_left_out_of_its_question_and_of_the_total(
    session: Session, clock: MovableClock
) -> None:
    kinds = [it for it in one_of_each_kind() if it.kind in (Kind.TRUE_FALSE, Kind.SHORT_ANSWER)]
    world = make_world(session, clock(), drafts=tuple(kinds), marked_by_hand=True)
    for number, text in enumerate(("a flood", "an ice storm")):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        attempt = sitting.start(
            session, world.assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
        )
        for item in attempt.items:
            typed = item.version.kind is Kind.SHORT_ANSWER
            give(session, attempt.id, item.position, [text if typed else "0"], now=clock())
        sitting.submit(session, attempt.id, now=clock())
    found = read_quiz_statistics(session, world.quiz)
    assert found.waiting == 1
    assert sorted(it.n for it in found.questions) == [1, 2]
    assert not found.is_one_paper
    assert found.internal_consistency is None
    assert {it.effective_weight for it in found.questions} == {None}


def test_questions_drawn_from_a_pool_have_their_own_number_of_attempts(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, question_count=2)
    for number in range(6):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        attempt = sitting.start(
            session, world.assignment, learner, now=clock(), rng=Random(number), grace_seconds=60
        )
        sitting.submit(session, attempt.id, now=clock())
    found = read_quiz_statistics(session, world.quiz)
    assert sum(it.n for it in found.questions) == 12
    assert all(it.n < 6 for it in found.questions)
    assert not found.is_one_paper
    assert found.internal_consistency is None


def test_seconds_on_a_question_are_those_of_all_its_pages_together(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS[:1])
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for tab, sequence, seconds in (("a", 1, 10), ("a", 2, 25), ("b", 3, 5), ("c", 4, None)):
        respond(session, attempt.id, Answer(1, tab, sequence, ("0",), seconds=seconds), now=clock())
    question_id = attempt.items[0].version.question_id
    assert list_question_seconds(session, world.quiz, question_id) == {}
    sitting.submit(session, attempt.id, now=clock())
    assert list_question_seconds(session, world.quiz, question_id) == {30: 1}
    assert list_question_seconds(session, world.quiz, question_id, world.course.id + 1) == {}
