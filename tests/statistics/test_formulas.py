"""The figures of a test: against a spreadsheet, against textbook formulas, and their laws."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction
from math import isclose, sqrt
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.statistics import formulas
from tests.statistics.example import (
    CONSISTENCY,
    ERROR_RATIO,
    KURTOSIS,
    MARKS,
    MEAN,
    MEDIAN,
    NUMERICAL,
    PARTS,
    POINT,
    QUESTIONS,
    SD,
    SKEWNESS,
    STANDARD_ERROR,
    Figures,
    Pair,
    attempts_of,
    marks_of,
    needs_shared,
    pair_with_totals,
    read_shared_figures,
    read_shared_marks,
    to_rests,
    totals,
)

CLOSE = 1e-5  # relative: Moodle's own tolerance for these figures
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), min_size=2, max_size=40)


def work_out(
    pairs: Counter[Pair], weight: float | None = None, *, with_total: bool = False
) -> Figures:
    """The figures of a question from its marks with the totals.

    `with_total`: Moodle holds a question that was drawn for a slot against the whole total, its
    own mark included. Here every question is held against the rest score.
    """
    marks, _ = formulas.split(pairs)
    rests = pairs if with_total else to_rests(pairs)
    middle, spread = formulas.mean(marks), formulas.deviation(marks)
    index = formulas.discrimination_index(rests)
    efficiency = formulas.discriminative_efficiency(rests)
    assert middle is not None
    assert spread is not None
    assert index is not None
    assert efficiency is not None
    return Figures(float(middle) / POINT, spread / POINT, index, efficiency, weight)


def agree(found: Figures, wanted: Figures) -> bool:
    pairs = zip(vars(found).values(), vars(wanted).values(), strict=True)
    return all(
        one is None if other is None else isclose(one, other, rel_tol=CLOSE) for one, other in pairs
    )


def test_every_figure_of_every_question_is_the_spreadsheets() -> None:
    covariances = [formulas.covariance(pair_with_totals(slot)) for slot in MARKS]
    weights = formulas.effective_weights(covariances)
    for (slot, wanted), weight in zip(QUESTIONS.items(), weights, strict=True):
        assert agree(work_out(pair_with_totals(slot), weight), wanted), slot


@pytest.mark.parametrize(("slot", "attempts", "wanted"), PARTS)
def test_a_question_that_only_some_were_asked_has_the_figures_of_those_alone(
    slot: int, attempts: tuple[int, ...], wanted: Figures
) -> None:
    found = work_out(pair_with_totals(slot, attempts), with_total=attempts == NUMERICAL)
    assert agree(found, wanted)


def test_every_figure_of_the_quiz_is_the_spreadsheets() -> None:
    counts = Counter[formulas.Number](totals())
    spread = formulas.deviation(counts)
    assert spread is not None
    variances = [formulas.variance(Counter(marks_of(slot))) or Fraction(0) for slot in MARKS]
    consistency = formulas.internal_consistency(variances, formulas.variance(counts))
    assert consistency is not None
    found = [
        float(formulas.mean(counts) or 0) / POINT,
        float(formulas.median(counts) or 0) / POINT,
        spread / POINT,
        formulas.skewness(counts),
        formulas.kurtosis(counts),
        consistency,
        formulas.error_ratio(consistency),
        formulas.standard_error(consistency, spread / POINT),
    ]
    wanted = [MEAN, MEDIAN, SD, SKEWNESS, KURTOSIS, CONSISTENCY, ERROR_RATIO, STANDARD_ERROR]
    assert found == pytest.approx(wanted, rel=1.5e-5)


@needs_shared
def test_the_table_here_is_that_of_the_shared_files() -> None:
    shared = read_shared_marks()
    for slot in MARKS:
        assert shared[slot] == [Fraction(mark, POINT) for mark in marks_of(slot)]


@needs_shared
def test_all_rows_of_the_shared_figures_are_met() -> None:
    rows = read_shared_figures()
    assert len(rows) == 10
    for row in rows:
        pairs = pair_with_totals(int(row["slot"]), attempts_of(row))
        found = work_out(pairs, with_total=bool(row["subqname"]))
        wanted = Figures(
            float(row["facility"]),
            float(row["sd"]),
            float(row["discriminationindex"]),
            float(row["discriminativeefficiency"]),
        )
        assert agree(found, wanted), row


@pytest.mark.parametrize(
    ("marks", "rests", "index"),
    [
        ((0, 1), (0, 1), 100),
        ((0, 1), (1, 0), -100),
        ((0, 0, 1, 1), (0, 1, 0, 1), 0),
        ((1, 1, 1, 0), (2, 1, 0, 0), 100 * (1 / 4) / sqrt(1 / 4 * 11 / 12)),
        ((1, 1, 1), (0, 1, 2), None),
        ((0, 1, 1), (2, 2, 2), None),
        ((1,), (1,), None),
        ((), (), None),
    ],
)
def test_discrimination_is_the_correlation_with_the_rest_score(
    marks: tuple[int, ...], rests: tuple[int, ...], index: float | None
) -> None:
    pairs = Counter[Pair](zip(marks, rests, strict=True))
    found = formulas.discrimination_index(pairs)
    assert found == (None if index is None else pytest.approx(index))


@given(PAIRS)
def test_counts_give_what_the_textbook_formulas_give(pairs: list[tuple[int, int]]) -> None:
    counts = Counter[Pair](pairs)
    marks, rests = [x for x, _ in pairs], [y for _, y in pairs]
    firsts, seconds = formulas.split(counts)
    assert formulas.mean(firsts) == statistics.mean(map(Fraction, marks))
    assert formulas.median(seconds) == statistics.median(map(Fraction, rests))
    assert formulas.variance(firsts) == statistics.variance(map(Fraction, marks))
    assert float(formulas.covariance(counts) or 0) == pytest.approx(
        statistics.covariance(marks, rests), abs=1e-9
    )
    most = statistics.covariance(sorted(marks), sorted(rests))
    assert float(formulas.largest_covariance(counts) or 0) == pytest.approx(most, abs=1e-9)
    found = formulas.discrimination_index(counts)
    if found is not None:
        assert found == pytest.approx(100 * statistics.correlation(marks, rests), abs=1e-6)


@given(PAIRS)
def test_discrimination_lies_within_its_scale(pairs: list[tuple[int, int]]) -> None:
    counts = Counter[Pair](pairs)
    index = formulas.discrimination_index(counts)
    assert index is None or -100.0001 <= index <= 100.0001
    efficiency = formulas.discriminative_efficiency(counts)
    assert efficiency is None or efficiency <= 100
    if index is not None and efficiency is not None:
        assert abs(efficiency) >= abs(index) - 1e-6
        assert (efficiency > 0) == (index > 0)


@given(PAIRS, st.integers(-50, 50), st.integers(-50, 50), st.integers(0, 99))
def test_neither_a_constant_nor_the_order_of_attempts_changes_how_numbers_go_together(
    pairs: list[tuple[int, int]], more: int, yet_more: int, seed: int
) -> None:
    moved = [(x + more, y + yet_more) for x, y in pairs]
    Random(seed).shuffle(moved)
    one, other = Counter[Pair](pairs), Counter[Pair](moved)
    assert formulas.covariance(one) == formulas.covariance(other)
    assert formulas.discrimination_index(one) == formulas.discrimination_index(other)
    assert formulas.discriminative_efficiency(one) == formulas.discriminative_efficiency(other)


@given(st.lists(st.integers(0, 20), min_size=4, max_size=30), st.integers(-9, 9), st.integers(2, 5))
def test_the_shape_of_scores_does_not_hang_on_their_scale(
    scores: list[int], more: int, times: int
) -> None:
    one = Counter[formulas.Number](scores)
    other = Counter[formulas.Number](times * it + more for it in scores)
    for shape in (formulas.skewness, formulas.kurtosis):
        assert shape(other) == (None if shape(one) is None else pytest.approx(shape(one)))
    mirrored = formulas.skewness(Counter[formulas.Number](-it for it in scores))
    found = formulas.skewness(one)
    assert mirrored == (None if found is None else pytest.approx(-found))


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=2, max_size=20))
def test_internal_consistency_is_never_beyond_a_hundred(papers: list[list[int]]) -> None:
    columns = list(zip(*papers, strict=True))
    variances = [formulas.variance(Counter(column)) or Fraction(0) for column in columns]
    total = formulas.variance(Counter(sum(paper) for paper in papers))
    found = formulas.internal_consistency(variances, total)
    assume(found is not None)
    assert found is not None
    assert found <= 100
    assert formulas.error_ratio(found) >= 0


@given(st.lists(st.integers(-50, 400), min_size=1, max_size=12))
def test_effective_weights_add_up_to_a_hundred_and_a_negative_one_is_none(
    covariances: list[int],
) -> None:
    found = formulas.effective_weights([Fraction(it) for it in covariances])
    if any(it > 0 for it in covariances):
        assert sum(it for it in found if it is not None) == pytest.approx(100)
        assert [it is None for it in found] == [it < 0 for it in covariances]
    else:
        assert found == [None] * len(covariances)


def test_where_too_little_is_known_there_is_no_figure() -> None:
    nothing, one, same = Counter[formulas.Number](), Counter([3]), Counter([3, 3, 3, 3])
    assert formulas.mean(nothing) is None
    assert formulas.median(nothing) is None
    assert formulas.deviation(Counter(one)) is None
    assert formulas.deviation(Counter(same)) == 0
    assert formulas.skewness(Counter([1, 2])) is None
    assert formulas.kurtosis(Counter([1, 2, 3])) is None
    assert formulas.skewness(Counter(same)) is None
    assert formulas.internal_consistency([Fraction(1)], Fraction(1)) is None
    assert formulas.internal_consistency([Fraction(1), Fraction(1)], Fraction(0)) is None
    with pytest.raises(IndexError):
        formulas.find_rank(Counter(one), 1)
