"""A question whose key was mended is practised by the new key, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from quizapp.attempts.ruled import Verdict
from quizapp.progress.practice import Given, review_question
from tests.attempts.rulings import DROP, TO_ALL, another_key, mend, take_back
from tests.conftest import MovableClock
from tests.progress.test_practice import RIGHT, WRONG, missed, open_world, practisable, sit


def test_an_answer_in_practice_is_right_by_the_ruled_key(
    session: Session, clock: MovableClock
) -> None:
    world = open_world(session, clock())
    attempt = sit(session, world, clock, right=set())
    item = attempt.items[0]
    mend(session, world, item, another_key(1), clock())
    asked = practisable(session, world, clock())[item.version.question_id]
    for number, (value, share) in enumerate([(WRONG, 1), (RIGHT, 0)], start=1):
        given = Given(number=number, value=value, seconds=5)
        review = review_question(session, world.learner.id, asked, given, now=clock())
        assert review
        assert review.share == share


@pytest.mark.parametrize("verdict", [DROP, TO_ALL], ids=lambda it: it.kind)
def test_what_is_dropped_or_given_to_all_is_not_practised_until_that_is_undone(
    session: Session, clock: MovableClock, verdict: Verdict
) -> None:
    world = open_world(session, clock())
    attempt = sit(session, world, clock, right=set())
    item = attempt.items[0]
    name = item.version.question.uid
    assert name in missed(session, world, clock())
    ruling = mend(session, world, item, verdict, clock())
    assert name not in missed(session, world, clock())
    assert len(missed(session, world, clock())) == 2
    take_back(session, world, ruling, clock())
    assert name in missed(session, world, clock())
