"""Which of several attempts counts, and with which score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizapp.attempts.counting import find_counting_score, pick_attempt
from quizapp.attempts.models import Attempt
from quizapp.quizzes.rules import GradingMethod


def make_attempts(*scores: str, out_of: str = "10") -> list[Attempt]:
    return [
        Attempt(number=number, score=Decimal(score), max_score=Decimal(out_of))
        for number, score in enumerate(scores, start=1)
    ]


@pytest.mark.parametrize(
    ("method", "number", "score"),
    [
        (GradingMethod.HIGHEST, 2, "8"),
        (GradingMethod.AVERAGE, 3, "6"),
        (GradingMethod.FIRST, 1, "4"),
        (GradingMethod.LAST, 3, "6"),
    ],
)
def test_the_quiz_says_which_counts(method: GradingMethod, number: int, score: str) -> None:
    attempts = make_attempts("4", "8", "6")
    assert pick_attempt(attempts, method).number == number
    assert find_counting_score(attempts, method) == Decimal(score)


def test_of_two_that_are_as_high_the_earlier_counts() -> None:
    assert pick_attempt(make_attempts("8", "8"), GradingMethod.HIGHEST).number == 1


def test_the_highest_is_the_highest_share_and_the_mean_is_one_of_shares() -> None:
    attempts = [*make_attempts("6", out_of="10"), *make_attempts("4", out_of="5")]
    attempts[1].number = 2
    assert pick_attempt(attempts, GradingMethod.HIGHEST) is attempts[1]
    # (60 % + 80 %) / 2 of 5 points
    assert find_counting_score(attempts, GradingMethod.AVERAGE) == Decimal("3.5")


def test_a_mean_is_rounded_to_what_a_score_can_tell_apart() -> None:
    attempts = make_attempts("1", "0", "0", out_of="1")
    assert find_counting_score(attempts, GradingMethod.AVERAGE) == Decimal("0.33333")
