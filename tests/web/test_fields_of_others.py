"""What a form names belongs to who sends it: a number of somebody else's changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import add_course, join_course
from quizapp.bank.content import load_latest
from quizapp.db import Base, db
from quizapp.gradebook.terms import keep_category
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_bank, make_ferry_bank, make_rules, make_teacher
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE

# What a request leaves even when nothing comes of it: who was here, who tried, what was pressed.
TRACES = {"sign_in", "counted_tries", "audit_entry"}


@dataclass(frozen=True)
class Things:
    """One of each that a teacher has; the quiz is given to the course's one learner."""

    article_id: int
    bank_id: int
    question_id: int
    course_id: int
    learner_id: int
    category_id: int
    quiz_id: int
    assignment_id: int


def make_things(session: Session, teacher: Teacher, number: int, clock: MovableClock) -> Things:
    make = make_bank if number % 2 else make_ferry_bank
    bank, now = make(session, teacher, clock()), clock()
    course = add_course(session, teacher, f"Course {number}", now=now, rng=Random(number))
    learner = join_course(session, course, f"Learner {number}", PASSWORD, now=now)
    category = keep_category(
        session, course, None, name="Reading", weight=Decimal(1), drop_lowest=0
    )
    quiz = add_quiz(session, teacher, [bank], make_rules(), now=now)
    assignment = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=now)
    assert bank.article
    return Things(
        bank.article.id,
        bank.id,
        load_latest(session, bank.id)[0][0].id,
        course.id,
        learner.id,
        category.id,
        quiz.id,
        assignment.id,
    )


@pytest.fixture
def own(app: Flask, clock: MovableClock) -> tuple[Things, Things]:
    """What the teacher has who sends."""
    with app.app_context():
        teacher = make_teacher(db.session(), clock())
        made = (
            make_things(db.session(), teacher, 1, clock),
            make_things(db.session(), teacher, 2, clock),
        )
        db.session.commit()
    return made


@pytest.fixture
def others(app: Flask, own: object, clock: MovableClock) -> Things:
    """What another teacher has."""
    with app.app_context():
        made = make_things(db.session(), make_teacher(db.session(), clock(), "other"), 4, clock)
        db.session.commit()
    return made


def read_all(app: Flask) -> dict[str, list[str]]:
    """Every row of every table but the traces."""
    with app.app_context(), db.engine.connect() as connection:
        tables = [it for it in Base.metadata.sorted_tables if it.name not in TRACES]
        return {it.name: sorted(map(repr, connection.execute(select(it)))) for it in tables}


def list_requests(own: Things, named: Things) -> Iterator[tuple[str, dict[str, Any]]]:
    """Forms on the teacher's own pages; all that they name is of `named`.

    Those that undo what the next ones need come last.
    """
    roster = f"/teach/courses/{own.course_id}/roster"
    copied = {"questions": named.question_id, "target": own.bank_id}
    yield f"/teach/banks/copy?question={named.question_id}", copied
    into = {"questions": own.question_id, "target": named.bank_id}
    yield f"/teach/banks/copy?question={own.question_id}", into
    yield "/teach/banks/duplicates/keep", {"one": own.question_id, "other": named.question_id}
    yield "/teach/banks/duplicates/retire", {"question": named.question_id}
    rules = {"slots-0-count": "1", "slots-0-weight": "1", "review_policy": "after_closing"}
    quiz = {"title": "Taken", "banks": named.bank_id, "ready": "own", "time_limit": "10", **rules}
    yield "/teach/quizzes/new", quiz
    yield f"/teach/quizzes/{own.quiz_id}/publish", {"courses": named.course_id}
    moved = {"learner": own.learner_id, "confirmed": "1", "course": named.course_id}
    yield f"{roster}/move", moved
    yield f"/teach/banks/{own.bank_id}/merge", {"into": named.bank_id, "confirmed": "1"}


def list_inner_requests(own: Things, named: Things) -> Iterator[tuple[str, dict[str, Any]]]:
    """Forms about a part of one own thing: what they name has to be in it."""
    chosen = {"question": named.question_id, "status": "retired"}
    yield f"/teach/banks/{own.bank_id}/decide", chosen
    roster = f"/teach/courses/{own.course_id}/roster"
    yield f"{roster}/slips", {"learner": named.learner_id, "confirmed": "1"}
    grading = f"/teach/courses/{own.course_id}/grading/quizzes"
    yield grading, {f"quiz-{named.assignment_id}": named.category_id}
    yield grading, {f"quiz-{own.assignment_id}": named.category_id}
    yield f"{roster}/remove", {"learner": named.learner_id, "confirmed": "1"}


def find_what_changes(app: Flask, teacher: Visitor, requests: Iterator[Any]) -> list[bool]:
    """Whether each of the requests changes a row."""
    changes = []
    for url, fields in requests:
        before = read_all(app)
        reply = teacher.send(url, fields, page="/teach/account")
        assert reply.status_code in {200, 302, 404}, (url, reply.status)
        changes.append(read_all(app) != before)
    return changes


@ON_SQLITE
@pytest.mark.parametrize("requests", [list_requests, list_inner_requests])
def test_a_number_of_somebody_elses_in_a_form_changes_nothing(
    app: Flask, own: tuple[Things, Things], others: Things, requests: Any
) -> None:
    changes = find_what_changes(app, sign_in_teacher(app), requests(own[0], others))
    assert changes == [False] * len(changes)


@ON_SQLITE
def test_the_same_forms_change_something_when_all_is_their_own(
    app: Flask, own: tuple[Things, Things]
) -> None:
    changes = find_what_changes(app, sign_in_teacher(app), list_requests(*own))
    assert changes == [True] * len(changes)


@ON_SQLITE
def test_the_same_forms_change_something_when_all_is_of_the_same_course_or_bank(
    app: Flask, own: tuple[Things, Things]
) -> None:
    changes = find_what_changes(app, sign_in_teacher(app), list_inner_requests(own[0], own[0]))
    again = 3  # puts the quiz where the request before has put it
    assert changes == [number != again for number in range(len(changes))]
