"""What a learner needs is kept for every quiz, and contradictions are told at their field."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import NONE, Needs, NeedsError, find_needs, list_needs, set_needs
from tests.conftest import MovableClock
from tests.factories import make_world

EVERYTHING = Needs(
    time_multiplier=1.75,
    untimed=True,
    break_count=2,
    break_seconds=600,
    larger_type=True,
    read_aloud=True,
)


@pytest.fixture
def learner(session: Session, clock: MovableClock) -> Learner:
    return make_world(session, clock()).learner


def test_who_has_nothing_set_needs_nothing(session: Session, learner: Learner) -> None:
    assert find_needs(session, learner.id) == NONE
    assert list_needs(session, [learner.id]) == {}
    assert not NONE.has_any


def test_needs_are_set_changed_and_taken_back(session: Session, learner: Learner) -> None:
    for needs in (EVERYTHING, Needs(time_multiplier=1.25), Needs(read_aloud=True), NONE):
        set_needs(session, learner.id, needs)
        session.expire_all()
        assert find_needs(session, learner.id) == needs
        assert list_needs(session, [learner.id, learner.id + 1]) == {learner.id: needs}


@pytest.mark.parametrize(
    "needs",
    [
        Needs(time_multiplier=1.25),
        Needs(untimed=True),
        Needs(break_count=1, break_seconds=60),
        Needs(larger_type=True),
        Needs(read_aloud=True),
    ],
)
def test_each_need_alone_is_one(needs: Needs) -> None:
    assert needs.has_any


@pytest.mark.parametrize("wrong", [0.99, 0.0, -1.0, float("nan"), float("inf")])
def test_extra_time_is_never_below_one_and_always_a_number(
    session: Session, learner: Learner, wrong: float
) -> None:
    with pytest.raises(NeedsError, match="1 or more") as refusal:
        set_needs(session, learner.id, Needs(time_multiplier=wrong))
    assert refusal.value.field == "time_multiplier"
    assert find_needs(session, learner.id) == NONE


@pytest.mark.parametrize(
    ("needs", "field", "message"),
    [
        (Needs(break_count=1), "break_seconds", "how long each"),
        (Needs(break_seconds=60), "break_count", "how many breaks"),
        (Needs(break_count=-1, break_seconds=60), "break_count", "counted from 0"),
        (Needs(break_count=1, break_seconds=-60), "break_seconds", "counted from 0"),
    ],
)
def test_breaks_have_a_number_and_a_length_or_neither(
    session: Session, learner: Learner, needs: Needs, field: str, message: str
) -> None:
    with pytest.raises(NeedsError, match=message) as refusal:
        set_needs(session, learner.id, needs)
    assert refusal.value.field == field
    assert find_needs(session, learner.id) == NONE
