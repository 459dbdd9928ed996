"""No page asks the database the more often the more there is: of quizzes, questions, learners and
attempts, of words and notes."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask

from quizapp.accounts.models import Course, Learner
from quizapp.accounts.people import join_course
from quizapp.attempts import saving, sitting
from quizapp.attempts.responses import Answer
from quizapp.db import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_rules
from tests.statements import statements_of
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, address, list_routes
from tests.web.worlds import Ids, build, start_attempt

LEARNERS, QUIZZES = 4, 3
# A first time asks for more: what is there to be shown at all.
SLACK = 3
# What asks the more often, and why it may.
RECORD = "the file of a learner tells of each attempt, and is asked for once in a year"
GROWS = {
    Whose.TEACHER: {"erasing.download": RECORD},
    Whose.LEARNER: {"own_data.download": RECORD},
}


def sit(learner: Learner, assignment: Assignment, clock: MovableClock) -> None:
    """An attempt from its start to its end, with answers."""
    session = db.session()
    attempt = sitting.start(
        session, assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    for item in attempt.items[:3]:
        saving.respond(session, attempt.id, Answer(item.position, "tab", 1, ("",)), now=clock())
    clock.move(minutes=1)
    sitting.submit(session, attempt.id, now=clock())


def grow(app: Flask, ids: Ids, clock: MovableClock) -> None:
    """More learners, more quizzes, and an attempt of everybody at every quiz."""
    with app.app_context():
        session = db.session()
        course, quiz = session.get_one(Course, ids.course_id), session.get_one(Quiz, ids.quiz_id)
        learners = [session.get_one(Learner, ids.learner_id)]
        for number in range(LEARNERS):
            name = f"Learner {number}"
            learners.append(join_course(session, course, name, PASSWORD, now=clock()))
        assignments = [session.get_one(Assignment, ids.assignment_id)]
        for number in range(QUIZZES):
            rules = make_rules(title=f"Quiz {number}", question_count=5)
            more = add_quiz(session, quiz.teacher, list(quiz.banks), rules, now=clock())
            assignments.append(
                assign_quiz(session, more, course, opens_at=None, closes_at=None, now=clock())
            )
        for learner in learners:
            for assignment in assignments:
                if (learner, assignment) != (learners[0], assignments[0]):
                    sit(learner, assignment, clock)
        session.commit()


def count_all(
    app: Flask, visitor: Visitor, ids: Ids, whose: Whose, running: int, closed: int
) -> dict[str, int]:
    """How often each page of `whose` asks when it is seen for the second time."""
    counts = {}
    for rule in list_routes(app, whose, "GET"):
        url = address(app, rule, ids, running, closed)
        if visitor.get(url).status_code != 200:
            continue
        with statements_of(app) as asked:
            visitor.get(url)
        counts[rule.endpoint] = len(asked)
    return counts


@ON_SQLITE
@pytest.mark.parametrize("whose", [Whose.TEACHER, Whose.LEARNER])
def test_no_page_asks_more_often_the_more_there_is(
    app: Flask, clock: MovableClock, whose: Whose
) -> None:
    ids = build(app, clock())
    closed = start_attempt(app, ids, clock(), closed=True)
    running = start_attempt(app, ids, clock())
    visitor = sign_in_teacher(app) if whose is Whose.TEACHER else the_learner(app, ids)
    few = count_all(app, visitor, ids, whose, running, closed)
    grow(app, ids, clock)
    many = count_all(app, visitor, ids, whose, running, closed)
    assert set(many) == set(few)
    grown = {page: (few[page], many[page]) for page in few if many[page] > few[page] + SLACK}
    assert grown.keys() == GROWS[whose].keys(), grown
