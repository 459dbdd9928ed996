"""What was done is kept with who did it, read by course and by day, and goes when it is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.audit.log import list_for_course, list_since, note
from quizapp.audit.models import LONGEST_TITLE, AuditEntry, Deed, Thing
from quizapp.config import Settings
from quizapp.jobs.forgetting import forget_due
from quizapp.privacy.retention import Due, list_due
from tests.conftest import NOON, MovableClock
from tests.factories import World, make_world


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return make_world(session, clock())


def test_an_entry_names_its_teacher_and_cuts_a_title_that_is_too_long(
    session: Session, world: World
) -> None:
    note(session, Deed.CHANGED, Thing.QUIZ, 7, "x" * 900, by=world.teacher, now=NOON)
    note(session, Deed.ADDED, Thing.TEACHER, 8, by=None, now=NOON, details={"minutes": 5})
    session.flush()
    first, second = list_since(session, None)
    assert (first.teacher_id, first.teacher_name) == (world.teacher.id, world.teacher.name)
    assert len(first.title) == LONGEST_TITLE
    assert (second.teacher_id, second.teacher_name) == (None, "")
    assert second.details == {"minutes": 5}


def test_a_teacher_without_a_name_is_refused_by_the_database(
    session: Session, world: World
) -> None:
    note(session, Deed.CHANGED, Thing.QUIZ, by=world.teacher, now=NOON)
    session.flush()
    entry = list_since(session, None)[0]
    entry.teacher_name = ""
    with pytest.raises(IntegrityError, match="teacher_with_name"):
        session.flush()


def test_a_course_has_its_own_entries_and_those_of_its_quizzes_the_newest_first(
    session: Session, world: World
) -> None:
    course_id, by = world.course.id, world.teacher
    note(session, Deed.CHANGED, Thing.COURSE, course_id, by=by, now=NOON, course_id=course_id)
    later = NOON + timedelta(minutes=1)
    note(session, Deed.CHANGED, Thing.QUIZ, world.quiz.id, by=by, now=later)
    note(session, Deed.CHANGED, Thing.QUIZ, world.quiz.id + 1, by=by, now=later)
    note(session, Deed.CHANGED, Thing.BANK, world.quiz.id, by=by, now=later)
    session.flush()
    assert [it.thing for it in list_for_course(session, course_id, 9)] == [Thing.QUIZ, Thing.COURSE]
    assert [it.thing for it in list_for_course(session, course_id, 1)] == [Thing.QUIZ]


def test_entries_are_read_from_a_day_on(session: Session, world: World) -> None:
    for day in range(3):
        moment = NOON + timedelta(days=day)
        note(session, Deed.CHANGED, Thing.QUIZ, day, by=world.teacher, now=moment)
    session.flush()
    assert [it.thing_id for it in list_since(session, NOON + timedelta(days=1))] == [1, 2]


def test_entries_go_when_they_are_kept_no_longer_and_by_default_never(
    session: Session, world: World, clock: MovableClock, settings: Settings
) -> None:
    note(session, Deed.CHANGED, Thing.QUIZ, 1, by=world.teacher, now=clock())
    session.commit()
    clock.move(days=40)
    note(session, Deed.CHANGED, Thing.QUIZ, 2, by=world.teacher, now=clock())
    session.commit()
    assert forget_due(session, settings, clock) == Due()
    keeping = replace(settings, keep_audit_days=30)
    assert list_due(session, keeping, now=clock()) == Due(audit_entries=1)
    forget_due(session, keeping, clock)
    assert [it.thing_id for it in session.query(AuditEntry)] == [2]
