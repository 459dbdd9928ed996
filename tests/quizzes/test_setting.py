"""A quiz draws from approved questions, and goes to a course once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.people import add_course
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import decide
from quizapp.generation.draft import Difficulty, Kind, Skill, Status
from quizapp.quizzes.rules import (
    ANSWERS_AFTER_CLOSING,
    PRACTICE,
    BellRule,
    FeedbackBand,
    GradingMethod,
    Layout,
    Navigation,
    QuizRules,
    SlotRule,
    draw,
)
from quizapp.quizzes.setting import (
    QuizError,
    add_quiz,
    assign_quiz,
    change_quiz,
    list_candidates,
    list_quizzes,
)
from quizapp.quizzes.terms import read_rules
from tests.conftest import MovableClock
from tests.factories import choice, make_bank, make_rules, make_teacher, make_world

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


def uids(session: Session, bank: Bank) -> list[str]:
    return [it.draft.uid for it in list_candidates(session, bank.id)]


def test_only_approved_questions_are_candidates(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    assert uids(session, bank) == ["detail", "cause"]
    detail = session.scalars(select(Question).where(Question.uid == "detail")).one()
    decide(session, [detail], Status.RETIRED, teacher_id=bank.teacher_id, now=clock())
    assert uids(session, bank) == ["cause"]


def test_a_quiz_asks_as_many_questions_as_there_are_and_no_more(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    quiz = add_quiz(session, bank.teacher, [bank], QuizRules("  ", draw(2)), now=clock())
    assert (quiz.title, quiz.question_count, quiz.max_score) == (bank.title, 2, Decimal(2))
    assert read_rules(quiz) == QuizRules(bank.title, draw(2))
    with pytest.raises(QuizError, match="can fill 2 of 3 places; ask for 2 or"):
        add_quiz(session, bank.teacher, [bank], QuizRules("Three", draw(3)), now=clock())
    with pytest.raises(QuizError, match="can fill 1 of 2"):
        add_quiz(
            session, bank.teacher, [bank], QuizRules("Two", draw(2, (Skill.CAUSE,))), now=clock()
        )


FULL = make_rules(
    slots=(
        SlotRule(1, skills=(Skill.CAUSE, Skill.DETAIL), kinds=(Kind.MULTIPLE_CHOICE,)),
        SlotRule(1, difficulty=Difficulty.EASY, weight=Decimal("2.5")),
    ),
    shuffle_questions=True,
    shuffle_options=False,
    time_limit_seconds=600,
    question_seconds=60,
    at_bell=BellRule.GRACE,
    submit_grace_seconds=120,
    max_attempts=3,
    wait_seconds=3600,
    grading_method=GradingMethod.AVERAGE,
    navigation=Navigation.SEQUENTIAL,
    is_practice=True,
    access_code="bridge",
    ip_ranges=("10.0.0.0/8", "::1"),
    one_sitting=True,
    case_matters=True,
    accents_matter=True,
    spelling_distance=2,
    negative_share=Decimal("0.33333"),
    marked_by_hand=True,
    review=PRACTICE,
    feedback=(FeedbackBand(0, "Read it again."), FeedbackBand(80, "Good.")),
)


def test_a_quiz_keeps_its_rules(session: Session, bank: Bank, clock: MovableClock) -> None:
    quiz = add_quiz(session, bank.teacher, [bank], FULL, now=clock())
    session.expire_all()
    assert read_rules(quiz) == FULL
    assert (quiz.question_count, quiz.max_score) == (2, Decimal("3.5"))


def test_the_rules_of_a_quiz_change_as_a_whole(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    quiz = add_quiz(session, bank.teacher, [bank], FULL, now=clock())
    plain = QuizRules("Plain", draw(1))
    for rules in (plain, FULL, replace(FULL, title="Again")):
        change_quiz(session, quiz, rules)
        session.expire_all()
        assert read_rules(quiz) == rules
        assert quiz.question_count == rules.question_count


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question_seconds": 30}, "needs questions that only go forward"),
        ({"navigation": Navigation.SEQUENTIAL, "layout": Layout.ALL}, "shown one at a time"),
        ({"at_bell": BellRule.GRACE}, "how long handing in stays possible"),
        ({"submit_grace_seconds": 60}, "how long handing in stays possible"),
        ({"uses_certainty": True, "negative_share": Decimal(1)}, "negative marks of its own"),
        ({"ip_ranges": ("the school",)}, "the school is no range of IP addresses"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(
    session: Session, bank: Bank, clock: MovableClock, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(QuizError, match=sentence):
        add_quiz(session, bank.teacher, [bank], make_rules(**changes), now=clock())


def test_a_quiz_goes_to_a_course_once_and_its_window_moves(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    teacher = bank.teacher
    quiz = add_quiz(session, bank.teacher, [bank], QuizRules("Bridges", draw(1)), now=clock())
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
    first = add_quiz(session, bank.teacher, [bank], QuizRules("First", draw(1)), now=clock())
    clock.move(minutes=1)
    second = add_quiz(session, bank.teacher, [bank], QuizRules("Second", draw(1)), now=clock())
    assert list_quizzes(session, bank.teacher_id) == [(second, []), (first, [])]
    assert list_quizzes(session, make_teacher(session, clock(), "other").id) == []


def test_answers_that_wait_for_the_closing_need_a_closing_time(
    session: Session, clock: MovableClock
) -> None:
    policy = ANSWERS_AFTER_CLOSING
    with pytest.raises(QuizError, match="write when it closes"):
        make_world(session, clock(), review=policy)
