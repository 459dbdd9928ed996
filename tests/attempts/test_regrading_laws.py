"""The laws of mending a key: whatever is answered, ruled and undone, on real attempts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.attempts import sitting
from quizapp.attempts.asked_papers import Question
from quizapp.attempts.closing import score
from quizapp.attempts.models import Attempt
from quizapp.attempts.regrading import plan_regrade
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.attempts.rulings import find_verdicts
from quizapp.generation.draft import Kind
from tests.attempts.marks import DRAFTS
from tests.attempts.rulings import (
    join_class,
    mend,
    read_marks,
    save,
    take_back,
    verdicts,
)
from tests.attempts.sittings import begin
from tests.attempts.test_scoring_laws import certainties, values
from tests.conftest import MovableClock
from tests.factories import World, make_world

ASKED = (
    Kind.MULTIPLE_CHOICE,
    Kind.MULTIPLE_RESPONSE,
    Kind.SHORT_ANSWER,
    Kind.CLOZE,
    Kind.NUMERICAL,
    Kind.MATCHING,
)
LEARNERS = 3
NEVER_LOWERS = frozenset({RulingKind.ACCEPT_BOTH, RulingKind.FULL_CREDIT})
RULES: dict[str, dict[str, Any]] = {
    "plain": {"spelling_distance": 1},
    "costly": {"negative_share": Decimal("0.5")},
    "certain by hand": {"uses_certainty": True, "marked_by_hand": True},
}
answers = st.fixed_dictionaries(
    {kind: st.tuples(values(DRAFTS[kind]), certainties) for kind in ASKED}
)
classes = st.lists(answers, min_size=LEARNERS, max_size=LEARNERS)
rulings = st.sampled_from(ASKED).flatmap(
    lambda kind: st.tuples(st.just(kind), verdicts(DRAFTS[kind]))
)
examples = hypothesis_settings(
    max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@dataclass(frozen=True)
class Place:
    session: Session
    world: World
    learners: list[Learner]
    clock: MovableClock

    @contextmanager
    def kept_nowhere(self) -> Iterator[None]:
        """What happens within is as if it had never been."""
        point = self.session.begin_nested()
        yield
        point.rollback()
        self.session.expire_all()

    def sit(self, given_answers: list[dict[Kind, Any]], *, hands_in: bool = True) -> list[Attempt]:
        """Attempts with these answers, a learner each."""
        attempts = []
        for learner, own in zip(self.learners, given_answers, strict=True):
            attempt = begin(self.session, self.world, self.clock(), learner)
            for item in attempt.items:
                value, certainty = own[item.version.kind]
                save(self.session, attempt, item, value, self.clock(), certainty)
            attempts.append(attempt)
        if hands_in:
            self.hand_in(attempts)
        return attempts

    def hand_in(self, attempts: list[Attempt]) -> None:
        for attempt in attempts:
            sitting.submit(self.session, attempt.id, now=self.clock())

    def mend(self, ruling: tuple[Kind, Verdict]) -> Any:
        return mend(self.session, self.world, self.find(ruling[0]), ruling[1], self.clock())

    def find(self, kind: Kind) -> int:
        """The version of the question of this kind."""
        attempt = begin(self.session, self.world, self.clock(), self.learners[-1])
        return next(it.version_id for it in attempt.items if it.version.kind is kind)


@pytest.fixture(params=RULES)
def place(session: Session, clock: MovableClock, request: pytest.FixtureRequest) -> Place:
    drafts = tuple(DRAFTS[kind] for kind in ASKED)
    rules = {"max_attempts": None, **RULES[request.param]}
    world = make_world(session, clock(), drafts=drafts, **rules)
    return Place(session, world, join_class(session, world, LEARNERS, clock()), clock)


@examples
@given(given_answers=classes, ruling=rulings)
def test_a_regrade_gives_what_scoring_would_and_sums_add_up(
    place: Place, given_answers: list[dict[Kind, Any]], ruling: tuple[Kind, Verdict]
) -> None:
    with place.kept_nowhere():
        attempts = place.sit(given_answers)
        place.mend(ruling)
        regraded = read_marks(place.session, attempts)
        for attempt in attempts:
            counting = [it for it in attempt.items if not it.is_dropped]
            total = sum((it.score or Decimal(0) for it in counting), Decimal(0))
            assert attempt.score == max(Decimal(0), total)
            assert attempt.max_score == sum(it.max_score for it in counting)
            assert attempt.score <= attempt.max_score
        Random(3).shuffle(attempts)
        for attempt in attempts:
            score(place.session, attempt)
        attempts.sort(key=lambda it: it.id)
        assert read_marks(place.session, attempts) == regraded


@examples
@given(given_answers=classes, ruling=rulings)
def test_ruled_before_handing_in_is_ruled_afterwards(
    place: Place, given_answers: list[dict[Kind, Any]], ruling: tuple[Kind, Verdict]
) -> None:
    with place.kept_nowhere():
        attempts = place.sit(given_answers)
        place.mend(ruling)
        afterwards = read_marks(place.session, attempts)
    with place.kept_nowhere():
        attempts = place.sit(given_answers, hands_in=False)
        place.mend(ruling)
        place.hand_in(attempts)
        assert read_marks(place.session, attempts) == afterwards


@examples
@given(given_answers=classes, first=rulings, second=rulings)
def test_undoing_gives_back_exactly_what_was_there(
    place: Place,
    given_answers: list[dict[Kind, Any]],
    first: tuple[Kind, Verdict],
    second: tuple[Kind, Verdict],
) -> None:
    with place.kept_nowhere():
        attempts = place.sit(given_answers)
        as_sat = read_marks(place.session, attempts)
        one = place.mend(first)
        as_ruled = read_marks(place.session, attempts)
        if first != second:
            two = place.mend(second)
            take_back(place.session, place.world, two, place.clock())
            assert read_marks(place.session, attempts) == as_ruled
        take_back(place.session, place.world, one, place.clock())
        assert read_marks(place.session, attempts) == as_sat
        assert find_verdicts(place.session, place.world.quiz.id) == {}


@examples
@given(given_answers=classes, ruling=rulings)
def test_ruling_twice_is_ruling_once_and_touches_no_other_question(
    place: Place, given_answers: list[dict[Kind, Any]], ruling: tuple[Kind, Verdict]
) -> None:
    with place.kept_nowhere():
        attempts = place.sit(given_answers)
        before = read_marks(place.session, attempts)
        place.mend(ruling)
        kind, verdict = ruling
        again = Question(place.world.quiz, place.find(kind), verdict)
        assert plan_regrade(place.session, again, verdict).listed == ()
        for attempt, (old_score, old_most, old_items) in zip(attempts, before, strict=True):
            for item, old in zip(attempt.items, old_items, strict=True):
                if item.version.kind is not kind:
                    now = (item.score, item.share, item.needs_marking, item.is_dropped)
                    assert now == old[:4]
            if verdict.kind in NEVER_LOWERS:
                assert attempt.score is not None
                assert attempt.score >= old_score
                assert attempt.max_score == old_most
