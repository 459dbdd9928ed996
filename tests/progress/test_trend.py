"""The picture of the attempts has a true time axis."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.progress.mastery import PastAttempt
from quizapp.progress.trend import CHART_HEIGHT, CHART_MARGIN, CHART_WIDTH, draw_trend
from tests.conftest import NOON

ratios = st.floats(0, 1).map(lambda it: round(it, 5))


def past(ratio: float, day: float = 1) -> PastAttempt:
    score = Decimal(str(ratio)) * 10
    return PastAttempt(int(day), f"Quiz {day}", NOON + timedelta(days=day), score, Decimal(10))


@pytest.mark.parametrize("attempts", [(), (past(0.5),)])
def test_fewer_than_two_attempts_make_no_trend(attempts: tuple[PastAttempt, ...]) -> None:
    assert draw_trend(attempts) is None


def test_a_trend_runs_from_the_oldest_on_the_left_and_up_to_the_best() -> None:
    chart = draw_trend([past(ratio, at) for at, ratio in enumerate((0.0, 1.0, 0.5), start=1)])
    assert chart is not None
    assert (chart.width, chart.height) == (CHART_WIDTH, CHART_HEIGHT)
    assert [(it.x, it.y, it.label, it.ratio) for it in chart.points] == [
        (CHART_MARGIN, CHART_HEIGHT, "Quiz 1", 0.0),
        (CHART_WIDTH / 2, 0, "Quiz 2", 1.0),
        (CHART_WIDTH - CHART_MARGIN, CHART_HEIGHT / 2, "Quiz 3", 0.5),
    ]


@given(st.lists(st.floats(0, 1).map(lambda it: round(it, 5)), min_size=2, max_size=40))
def test_no_point_leaves_the_picture(ratios: list[float]) -> None:
    chart = draw_trend([past(ratio, at) for at, ratio in enumerate(ratios, start=1)])
    assert chart is not None
    across = [point.x for point in chart.points]
    assert across == sorted(across)
    for point in chart.points:
        assert CHART_MARGIN <= point.x <= CHART_WIDTH - CHART_MARGIN
        assert 0 <= point.y <= CHART_HEIGHT


def test_equal_times_are_equal_distances() -> None:
    chart = draw_trend([past(0.5, day) for day in (0, 1, 10)])
    assert chart is not None
    first, second, last = (point.x for point in chart.points)
    assert second - first == pytest.approx((last - first) / 10, abs=0.1)
    assert chart.ticks == tuple(NOON + timedelta(days=day) for day in (0, 5, 10))


def test_attempts_of_one_day_have_no_date_between_them() -> None:
    chart = draw_trend([past(0.5, 1), past(0.7, 1)])
    assert chart is not None
    assert [point.x for point in chart.points] == [CHART_MARGIN, CHART_MARGIN]
    assert len(chart.ticks) == 2
