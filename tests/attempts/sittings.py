"""A learner sits a quiz: start, answer rightly, answer with fields, in one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from threading import Event, Thread
from time import sleep
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import Needs
from quizapp.attempts import sitting
from quizapp.attempts.answers import to_page
from quizapp.attempts.clock import read_clock
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, EventKind, PaperItem
from quizapp.attempts.responses import final_responses, read_given
from quizapp.attempts.result import key_value
from quizapp.attempts.saving import Saved
from quizapp.bank.content import load_versions
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import Layout, Navigation
from tests.conftest import MovableClock
from tests.factories import World, give

GRACE = 60
LIMIT = 20 * 60  # seconds that the world's quiz gives
BREAKS = Needs(break_count=2, break_seconds=300)
FORWARD: dict[str, Any] = {"navigation": Navigation.SEQUENTIAL, "layout": Layout.ONE}


def begin(session: Session, world: World, now: datetime, learner: Learner | None = None) -> Attempt:
    return sitting.start(
        session,
        world.assignment,
        learner or world.learner,
        now=now,
        rng=Random(1),
        grace_seconds=GRACE,
    )


def find(attempt: Attempt, kind: Kind) -> PaperItem:
    """The paper's question of `kind`."""
    return next(it for it in attempt.items if it.version.kind is kind)


def list_given_otherwise(session: Session) -> list[PaperItem]:
    """The questions of scored attempts beside which another answer stands than the one in force."""
    items = select(PaperItem).join(Attempt, Attempt.id == PaperItem.attempt_id)
    found = []
    for item in session.scalars(items.where(Attempt.score.is_not(None))):
        response = final_responses(session, item.attempt_id).get(item.position)
        if item.given != (response.value if response else ()):
            found.append(item)
    return found


def answer(session: Session, attempt: Attempt, position: int, *fields: str, now: datetime) -> Saved:
    """Save these fields as the next answer to the question."""
    sequence = read_given(session, attempt.id).sequences.get(position, 0) + 1
    return give(session, attempt.id, position, fields, sequence=sequence, now=now)


def answer_rightly(session: Session, attempt: Attempt, item: PaperItem, now: datetime) -> Saved:
    draft = load_versions(session, [item.version_id])[item.version_id]
    fields = to_page(draft, [int(it) for it in item.printed_order], key_value(draft))
    return answer(session, attempt, item.position, *fields, now=now)


def remaining(attempt: Attempt, clock: MovableClock) -> float:
    """Seconds left to answer."""
    left = read_clock(attempt, clock()).remaining
    assert left is not None
    return left


def kinds(session: Session, attempt: Attempt) -> list[EventKind]:
    """What the log of the attempt says, in order."""
    return [it.kind for it in list_events(session, attempt.id)]


@contextmanager
def meanwhile(app: Flask, deed: Callable[[Session], object]) -> Iterator[None]:
    """`deed` is done by another request, which commits while this one is waiting for it."""
    done = Event()

    def act() -> None:
        with app.app_context():
            deed(db.session())
            done.set()
            sleep(0.5)
            db.session.commit()
            db.session.remove()

    thread = Thread(target=act)
    thread.start()
    assert done.wait(20)
    yield
    thread.join()
