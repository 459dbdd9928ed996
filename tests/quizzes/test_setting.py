"""A quiz draws from approved questions, and goes to a course once."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.people import add_course
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import edit, retire
from quizapp.generation.draft import Skill, Status
from quizapp.quizzes.models import ReviewPolicy
from quizapp.quizzes.setting import (
    QuizError,
    QuizRules,
    add_quiz,
    assign_quiz,
    list_candidates,
    list_quizzes,
)
from tests.conftest import MovableClock
from tests.factories import choice, make_bank, make_teacher, make_world

HOUR = timedelta(hours=1)


@pytest.fixture
def bank(session: Session, clock: MovableClock) -> Bank:
    """Two approved questions of different skills, a draft and a retired one."""
    drafts = (
        choice("detail"),
        choice("cause", skill=Skill.CAUSE),
        choice("draft", status=Status.DRAFT),
        choice("retired", status=Status.RETIRED),
    )
    return make_bank(session, make_teacher(session, clock()), clock(), drafts)


def uids(session: Session, bank: Bank, *skills: Skill) -> list[str]:
    return [it.draft.uid for it in list_candidates(session, bank.id, skills)]


def test_only_approved_questions_of_the_skills_are_candidates(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    assert uids(session, bank) == ["detail", "cause"]
    assert uids(session, bank, Skill.CAUSE) == ["cause"]
    assert uids(session, bank, Skill.CAUSE, Skill.DETAIL) == ["detail", "cause"]
    assert uids(session, bank, Skill.PURPOSE) == []
    first = session.scalars(select(Question).where(Question.uid == "detail")).one()
    changed = choice("detail", skill=Skill.PURPOSE)
    edit(session, first, changed, teacher_id=bank.article.teacher_id, now=clock())
    assert uids(session, bank, Skill.PURPOSE) == ["detail"]
    retire(session, first)
    assert uids(session, bank) == ["cause"]


def test_a_quiz_asks_as_many_questions_as_there_are_and_no_more(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    quiz = add_quiz(session, bank, QuizRules("  ", 2), now=clock())
    assert (quiz.title, quiz.question_count) == (bank.title, 2)
    assert (quiz.time_limit_seconds, quiz.max_attempts, quiz.skills) == (None, None, [])
    assert quiz.review_policy is ReviewPolicy.EVERYTHING
    with pytest.raises(QuizError, match="has 2 approved questions of these skills; ask for 2 or"):
        add_quiz(session, bank, QuizRules("Three", 3), now=clock())
    with pytest.raises(QuizError, match="has 1 approved"):
        add_quiz(session, bank, QuizRules("Two", 2, skills=[Skill.CAUSE]), now=clock())


def test_a_quiz_keeps_its_rules(session: Session, bank: Bank, clock: MovableClock) -> None:
    rules = QuizRules(
        " Bridges ",
        1,
        skills=[Skill.DETAIL, Skill.CAUSE],
        time_limit_seconds=600,
        max_attempts=3,
        review_policy=ReviewPolicy.AFTER_CLOSING,
    )
    quiz = add_quiz(session, bank, rules, now=clock())
    session.expire_all()
    assert (quiz.title, quiz.time_limit_seconds, quiz.max_attempts) == ("Bridges", 600, 3)
    assert quiz.review_policy is ReviewPolicy.AFTER_CLOSING
    assert {it.skill for it in quiz.skills} == {Skill.DETAIL, Skill.CAUSE}


def test_a_quiz_goes_to_a_course_once_and_its_window_moves(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    teacher = bank.article.teacher
    quiz = add_quiz(session, bank, QuizRules("Bridges", 1), now=clock())
    course = add_course(session, teacher, "10A", now=clock(), rng=Random(1))

    def assign(opens_at: int | None, closes_at: int | None) -> object:
        opens, closes = (
            None if hours is None else clock() + hours * HOUR for hours in (opens_at, closes_at)
        )
        return assign_quiz(session, quiz, course, opens_at=opens, closes_at=closes, now=clock())

    first = assign(0, 1)
    for window in ((1, 2), (None, None), (None, 1), (1, None)):
        assert assign(*window) is first
    for wrong in ((1, 1), (2, 1)):
        with pytest.raises(QuizError, match="closes before it opens"):
            assign(*wrong)
    other = add_course(session, teacher, "10B", now=clock(), rng=Random(2))
    second = assign_quiz(session, quiz, other, opens_at=None, closes_at=None, now=clock())
    assert second is not first
    assert list_quizzes(session, teacher.id) == [(quiz, ["10A", "10B"])]


def test_a_teacher_sees_their_own_quizzes_the_newest_first(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    first = add_quiz(session, bank, QuizRules("First", 1), now=clock())
    clock.move(minutes=1)
    second = add_quiz(session, bank, QuizRules("Second", 1), now=clock())
    assert list_quizzes(session, bank.article.teacher_id) == [(second, []), (first, [])]
    assert list_quizzes(session, make_teacher(session, clock(), "other").id) == []


def test_answers_that_wait_for_the_closing_need_a_closing_time(
    session: Session, clock: MovableClock
) -> None:
    policy = ReviewPolicy.AFTER_CLOSING
    with pytest.raises(QuizError, match="write when it closes"):
        make_world(session, clock(), review_policy=policy)
