"""The pages of a quiz's statistics, and the file of its figures."""

from __future__ import annotations

import csv
import io
import re
from random import Random

from flask import Flask

from quizapp.accounts.models import Course
from quizapp.accounts.people import add_course, join_course
from quizapp.attempts import sitting
from quizapp.bank.content import load_latest
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.publishing import publish
from quizapp.statistics.sheet import COLUMNS
from tests.conftest import MovableClock
from tests.factories import PASSWORD, choice, give, span
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_question, start_attempt

pytestmark = ON_SQLITE
DRAFTS = (
    choice("one", stem="=One?"),
    choice("two", stem="Two?", critical_span=span(1, "The old bridge")),
    choice("three", stem="Three?", critical_span=span(3, "trams and cyclists")),
)


def sit_all(app: Flask, ids: Ids, clock: MovableClock, count: int) -> None:
    """So many learners answer three questions: the first has none right, the last all."""
    with app.app_context():
        session = db.session()
        assignment = session.get_one(Assignment, ids.assignment_id)
        for number in range(count):
            learner = join_course(
                session, assignment.course, f"Learner {number}", PASSWORD, now=clock()
            )
            attempt = sitting.start(
                session, assignment, learner, now=clock(), rng=Random(number), grace_seconds=60
            )
            for item in attempt.items:
                right = number * 3 // count >= item.position
                fields = [str(item.printed_order.index("0" if right else "1"))]
                give(session, attempt.id, item.position, fields, now=clock())
            sitting.submit(session, attempt.id, now=clock())
        session.commit()


def see(teacher: Visitor, ids: Ids, more: str = "") -> str:
    return teacher.see(f"/teach/quizzes/{ids.quiz_id}/statistics{more}")


def test_before_the_first_attempt_the_page_says_what_comes_next(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    page = see(teacher, ids)
    assert "No attempts to count yet" in page
    assert "See who has the quiz" in page
    assert "<table" not in page
    assert list(csv.reader(io.StringIO(see(teacher, ids, "/file")))) == [list(COLUMNS)]


def test_the_page_of_a_quiz_leads_to_its_statistics_and_on_to_each_question(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    sit_all(app, ids, clock, 12)
    teacher = sign_in_teacher(app)
    assert f'href="/teach/quizzes/{ids.quiz_id}/statistics"' in teacher.see(
        f"/teach/quizzes/{ids.quiz_id}"
    )
    page = see(teacher, ids)
    assert page.index("What to look at first") < page.index("The whole quiz")
    assert "With 12 attempts these figures may change a lot." in page
    assert "n = 12" in page
    assert page.count("unstable") > 8
    links = set(re.findall(rf"/teach/quizzes/{ids.quiz_id}/statistics/(\d+)", page))
    assert len(links) == 3
    for question_id in links:
        question = see(teacher, ids, f"/{question_id}")
        assert "Who chose what" in question
        assert "strongest third" in question
        assert f"/teach/questions/{question_id}" in question
        assert "No page has told how long it was open" in question


def test_from_twenty_attempts_on_nothing_is_called_unstable(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    sit_all(app, ids, clock, 21)
    page = see(sign_in_teacher(app), ids)
    assert page.count("unstable") == 1  # in the words below the table
    assert "n = 21" in page
    assert "Nobody chose C (“A cyclist”)" in page


def test_the_table_can_be_put_in_order_by_a_figure(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS)
    sit_all(app, ids, clock, 12)
    teacher = sign_in_teacher(app)

    def order(more: str) -> list[str]:
        table = see(teacher, ids, more).rpartition("Statistics of the questions")[2]
        return re.findall(r'<th scope="row"><a [^>]*>(\d)\.', table)

    assert order("") == order("?sort=nothing") == ["1", "2", "3"]
    assert order("?sort=facility") == ["3", "1", "2"]
    assert 'aria-sort="ascending"><a href="' in see(teacher, ids, "?sort=weight")


def test_the_figures_can_be_those_of_one_course(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS)
    sit_all(app, ids, clock, 12)
    with app.app_context():
        session = db.session()
        quiz, course = session.get_one(Quiz, ids.quiz_id), session.get_one(Course, ids.course_id)
        other = add_course(session, course.teacher, "English 10B", now=clock(), rng=Random(7))
        publish(session, quiz, [other], opens_at=None, closes_at=None, access_code="", now=clock())
        session.commit()
        other_id = other.id
    teacher = sign_in_teacher(app)
    assert "All courses" in see(teacher, ids)
    assert "n = 12" in see(teacher, ids, f"?course={ids.course_id}")
    assert "of English 10B has handed in" in see(teacher, ids, f"?course={other_id}")
    question_id = find_question(app, ids, Kind.MULTIPLE_CHOICE)
    nobody = see(teacher, ids, f"/{question_id}?course={other_id}")
    assert "Nobody has answered this question yet" in nobody
    for wrong in ("?course=999", "/file?course=999", f"/{question_id}?course=999", "/999"):
        teacher.see(f"/teach/quizzes/{ids.quiz_id}/statistics{wrong}", status=404)


def test_a_question_that_the_quiz_does_not_ask_has_no_page(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    teacher = sign_in_teacher(app)
    with app.app_context():
        asked = [question.id for question, _, _ in load_latest(db.session(), ids.bank_id)]
    assert len(asked) == COUNT
    for question_id in asked:  # one of every kind
        assert "Who chose what" in see(teacher, ids, f"/{question_id}")
    teacher.see(f"/teach/quizzes/{ids.quiz_id}/statistics/{max(asked) + 1}", status=404)


def test_the_file_has_every_figure_and_no_formula(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS)
    sit_all(app, ids, clock, 12)
    reply = sign_in_teacher(app).get(f"/teach/quizzes/{ids.quiz_id}/statistics/file")
    assert reply.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [it["question"] for it in rows] == ["'=One?", "Two?", "Three?"]
    assert {it["n"] for it in rows} == {"12"}
    assert [float(it["facility_index"]) for it in rows] == [0.3333, 0.6667, 0]
    assert sum(float(it["effective_weight"]) for it in rows) > 99.9


def test_practice_says_that_its_figures_flatter(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS, is_practice=True)
    sit_all(app, ids, clock, 3)
    assert "its figures flatter" in see(sign_in_teacher(app), ids)


def test_answers_that_wait_to_be_marked_are_told(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), marked_by_hand=True)
    with app.app_context():
        session = db.session()
        assignment = session.get_one(Assignment, ids.assignment_id)
        learner = join_course(session, assignment.course, "New", PASSWORD, now=clock())
        attempt = sitting.start(
            session, assignment, learner, now=clock(), rng=Random(1), grace_seconds=60
        )
        item = next(it for it in attempt.items if it.version.kind is Kind.SHORT_ANSWER)
        give(session, attempt.id, item.position, ["an ice storm"], now=clock())
        sitting.submit(session, attempt.id, now=clock())
        session.commit()
    page = see(sign_in_teacher(app), ids)
    assert "1 answer waits to be marked and is left out until then" in page
