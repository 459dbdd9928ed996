"""The more is right, the faster and the surer, the better the rating."""

from __future__ import annotations

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from quizapp.progress.rating import rate

EXPECTED = 40
shares = st.floats(0, 1)
times = st.none() | st.integers(0, 3600)
certainties = st.sampled_from([None, 1, 2, 3])


@pytest.mark.parametrize(
    ("share", "seconds", "certainty", "rating"),
    [
        (0, 10, 3, Rating.Again),
        (0.49, 10, 3, Rating.Again),
        (0.5, 10, 3, Rating.Hard),
        (0.99, None, None, Rating.Hard),
        (1, None, None, Rating.Good),
        (1, 120, 3, Rating.Good),
        (1, 121, 3, Rating.Hard),
        (1, 20, 1, Rating.Hard),
        (1, 20, 2, Rating.Good),
        (1, 20, None, Rating.Good),
        (1, 20, 3, Rating.Easy),
        (1, 21, 3, Rating.Good),
        (1, None, 3, Rating.Good),
    ],
)
def test_an_answer_has_the_rating_of_the_rule(
    share: float, seconds: int | None, certainty: int | None, rating: Rating
) -> None:
    assert rate(share, seconds, expected=EXPECTED, certainty=certainty) is rating


@given(shares, shares, times, certainties)
def test_more_right_is_never_rated_lower(
    one: float, other: float, seconds: int | None, certainty: int | None
) -> None:
    low, high = (
        rate(share, seconds, expected=EXPECTED, certainty=certainty)
        for share in sorted((one, other))
    )
    assert low <= high


@given(shares, st.integers(0, 3600), st.integers(0, 3600), certainties)
def test_faster_is_never_rated_lower(
    share: float, one: int, other: int, certainty: int | None
) -> None:
    fast, slow = (
        rate(share, seconds, expected=EXPECTED, certainty=certainty)
        for seconds in sorted((one, other))
    )
    assert slow <= fast


@given(shares, times)
def test_surer_is_never_rated_lower(share: float, seconds: int | None) -> None:
    ratings = [rate(share, seconds, expected=EXPECTED, certainty=step) for step in (1, 2, 3)]
    assert ratings == sorted(ratings)
