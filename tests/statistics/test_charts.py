"""Where points and bars stand."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizapp.statistics.charts import MOST_BARS, SIZE, place_questions, sort_times
from quizapp.statistics.figures import BINS, QuestionStatistics, sort_into_bins
from quizapp.statistics.formulas import Number


def make(facility: float | None, index: float | None) -> QuestionStatistics:
    return QuestionStatistics(1, "Why?", 30, 1, facility, 0.5, index, 40)


def test_a_question_stands_by_its_facility_across_and_its_discrimination_up() -> None:
    questions = [make(0, -100), make(None, 5), make(1, 100), make(0.5, 0), make(0.5, None)]
    points = place_questions(questions)
    assert [it.number for it in points] == [1, 3, 4]
    assert [(it.x, it.y) for it in points] == [(0, SIZE), (SIZE, 0), (SIZE / 2, SIZE / 2)]


def test_scores_are_sorted_into_tenths_and_all_points_are_in_the_last() -> None:
    assert sort_into_bins({0: 2, 1: 3}) == (2, *[0] * (BINS - 2), 3)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60))
def test_every_time_stands_in_one_bar_of_at_most_twelve(seconds: list[int]) -> None:
    bars = sort_times(Counter[Number](seconds))
    assert sum(it.n for it in bars) == len(seconds)
    assert len(bars) <= MOST_BARS
    assert bars[0].begin == 0
    for one, other in pairwise(bars):
        assert one.end == other.begin
    for it in bars:
        wanted = [s for s in seconds if it.begin <= s and (it.end is None or s < it.end)]
        assert len(wanted) == it.n


def test_without_times_there_is_no_bar() -> None:
    assert sort_times({}) == ()
