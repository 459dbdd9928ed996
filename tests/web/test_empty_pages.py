"""A page that has nothing to show yet says what comes next, and leads there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from flask import Flask
from werkzeug.routing import Rule

from quizapp.accounts.courses import find_enrolment
from quizapp.accounts.enrolling import leave
from quizapp.accounts.models import Course
from quizapp.accounts.people import add_course, join_course
from quizapp.db import db
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.conftest import MovableClock
from tests.factories import PASSWORD, make_bank, make_rules, make_teacher, make_world
from tests.web.clients import Visitor, sign_in_learner, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, list_routes

pytestmark = ON_SQLITE
NEW = "Dana Bekova"
EMPTY = re.compile(r'<div class="empty"><h2>(.+?)</h2>(.+?)</div>', re.DOTALL)
LINK = re.compile(r'<a [^>]*href="([^"#]+)"')
# Pages that need nothing to exist say why they are not empty.
FORMS = "it asks for something"
NOT_EMPTY = {
    "teach.home": "it has a next step instead",
    "account.show": FORMS,
    "articles.new": FORMS,
    "banks.new": FORMS,
    "courses.new": FORMS,
    "course_files.bring": FORMS,
    "transfers.bring": FORMS,
    "transfers.look": "without a file it leads to where one is brought",
    "reading_room.settings": FORMS,
    "own_account.show_learner": FORMS,
    "own_data.index": "what is kept about somebody is never nothing",
    "own_data.remove": FORMS,
    "practice.done": "it leads on to practice, where nothing is due",
}


@dataclass(frozen=True)
class Empty:
    """A teacher without anything; and one with a course that nobody joined, and another learner's
    course without a quiz."""

    bare_course: int
    joined_course: int
    join_code: str
    learner_id: int
    unread_assignment: int
    quiz_id: int


@pytest.fixture
def empty(app: Flask, clock: MovableClock) -> Empty:
    with app.app_context():
        session, now = db.session(), clock()
        make_teacher(session, now, "new")
        world = make_world(session, now)
        bare = add_course(session, world.teacher, "Nobody", now=now, rng=Random(5))
        joined = add_course(session, world.teacher, "No quiz", now=now, rng=Random(6))
        learner = join_course(session, joined, NEW, PASSWORD, now=now)
        quiz = session.get_one(Quiz, world.quiz.id)
        unread = assign_quiz(session, quiz, bare, opens_at=None, closes_at=None, now=now)
        found = Empty(bare.id, joined.id, joined.join_code, learner.id, unread.id, world.quiz.id)
        session.commit()
        return found


def find_next_step(page: str) -> str:
    """Where the empty page leads; nothing where it says no next step."""
    boxes = EMPTY.findall(page)
    assert len(boxes) <= 1, "one page has one thing to do next"
    links = [LINK.search(box) for _, box in boxes]
    return links[0].group(1) if links and links[0] else ""


def list_index_pages(app: Flask, whose: Whose) -> list[Rule]:
    """The pages of a role that are about nothing in particular."""
    return [it for it in list_routes(app, whose, "GET") if not it.arguments]


@pytest.mark.parametrize("whose", [Whose.TEACHER, Whose.LEARNER])
def test_every_page_of_somebody_new_says_what_comes_next(
    app: Flask, empty: Empty, whose: Whose
) -> None:
    if whose is Whose.TEACHER:
        visitor = sign_in_teacher(app, "new")
    else:
        visitor = sign_in_learner(app, empty.join_code, NEW)
    steps = {}
    for rule in list_index_pages(app, whose):
        page = visitor.get(rule.rule, follow_redirects=True)
        assert page.status_code == 200, rule.rule
        if page.mimetype == "text/html":
            steps[rule.endpoint] = find_next_step(page.text)
    assert {name for name, step in steps.items() if not step} == {
        it.endpoint for it in list_index_pages(app, whose) if it.endpoint in NOT_EMPTY
    }
    for step in filter(None, steps.values()):
        assert visitor.get(step).status_code == 200, f"{step} is no way on"


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("courses/{bare_course}/gradebook", "/teach/courses/{bare_course}"),
        ("courses/{joined_course}/gradebook", "/teach/quizzes"),
        (
            "courses/{joined_course}/learners/{learner_id}/progress",
            "/teach/courses/{joined_course}",
        ),
        ("assignments/{unread_assignment}/live", "/teach/courses/{bare_course}"),
        ("assignments/{unread_assignment}/marking", "/teach/courses/{bare_course}/gradebook"),
        ("assignments/{unread_assignment}/papers", "/teach/assignments/{unread_assignment}/live"),
        (
            "courses/{bare_course}/assignments/{unread_assignment}/learners",
            "/teach/courses/{bare_course}",
        ),
        ("banks/duplicates", "/teach/banks"),
        ("banks/search?words=nowhere", "/teach/banks/search"),
    ],
)
def test_a_page_about_an_empty_course_or_quiz_says_what_comes_next(
    app: Flask, empty: Empty, page: str, target: str
) -> None:
    teacher = sign_in_teacher(app)
    shown = teacher.see("/teach/" + page.format(**vars(empty)))
    assert find_next_step(shown) == target.format(**vars(empty))


def test_a_course_that_nobody_joined_leads_to_its_sheet_and_to_a_class_list(
    app: Flask, empty: Empty
) -> None:
    page = sign_in_teacher(app).see(f"/teach/courses/{empty.bare_course}")
    line = re.search(r'<p class="empty-line">Nobody has joined yet.+?</p>', page)
    assert line
    course = f"/teach/courses/{empty.bare_course}"
    assert LINK.findall(line.group()) == [f"{course}/join-sheet", f"{course}/roster"]


def read_next_step(teacher: Visitor) -> str:
    found = re.search(r'class="next-step".+?href="([^"]+)"', teacher.see("/teach"), re.DOTALL)
    assert found
    return found.group(1)


STEPS = (
    "/teach/articles/new",
    "/teach/banks/1/quizzes/new",
    "/teach/courses/new",
    "/teach/quizzes/1#publish",
    "/teach/courses/1",
    "/teach/courses/1/gradebook",
)


def do_steps(app: Flask, count: int, now: datetime) -> None:
    """A new teacher has done so many of the steps from the first article to a class."""
    with app.app_context():
        session = db.session()
        owner = make_teacher(session, now, "new")
        bank = make_bank(session, owner, now) if count > 0 else None
        quiz = (
            add_quiz(session, owner, [bank], make_rules(), now=now) if bank and count > 1 else None
        )
        course = add_course(session, owner, "8B", now=now, rng=Random(7)) if count > 2 else None
        if quiz and course and count > 3:
            assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=now)
        if course and count > 4:
            join_course(session, course, NEW, PASSWORD, now=now)
        session.commit()


@pytest.mark.parametrize(("done", "step"), list(enumerate(STEPS)))
def test_the_overview_leads_from_the_first_article_to_a_class_that_answers(
    app: Flask, clock: MovableClock, done: int, step: str
) -> None:
    do_steps(app, done, clock())
    assert read_next_step(sign_in_teacher(app, "new")) == step


def test_a_learner_who_is_in_no_course_any_more_is_told_so(
    app: Flask, empty: Empty, clock: MovableClock
) -> None:
    learner = sign_in_learner(app, empty.join_code, NEW)
    assert "Your teacher has not set a quiz yet." in learner.see("/learn")
    with app.app_context():
        place = find_enrolment(db.session(), empty.joined_course, empty.learner_id)
        assert place
        leave(db.session(), [place], now=clock())
        db.session.commit()
    page = learner.see("/learn")
    assert "You are in no course now." in page
    assert find_next_step(page) == "/join"


def test_who_has_answered_nothing_is_not_praised_for_it(
    app: Flask, empty: Empty, clock: MovableClock
) -> None:
    with app.app_context():
        session = db.session()
        quiz = session.get_one(Quiz, empty.quiz_id)
        course = session.get_one(Course, empty.joined_course)
        opens_at = clock() + timedelta(days=1)
        assign_quiz(session, quiz, course, opens_at=opens_at, closes_at=None, now=clock())
        session.commit()
    page = sign_in_learner(app, empty.join_code, NEW).see("/learn")
    assert "Nothing to do right now." in page
    assert "Well done" not in page
    assert 'href="/learn/texts">Read your texts' in page
