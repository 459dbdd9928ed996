"""Words are counted week by week and reading day by day; the pictures have the tables' figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from quizapp.notebook.places import ReadingTime
from quizapp.notebook.words import KeptWord
from quizapp.progress.charts import (
    DAYS,
    WEEKS,
    count_words,
    draw_bars,
    draw_lines,
    find_learnt_at,
    first_day,
    sum_days,
    to_minutes,
)
from quizapp.progress.models import PracticeReview
from quizapp.progress.scheduling import LEARNT_FROM, Memory, schedule
from quizapp.progress.trend import CHART_HEIGHT, CHART_WIDTH
from tests.conftest import NOON

TODAY = NOON.date()  # a Monday
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def keep(number: int, at: datetime) -> KeptWord:
    return KeptWord(id=number, kept_at=at)


def test_words_are_counted_at_the_end_of_each_week_since_the_first() -> None:
    words = [keep(1, NOON - 2 * WEEK), keep(2, NOON - 2 * WEEK + 6 * DAY), keep(3, NOON)]
    weeks = count_words(words, {1: NOON - WEEK}, TODAY, UTC)
    assert [(it.begins, it.kept, it.known) for it in weeks] == [
        (TODAY - 2 * WEEK, 2, 0),
        (TODAY - WEEK, 2, 1),
        (TODAY, 3, 1),
    ]
    assert count_words([], {}, TODAY, UTC) == ()


def test_the_weeks_are_those_of_the_school() -> None:
    late = datetime(2026, 3, 1, 20, tzinfo=UTC)  # Monday already in Almaty
    assert [it.begins for it in count_words([keep(1, late)], {}, TODAY, UTC)] == [
        TODAY - WEEK,
        TODAY,
    ]
    almaty = ZoneInfo("Asia/Almaty")
    assert [it.begins for it in count_words([keep(1, late)], {}, TODAY, almaty)] == [TODAY]


def test_no_more_than_twelve_weeks_are_told_and_older_words_count_in_the_first() -> None:
    words = [keep(1, NOON - 40 * WEEK), keep(2, NOON)]
    weeks = count_words(words, {1: NOON - 30 * WEEK}, TODAY, UTC)
    assert len(weeks) == WEEKS
    assert [(it.kept, it.known) for it in (weeks[0], weeks[-1])] == [(1, 1), (2, 1)]


@given(st.lists(st.integers(-9, 3), max_size=12))
def test_a_word_is_known_since_the_review_from_which_on_it_stays_so(steps: list[int]) -> None:
    reviews, at, memory = [], NOON, None
    seen: list[tuple[datetime, float]] = []
    for step in steps:
        rating = Rating(max(1, step)) if step < 1 else Rating(step + 1)
        memory = schedule(memory, rating, now=at)
        assert isinstance(memory, Memory)
        reviews.append(PracticeReview(at=at, rating=int(rating)))
        seen.append((at, memory.stability))
        at = memory.due
    known = find_learnt_at(reviews)
    if not seen or seen[-1][1] < LEARNT_FROM:
        assert known is None
        return
    assert known
    assert all(stability >= LEARNT_FROM for at, stability in seen if at >= known)
    before = [stability for at, stability in seen if at < known]
    assert not before or before[-1] < LEARNT_FROM


def test_reading_is_told_for_each_of_the_last_days_and_by_week() -> None:
    times = [
        ReadingTime(1, TODAY, 90),
        ReadingTime(2, TODAY, 60),
        ReadingTime(1, TODAY - DAY, 20),
        ReadingTime(1, TODAY - 7 * DAY, 600),
        ReadingTime(1, TODAY - 20 * DAY, 6000),
    ]
    found = sum_days(times, TODAY)
    assert len(found.days) == DAYS
    assert [it.day for it in found.days] == sorted(it.day for it in found.days)
    assert [it.minutes for it in found.days[-2:]] == [1, 2]
    assert (found.this_week, found.last_week) == (2, 10)
    assert found.most_minutes == 10
    assert not found.is_empty
    assert sum_days(times[-1:], TODAY).is_empty


@pytest.mark.parametrize("weekday", range(7))
def test_what_is_read_from_the_first_day_on_holds_both_weeks(weekday: int) -> None:
    today = date(2026, 3, 2) + weekday * DAY
    assert first_day(today) <= today - (DAYS - 1) * DAY
    assert first_day(today) <= date(2026, 2, 23)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (89, 1), (91, 2), (3600, 60)])
def test_whoever_has_read_at_all_has_read_for_a_minute(seconds: int, minutes: int) -> None:
    assert to_minutes(seconds) == minutes


@given(st.lists(st.integers(0, 500), max_size=20))
def test_bars_stand_side_by_side_within_the_picture(amounts: list[int]) -> None:
    bars = draw_bars(amounts)
    assert len(bars) == len(amounts)
    for bar, amount in zip(bars, amounts, strict=True):
        assert 0 <= bar.x <= bar.x + bar.width <= CHART_WIDTH + 0.1
        assert bar.y + bar.height == pytest.approx(CHART_HEIGHT, abs=0.2)
        assert (bar.height > 0) == (amount > 0)
    if any(amounts):
        assert max(it.height for it in bars) == CHART_HEIGHT


def test_the_lines_of_words_end_where_the_table_does() -> None:
    words = [keep(1, NOON - WEEK), keep(2, NOON)]
    lines = draw_lines(count_words(words, {1: NOON}, TODAY, UTC))
    assert lines
    assert lines.most == 2
    assert [y for _, y in lines.kept] == [CHART_HEIGHT / 2, 0]
    assert [y for _, y in lines.known] == [CHART_HEIGHT, CHART_HEIGHT / 2]
    assert draw_lines(count_words(words[1:], {}, TODAY, UTC)) is None
