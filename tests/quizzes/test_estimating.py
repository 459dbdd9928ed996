"""Time is estimated from words and kinds, and measured once enough learners were there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Difficulty, Kind
from quizapp.quizzes.estimating import (
    PACE,
    STABLE_FROM,
    Text,
    count_by_difficulty,
    estimate_time,
    is_too_short,
    measure_time,
    seconds_for,
)
from tests.factories import choice, one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}


def test_reading_and_answering_add_up() -> None:
    estimate = estimate_time([Text(300, "intermediate")], [choice(), DRAFTS[Kind.TRUE_FALSE]])
    assert estimate.reading == 120
    assert estimate.typical == 120 + 40 + 25
    assert (estimate.slow, estimate.n) == (round(1.5 * 185), 0)


def test_a_passage_of_a_higher_level_is_read_faster_and_one_without_a_level_as_the_middle() -> None:
    times = [estimate_time([Text(600, level)], []).reading for level in PACE]
    assert times == sorted(times, reverse=True)
    assert estimate_time([Text(600)], []) == estimate_time([Text(600, "Intermediate")], [])


def test_every_kind_takes_time_and_what_has_parts_takes_it_for_each() -> None:
    assert all(seconds_for(draft) >= 20 for draft in one_of_each_kind())
    cloze = DRAFTS[Kind.CLOZE]
    assert seconds_for(cloze) == 2 * seconds_for(replace(cloze, stem="One ____ alone."))


@given(st.lists(st.integers(1, 5000), min_size=STABLE_FROM, max_size=60))
def test_half_of_the_attempts_are_no_longer_than_the_median_and_nine_of_ten_than_the_slow(
    seconds: list[int],
) -> None:
    measured = measure_time(seconds)
    assert measured
    assert measured.n == len(seconds)
    assert sum(it <= measured.slow for it in seconds) >= 0.9 * len(seconds)
    assert sum(it <= measured.typical + 1 for it in seconds) * 2 >= len(seconds)


def test_too_few_attempts_measure_nothing() -> None:
    assert measure_time([60] * (STABLE_FROM - 1)) is None


def test_a_limit_is_too_short_when_a_slow_reader_needs_nearly_all_of_it() -> None:
    estimate = estimate_time([Text(300)], [choice()])  # 160 seconds, 240 for the slow
    assert is_too_short(240, estimate)
    assert not is_too_short(300, estimate)
    assert not is_too_short(None, estimate)


def test_difficulties_are_counted_in_their_order() -> None:
    found = count_by_difficulty([choice(difficulty=Difficulty.HARD), choice()])
    assert list(found.items()) == [
        (Difficulty.EASY, 1),
        (Difficulty.MEDIUM, 0),
        (Difficulty.HARD, 1),
    ]
