"""What the append-only responses tell."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from quizapp.attempts import saving, sitting
from quizapp.attempts.models import Response
from quizapp.attempts.responses import (
    Answer,
    final_responses,
    list_responses,
    pick_final,
    read_given,
    sum_seconds,
)
from tests.conftest import MovableClock
from tests.factories import choice, make_world, one_of_each_kind


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


def test_what_is_in_force_is_read_as_if_all_had_been(session: Session, clock: MovableClock) -> None:
    world, rng = make_world(session, clock(), drafts=one_of_each_kind()), Random(5)
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=rng, grace_seconds=60
    )
    assert read_given(session, attempt.id).sequences == {}
    for number in range(60):
        is_late = rng.random() < 0.3
        session.add(
            Response(
                attempt_id=attempt.id,
                position=rng.choice((1, 2, 3)),
                tab=f"tab {number}",
                sequence=rng.randint(1, 9),  # several of a question may bear the same
                value=(str(number),),
                received_at=clock() + timedelta(seconds=rng.randint(0, 99)),
                is_late=is_late,
                counts=not is_late,
            )
        )
    late = {"is_late": True, "counts": False}
    last = clock() + timedelta(minutes=5)
    session.add(
        Response(attempt_id=attempt.id, position=4, sequence=7, value=(), received_at=last, **late)
    )
    session.flush()
    all_of_them = list_responses(session, attempt.id)
    given = read_given(session, attempt.id)
    assert given.in_force == pick_final(all_of_them) == final_responses(session, attempt.id)
    assert given.in_force.keys() == {1, 2, 3}
    assert given.sequences == {it.position: it.sequence for it in all_of_them}
    assert given.last_received == last
