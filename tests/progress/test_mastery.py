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
from quizapp.progress.ability import Reply, learn
from quizapp.progress.mastery import (
    Level,
    Mastery,
    PastAttempt,
    list_mastery,
    list_past_attempts,
    list_taken,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, give, make_world, span


def attempts_of(session: Session, learner_id: int) -> list[PastAttempt]:
    return list_past_attempts(session, learner_id, list_taken(session, learner_id))


def mastery_of(session: Session, learner_id: int) -> list[Mastery]:
    return list_mastery(session, learner_id, list_taken(session, learner_id))


def rate(skill: Skill, *shares: float, difficulty: float = 0.0, floor: float = 0.0) -> Mastery:
    """The mastery that answers to questions of one sort tell."""
    return Mastery.of(learn(Reply(skill, it, difficulty, floor) for it in shares), skill)


@given(st.lists(st.floats(0, 1), max_size=40))
def test_an_interval_holds_its_estimate_and_lies_between_0_and_1(shares: list[float]) -> None:
    found = rate(Skill.DETAIL, *shares)
    assert 0 < found.low < found.estimate < found.high < 1


def test_right_and_wrong_mirror_each_other() -> None:
    right, wrong = (rate(Skill.DETAIL, *[it] * 6) for it in (1.0, 0.0))
    assert right.estimate == pytest.approx(1 - wrong.estimate)
    assert right.low == pytest.approx(1 - wrong.high)


def test_hard_questions_say_more_of_who_can_answer_them() -> None:
    easy, hard = (rate(Skill.DETAIL, *[1.0] * 6, difficulty=it) for it in (-1.0, 1.0))
    assert hard.estimate > easy.estimate


@pytest.mark.parametrize(
    ("shares", "level"),
    [
        ([1.0] * 3, Level.UNSURE),
        ([1.0] * 12, Level.SECURE),
        ([1.0, 0.0] * 20, Level.ON_THE_WAY),
        ([0.0] * 12, Level.BEGINNING),
    ],
)
def test_a_level_is_named_once_there_are_enough_answers(shares: list[float], level: Level) -> None:
    assert rate(Skill.CAUSE, *shares).level is level


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
    taken = []
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
        taken.append((attempt, right))
    sit(session, world, clock, {"one"})
    found = mastery_of(session, world.learner.id)
    replies = [
        Reply(
            item.version.skill,
            float(item.version.question.uid in right),
            -1.0,
            1 / 3,
            sitting=attempt.id,
        )
        for attempt, right in taken
        for item in attempt.items
    ]
    told = learn(replies)
    assert found == [Mastery.of(told, it) for it in (Skill.DETAIL, Skill.INFERENCE)]
    assert [it.n for it in found] == [4, 2]
    attempts = attempts_of(session, world.learner.id)
    assert [(it.score, it.closed_at, it.quiz_title) for it in attempts] == [
        (Decimal(1), clock() - timedelta(minutes=1), "Bridges"),
        (Decimal(3), clock(), "Bridges"),
    ]
    stranger = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    assert mastery_of(session, stranger.id) == []


def test_a_mark_given_later_is_followed(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), drafts=DRAFTS, max_attempts=None)
    attempt = sit(session, world, clock, {"two"})
    sitting.submit(session, attempt.id, now=clock())
    (before, _) = mastery_of(session, world.learner.id)
    missed = next(it for it in attempt.items if it.version.question.uid == "three")
    missed.score, missed.share = missed.max_score, 1.0
    session.flush()
    (after, _) = mastery_of(session, world.learner.id)
    assert after.estimate > before.estimate
    missed.needs_marking = True
    session.flush()
    (waiting, _) = mastery_of(session, world.learner.id)
    assert (waiting.n, after.n) == (1, 2)
