"""A class that has sat a quiz of three questions, some better than others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.generation.draft import AcceptedAnswer, Difficulty, Kind, Skill
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, choice, give, make_world, span

DRAFTS = (
    choice("opened", difficulty=Difficulty.MEDIUM),
    choice(
        "closed",
        skill=Skill.CAUSE,
        kind=Kind.SHORT_ANSWER,
        stem="What closed the old bridge?",
        critical_span=span(1, "after a flood"),
        options=(),
        accepted_answers=(AcceptedAnswer("a flood"),),
    ),
    choice("cost", stem="What did it cost?", critical_span=span(3, "It cost 40 million crowns")),
)
RIGHT = {"opened": "0", "closed": "a flood", "cost": "0"}
WRONG = {"opened": "2", "closed": "a storm", "cost": "1"}
ALL = frozenset(RIGHT)


def make_class(session: Session, clock: MovableClock, **more: Any) -> World:
    return make_world(session, clock(), drafts=DRAFTS, max_attempts=None, **more)


def join(session: Session, world: World, name: str, clock: MovableClock) -> Learner:
    return join_course(session, world.course, name, PASSWORD, now=clock())


def sit(
    session: Session,
    world: World,
    learner: Learner,
    clock: MovableClock,
    *,
    right: Collection[str] = ALL,
    wrong: Mapping[str, str] = WRONG,
    most: int = 3,
    hand_in: bool = True,
) -> Attempt:
    """An attempt of which the first `most` questions are answered: those named in `right` rightly,
    the others as `wrong` says."""
    attempt = sitting.start(
        session, world.assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for item in attempt.items[:most]:
        uid = item.version.question.uid
        given = (RIGHT if uid in right else wrong)[uid]
        is_typed = item.version.kind is Kind.SHORT_ANSWER
        page = given if is_typed else str(item.printed_order.index(given))
        give(session, attempt.id, item.position, [page], now=clock())
    if hand_in:
        sitting.submit(session, attempt.id, now=clock())
    return attempt
