"""What the append-only responses tell."""

from __future__ import annotations

from random import Random

from sqlalchemy.orm import Session

from quizapp.attempts import saving, sitting
from quizapp.attempts.responses import Answer, list_responses, sum_seconds
from tests.conftest import MovableClock
from tests.factories import choice, make_world


def test_each_page_load_counts_its_own_seconds(session: Session, clock: MovableClock) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    assert sum_seconds(list_responses(session, attempt.id)) == {}
    saves = [("a", 1, 20), ("a", 2, 50), ("b", 3, 10), ("", 4, None)]
    for tab, sequence, seconds in saves:
        answer = Answer(1, tab, sequence, ("0",), seconds=seconds)
        saving.respond(session, attempt.id, answer, now=clock())
    assert sum_seconds(list_responses(session, attempt.id)) == {1: 60}
