"""How well was a card remembered? From how right, how fast and how sure to one of four ratings.

Spaced repetition asks for a rating of each review: again, hard, good or easy (Ye, Su and Cao,
A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling, KDD 2022, on
which FSRS rests). People who rate themselves are poor judges of it; here the answer is the judge.
Slow right answers are weaker memories than fast ones (Latency: Kahana and Loftus, Response Time
Versus Accuracy in Human Memory, 1999), and one that was guessed is none. (pure)
"""

from __future__ import annotations

from fsrs import Rating

from quizapp.quizzes.estimating import SLOW

GUESSED, VERY_SURE = 1, 3
HALF_RIGHT = 0.5
# In shares of the time that the question takes a usual reader; it includes looking at the text.
TOO_SLOW = 2 * SLOW
FAST = 0.5


def rate(
    share: float, seconds: int | None = None, *, expected: int, certainty: int | None = None
) -> Rating:
    """The rating of an answer that is right to `share`, 0 to 1, given after `seconds`.

    `expected` seconds are what the question takes; `certainty` is 1 (guessed) to 3 (very sure).
    """
    if share < HALF_RIGHT:
        return Rating.Again
    is_slow = seconds is not None and seconds > TOO_SLOW * expected
    if share < 1 or is_slow or certainty == GUESSED:
        return Rating.Hard
    is_fast = seconds is not None and seconds <= FAST * expected
    return Rating.Easy if is_fast and certainty == VERY_SURE else Rating.Good
