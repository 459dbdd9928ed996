"""A teacher sees who has come how far, and what a quiz may yet ask."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.people import add_course, join_course
from quizapp.generation.draft import Skill
from quizapp.guided.answering import NONE, Tries
from quizapp.guided.asked import list_quizzes_asking
from quizapp.guided.gates import find_gate
from quizapp.guided.outlook import ReadingCourse, list_reading_courses
from quizapp.quizzes.rules import SlotRule
from quizapp.quizzes.setting import add_quiz, assign_quiz, change_quiz
from tests.conftest import NOON
from tests.factories import PASSWORD, World, make_rules, make_teacher, make_world
from tests.guided.reading import (
    FIRST,
    RIGHT,
    SECOND,
    WRONG,
    answer,
    find_id,
    gate_drafts,
    gates_of,
    make_gated_world,
)

HOUR = timedelta(hours=1)


def see(session: Session, world: World) -> list[ReadingCourse]:
    return list_reading_courses(session, world.article, gates_of(session, world.article))


def test_each_learner_has_a_row_with_the_part_and_the_tries(session: Session) -> None:
    world = make_gated_world(session)
    join_course(session, world.course, "Bo Diddley", PASSWORD, now=NOON)
    first, second = gates_of(session, world.article)
    answer(session, world, first, RIGHT)
    answer(session, world, second, WRONG)
    (course,) = see(session, world)
    assert [(it.learner.name, it.part, it.tries) for it in course.rows] == [
        ("Ada Lovelace", 2, (Tries(1, has_passed=True, was_right=True), Tries(1))),
        ("Bo Diddley", 1, (NONE, NONE)),
    ]


def test_only_courses_of_the_teacher_that_have_the_text_are_told_of(session: Session) -> None:
    world = make_gated_world(session)
    add_course(session, world.teacher, "Without a quiz", now=NOON, rng=Random(3))
    other = add_course(
        session, make_teacher(session, NOON, "other"), "Another's", now=NOON, rng=Random(4)
    )
    assign_quiz(session, world.quiz, other, opens_at=None, closes_at=None, now=NOON)
    assert [it.course.name for it in see(session, world)] == ["English 10A"]


@pytest.mark.parametrize(
    ("window", "is_told"),
    [
        ({}, True),
        ({"opens_at": NOON + HOUR, "closes_at": NOON + 2 * HOUR}, True),
        ({"closes_at": NOON - HOUR}, False),
    ],
)
def test_a_quiz_that_is_open_or_to_come_is_told_and_one_that_is_over_is_not(
    session: Session, window: dict[str, Any], is_told: bool
) -> None:
    world = make_world(session, NOON, drafts=gate_drafts(), **window)
    asking = list_quizzes_asking(session, world.teacher.id, world.article.id, now=NOON)
    assert bool(asking) is is_told
    assert not is_told or asking[find_id(session, world.article, FIRST)] == ("Bridges",)


def test_only_what_a_paper_may_hold_is_told(session: Session) -> None:
    world = make_world(session, NOON, drafts=gate_drafts())
    change_quiz(session, world.quiz, make_rules(slots=(SlotRule(skills=(Skill.MAIN_IDEA,)),)))
    asking = list_quizzes_asking(session, world.teacher.id, world.article.id, now=NOON)
    assert set(asking) == {find_id(session, world.article, FIRST)}
    fixed = find_id(session, world.article, SECOND)
    change_quiz(session, world.quiz, make_rules(slots=(SlotRule(question_id=fixed),)))
    asking = list_quizzes_asking(session, world.teacher.id, world.article.id, now=NOON)
    assert set(asking) == {fixed}


def test_an_own_quiz_that_nobody_has_yet_is_to_come_and_a_colleagues_is_not(
    session: Session,
) -> None:
    world = make_world(session, NOON, drafts=gate_drafts(), closes_at=NOON - HOUR)
    other = make_teacher(session, NOON, "other")
    add_quiz(session, other, [world.bank], make_rules(title="Theirs"), now=NOON)
    asking = list_quizzes_asking(session, world.teacher.id, world.article.id, now=NOON)
    assert asking == {}
    add_quiz(session, world.teacher, [world.bank], make_rules(title="Mine"), now=NOON)
    asking = list_quizzes_asking(session, world.teacher.id, world.article.id, now=NOON)
    assert set(asking.values()) == {("Mine",)}
    assert find_gate(session, world.article, 1) is None
