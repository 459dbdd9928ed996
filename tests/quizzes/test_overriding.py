"""An override only ever adds to what everybody has; what gives less is refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.people import add_course, join_course
from quizapp.quizzes.entitlement import find_entitlement
from quizapp.quizzes.models import Override
from quizapp.quizzes.overriding import (
    NOTHING,
    OverrideError,
    OverrideRules,
    find_override,
    list_overrides,
    remove_override,
    set_override,
)
from quizapp.quizzes.setting import assign_quiz
from tests.conftest import NOON, MovableClock
from tests.factories import PASSWORD, World, make_world

HOUR = timedelta(hours=1)
LIMITED: dict[str, Any] = {
    "opens_at": NOON + HOUR,
    "closes_at": NOON + 5 * HOUR,
    "time_limit_seconds": 40 * 60,
    "access_code": "swift fox",
}
OPEN: dict[str, Any] = {"time_limit_seconds": None, "max_attempts": None}
EVERYTHING = OverrideRules(
    time_limit=HOUR,
    opens_at=NOON,
    closes_at=NOON + 9 * HOUR,
    max_attempts=3,
    access_code="quiet room",
)


def make(session: Session, clock: MovableClock, **rules: Any) -> World:
    return make_world(session, clock(), **rules)


def test_an_override_is_set_changed_and_removed(session: Session, clock: MovableClock) -> None:
    world = make(session, clock, **LIMITED)
    learner_id = world.learner.id
    assert find_override(session, world.assignment, learner_id) == NOTHING
    for rules in (EVERYTHING, OverrideRules(untimed=True, any_number=True)):
        set_override(session, world.assignment, learner_id, rules)
        session.expire_all()
        assert find_override(session, world.assignment, learner_id) == rules
    for _ in range(2):
        remove_override(session, world.assignment, learner_id)
        assert find_override(session, world.assignment, learner_id) == NOTHING
    assert session.scalars(select(Override)).all() == []


def test_what_is_set_is_what_the_learner_has_and_nobody_else(
    session: Session, clock: MovableClock
) -> None:
    world = make(session, clock, **LIMITED)
    classmate = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    usual = find_entitlement(session, world.assignment, classmate.id)
    set_override(session, world.assignment, world.learner.id, EVERYTHING)
    own = find_entitlement(session, world.assignment, world.learner.id)
    assert own == replace(
        usual,
        time_limit=HOUR,
        opens_at=NOON,
        closes_at=NOON + 9 * HOUR,
        max_attempts=3,
        access_code="quiet room",
    )
    assert find_entitlement(session, world.assignment, classmate.id) == usual


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({}, "time_limit", "Write what this learner gets"),
        ({"access_code": "  "}, "time_limit", "Write what this learner gets"),
        ({"time_limit": HOUR / 2}, "time_limit", "gives 40 minutes already; write more, or leave"),
        ({"time_limit": HOUR * 2 / 3}, "time_limit", "gives 40 minutes already"),
        ({"time_limit": HOUR, "untimed": True}, "time_limit", "not both"),
        ({"opens_at": NOON + HOUR}, "opens_at", "write an earlier time"),
        ({"opens_at": NOON + 2 * HOUR}, "opens_at", "write an earlier time"),
        ({"closes_at": NOON + 5 * HOUR}, "closes_at", "write a later time"),
        ({"closes_at": NOON}, "closes_at", "write a later time"),
        ({"max_attempts": 1}, "max_attempts", "gives 2 attempts already; write more"),
        ({"max_attempts": 2}, "max_attempts", "gives 2 attempts already"),
        ({"max_attempts": 3, "any_number": True}, "max_attempts", "not both"),
        ({"access_code": "x" * 81}, "access_code", "at most 80 characters"),
    ],
)
def test_what_gives_no_more_than_everybody_has_is_refused_at_its_field(
    session: Session, clock: MovableClock, changes: dict[str, Any], field: str, message: str
) -> None:
    world = make(session, clock, **LIMITED)
    with pytest.raises(OverrideError, match=message) as refusal:
        set_override(session, world.assignment, world.learner.id, OverrideRules(**changes))
    assert refusal.value.field == field
    assert find_override(session, world.assignment, world.learner.id) == NOTHING


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time_limit": HOUR}, "time_limit"),
        ({"untimed": True}, "untimed"),
        ({"opens_at": NOON}, "opens_at"),
        ({"closes_at": NOON + HOUR}, "closes_at"),
        ({"max_attempts": 9}, "max_attempts"),
        ({"any_number": True}, "any_number"),
        ({"access_code": "quiet room"}, "access_code"),
    ],
)
def test_where_nothing_is_limited_nothing_can_be_added(
    session: Session, clock: MovableClock, changes: dict[str, Any], field: str
) -> None:
    world = make(session, clock, **OPEN)
    with pytest.raises(OverrideError, match="leave it empty") as refusal:
        set_override(session, world.assignment, world.learner.id, OverrideRules(**changes))
    assert refusal.value.field == field


def test_the_smallest_step_beyond_what_everybody_has_is_taken(
    session: Session, clock: MovableClock
) -> None:
    world = make(session, clock, **LIMITED)
    second = timedelta(seconds=1)
    rules = OverrideRules(
        time_limit=HOUR * 2 / 3 + second,
        opens_at=NOON + HOUR - second,
        closes_at=NOON + 5 * HOUR + second,
        max_attempts=3,
    )
    set_override(session, world.assignment, world.learner.id, rules)
    assert find_override(session, world.assignment, world.learner.id) == rules


def test_an_override_that_everybody_has_overtaken_takes_nothing_away(
    session: Session, clock: MovableClock
) -> None:
    world = make(session, clock, **LIMITED)
    set_override(session, world.assignment, world.learner.id, EVERYTHING)
    world.quiz.time_limit_seconds, world.quiz.max_attempts = 2 * 3600, None
    later: datetime = NOON + 20 * HOUR
    assign_quiz(session, world.quiz, world.course, opens_at=None, closes_at=later, now=clock())
    own = find_entitlement(session, world.assignment, world.learner.id)
    assert (own.time_limit, own.max_attempts) == (2 * HOUR, None)
    assert (own.opens_at, own.closes_at) == (None, later)


def test_a_course_lists_its_overrides_by_learner_and_no_other_courses(
    session: Session, clock: MovableClock
) -> None:
    world = make(session, clock, **LIMITED)
    bo = join_course(session, world.course, "Bo", PASSWORD, now=clock())
    other = add_course(session, world.teacher, "10B", now=clock(), rng=Random(2))
    assigned = assign_quiz(session, world.quiz, other, opens_at=None, closes_at=None, now=clock())
    outsider = join_course(session, other, "Cy", PASSWORD, now=clock())
    set_override(session, assigned, outsider.id, OverrideRules(untimed=True))
    for learner in (bo, world.learner):
        set_override(session, world.assignment, learner.id, OverrideRules(max_attempts=4))
    found = list_overrides(session, world.course.id)
    assert [(it.learner.name, it.assignment.quiz.title) for it in found] == [
        ("Ada Lovelace", "Bridges"),
        ("Bo", "Bridges"),
    ]
    assert [it.learner for it in list_overrides(session, other.id)] == [outsider]
