"""What a learner has mastered, with how much certainty."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.generation.draft import Skill
from quizapp.progress.mastery import (
    Mastery,
    PastAttempt,
    estimate_mastery,
    list_mastery,
    list_past_attempts,
    list_taken,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, give, make_world, span

shares = st.floats(0, 1)
counts = st.integers(1, 10_000)


# Newcombe 1998 (Statist. Med. 17, 857-872), table I, method 3: Wilson's score interval.
@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_has_the_published_values(
    right: int, n: int, low: float, high: float
) -> None:
    mastery = estimate_mastery(Skill.DETAIL, n, right / n)
    assert (mastery.skill, mastery.n, mastery.estimate) == (Skill.DETAIL, n, right / n)
    assert (mastery.low, mastery.high) == pytest.approx((low, high), abs=6e-5)


def attempts_of(session: Session, learner_id: int) -> list[PastAttempt]:
    return list_past_attempts(session, learner_id, list_taken(session, learner_id))


def mastery_of(session: Session, learner_id: int) -> list[Mastery]:
    return list_mastery(session, learner_id, list_taken(session, learner_id))


@given(counts, shares)
def test_an_interval_holds_its_estimate_and_lies_between_0_and_1(n: int, share: float) -> None:
    mastery = estimate_mastery(Skill.DETAIL, n, share)
    assert 0 <= mastery.low <= share + 1e-12
    assert share - 1e-12 <= mastery.high <= 1


@given(counts, shares)
def test_more_questions_are_more_certain(n: int, share: float) -> None:
    few, many = (estimate_mastery(Skill.DETAIL, it, share) for it in (n, n + 1))
    assert many.high - many.low < few.high - few.low


@given(counts, shares)
def test_right_and_wrong_mirror_each_other(n: int, share: float) -> None:
    one, other = (estimate_mastery(Skill.DETAIL, n, it) for it in (share, 1 - share))
    assert one.low == pytest.approx(1 - other.high, abs=1e-9)


DRAFTS = (
    choice("one", skill=Skill.INFERENCE),
    choice("two", critical_span=span(1, "The old bridge")),
    choice("three", critical_span=span(3, "trams and cyclists")),
)


def sit(session: Session, world: World, clock: MovableClock, right: set[str]) -> Attempt:
    """Begin an attempt and answer the questions named in `right` rightly."""
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for item in attempt.items:
        if item.version.question.uid in right:
            place = item.printed_order.index("0")
            give(session, attempt.id, item.position, [str(place)], now=clock())
    return attempt


def test_mastery_counts_closed_attempts_alone_by_skill(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, max_attempts=None)
    assert mastery_of(session, world.learner.id) == []
    assert attempts_of(session, world.learner.id) == []
    for right in ({"two"}, {"one", "two", "three"}):
        attempt = sit(session, world, clock, right)
        assert attempt.id not in {
            it.attempt_id
            for it in list_past_attempts(
                session, world.learner.id, list_taken(session, world.learner.id)
            )
        }
        clock.move(minutes=1)
        sitting.submit(session, attempt.id, now=clock())
    sit(session, world, clock, {"one"})
    found = mastery_of(session, world.learner.id)
    assert found == [
        estimate_mastery(Skill.DETAIL, 4, 0.75),
        estimate_mastery(Skill.INFERENCE, 2, 0.5),
    ]
    attempts = attempts_of(session, world.learner.id)
    assert [(it.score, it.closed_at, it.quiz_title) for it in attempts] == [
        (Decimal(1), clock() - timedelta(minutes=1), "Bridges"),
        (Decimal(3), clock(), "Bridges"),
    ]
    stranger = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    assert mastery_of(session, stranger.id) == []
