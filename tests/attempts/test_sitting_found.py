"""What chance has found in a sitting (`test_sitting_machine`), each as a fact of its own."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.attempts import extending, saving, sitting
from quizapp.attempts.models import Attempt, Response
from quizapp.attempts.responses import Answer, final_responses
from quizapp.quizzes.rules import Navigation
from tests.attempts.sitting_world import (
    DRAFTS,
)
from tests.conftest import MovableClock
from tests.factories import World, make_world


@pytest.fixture
def forward(session: Session, clock: MovableClock) -> World:
    """A quiz that goes forward only, with odd seconds for itself and for each question."""
    return make_world(
        session,
        clock(),
        drafts=DRAFTS,
        time_limit_seconds=1201,
        question_seconds=31,
        navigation=Navigation.SEQUENTIAL,
    )


def begin(session: Session, world: World, clock: MovableClock) -> Attempt:
    return sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=0
    )


def test_a_form_gone_back_to_and_sent_twice_is_one_save(
    session: Session, forward: World, clock: MovableClock
) -> None:
    attempt = begin(session, forward, clock)
    sends = [("form", "0"), ("form", "1"), ("other tab", "2"), ("form", "1")]
    for tab, option in sends:
        number = 3 if tab == "other tab" else 1
        saving.respond(session, attempt.id, Answer(1, tab, number, (option,)), now=clock())
    kept = session.scalars(select(Response).order_by(Response.id)).all()
    assert [(it.tab, it.sequence) for it in kept] == [("form", 1), ("form", 2), ("other tab", 3)]
    assert final_responses(session, attempt.id)[1].tab == "other tab"


def test_an_accommodation_given_again_takes_no_half_second_away(
    session: Session, forward: World, clock: MovableClock
) -> None:
    set_needs(session, forward.learner.id, Needs(time_multiplier=1.5))
    attempt = begin(session, forward, clock)
    assert attempt.deadline == clock() + timedelta(seconds=1802)
    needed = Needs(time_multiplier=1.5, larger_type=True)
    extending.accommodate(session, forward.learner, needed, forward.teacher, now=clock())
    assert attempt.deadline == clock() + timedelta(seconds=1802)


@pytest.mark.parametrize(
    ("needed", "seconds"), [(Needs(time_multiplier=2), 62), (Needs(untimed=True), None)]
)
def test_an_accommodation_reaches_the_question_that_is_open(
    session: Session, forward: World, clock: MovableClock, needed: Needs, seconds: int | None
) -> None:
    attempt = begin(session, forward, clock)
    sitting.open_question(session, attempt, 1, now=clock())
    extending.accommodate(session, forward.learner, needed, forward.teacher, now=clock())
    ends_at = None if seconds is None else clock() + timedelta(seconds=seconds)
    assert attempt.items[0].deadline == ends_at
