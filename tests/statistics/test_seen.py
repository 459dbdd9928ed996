"""Which attempts the database picks, and which questions of them it counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.counting import pick_attempt
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.quizzes.rules import GradingMethod
from quizapp.statistics.seen import Scope, count_seen, pick_attempts, split
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, give, make_world, one_of_each_kind

# Shares that are equal though their figures are not, and some that nearly are.
SCORES = (
    ("1", "3"),
    ("2", "6"),
    ("0.33333", "1"),
    ("0.99999", "3"),
    ("1", "1"),
    ("7", "7"),
    ("0", "2"),
)


def add_attempts(
    session: Session, world: World, clock: MovableClock, rng: Random
) -> list[list[Attempt]]:
    """Up to four attempts of each of twenty learners; some are running or abandoned."""
    made = []
    for number in range(20):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        attempts = []
        for place in range(1, rng.randint(2, 5)):
            score, max_score = rng.choice(SCORES)
            is_scored = rng.random() < 0.8
            attempts.append(
                Attempt(
                    assignment_id=world.assignment.id,
                    learner_id=learner.id,
                    number=place,
                    started_at=clock(),
                    grace_seconds=60,
                    max_score=Decimal(max_score),
                    score=Decimal(score) if is_scored else None,
                    closed_at=clock() + timedelta(minutes=5),
                    close_reason=CloseReason.SUBMITTED if is_scored else CloseReason.ABANDONED,
                )
            )
        session.add_all(attempts)
        made.append(attempts)
    session.flush()
    return made


@pytest.mark.parametrize("method", list(GradingMethod))
def test_the_database_picks_the_attempts_that_the_gradebook_picks(
    session: Session, clock: MovableClock, method: GradingMethod
) -> None:
    world = make_world(session, clock(), grading_method=method, max_attempts=None)
    wanted = set()
    for attempts in add_attempts(session, world, clock, Random(method.value)):
        scored = [it for it in attempts if it.score is not None]
        if method is GradingMethod.AVERAGE:
            wanted |= {it.id for it in scored}
        elif scored:
            wanted.add(pick_attempt(scored, method).id)
    found = session.scalars(pick_attempts(session, Scope(world.quiz))).all()
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_the_counts_of_all_pieces_add_up_to_those_of_the_whole(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), max_attempts=None)
    for number in range(5):
        learner = join_course(session, world.course, f"L{number}", PASSWORD, now=clock())
        for _ in range(2):
            attempt = sitting.start(
                session, world.assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
            )
            if number % 2:
                give(session, attempt.id, 1, ["0"], now=clock())
            sitting.submit(session, attempt.id, now=clock())
    whole, pieces = Scope(world.quiz), split(session, Scope(world.quiz), together=2)
    assert len(pieces) == 3
    assert [it.learners for it in split(session, whole)] == [
        (pieces[0].learners or (0, 0))[:1] + (pieces[-1].learners or (0, 0))[1:]
    ]
    counts = [Counter[Any]() for _ in range(2)]
    for counted, scopes in zip(counts, ([whole], pieces), strict=True):
        for scope in scopes:
            for *what, n in session.execute(count_seen(session, scope, with_answers=True)):
                counted[tuple(what)] += n
    assert counts[0] == counts[1]
    assert counts[0].total() == 5 * len(one_of_each_kind())
