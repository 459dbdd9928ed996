"""FSRS decides when a card is due; the same reviews give the same days."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from quizapp.progress.models import CardState
from quizapp.progress.scheduling import LONGEST_DAYS, SHORTEST, Memory, schedule
from tests.conftest import NOON

ratings = st.sampled_from(list(Rating))
# Days, and fractions of them, between one review and the next.
histories = st.lists(st.tuples(ratings, st.floats(0, 400)), max_size=12)


def remember(history: list[tuple[Rating, float]]) -> tuple[Memory | None, float]:
    """The memory after these reviews, and the day that it is then."""
    memory, day = None, 0.0
    for rating, wait in history:
        memory = schedule(memory, rating, now=NOON + timedelta(days=day))
        day += wait
    return memory, day


@given(histories, ratings)
def test_the_schedule_is_that_of_the_package(
    history: list[tuple[Rating, float]], rating: Rating
) -> None:
    scheduler = Scheduler(
        learning_steps=[SHORTEST],
        relearning_steps=[SHORTEST],
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
    card, day, memory = Card(card_id=1, due=NOON), 0.0, None
    for each, wait in [*history, (rating, 0)]:
        at = NOON + timedelta(days=day)
        card, _ = scheduler.review_card(card, each, at)
        memory = schedule(memory, each, now=at)
        day += wait
    assert memory is not None
    assert (memory.due, memory.stability, memory.difficulty, memory.step) == (
        card.due,
        card.stability,
        card.difficulty,
        card.step,
    )


@given(histories)
def test_a_better_rating_is_never_due_earlier(history: list[tuple[Rating, float]]) -> None:
    memory, day = remember(history)
    now = NOON + timedelta(days=day)
    due = [schedule(memory, rating, now=now).due for rating in Rating]
    assert due == sorted(due)


@given(histories, ratings)
def test_nothing_is_due_before_now(history: list[tuple[Rating, float]], rating: Rating) -> None:
    memory, day = remember(history)
    now = NOON + timedelta(days=day)
    found = schedule(memory, rating, now=now)
    assert now + SHORTEST <= found.due <= now + timedelta(days=LONGEST_DAYS)
    assert found.last_review == now
    assert found.stability > 0
    assert 1 <= found.difficulty <= 10
    assert (found.step is None) == (found.state is CardState.REVIEW)


def test_what_is_known_comes_back_after_longer_and_longer_times() -> None:
    memory, now, waits = None, NOON, []
    for _ in range(5):
        memory = schedule(memory, Rating.Good, now=now)
        waits.append((memory.due - now).days)
        now = memory.due
    # Golden: py-fsrs 6.3.2 with its own weights and one short step.
    assert waits == GOLDEN
    assert all(one < other for one, other in pairwise(waits))


GOLDEN = [2, 11, 46, 163, 365]


@pytest.mark.parametrize(("rating", "minutes"), [(Rating.Again, 10), (Rating.Hard, 15)])
def test_what_is_missed_comes_back_within_the_hour(rating: Rating, minutes: int) -> None:
    memory = schedule(None, rating, now=NOON)
    assert memory.due - NOON == timedelta(minutes=minutes)
    assert memory.state is CardState.LEARNING
