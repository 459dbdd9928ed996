"""The gradebook on its pages: sorted, filtered, in pieces, and what a teacher decides there."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import Course
from quizapp.accounts.people import join_course
from quizapp.db import db
from quizapp.gradebook.models import GradeCategory, MarkingPeriod
from quizapp.gradebook.pages import LEARNERS_A_PAGE
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_rules
from tests.statements import statements_of
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, start_attempt

pytestmark = ON_SQLITE
NAMES = re.compile(r'<th scope="row"><a href="[^"]+/progress">([^<]+)</a>')


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def fill(app: Flask, ids: Ids, clock: MovableClock, learners: int = 0, quizzes: int = 0) -> None:
    """More learners, and more quizzes of one question."""
    with app.app_context():
        session = db.session()
        course = session.get_one(Course, ids.course_id)
        for at in range(learners):
            join_course(session, course, f"Learner {at:03d}", PASSWORD, now=clock())
        quiz = session.get_one(Quiz, ids.quiz_id)
        for at in range(quizzes):
            clock.move(seconds=1)
            rules = make_rules(title=f"Quiz {at:02d}")
            more = add_quiz(session, quiz.teacher, list(quiz.banks), rules, now=clock())
            assign_quiz(session, more, course, opens_at=None, closes_at=None, now=clock())
        session.commit()


def book(ids: Ids, query: str = "") -> str:
    return f"/teach/courses/{ids.course_id}/gradebook{query}"


def grade(ids: Ids, more: str = "") -> str:
    return book(ids, f"/{ids.assignment_id}/{ids.learner_id}{more}")


def grading(ids: Ids, more: str = "") -> str:
    return f"/teach/courses/{ids.course_id}/grading{more}"


def test_learners_and_quizzes_come_a_page_at_a_time_and_the_address_says_which(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    fill(app, ids, clock, learners=60, quizzes=12)
    first, second = (teacher.see(book(ids, it)) for it in ("", "?page=2"))
    assert len(NAMES.findall(first)) == LEARNERS_A_PAGE
    assert len(NAMES.findall(second)) == 11
    assert not set(NAMES.findall(first)) & set(NAMES.findall(second))
    assert "Quizzes 1 to 10 of 13" in first
    later = teacher.see(book(ids, "?across=2"))
    assert "Quizzes 11 to 13 of 13" in later
    assert "Quiz 11" in later
    assert "Quiz 00" not in later
    assert NAMES.findall(teacher.see(book(ids, "?page=99"))) == NAMES.findall(second)
    assert NAMES.findall(teacher.see(book(ids, "?find=learner+042"))) == ["Learner 042"]
    assert "No learner here fits" in teacher.see(book(ids, "?find=nobody"))


def test_each_head_sorts_both_ways_and_says_how(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    fill(app, ids, clock, learners=2)
    start_attempt(app, ids, clock(), closed=True)
    plain = teacher.see(book(ids))
    assert plain.count('aria-sort="ascending"') == 1
    assert f'href="{book(ids, "?sort=-name")}"' in plain
    everybody = ["Ada Lovelace", "Learner 000", "Learner 001"]
    assert NAMES.findall(plain) == everybody
    assert NAMES.findall(teacher.see(book(ids, "?sort=-name"))) == everybody[::-1]
    for key in ("total", f"q{ids.assignment_id}"):
        for sign in ("", "-"):
            page = teacher.see(book(ids, f"?sort={sign}{key}"))
            assert NAMES.findall(page) == everybody, "who has no grade comes last"
            assert f'aria-sort="{"descending" if sign else "ascending"}"' in page
    assert NAMES.findall(teacher.see(book(ids, "?sort=nonsense&page=x&period=y"))) == everybody


def test_a_page_takes_as_many_statements_however_many_learners_there_are(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    def count(query: str) -> int:
        teacher.see(book(ids, query))  # what has to be reckoned first is not counted
        with statements_of(app) as seen:
            teacher.see(book(ids, query))
        return len(seen)

    queries = ("", "?sort=-total", f"?sort=q{ids.assignment_id}", "?by=skill")
    few = [count(it) for it in queries]
    fill(app, ids, clock, learners=20, quizzes=3)
    for _ in range(2):
        start_attempt(app, ids, clock(), closed=True)
    assert [count(it) for it in queries] == few


def test_what_a_teacher_decides_stands_in_the_cell_and_in_the_history(
    ids: Ids, teacher: Visitor
) -> None:
    assert grade(ids) in teacher.see(book(ids)), "a cell without an attempt opens its own page"
    reply = teacher.send(
        grade(ids, "/score"), {"score": "99", "score_reason": "x"}, page=grade(ids)
    )
    assert "Write a score from 0 to" in reply.text
    reply = teacher.send(
        grade(ids, "/score"), {"score": "1,5", "score_reason": ""}, page=grade(ids)
    )
    assert "Write why." in reply.text
    assert 'value="1,5"' in reply.text, "nothing is lost"
    sent = {"score": "1.5", "score_reason": "Read aloud"}
    assert teacher.send(grade(ids, "/score"), sent, page=grade(ids)).location == grade(ids)
    page = teacher.see(grade(ids))
    assert "Score set to 1.5" in page
    assert "Read aloud" in page
    assert "Set by you" in teacher.see(book(ids))
    teacher.send(grade(ids, "/excuse"), {"excuse_reason": "Ill"}, page=grade(ids))
    assert re.search(r"cell-excused.+?Excused</span></a>", teacher.see(book(ids)))
    teacher.send(grade(ids, "/excuse/back"), page=grade(ids))
    teacher.send(grade(ids, "/score/back"), page=grade(ids))
    assert "The attempts count again" in teacher.see(grade(ids))
    assert re.search(r"cell-not_attempted.+?Not attempted</span></a>", teacher.see(book(ids)))


@pytest.mark.parametrize("more", ["", "/score", "/excuse", "/comment", "/score/back"])
def test_a_grade_of_another_course_is_not_there(
    app: Flask, ids: Ids, teacher: Visitor, more: str
) -> None:
    stranger = sign_in_teacher(app, "other")
    for visitor, url in ((stranger, grade(ids, more)), (teacher, book(ids, f"/99/1{more}"))):
        if more:
            assert visitor.send(url, page="/teach").status_code == 404
        else:
            visitor.see(url, 404)


def test_the_learner_reads_what_was_decided_where_scores_may_be_seen_and_never_why(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt = start_attempt(app, ids, clock(), closed=True)
    sent = {"score": "1.5", "score_reason": "a secret reason"}
    teacher.send(grade(ids, "/score"), sent, page=grade(ids))
    teacher.send(grade(ids, "/comment"), {"comment": "Well read."}, page=grade(ids))
    learner = the_learner(app, ids)
    for url in (f"/learn/attempts/{attempt}/result", f"/learn/assignments/{ids.assignment_id}"):
        page = learner.see(url)
        assert "Score set by your teacher: 1.5" in page
        assert "Well read." in page
        assert "secret" not in page
    teacher.send(grade(ids, "/excuse"), {"excuse_reason": "a secret reason"}, page=grade(ids))
    page = learner.see(f"/learn/assignments/{ids.assignment_id}")
    assert "this quiz does not count in your grade" in page
    assert "secret" not in page


def test_where_scores_are_hidden_so_is_what_was_decided(app: Flask, clock: MovableClock) -> None:
    closes_at = clock() + timedelta(days=1)
    ids = build(app, clock(), review=ANSWERS_AFTER_CLOSING, closes_at=closes_at)
    attempt = start_attempt(app, ids, clock(), closed=True)
    with app.app_context():
        quiz = db.session.get_one(Quiz, ids.quiz_id)
        quiz.review_rights = [it for it in quiz.review_rights if it.aspect != "score"]
        db.session.commit()
    sent = {"score": "1.5", "score_reason": "Why"}
    sign_in_teacher(app).send(grade(ids, "/score"), sent, page=grade(ids))
    learner = the_learner(app, ids)
    for url in (f"/learn/attempts/{attempt}/result", f"/learn/assignments/{ids.assignment_id}"):
        assert "1.5" not in learner.see(url)


def test_categories_are_made_and_filled_on_one_page(app: Flask, ids: Ids, teacher: Visitor) -> None:
    page = grading(ids)
    reply = teacher.send(grading(ids, "/categories"), {"name": "", "weight": "x"}, page=page)
    assert "There is a problem" in reply.text
    assert "Write a name." in reply.text
    sent = {"name": "Tests", "weight": "2,5", "drop_lowest": "1"}
    assert teacher.send(grading(ids, "/categories"), sent, page=page).location == page
    again = teacher.send(grading(ids, "/categories"), sent, page=page)
    assert "There is a category called Tests already" in again.text
    with app.app_context():
        found = db.session.scalars(select(GradeCategory).where(GradeCategory.name == "Tests")).one()
        key = found.id
    teacher.send(grading(ids, "/quizzes"), {f"quiz-{ids.assignment_id}": str(key)}, page=page)
    assert "Tests" in teacher.see(book(ids))
    assert 'value="2.5"' in teacher.see(f"{page}?category={key}")
    changed = {"name": "Exams", "weight": "1", "drop_lowest": "0"}
    teacher.send(grading(ids, f"/categories/{key}"), changed, page=page)
    assert "Exams" in teacher.see(book(ids))
    teacher.send(grading(ids, f"/categories/{key}/remove"), page=page)
    teacher.see(page)  # which says that it is removed
    assert "Exams" not in teacher.see(book(ids))


def test_a_period_filters_the_quizzes_and_the_totals(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock(), closed=True)
    page, day = grading(ids), clock().date()
    sent = {"title": "Spring", "first_day": str(day), "last_day": str(day)}
    assert teacher.send(grading(ids, "/periods"), sent, page=page).location == page
    overlapping = {**sent, "title": "More"}
    reply = teacher.send(grading(ids, "/periods"), overlapping, page=page)
    assert "These days overlap with Spring" in reply.text
    with app.app_context():
        periods = {it.title: it.id for it in db.session.scalars(select(MarkingPeriod))}
    inside = teacher.see(book(ids, f"?period={periods['Spring']}&sort=-total"))
    assert "1 quiz." in unescape(inside)
    outside = teacher.see(book(ids, f"?period={periods['Last year']}&sort=-total"))
    assert "0 quizzes." in unescape(outside)


def test_a_missed_quiz_counts_when_the_course_says_so(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        assignment = db.session.get_one(Assignment, ids.assignment_id)
        assignment.closes_at = clock() + timedelta(hours=1)
        db.session.commit()
    clock.move(hours=2)
    total = re.compile(r'<td class="num"><strong>([^<]+)</strong>')
    assert "Missed" in teacher.see(book(ids))
    assert total.findall(teacher.see(book(ids, "?sort=-total"))) == ["-"]
    sent = {"missed_counts": "y", "other_weight": "1"}
    teacher.send(grading(ids, "/terms"), sent, page=grading(ids))
    assert total.findall(teacher.see(book(ids, "?sort=-total"))) == ["0\u00a0%"]
    reply = teacher.send(grading(ids, "/terms"), {"other_weight": "0"}, page=grading(ids))
    assert "Write a weight above 0" in reply.text
