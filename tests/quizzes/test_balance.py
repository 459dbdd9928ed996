"""A teacher is told how hard each paper is, how far they are apart, and what to do."""

from __future__ import annotations

from decimal import Decimal
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Difficulty
from quizapp.quizzes.balance import STEPS, DrawnPaper, compare_papers

EASY, MEDIUM, HARD = Difficulty
ZERO = Decimal(0)
EQUAL = "All papers are equally hard."
NOTHING = "There is nothing to compare yet: this needs two papers that are worth points."
weights = st.integers(1, 40).map(lambda quarters: Decimal(quarters) / 4)
Questions = list[tuple[Difficulty, Decimal]]
questions = st.lists(st.tuples(st.sampled_from(Difficulty), weights), min_size=1, max_size=12)


def paper(easy: int, medium: int, hard: int, learner: str = "Ada") -> DrawnPaper:
    steps = [EASY] * easy + [MEDIUM] * medium + [HARD] * hard
    return DrawnPaper(learner, tuple((step, Decimal(1)) for step in steps))


def verdict(*papers: DrawnPaper) -> str:
    return compare_papers(papers).verdict


def test_a_paper_is_as_hard_as_the_mean_of_its_questions_by_points() -> None:
    drawn = DrawnPaper("Ada", ((EASY, Decimal("0.5")), (HARD, Decimal("1.5")), (HARD, Decimal(0))))
    [balance] = compare_papers([drawn]).papers
    assert (balance.learner, balance.easy, balance.medium, balance.hard) == ("Ada", 1, 0, 2)
    assert balance.mean == Decimal("2.5")


def test_papers_are_reported_in_the_order_given() -> None:
    report = compare_papers([paper(1, 0, 0, "Bo"), paper(0, 0, 1, "Ada")])
    assert [it.learner for it in report.papers] == ["Bo", "Ada"]
    assert (report.spread, report.deviation) == (Decimal(2), Decimal(1))


@given(st.lists(questions, min_size=1, max_size=8))
def test_spread_and_deviation_are_those_of_the_means(drawn: list[Questions]) -> None:
    report = compare_papers([DrawnPaper("", tuple(it)) for it in drawn])
    means = [
        float(sum(STEPS[step] * weight for step, weight in it) / sum(weight for _, weight in it))
        for it in drawn
    ]
    assert float(report.spread) == pytest.approx(max(means) - min(means), abs=1e-9)
    assert float(report.deviation) == pytest.approx(pstdev(means), abs=1e-6)
    assert 0 <= report.deviation <= report.spread <= 2


@given(questions, st.data())
def test_the_same_questions_in_any_order_are_equally_hard(
    drawn: Questions, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(drawn))
    report = compare_papers([DrawnPaper("Ada", tuple(drawn)), DrawnPaper("Bo", tuple(shuffled))])
    assert (report.spread, report.deviation, report.verdict) == (ZERO, ZERO, EQUAL)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([paper(4, 5, 1), paper(4, 5, 1), paper(5, 4, 1)], ("0.1", "medium")),
        ([paper(4, 5, 1), paper(4, 5, 1), paper(3, 6, 1)], ("0.1", "easy")),
        ([paper(4, 4, 2), paper(4, 4, 2), paper(4, 6, 0)], ("0.2", "hard")),
        ([paper(2, 2, 0), paper(2, 2, 0), paper(2, 2, 1)], ("0.3", "hard")),  # some are shorter
    ],
)
def test_the_verdict_says_how_far_apart_papers_are_and_what_to_approve(
    papers: list[DrawnPaper], expected: tuple[str, str]
) -> None:
    spread, missing = expected
    assert verdict(*papers) == (
        f"The hardest paper is {spread} steps harder than the easiest;"
        f" approve more {missing} questions."
    )


def test_where_only_the_points_differ_the_verdict_says_so() -> None:
    one = DrawnPaper("Ada", ((EASY, Decimal(3)), (HARD, Decimal(1))))
    other = DrawnPaper("Bo", ((EASY, Decimal(1)), (HARD, Decimal(3))))
    assert verdict(one, other) == (
        "The hardest paper is 1.0 steps harder than the easiest;"
        " give all questions the same number of points."
    )


def test_less_than_half_a_tenth_of_a_step_is_told_as_equal() -> None:
    assert verdict(paper(12, 12, 1), paper(13, 11, 1)) == EQUAL
    assert verdict(paper(10, 10, 0), paper(11, 9, 0)) != EQUAL


def test_papers_without_points_are_not_compared() -> None:
    empty = DrawnPaper("Ada", ())
    worthless = DrawnPaper("Bo", ((HARD, Decimal(0)),))
    report = compare_papers([empty, worthless, paper(1, 1, 1)])
    assert [it.mean for it in report.papers] == [None, None, 2]
    assert (report.spread, report.deviation, report.verdict) == (ZERO, ZERO, NOTHING)
    assert compare_papers([]).verdict == NOTHING
    assert verdict(empty, paper(1, 0, 0), paper(1, 0, 0)) == EQUAL
