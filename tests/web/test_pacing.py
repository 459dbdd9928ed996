"""Pages of a sitting ask for the clock often in a class, and less often where thousands sit."""

from __future__ import annotations

import pytest

from quizapp.web.pacing import A_SECOND, LONGEST, SHORTEST, WINDOW, Pace


def ask_all(pace: Pace, attempts: int, moment: float) -> float:
    """Each of these attempts asks at that moment; the pause that the last is told."""
    pauses = [pace.find_pause(attempt, moment) for attempt in range(attempts)]
    return pauses[-1]


def test_a_class_asks_often() -> None:
    assert ask_all(Pace(), 30, 100.0) == SHORTEST
    assert ask_all(Pace(), int(SHORTEST * A_SECOND), 100.0) == SHORTEST


@pytest.mark.parametrize("attempts", [200, 500, 800])
def test_all_pages_together_ask_a_worker_so_often_and_no_more(attempts: int) -> None:
    pause = ask_all(Pace(), attempts, 100.0)
    assert attempts / pause == pytest.approx(A_SECOND)


def test_however_many_there_are_a_page_asks_within_the_minute() -> None:
    assert ask_all(Pace(), 5000, 100.0) == LONGEST < 60


def test_who_asks_twice_is_counted_once() -> None:
    pace = Pace()
    for moment in range(100):
        assert pace.find_pause(7, float(moment)) == SHORTEST


def test_a_crowd_is_remembered_for_a_minute_and_then_forgotten() -> None:
    pace = Pace()
    crowded = ask_all(pace, 800, 0.0)
    assert pace.find_pause(1, WINDOW + 1) == crowded
    assert pace.find_pause(1, 2 * WINDOW + 2) == SHORTEST
    ask_all(pace, 800, 1000.0)
    assert pace.find_pause(1, 2000.0) == SHORTEST  # nobody asked for a long time
