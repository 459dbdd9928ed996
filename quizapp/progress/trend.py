"""How has it gone so far? The picture of a learner's attempts over time. (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from quizapp.progress.mastery import PastAttempt

CHART_WIDTH, CHART_HEIGHT, CHART_MARGIN = 640, 220, 16
LONG = timedelta(days=2)  # from so long a time on, a date in the middle says something


@dataclass(frozen=True)
class TrendPoint:
    x: float
    y: float
    label: str
    ratio: float
    at: datetime


@dataclass(frozen=True)
class TrendChart:
    """Where the attempts' points stand in a picture of `width` by `height` units.

    Across it is time: `ticks` are moments at equal distances, from the first point to the last.
    """

    points: tuple[TrendPoint, ...]
    ticks: tuple[datetime, ...]
    width: int
    height: int


def draw_trend(attempts: Sequence[PastAttempt]) -> TrendChart | None:
    """The picture of the attempts' shares, the oldest first; None for fewer than two."""
    if len(attempts) < 2:
        return None
    begin, end = attempts[0].closed_at, attempts[-1].closed_at
    points = tuple(
        TrendPoint(
            x=_across(attempt.closed_at, begin, end),
            y=round((1 - attempt.ratio) * CHART_HEIGHT, 1),
            label=attempt.quiz_title,
            ratio=attempt.ratio,
            at=attempt.closed_at,
        )
        for attempt in attempts
    )
    middle = (begin + (end - begin) / 2,) if end - begin >= LONG else ()
    return TrendChart(points, (begin, *middle, end), CHART_WIDTH, CHART_HEIGHT)


def _across(at: datetime, begin: datetime, end: datetime) -> float:
    """Where a moment stands; attempts of one moment stand over one another, on the left."""
    share = (at - begin) / (end - begin) if end > begin else 0.0
    return round(CHART_MARGIN + share * (CHART_WIDTH - 2 * CHART_MARGIN), 1)
