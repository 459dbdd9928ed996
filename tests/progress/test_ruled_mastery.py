"""A ruling belongs to a quiz: what it gives to all or drops tells nothing there alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt
from quizapp.attempts.ruled import Verdict
from quizapp.progress.difficulties import measure_difficulties
from quizapp.progress.mastery import list_mastery, list_taken
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.attempts.rulings import DROP, TO_ALL, mend, take_back
from tests.conftest import MovableClock
from tests.factories import World, make_rules
from tests.progress.test_practice import DRAFTS, open_world, sit


def sit_another(session: Session, world: World, clock: MovableClock) -> Attempt:
    """An attempt at a second quiz that asks the same questions."""
    rules = make_rules(title="Bridges again", question_count=len(DRAFTS))
    quiz = add_quiz(session, world.teacher, [world.bank], rules, now=clock())
    given = assign_quiz(session, quiz, world.course, opens_at=None, closes_at=None, now=clock())
    return sit(session, replace(world, quiz=quiz, assignment=given), clock, right=set())


def count_answers(session: Session, world: World) -> int:
    """How many answers tell of the learner's mastery."""
    taken = list_taken(session, world.learner.id)
    return sum(it.n for it in list_mastery(session, world.learner.id, taken))


@pytest.mark.parametrize("verdict", [DROP, TO_ALL], ids=lambda it: it.kind)
def test_a_ruling_takes_its_question_out_of_mastery_in_its_own_quiz_alone(
    session: Session, clock: MovableClock, verdict: Verdict
) -> None:
    world = open_world(session, clock())
    item = sit(session, world, clock, right=set()).items[0]
    sit_another(session, world, clock)
    assert count_answers(session, world) == 6
    ruling = mend(session, world, item, verdict, clock())
    assert count_answers(session, world) == 5
    assert measure_difficulties(session)[item.version_id].n == 1
    take_back(session, world, ruling, clock())
    assert count_answers(session, world) == 6
