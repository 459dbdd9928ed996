"""Who may come in: teachers, courses, learners and their passwords."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.accounts.people import (
    CODE_LENGTH,
    CODE_LETTERS,
    AccountError,
    add_course,
    add_teacher,
    find_course,
    is_setup_open,
    join_course,
    set_password,
    setup_code,
    sign_in_learner,
    sign_in_teacher,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_teacher


@pytest.fixture
def course(session: Session, clock: MovableClock) -> Course:
    teacher = make_teacher(session, clock())
    return add_course(session, teacher, " English 10A ", now=clock(), rng=Random(1))


@given(st.text(min_size=1, max_size=40))
def test_a_setup_code_follows_from_the_key_and_can_be_read_aloud(key: str) -> None:
    code = setup_code(key)
    assert code == setup_code(key) != setup_code(f"{key}.")
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(CODE_LETTERS)


def test_no_code_letter_looks_like_another() -> None:
    assert not set(CODE_LETTERS) & set("0O1IL")


def test_setup_closes_with_the_first_teacher_who_is_not_of_the_demo(
    session: Session, clock: MovableClock
) -> None:
    assert is_setup_open(session)
    add_teacher(
        session, name="Demo", sign_in_name="demo", password=PASSWORD, now=clock(), is_demo=True
    )
    assert is_setup_open(session)
    make_teacher(session, clock())
    assert not is_setup_open(session)


def test_a_teacher_signs_in_with_name_and_password_and_not_otherwise(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock(), "Ms.Test@School.example")
    assert teacher.sign_in_name == "ms.test@school.example"
    assert sign_in_teacher(session, " MS.TEST@school.example", PASSWORD) is teacher
    assert sign_in_teacher(session, "ms.test@school.example", "wrong horse") is None
    assert sign_in_teacher(session, "nobody", PASSWORD) is None


def test_a_teacher_that_cannot_be_is_refused_in_words(
    session: Session, clock: MovableClock
) -> None:
    make_teacher(session, clock(), "teacher")
    for changes, message in (
        ({"name": " "}, "Write the teacher's name"),
        ({"sign_in_name": ""}, "Write a sign-in name"),
        ({"password": "short"}, "at least 8 characters"),
        ({"password": "password1"}, "easy to guess"),
        ({"sign_in_name": "TEACHER "}, "the sign-in name teacher exists already"),
    ):
        fields = {"name": "Ms Test", "sign_in_name": "other", "password": PASSWORD, **changes}
        with pytest.raises(AccountError, match=message):
            add_teacher(session, now=clock(), **fields)  # type: ignore[arg-type]


def test_a_password_of_eight_characters_will_do(session: Session, clock: MovableClock) -> None:
    add_teacher(session, name="A", sign_in_name="a", password="kelp-oar", now=clock())
    assert sign_in_teacher(session, "a", "kelp-oar")


def test_a_course_has_a_code_that_opens_it_however_it_is_typed(
    session: Session, course: Course
) -> None:
    code = course.join_code
    assert (len(code), course.name) == (CODE_LENGTH, "English 10A")
    assert set(code) <= set(CODE_LETTERS)
    assert find_course(session, f" {code[:3].lower()}-{code[3:]} ") is course
    assert find_course(session, code[:-1]) is None
    assert find_course(session, "") is None


def test_a_course_without_a_name_is_refused(
    session: Session, course: Course, clock: MovableClock
) -> None:
    with pytest.raises(AccountError, match="Write the course's name"):
        add_course(session, course.teacher, "  ", now=clock(), rng=Random(2))


def test_a_join_code_that_is_taken_is_drawn_again(
    session: Session, course: Course, clock: MovableClock
) -> None:
    other = add_course(session, course.teacher, "English 10B", now=clock(), rng=Random(1))
    assert other.join_code != course.join_code


def test_a_learner_joins_once_and_signs_in_there_alone(
    session: Session, course: Course, clock: MovableClock
) -> None:
    learner = join_course(session, course, "  Ada   Lovelace ", PASSWORD, now=clock())
    assert learner.name == "Ada Lovelace"
    assert sign_in_learner(session, course.join_code, "ada lovelace", PASSWORD) is learner
    assert sign_in_learner(session, course.join_code, "ada lovelace", "wrong") is None
    assert sign_in_learner(session, course.join_code, "Bo", PASSWORD) is None
    assert sign_in_learner(session, "NOCODE", "ada lovelace", PASSWORD) is None
    other = add_course(session, course.teacher, "10B", now=clock(), rng=Random(2))
    assert sign_in_learner(session, other.join_code, "ada lovelace", PASSWORD) is None


def test_a_name_is_taken_in_its_course_and_free_in_another(
    session: Session, course: Course, clock: MovableClock
) -> None:
    first = join_course(session, course, "Ada Lovelace", PASSWORD, now=clock())
    with pytest.raises(AccountError, match="Somebody called ADA LOVELACE is already in"):
        join_course(session, course, "ADA LOVELACE", PASSWORD, now=clock())
    other = add_course(session, course.teacher, "10B", now=clock(), rng=Random(2))
    second = join_course(session, other, "Ada Lovelace", "another horse", now=clock())
    assert sign_in_learner(session, course.join_code, "Ada Lovelace", PASSWORD) is first
    assert sign_in_learner(session, other.join_code, "Ada Lovelace", "another horse") is second


def test_a_learner_that_cannot_be_is_refused_in_words(
    session: Session, course: Course, clock: MovableClock
) -> None:
    for name, password, message in (
        (" ", PASSWORD, "Write your name"),
        ("Ada", "short", "at least 6 characters"),
    ):
        with pytest.raises(AccountError, match=message):
            join_course(session, course, name, password, now=clock())


def test_a_new_password_takes_the_place_of_the_old_one(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    set_password(session, teacher, "another horse")
    assert sign_in_teacher(session, "teacher", PASSWORD) is None
    assert sign_in_teacher(session, "teacher", "another horse") is teacher
    with pytest.raises(AccountError, match="at least"):
        set_password(session, teacher, "short")
