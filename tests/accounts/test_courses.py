"""Who is in a course, and which courses somebody has."""

from __future__ import annotations

from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.courses import is_enrolled, list_courses, list_places
from quizapp.accounts.needs import NONE, Needs, set_needs
from quizapp.accounts.people import add_course, enrol, join_course
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_teacher


def test_a_teacher_has_their_own_courses_by_name(session: Session, clock: MovableClock) -> None:
    one, other = (make_teacher(session, clock(), name) for name in ("one", "other"))
    for number, name in enumerate(("English 10B", "English 10A")):
        add_course(session, one, name, now=clock(), rng=Random(number))
    assert [it.name for it in list_courses(session, one.id)] == ["English 10A", "English 10B"]
    assert list_courses(session, other.id) == []


def test_a_course_lists_its_learners_by_name_with_what_they_need(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    course = add_course(session, teacher, "10A", now=clock(), rng=Random(1))
    other = add_course(session, teacher, "10B", now=clock(), rng=Random(2))
    bo, ada = (join_course(session, course, name, PASSWORD, now=clock()) for name in ("Bo", "Ada"))
    needs = Needs(time_multiplier=1.5, read_aloud=True)
    set_needs(session, bo.id, needs)
    places = list_places(session, course.id)
    assert [(it.learner, it.needs) for it in places] == [(ada, NONE), (bo, needs)]
    assert list_places(session, other.id) == []

    assert is_enrolled(session, course.id, ada.id)
    assert not is_enrolled(session, other.id, ada.id)
    enrolment = enrol(session, other, ada, now=clock(), section="A")
    assert is_enrolled(session, other.id, ada.id)
    assert [(it.enrolment, it.learner) for it in list_places(session, other.id)] == [
        (enrolment, ada)
    ]
