"""How each question of a quiz worked, by Moodle's definitions."""

from __future__ import annotations

import csv
from decimal import Decimal
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.statistics import (
    STABLE_FROM,
    QuestionStatistics,
    discrimination_index,
    list_question_statistics,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, choice, give, make_world, span

SHARED = Path(__file__).parents[1].parent / "shared"
MOODLE = SHARED / "formats" / "statistics"
needs_shared = pytest.mark.skipif(
    not MOODLE.is_dir(), reason="Moodle's example statistics are not beside this checkout"
)

DRAFTS = (
    choice("one", stem="One?"),
    choice("two", stem="Two?", critical_span=span(1, "The old bridge")),
    choice("three", stem="Three?", critical_span=span(3, "trams and cyclists")),
)
# Which questions each of four learners has right: totals 3, 2, 1 and 0.
RIGHT = ({"one", "two", "three"}, {"one", "two"}, {"one"}, set[str]())


@pytest.mark.parametrize(
    ("marks", "rests", "index"),
    [
        ((0, 1), (0, 1), 100),
        ((0, 1), (1, 0), -100),
        ((0, 0, 1, 1), (0, 1, 0, 1), 0),
        ((1, 1, 1, 0), (2, 1, 0, 0), 100 * (1 / 4) / sqrt(1 / 4 * 11 / 12)),
        ((0.5, 1, 0), (2, 3, 1), 100),
        ((1, 1, 1), (0, 1, 2), None),
        ((0, 1, 1), (2, 2, 2), None),
        ((1,), (1,), None),
        ((), (), None),
    ],
)
def test_discrimination_is_the_correlation_with_the_rest_score(
    marks: tuple[float, ...], rests: tuple[float, ...], index: float | None
) -> None:
    found = discrimination_index(marks, rests)
    assert found == (None if index is None else pytest.approx(index))


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 10)), max_size=30))
def test_discrimination_lies_between_minus_100_and_100(pairs: list[tuple[float, float]]) -> None:
    found = discrimination_index([x for x, _ in pairs], [rest for _, rest in pairs])
    assert found is None or -100.0001 <= found <= 100.0001


@pytest.mark.parametrize(("n", "stable"), [(0, False), (STABLE_FROM - 1, False), (20, True)])
def test_figures_are_stable_from_twenty_attempts(n: int, stable: bool) -> None:
    assert QuestionStatistics(1, "Why?", n, 0.5, 30.0).stable is stable


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


@needs_shared
def test_facility_and_discrimination_are_those_of_moodle() -> None:
    with (MOODLE / "results00.csv").open(newline="") as file:
        results = list(csv.DictReader(file))
    with (MOODLE / "qstats00.csv").open(newline="") as file:
        wanted = {
            int(row["slot"]): row
            for row in csv.DictReader(file)
            if not row["subqname"] and not row["variant"]
        }
    assert len(wanted) == 7
    for slot, row in wanted.items():
        marks = [float(result[f"slots.{slot}.mark"]) for result in results]
        rests = [float(it["summarks"]) - mark for it, mark in zip(results, marks, strict=True)]
        assert sum(marks) / len(marks) == pytest.approx(float(row["facility"]), abs=1e-3)
        index = discrimination_index(marks, rests)
        assert index == pytest.approx(float(row["discriminationindex"]), abs=1e-3)
