"""A quiz is published to courses, taken back, copied and deleted."""

from __future__ import annotations

from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import add_course
from quizapp.db import db
from quizapp.generation.draft import Skill
from quizapp.quizzes.models import Override, Quiz
from quizapp.quizzes.rules import SlotRule
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.controls import read_controls
from tests.web.engines import ON_SQLITE
from tests.web.quiz_forms import (
    count_quizzes,
    list_banks,
    list_given,
    newest,
    rules_of,
)
from tests.web.worlds import Ids, build, give_both_articles, start_attempt


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    """The world, with a second bank that has two questions about another article."""
    return give_both_articles(app, build(app, clock()), clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def add_second_course(app: Flask, clock: MovableClock) -> int:
    with app.app_context():
        teacher = db.session.scalars(select(Teacher).order_by(Teacher.id)).first()
        assert teacher
        course = add_course(db.session(), teacher, "English 9B", now=clock(), rng=Random(7))
        db.session.commit()
        return course.id


def test_a_quiz_is_published_to_several_courses_at_once_with_window_and_code(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    second = add_second_course(app, clock)
    page = f"/teach/quizzes/{ids.quiz_id}"
    fields = {
        "courses": [str(ids.course_id), str(second)],
        "closes_at": "2026-03-09T08:00",
        "access_code": " bridge ",
    }
    reply = teacher.send(f"{page}/publish", fields, page=page)
    assert "Published to English 10A and English 9B." in teacher.see(reply.location or "")
    assert list_given(app, ids.quiz_id) == sorted([ids.course_id, second])
    assert rules_of(app, ids.quiz_id).attempts.access_code == "bridge"
    assert teacher.see(page).count("9 Mar 2026, 08:00") == 2
    assert "bridge" not in read_controls(teacher.see(page)).values(), "a class may see this page"
    teacher.send(f"{page}/publish", {**fields, "access_code": ""}, page=page)
    assert rules_of(app, ids.quiz_id).attempts.access_code == "bridge"


@ON_SQLITE
def test_a_window_that_is_refused_for_one_course_is_kept_from_all(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    second = add_second_course(app, clock)
    page = f"/teach/quizzes/{ids.quiz_id}"
    fields = {
        "courses": [str(second)],
        "opens_at": "2026-03-09T08:00",
        "closes_at": "2026-03-08T08:00",
        "access_code": "bridge",
    }
    assert "closes before it opens" in teacher.send(f"{page}/publish", fields, page=page).text
    assert list_given(app, ids.quiz_id) == [ids.course_id]
    assert rules_of(app, ids.quiz_id).attempts.access_code == ""


def test_a_quiz_is_taken_back_from_a_course_that_has_no_attempt(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    page = f"/teach/quizzes/{ids.quiz_id}"
    with app.app_context():
        db.session.add(
            Override(
                assignment_id=ids.assignment_id, learner_id=ids.learner_id, time_limit_seconds=3600
            )
        )
        db.session.commit()
    url = f"/teach/assignments/{ids.assignment_id}/withdraw"
    assert url in teacher.see(page)
    reply = teacher.send(url, page=page)
    assert "English 10A does not have this quiz any more." in teacher.see(reply.location or "")
    assert list_given(app, ids.quiz_id) == []


def test_what_was_sat_is_neither_taken_back_nor_deleted(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock())
    page, url = f"/teach/quizzes/{ids.quiz_id}", f"/teach/assignments/{ids.assignment_id}/withdraw"
    assert url not in teacher.see(page)
    reply = teacher.send(url, page=page)
    assert "English 10A has attempts, and they stay." in teacher.see(reply.location or "")
    assert "This quiz stays" in teacher.see(f"{page}/delete")
    reply = teacher.send(f"{page}/delete", page=page)
    assert "This quiz has attempts, and they stay." in teacher.see(reply.location or "")
    assert list_given(app, ids.quiz_id) == [ids.course_id]
    assert count_quizzes(app) == 2


def test_a_quiz_that_nobody_sat_is_deleted_once_that_is_confirmed(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/quizzes/{ids.quiz_id}"
    assert "it is taken back from English 10A" in teacher.see(f"{page}/delete")
    assert count_quizzes(app) == 2
    reply = teacher.send(f"{page}/delete")
    assert "“Crossings” is deleted." in teacher.see(reply.location or "")
    teacher.see(page, 404)
    assert count_quizzes(app) == 1
    assert len(list_banks(app)) == 2


def test_a_copy_has_the_rules_and_banks_but_no_course(app: Flask, clock: MovableClock) -> None:
    ids = give_both_articles(
        app,
        build(app, clock()),
        clock(),
        slots=(SlotRule(question_id=2), SlotRule(3, skills=(Skill.DETAIL,))),
        access_code="bridge",
        time_limit_seconds=None,
    )
    teacher, page = sign_in_teacher(app), f"/teach/quizzes/{ids.quiz_id}"
    reply = teacher.send(f"{page}/duplicate", page=page)
    copy_id = newest(app)
    assert reply.location == f"/teach/quizzes/{copy_id}/edit"
    assert read_controls(teacher.see(reply.location))["title"] == "Copy of Crossings"
    before, after = rules_of(app, ids.quiz_id), rules_of(app, copy_id)
    assert after.title == "Copy of Crossings"
    assert (after.paper, after.timing, after.attempts) == (
        before.paper,
        before.timing,
        before.attempts,
    )
    with app.app_context():
        banks = [db.session.get_one(Quiz, it).bank_ids for it in (ids.quiz_id, copy_id)]
    assert banks[0] == banks[1]
    assert list_given(app, copy_id) == []
