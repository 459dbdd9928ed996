"""A simulated class is found again: the small version of what `benchmarks` measures."""

from __future__ import annotations

import pytest

from benchmarks.results_mastery import measure_class, predict, tabulate
from benchmarks.simulated_class import Plan, simulate

PLAN, SEED = Plan(learners=120, rounds=4), 21


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure_class(PLAN, SEED)


def test_abilities_are_found_and_their_intervals_hold_what_they_promise(
    figures: dict[str, float],
) -> None:
    assert figures["ability, correlation"] > 0.7
    assert 0.9 < figures["ability, coverage of 95 %"] < 0.99


def test_difficulties_are_found_better_than_their_marks_tell(figures: dict[str, float]) -> None:
    assert figures["difficulties known"] > 100
    assert figures["difficulty, correlation"] > 0.75
    assert figures["difficulty, RMSE"] < figures["difficulty, RMSE of the marks"]
    assert 0.88 < figures["difficulty, coverage of 95 %"] < 0.99
    assert figures["of these on the wrong side"] == 0


def test_the_model_expects_answers_better_than_shares_do(figures: dict[str, float]) -> None:
    for measure in ("log loss", "Brier score"):
        model, wilson, mean = (
            figures[f"{measure}, {name}"] for name in ("model", "Wilson", "mean share")
        )
        assert model < min(wilson, mean)


def test_where_much_is_expected_much_comes() -> None:
    rows = tabulate(predict(simulate(PLAN, SEED))["model"])
    large = [(expected, came) for _, _, expected, came, n in rows if n > 300]
    assert len(large) >= 4
    assert [came for _, came in large] == sorted(came for _, came in large)
    assert all(abs(expected - came) < 0.12 for expected, came in large)


def test_learners_who_grow_each_in_their_own_way_are_followed() -> None:
    figures = measure_class(Plan(learners=60, rounds=10, growth=0.1, uneven=0.1), SEED)
    assert figures["ability, RMSE"] < 0.85
    assert figures["ability, coverage of 95 %"] > 0.85
    assert abs(figures["ability, bias of the slower half"]) < 0.3
    assert abs(figures["ability, bias of the faster half"]) < 0.8
