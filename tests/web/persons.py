"""Who may open which page, and how is everybody else refused?"""

from __future__ import annotations

from enum import StrEnum

from flask import Flask
from werkzeug.routing import Rule

from quizapp.accounts.models import Course
from quizapp.accounts.people import join_course
from quizapp.accounts.teaching import add_co_teacher
from quizapp.db import db
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import (
    Visitor,
    another_learner,
    sign_in_learner,
    sign_in_teacher,
    the_learner,
)
from tests.web.routes import WHOSE, Whose
from tests.web.worlds import Ids

CLASSMATE = "Charles Babbage"
SIGN_IN, WRONG_ROLE, MISSING = 302, 403, 404


class Person(StrEnum):
    """Who asks. An operator has a terminal, and no page of their own."""

    VISITOR = "visitor"
    LEARNER = "learner"
    CLASSMATE = "another learner of the same course"
    OTHER_LEARNER = "a learner of another course"
    TEACHER = "teacher"
    CO_TEACHER = "a co-teacher of the course"
    OTHER_TEACHER = "another teacher"


LEARNERS = {Person.LEARNER, Person.CLASSMATE, Person.OTHER_LEARNER}
TEACHERS = {Person.TEACHER, Person.CO_TEACHER, Person.OTHER_TEACHER}
# What belongs to a course; all else of a teacher's (banks, quizzes, articles) is their own.
OF_A_COURSE = (
    *("courses.", "course_settings.", "rosters.", "overrides.", "live.", "marking."),
    *("grade_files.", "grades.", "grading.", "week.", "erasing."),
    *("quizzes.papers", "publishing.take_back", "done."),
)
OWNERS_ALONE = {
    "course_settings.archive",
    "course_settings.add_teacher",
    "course_settings.remove_teacher",
    "course_settings.hand_over",
    "course_files.export",
    "course_files.download",
}
# What is one learner's own; all else of a learner's is open to everybody in the course.
OF_ONE_LEARNER = (
    *("sit.", "learn.result", "reading_notes.edit", "reading_notes.remove"),
    *("reading_words.remove", "practice.", "practice_words.", "pictures.for_learner"),
)
# These name a question of somebody's in their form, not in their address.
NAMED_IN_FORM = {"bank_work.keep": ("one", "other"), "bank_work.retire": ("question",)}


def find_refusal(rule: Rule, person: Person) -> int | None:
    """The status with which `person` is turned away from the page; None when it is open."""
    name, whose = rule.endpoint, WHOSE[rule.endpoint]
    if whose is Whose.EVERYBODY:
        return None
    if person is Person.VISITOR:
        return SIGN_IN
    if person not in (TEACHERS if whose is Whose.TEACHER else LEARNERS):
        return WRONG_ROLE
    if person in {Person.LEARNER, Person.TEACHER}:
        return None
    if not rule.arguments and name not in NAMED_IN_FORM:
        return None
    if person is Person.CO_TEACHER and name in OWNERS_ALONE:
        return WRONG_ROLE
    if person is Person.CO_TEACHER and name.startswith(OF_A_COURSE):
        return None
    if person is Person.CLASSMATE and not name.startswith(OF_ONE_LEARNER):
        return None
    return MISSING


def let_in(app: Flask, ids: Ids, person: Person, clock: MovableClock) -> Visitor:
    """`person` with a browser, signed in to the world."""
    if person is Person.CLASSMATE:
        with app.app_context():
            course = db.session.get_one(Course, ids.course_id)
            join_course(db.session(), course, CLASSMATE, PASSWORD, now=clock())
            db.session.commit()
    if person is Person.CO_TEACHER:
        with app.app_context():
            course = db.session.get_one(Course, ids.course_id)
            add_co_teacher(db.session(), course, "other", now=clock())
            db.session.commit()
    match person:
        case Person.VISITOR:
            return Visitor(app)
        case Person.LEARNER:
            return the_learner(app, ids)
        case Person.CLASSMATE:
            return sign_in_learner(app, ids.join_code, CLASSMATE)
        case Person.OTHER_LEARNER:
            return another_learner(app, ids)
        case Person.TEACHER:
            return sign_in_teacher(app)
        case _:
            return sign_in_teacher(app, "other")
