"""Which pictures tell how a learner's words and reading have come along? (pure)

Words are counted week by week: how many were kept, and how many of them are known for three weeks
or more, since the review that made them so. Reading is told day by day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from fsrs import Rating

from quizapp.notebook.places import ReadingTime
from quizapp.notebook.words import KeptWord
from quizapp.progress.models import PracticeReview
from quizapp.progress.scheduling import LEARNT_FROM, Memory, schedule
from quizapp.progress.trend import CHART_HEIGHT, CHART_MARGIN, CHART_WIDTH

DAYS, WEEKS = 14, 12
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class WeekOfWords:
    """How many words there were at the end of a week (its first day: `begins`), and how many of
    them were known."""

    begins: date
    kept: int
    known: int


@dataclass(frozen=True)
class DayOfReading:
    day: date
    seconds: int

    @property
    def minutes(self) -> int:
        return to_minutes(self.seconds)


@dataclass(frozen=True)
class Reading:
    """The last days, the oldest first, and the minutes of this week and of the one before."""

    days: tuple[DayOfReading, ...]
    this_week: int
    last_week: int

    @property
    def is_empty(self) -> bool:
        return not any(it.seconds for it in self.days)

    @property
    def most_minutes(self) -> int:
        return max(it.minutes for it in self.days)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class WordLines:
    """The points of two lines; `most` is what the height of the picture stands for."""

    kept: tuple[tuple[float, float], ...]
    known: tuple[tuple[float, float], ...]
    most: int


def find_learnt_at(reviews: Iterable[PracticeReview]) -> datetime | None:
    """Since which review a word has been known; None for one that is not. `reviews` are those of
    one card in order: played again, they tell what the card was worth after each."""
    memory: Memory | None = None
    since: datetime | None = None
    for review in reviews:
        memory = schedule(memory, Rating(review.rating), now=review.at)
        if memory.stability < LEARNT_FROM:
            since = None
        elif since is None:
            since = review.at
    return since


def count_words(
    words: Collection[KeptWord],
    learnt_at: Mapping[int, datetime],
    today: date,
    zone: tzinfo,
) -> tuple[WeekOfWords, ...]:
    """The weeks since the first word was kept, twelve at most, the oldest first; `learnt_at` has
    the words that are known."""
    if not words:
        return ()
    kept = [_begin_week(it.kept_at.astimezone(zone).date()) for it in words]
    known = [
        _begin_week(learnt_at[it.id].astimezone(zone).date()) for it in words if it.id in learnt_at
    ]
    last = _begin_week(today)
    first = max(min(*kept, last), last - (WEEKS - 1) * WEEK)
    weeks = [first + place * WEEK for place in range((last - first) // WEEK + 1)]
    return tuple(
        WeekOfWords(week, sum(it <= week for it in kept), sum(it <= week for it in known))
        for week in weeks
    )


def sum_days(times: Iterable[ReadingTime], today: date) -> Reading:
    """What was read in the last two weeks."""
    seconds: dict[date, int] = {}
    for it in times:
        seconds[it.day] = seconds.get(it.day, 0) + it.seconds
    days = tuple(today - place * DAY for place in reversed(range(DAYS)))
    monday = _begin_week(today)
    return Reading(
        tuple(DayOfReading(day, seconds.get(day, 0)) for day in days),
        this_week=to_minutes(_sum_week(seconds, monday)),
        last_week=to_minutes(_sum_week(seconds, monday - WEEK)),
    )


def draw_lines(weeks: Sequence[WeekOfWords]) -> WordLines | None:
    """How many words were kept and known, week by week; None for fewer than two weeks."""
    if len(weeks) < 2:
        return None
    most = max(it.kept for it in weeks)
    kept, known = ([it.kept for it in weeks], [it.known for it in weeks])
    return WordLines(_draw_line(kept, most), _draw_line(known, most), most)


def draw_bars(amounts: Sequence[int]) -> tuple[Bar, ...]:
    """A bar for each amount, as wide as there is room, the highest as high as the picture."""
    most, room = max(amounts, default=0), CHART_WIDTH / max(1, len(amounts))
    return tuple(
        Bar(
            x=round((place + 0.15) * room, 1),
            y=round(CHART_HEIGHT * (1 - amount / most), 1) if most else CHART_HEIGHT,
            width=round(0.7 * room, 1),
            height=round(CHART_HEIGHT * amount / most, 1) if most else 0.0,
        )
        for place, amount in enumerate(amounts)
    )


def to_minutes(seconds: int) -> int:
    """Whole minutes; whoever has read at all has read for one."""
    return max(1, round(seconds / 60)) if seconds else 0


def first_day(today: date) -> date:
    """From which day on the reading is told."""
    return min(today - (DAYS - 1) * DAY, _begin_week(today) - WEEK)


def _draw_line(amounts: Sequence[int], most: int) -> tuple[tuple[float, float], ...]:
    room = (CHART_WIDTH - 2 * CHART_MARGIN) / (len(amounts) - 1)
    return tuple(
        (round(CHART_MARGIN + place * room, 1), round(CHART_HEIGHT * (1 - amount / most), 1))
        for place, amount in enumerate(amounts)
    )


def _sum_week(seconds: Mapping[date, int], monday: date) -> int:
    return sum(it for day, it in seconds.items() if monday <= day < monday + WEEK)


def _begin_week(day: date) -> date:
    """Its Monday."""
    return day - day.weekday() * DAY
