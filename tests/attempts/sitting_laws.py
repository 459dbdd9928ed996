"""What must hold after every step of a sitting, whatever the step was?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.attempts.clock import read_clock
from quizapp.attempts.models import Attempt, AttemptEvent, EventKind, PaperItem, Response
from quizapp.attempts.responses import final_responses
from quizapp.quizzes.models import Assignment
from tests.attempts.sitting_model import SECOND, Model, Sitting, Value
from tests.attempts.sitting_world import (
    as_lapse,
    describe_attempt,
    describe_item,
    describe_model,
    describe_question,
    describe_response,
    values_for,
)
from tests.attempts.sittings import list_given_otherwise
from tests.conftest import NOON
from tests.factories import World

ENDINGS = (EventKind.SUBMITTED, EventKind.TIME_UP, EventKind.ABANDONED, EventKind.CLOSED)


@dataclass(frozen=True)
class Message:
    """A save as a page sends it; `attempt` counts from 0."""

    attempt: int
    position: int
    tab: str
    number: int
    value: Value


@dataclass
class Page:
    """A page load: the numbers that its next saves carry."""

    attempt: int
    tab: str
    following: dict[int, int] = field(default_factory=dict)


class WatchedSitting(RuleBasedStateMachine):
    """One learner in one assignment, in the program and in the model, side by side."""

    model: Model
    learner: Learner
    assignment: Assignment

    def __init__(self, session: Session, world: World) -> None:
        super().__init__()
        self.session, self.world, self.now = session, world, 0
        self.ids: list[int] = []
        self.pages: list[Page] = []
        self.under_way: list[Message] = []
        self.delivered: list[Message] = []
        self.receipts: list[tuple[Message, int]] = []  # with when the server says it was kept

    @property
    def moment(self) -> datetime:
        return NOON + timedelta(milliseconds=self.now)

    def teardown(self) -> None:
        self.session.rollback()

    # What holds after every step.

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        self.session.flush()
        self.session.expire_all()
        for index, model in enumerate(self.model.sittings):
            attempt = self.read(index)
            assert describe_attempt(attempt) == describe_model(model)
            assert [describe_item(it) for it in attempt.items] == [
                describe_question(it) for it in model.questions.values()
            ]
            clock = read_clock(attempt, self.moment)
            left = None if clock.remaining is None else round(clock.remaining * SECOND)
            assert (clock.phase, left) == (model.phase(self.now), model.time_left(self.now))

    @invariant()
    def every_save_is_kept_as_it_came(self) -> None:
        for attempt_id, model in zip(self.ids, self.model.sittings, strict=True):
            rows = self.list_responses(attempt_id)
            assert [describe_response(it) for it in rows] == [vars(it) for it in model.saves]
            final = final_responses(self.session, attempt_id)
            assert {place: it.value for place, it in final.items()} == model.in_force()

    @invariant()
    def nothing_that_was_called_saved_is_missing(self) -> None:
        """Asked of the tables alone, without the model's idea of what is the same save."""
        kept = {
            (index, row.position, row.tab, row.value, as_lapse(row.received_at))
            for index, attempt_id in enumerate(self.ids)
            for row in self.list_responses(attempt_id)
        }
        for it, at in self.receipts:
            assert (it.attempt, it.position, it.tab, it.value, at) in kept

    @invariant()
    def the_answer_that_was_scored_stands_beside_its_score(self) -> None:
        assert list_given_otherwise(self.session) == []

    @invariant()
    def at_most_one_attempt_is_open(self) -> None:
        found = select(Attempt.closed_at).where(Attempt.learner_id == self.learner.id)
        closings = self.session.scalars(found).all()
        assert len(closings) == len(self.ids)
        assert closings.count(None) <= 1

    @invariant()
    def an_attempt_ends_in_its_log_as_often_as_it_ends(self) -> None:
        for attempt_id, model in zip(self.ids, self.model.sittings, strict=True):
            lines = select(AttemptEvent).where(
                AttemptEvent.attempt_id == attempt_id, AttemptEvent.kind.in_(ENDINGS)
            )
            assert len(self.session.scalars(lines).all()) == model.endings

    # Reading.

    def latest(self) -> tuple[Sitting, Attempt]:
        return self.model.sittings[-1], self.read(-1)

    def read(self, index: int) -> Attempt:
        return self.session.get_one(Attempt, self.ids[index])

    def list_responses(self, attempt_id: int) -> Sequence[Response]:
        found = select(Response).where(Response.attempt_id == attempt_id).order_by(Response.id)
        return self.session.scalars(found).all()

    def read_everything(self, attempt_id: int) -> list[dict[str, Any]]:
        self.session.flush()
        models = (Attempt, Attempt.id), (PaperItem, PaperItem.attempt_id)
        more = (Response, Response.attempt_id), (AttemptEvent, AttemptEvent.attempt_id)
        return [
            dict(row)
            for model, key in (*models, *more)
            for row in self.session.execute(
                select(model.__table__).where(key == attempt_id).order_by(model.__table__.c.id)
            ).mappings()
        ]

    def values_at(self, attempt: int, position: int) -> tuple[Value, ...]:
        return values_for(self.model.sittings[attempt].questions[position])

    def list_ends(self) -> list[datetime | None]:
        """When each attempt, and each of its questions, ends."""
        self.session.flush()
        self.session.expire_all()
        attempts = [self.read(index) for index in range(len(self.ids))]
        questions = [it.deadline for attempt in attempts for it in attempt.items]
        return [*(attempt.deadline for attempt in attempts), *questions]

    def assert_nothing_is_earlier(self, before: list[datetime | None]) -> None:
        for old, new in zip(before, self.list_ends(), strict=True):
            assert new is None or old is None or new >= old
            assert old is not None or new is None
