"""How a class has come along, skill by skill, and the pictures of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.generation.draft import Skill
from quizapp.progress import class_skills
from quizapp.progress.class_skills import (
    SkillOfClass,
    choose_learners,
    follow_class,
    learn_class,
    list_weakest,
)
from quizapp.progress.mastery import list_mastery, list_taken
from quizapp.progress.panels import PANEL_HEIGHT, PANEL_MARGIN, PANEL_WIDTH, draw_panels
from tests.conftest import MovableClock
from tests.week.classes import ALL, join, make_class, sit

shares = st.floats(0, 1)


def test_a_class_is_told_by_the_learners_who_were_asked(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock)
    strong, weak = (join(session, world, name, clock) for name in ("Strong", "Weak"))
    began = clock()
    for _ in range(3):
        clock.move(days=2)
        sit(session, world, strong, clock)
        sit(session, world, weak, clock, right=())
    clock.move(minutes=1)
    moments = [began, began + timedelta(days=3), clock()]
    seen = follow_class(session, world.course.id, moments)
    assert list(seen) == [Skill.DETAIL, Skill.CAUSE]
    none, first, last = seen[Skill.CAUSE]
    assert none is None
    assert first
    assert last
    assert (first.n, last.n) == (2, 2)
    assert last.low < last.mean < last.high
    known = {
        it.id: list_mastery(session, it.id, list_taken(session, it.id)) for it in (strong, weak)
    }
    estimates = [it.estimate for found in known.values() for it in found if it.skill is Skill.CAUSE]
    assert last.mean == pytest.approx(sum(estimates) / 2)
    learners = choose_learners(session, world.course.id)
    assert set(learners) == {world.learner.id, strong.id, weak.id}
    able = learn_class(session, world.course.id, learners, clock())
    assert {key: it.count(Skill.DETAIL) for key, it in able.items()} == {strong.id: 6, weak.id: 6}


def test_some_stand_for_a_very_large_class_and_its_weakest_are_found_all_the_same(
    session: Session, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_class(session, clock)
    people = [join(session, world, f"Learner {number}", clock) for number in range(8)]
    for number, learner in enumerate(people):
        sit(session, world, learner, clock, right={"cost"} if number == 5 else ALL)
    clock.move(minutes=1)
    monkeypatch.setattr(class_skills, "LARGE", 3)
    monkeypatch.setattr(class_skills, "WEAKEST", 1)
    usual = choose_learners(session, world.course.id)
    assert usual == [world.learner.id, people[2].id, people[5].id]
    assert list_weakest(session, world.course.id, clock()) == [people[5].id]
    assert list_weakest(session, world.course.id, clock() - timedelta(days=1)) == []


def test_nobody_has_been_asked_in_a_new_course(session: Session, clock: MovableClock) -> None:
    world = make_class(session, clock)
    assert follow_class(session, world.course.id, [clock()]) == {}
    assert learn_class(session, world.course.id, [world.learner.id], clock()) == {}


@given(st.lists(st.tuples(shares, shares, shares).map(sorted), min_size=1, max_size=12))
def test_every_point_of_a_panel_lies_in_its_picture(course: list[list[float]]) -> None:
    seen = [SkillOfClass(3, mean, low, high) for low, mean, high in course]
    (panel,) = draw_panels({Skill.DETAIL: [None, *seen]})
    for x, y in (*panel.line, *panel.band):
        assert PANEL_MARGIN <= x <= PANEL_WIDTH - PANEL_MARGIN
        assert 0 <= y <= PANEL_HEIGHT
    assert (panel.first, panel.last) == (seen[0], seen[-1])
    assert panel.line[-1][0] == PANEL_WIDTH - PANEL_MARGIN
    assert len(panel.band) == 2 * len(panel.line)


def test_up_is_more() -> None:
    seen = [SkillOfClass(3, it, 0.1, 0.9) for it in (0.2, 0.5, 1.0)]
    (panel,) = draw_panels({Skill.DETAIL: seen})
    assert panel.line == ((6, 76.8), (120, 48), (234, 0))
