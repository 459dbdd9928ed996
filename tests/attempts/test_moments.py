"""When a learner looks back, and what is promised for later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.moments import find_moment, list_later
from quizapp.quizzes.rules import (
    AFTERWARDS,
    ANSWERS_AFTER_CLOSING,
    EVERYTHING,
    SCORE_ONLY,
    Aspect,
    Moment,
    ReviewPolicy,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICIES = st.frozensets(st.tuples(st.sampled_from(Moment), st.sampled_from(Aspect)))


@pytest.mark.parametrize(
    ("handed_in", "closes_at", "moment"),
    [
        (NOON, None, Moment.RIGHT_AFTER),
        (NOON - timedelta(seconds=119), NOON + HOUR, Moment.RIGHT_AFTER),
        (NOON - timedelta(minutes=2), NOON + HOUR, Moment.WHILE_OPEN),
        (NOON - timedelta(minutes=2), None, Moment.WHILE_OPEN),
        (NOON, NOON, Moment.AFTER_CLOSING),
        (NOON - HOUR, NOON - HOUR, Moment.AFTER_CLOSING),
        (NOON, NOON + timedelta(microseconds=1), Moment.RIGHT_AFTER),
    ],
)
def test_the_moments_of_looking_back(
    handed_in: datetime, closes_at: datetime | None, moment: Moment
) -> None:
    assert find_moment(handed_in, closes_at, NOON) is moment


def test_after_closing_promises_the_rest_for_then() -> None:
    told = (Aspect.CORRECTNESS, Aspect.RATIONALE, Aspect.EVIDENCE, Aspect.KEY)
    for moment in (Moment.RIGHT_AFTER, Moment.WHILE_OPEN):
        later = list_later(ANSWERS_AFTER_CLOSING, moment, closes=True)
        assert later == ((Moment.AFTER_CLOSING, told),)
    assert list_later(ANSWERS_AFTER_CLOSING, Moment.AFTER_CLOSING, closes=True) == ()


@pytest.mark.parametrize("policy", [EVERYTHING, SCORE_ONLY])
@pytest.mark.parametrize("moment", AFTERWARDS)
def test_what_never_changes_promises_nothing(policy: ReviewPolicy, moment: Moment) -> None:
    assert list_later(policy, moment, closes=True) == ()


def test_a_quiz_that_never_closes_promises_nothing_for_after_closing() -> None:
    assert list_later(ANSWERS_AFTER_CLOSING, Moment.RIGHT_AFTER, closes=False) == ()


@given(POLICIES, st.sampled_from(AFTERWARDS))
def test_each_aspect_is_promised_once_and_for_a_moment_that_shows_it(
    policy: ReviewPolicy, moment: Moment
) -> None:
    promised = [(at, it) for at, new in list_later(policy, moment, closes=True) for it in new]
    assert len({it for _, it in promised}) == len(promised)
    assert set(promised) <= policy
    assert all((moment, it) not in policy for _, it in promised)
