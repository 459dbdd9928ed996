"""How do values read on a page?"""

from __future__ import annotations

import pytest

from quizapp.web.filters import show_duration, show_percent


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "no time limit"),
        (0.9, "0 seconds"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (90, "1 minute 30 seconds"),
        (750, "12 minutes 30 seconds"),
        (3600, "1 hour"),
        (3900, "1 hour 5 minutes"),
    ],
)
def test_a_length_of_time_is_told_exactly_and_never_rounded_up(
    seconds: float | None, words: str
) -> None:
    assert show_duration(seconds) == words


@pytest.mark.parametrize(
    ("ratio", "shown"), [(0.825, "83"), (0.975, "98"), (0.845, "85"), (1.0, "100"), (0.0, "0")]
)
def test_a_half_per_cent_is_rounded_as_people_do(ratio: float, shown: str) -> None:
    assert show_percent(ratio) == f"{shown}\u00a0%"
