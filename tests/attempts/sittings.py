"""A learner sits a quiz: start, answer rightly, answer with fields, in one line each."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.attempts import sitting
from quizapp.attempts.answers import to_page
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.responses import last_sequences
from quizapp.attempts.result import key_value
from quizapp.attempts.sitting import Saved
from quizapp.bank.content import load_versions
from quizapp.generation.draft import Kind
from tests.factories import World, give

GRACE = 60


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


def answer(session: Session, attempt: Attempt, position: int, *fields: str, now: datetime) -> Saved:
    """Save these fields as the next answer to the question."""
    sequence = last_sequences(session, attempt.id).get(position, 0) + 1
    return give(session, attempt.id, position, fields, sequence=sequence, now=now)


def answer_rightly(session: Session, attempt: Attempt, item: PaperItem, now: datetime) -> Saved:
    draft = load_versions(session, [item.version_id])[item.version_id]
    fields = to_page(draft, [int(it) for it in item.printed_order], key_value(draft))
    return answer(session, attempt, item.position, *fields, now=now)
