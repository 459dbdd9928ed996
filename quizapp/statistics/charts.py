"""Where do the points and bars of the pictures of a quiz stand? (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.statistics.figures import QuestionStatistics
from quizapp.statistics.formulas import Counts, find_rank

SIZE = 400  # units of the picture of points, each way
STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600)  # seconds that a bar of time may stand for
MOST_BARS = 12


@dataclass(frozen=True)
class QuestionPoint:
    """A question in the picture of facility (across) against discrimination (up)."""

    number: int
    question: QuestionStatistics
    x: float
    y: float


@dataclass(frozen=True)
class TimeBar:
    """How many spent from `begin` to below `end` seconds; the last has no end."""

    begin: int
    end: int | None
    n: int


def place_questions(questions: Sequence[QuestionStatistics]) -> tuple[QuestionPoint, ...]:
    """The points of all questions that have both figures; numbers are those of the table."""
    return tuple(
        QuestionPoint(
            number,
            it,
            x=round(SIZE * it.facility_index, 1),
            y=round(SIZE * (100 - it.discrimination_index) / 200, 1),
        )
        for number, it in enumerate(questions, start=1)
        if it.facility_index is not None and it.discrimination_index is not None
    )


def sort_times(seconds: Counts) -> tuple[TimeBar, ...]:
    """The seconds in at most twelve bars of one width; the slowest twentieth may share the last."""
    n = sum(seconds.values())
    if not n:
        return ()
    slow = int(find_rank(seconds, (n * 19) // 20 if n > 1 else 0))
    step = next((it for it in STEPS if slow < it * (MOST_BARS - 1)), STEPS[-1])
    bars = min(MOST_BARS, slow // step + 2)
    counts = [0] * bars
    for it, times in seconds.items():
        counts[min(bars - 1, int(it) // step)] += times
    while len(counts) > 1 and not counts[-1]:
        counts.pop()
    last = len(counts) - 1
    is_open = max(seconds) >= (last + 1) * step
    return tuple(
        TimeBar(at * step, None if at == last and is_open else (at + 1) * step, times)
        for at, times in enumerate(counts)
    )
