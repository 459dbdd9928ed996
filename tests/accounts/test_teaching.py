"""Who teaches a course, who owns it, and how its doors open and close."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy.orm import Session

from quizapp.accounts.courses import list_archived_courses, list_courses, list_taught_ids
from quizapp.accounts.models import Course, Teacher
from quizapp.accounts.people import (
    AccountError,
    add_course,
    draw_code,
    find_course,
    find_course_to_sign_in,
    join_course,
    sign_in_learner,
)
from quizapp.accounts.teaching import (
    add_co_teacher,
    archive,
    change_code,
    close_joining,
    hand_over,
    list_co_teachers,
    open_joining,
    owns,
    remove_co_teacher,
    rename_course,
    teaches,
    unarchive,
)
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_teacher


@pytest.fixture
def owner(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock(), "owner")


@pytest.fixture
def other(session: Session, clock: MovableClock) -> Teacher:
    return make_teacher(session, clock(), "other")


@pytest.fixture
def course(session: Session, clock: MovableClock, owner: Teacher) -> Course:
    return add_course(session, owner, "English 10A", now=clock(), rng=Random(1))


def test_a_co_teacher_teaches_the_course_and_does_not_own_it(
    session: Session, clock: MovableClock, course: Course, owner: Teacher, other: Teacher
) -> None:
    assert not teaches(session, course, other.id)
    assert add_co_teacher(session, course, " OTHER ", now=clock()) is other
    assert teaches(session, course, other.id)
    assert teaches(session, course, owner.id)
    assert (owns(course, owner.id), owns(course, other.id)) == (True, False)
    assert list_courses(session, other.id) == [course]
    assert list_taught_ids(session, other.id) == {course.id}
    assert list_co_teachers(session, course.id) == [other]
    remove_co_teacher(session, course, other.id)
    remove_co_teacher(session, course, other.id)
    assert list_courses(session, other.id) == []


def test_who_cannot_be_a_co_teacher_is_refused_in_words(
    session: Session, clock: MovableClock, course: Course, other: Teacher
) -> None:
    add_co_teacher(session, course, "other", now=clock())
    for name, message in (
        ("nobody", "No teacher signs in as nobody"),
        ("other", "teaches this course already"),
        ("owner", "teaches this course already"),
    ):
        with pytest.raises(AccountError, match=message):
            add_co_teacher(session, course, name, now=clock())


def test_a_course_is_handed_over_to_a_co_teacher_and_to_nobody_else(
    session: Session, clock: MovableClock, course: Course, owner: Teacher, other: Teacher
) -> None:
    with pytest.raises(AccountError, match="Add the teacher first"):
        hand_over(session, course, other.id, now=clock())
    add_co_teacher(session, course, "other", now=clock())
    hand_over(session, course, other.id, now=clock())
    assert (owns(course, other.id), owns(course, owner.id)) == (True, False)
    assert list_co_teachers(session, course.id) == [owner]


def test_a_new_code_lets_people_join_and_the_old_one_still_signs_in(
    session: Session, clock: MovableClock, course: Course
) -> None:
    ada = join_course(session, course, "Ada", PASSWORD, now=clock())
    old = course.join_code
    new = change_code(session, course, rng=Random(5))
    assert find_course(session, new) is course
    assert find_course(session, old) is None
    assert find_course_to_sign_in(session, old.lower()) is course
    assert sign_in_learner(session, old, "Ada", PASSWORD) is ada
    assert sign_in_learner(session, new, "Ada", PASSWORD) is ada
    assert draw_code(session, Random(1)) != old, "a code that was ever used is not drawn again"


def test_a_closed_course_takes_nobody_and_keeps_who_is_in(
    session: Session, clock: MovableClock, course: Course
) -> None:
    ada = join_course(session, course, "Ada", PASSWORD, now=clock())
    close_joining(session, course, now=clock())
    with pytest.raises(AccountError, match="closed for joining"):
        join_course(session, course, "Bo", PASSWORD, now=clock())
    assert sign_in_learner(session, course.join_code, "Ada", PASSWORD) is ada
    open_joining(session, course)
    join_course(session, course, "Bo", PASSWORD, now=clock())


def test_an_archived_course_is_in_no_list_and_lets_nobody_in(
    session: Session, clock: MovableClock, course: Course, owner: Teacher
) -> None:
    ada = join_course(session, course, "Ada", PASSWORD, now=clock())
    archive(session, course, now=clock())
    assert list_courses(session, owner.id) == []
    assert list_archived_courses(session, owner.id) == [course]
    assert sign_in_learner(session, course.join_code, "Ada", PASSWORD) is None
    with pytest.raises(AccountError, match="is over"):
        join_course(session, course, "Bo", PASSWORD, now=clock())
    unarchive(session, course)
    assert sign_in_learner(session, course.join_code, "Ada", PASSWORD) is ada
    assert list_courses(session, owner.id) == [course]


def test_a_course_gets_another_name_and_never_none(session: Session, course: Course) -> None:
    rename_course(session, course, "  English   11A ")
    assert course.name == "English 11A"
    with pytest.raises(AccountError, match="Write the course's name"):
        rename_course(session, course, " ")
