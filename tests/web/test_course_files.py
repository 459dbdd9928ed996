"""A teacher exports a course, looks at what a file would make, and makes it; or nothing."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.accounts.models import Course, Learner
from quizapp.articles.models import Article
from quizapp.attempts.models import Attempt
from quizapp.bank.models import Bank
from quizapp.course_archive.waiting import WaitingCourse, forget_old
from quizapp.db import db
from quizapp.quizzes.models import Assignment
from quizapp.web.errors import COURSE_TOO_LARGE
from tests.conftest import MovableClock
from tests.course_archive.courses import (
    change_members,
    change_row,
    export,
    fill_course,
    read_members,
)
from tests.factories import make_teacher
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE

pytestmark = ON_SQLITE
BRING, LOOK = "/teach/courses/bring", "/teach/courses/bring/look"
SEEN = re.compile(r'name="seen"[^>]*value="([^"]+)"')


@pytest.fixture
def course_id(app: Flask, clock: MovableClock) -> int:
    """A course of `teacher` in which everything has happened; `other` has nothing."""
    with app.app_context():
        world = fill_course(db.session(), clock)
        make_teacher(db.session(), clock(), "other")
        db.session.commit()
        return world.course.id


@pytest.fixture
def raw(app: Flask, course_id: int, clock: MovableClock) -> bytes:
    with app.app_context():
        return export(db.session(), db.session.get_one(Course, course_id), clock)


def send(visitor: Visitor, raw: bytes) -> str:
    """Send a file; the page that says what it would make, or why it is none."""
    reply = visitor.send(BRING, {"file": (io.BytesIO(raw), "course.zip")})
    return visitor.see(LOOK) if reply.location == LOOK else reply.text


def commit(visitor: Visitor, page: str) -> str:
    """Press the button of the page; the page that follows."""
    found = SEEN.search(page)
    assert found, page
    reply = visitor.send(f"{BRING}/commit", {"seen": found[1]}, page=BRING)
    assert reply.location
    return visitor.see(reply.location)


def count(app: Flask, model: type[Course | Learner | Article | Bank | WaitingCourse]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_owner_exports_with_and_without_learners(app: Flask, course_id: int) -> None:
    teacher = sign_in_teacher(app)
    url = f"/teach/courses/{course_id}"
    assert f"{url}/export" in teacher.see(f"{url}/settings")
    page = teacher.see(f"{url}/export")
    assert "personal data" in page
    assert "3 learners, 4 attempts" in page
    for link, has_learners in (
        (f"{url}/export.zip?learners=1", True),
        (f"{url}/export.zip", False),
    ):
        assert f'href="{link}"' in page
        reply = teacher.get(link)
        assert reply.mimetype == "application/zip"
        assert "course-English_10A-" in reply.headers["Content-Disposition"]
        assert ("learner.jsonl" in read_members(reply.data)) is has_learners


def test_a_look_makes_nothing_and_the_button_makes_all(app: Flask, raw: bytes) -> None:
    other = sign_in_teacher(app, "other")
    assert f'href="{BRING}"' in other.see("/teach/courses")
    page = send(other, raw)
    for said in (
        "English 10A",
        "2 quizzes",
        "3 learners and 4 attempts",
        "A new article",
        "Ms Test",
    ):
        assert said in page
    assert "1 attempt had not ended" in page
    assert (count(app, Course), count(app, Learner), count(app, Article)) == (1, 3, 2)
    assert "make slips" in commit(other, page)
    assert (count(app, Course), count(app, Learner), count(app, Article)) == (2, 6, 4)
    assert "No file waits here" in other.see(LOOK)


def test_what_is_there_already_is_told_before(app: Flask, raw: bytes) -> None:
    teacher = sign_in_teacher(app)
    page = send(teacher, raw)
    assert "You have this article" in page
    assert "(from English 10A)”" in page
    assert "2 IDs in this file are those of learners in your other courses: 0042, 007" in page
    commit(teacher, page)
    with app.app_context():
        titles = select(Bank.title, Bank.article_id).order_by(Bank.id)
        (_, home), *_, (ferry, _), (shelf, _) = db.session.execute(titles)
        assert home is not None
        assert (ferry, shelf) == ("The last ferry (from English 10A)", "Shelf")
    assert count(app, Article) == 2


def test_a_file_with_a_fault_is_refused_beside_its_field(app: Flask, raw: bytes) -> None:
    other = sign_in_teacher(app, "other")
    assert "Choose the .zip file" in other.send(BRING, {}).text
    wrong = send(other, change_row(raw, "quiz.jsonl", 1, title=7))
    assert "quiz.jsonl, row 1: title is 7 and has to be a text" in wrong
    assert "field-error" in wrong
    assert count(app, WaitingCourse) == 0


def test_a_file_that_is_too_large_to_send_says_how_it_can_be_brought(
    app: Flask, raw: bytes
) -> None:
    other = sign_in_teacher(app, "other")
    token = other.token(BRING)
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    fields = {"csrf_token": token, "file": (io.BytesIO(raw), "course.zip")}
    reply = other.client.post(BRING, data=fields)
    assert reply.status_code == 413
    assert COURSE_TOO_LARGE.partition("`")[0] in reply.text


def test_when_something_has_changed_since_the_look_it_is_shown_again(
    app: Flask, raw: bytes
) -> None:
    other = sign_in_teacher(app, "other")
    page = send(other, raw)
    commit(other, page)
    first = count(app, Course)
    send(other, raw)
    again = commit(other, page)  # the page of the first look, in another tab
    assert "has changed in the meantime" in again
    assert "You have this article" in again
    assert count(app, Course) == first


def test_a_file_that_is_sound_no_more_is_refused_in_words_and_makes_nothing(
    app: Flask, raw: bytes
) -> None:
    other = sign_in_teacher(app, "other")
    page = send(other, raw)
    with app.app_context():  # as after an update of the program that reads another version
        waiting = db.session.scalars(select(WaitingCourse)).one()
        waiting.raw = change_members(raw, {}, version=2)
        db.session.commit()
    assert "Update quizapp here" in commit(other, page)
    assert "Update quizapp here" in other.see(other.get(LOOK).location or "")
    assert count(app, Course) == 1


def test_pressing_twice_makes_one_course(app: Flask, raw: bytes) -> None:
    other = sign_in_teacher(app, "other")
    page = send(other, raw)
    commit(other, page)
    assert "No file waits here" in commit(other, page)
    assert count(app, Course) == 2


def test_a_file_waits_for_its_teacher_alone_and_for_a_day(
    app: Flask, raw: bytes, clock: MovableClock
) -> None:
    other = sign_in_teacher(app, "other")
    send(other, raw)
    assert "No file waits here" in sign_in_teacher(app).see(LOOK)
    send(other, raw)
    assert count(app, WaitingCourse) == 1
    for hours, left in ((23, 1), (2, 0)):
        clock.move(hours=hours)
        with app.app_context():
            forget_old(db.session(), now=clock())
            db.session.commit()
        assert count(app, WaitingCourse) == left


def test_a_file_can_be_thrown_away(app: Flask, raw: bytes) -> None:
    other = sign_in_teacher(app, "other")
    send(other, raw)
    assert other.send(f"{BRING}/drop", page=BRING).location == "/teach/courses"
    assert count(app, WaitingCourse) == 0
    assert count(app, Course) == 1


def test_the_pages_of_results_are_the_same(app: Flask, course_id: int, raw: bytes) -> None:
    teacher, other = sign_in_teacher(app), sign_in_teacher(app, "other")
    commit(other, send(other, raw))
    with app.app_context():
        of_course = select(Attempt.id, Assignment.course_id).join(Attempt.assignment)
        found = db.session.execute(of_course.order_by(Attempt.id)).all()
    attempts = [it.id for it in found if it.course_id == course_id]
    copies = [it.id for it in found if it.course_id != course_id]
    (copied,) = {it.course_id for it in found} - {course_id}
    pages = [
        *(("/teach/attempts/{}", *pair) for pair in zip(attempts, copies, strict=True)),
        *(("/teach/attempts/{}/log", *pair) for pair in zip(attempts, copies, strict=True)),
        ("/teach/courses/{}/gradebook", course_id, copied),
    ]
    for page, mine, theirs in pages:
        before = read_page(teacher.get(page.format(mine)).text)
        assert read_page(other.get(page.format(theirs)).text) == before
        assert "Ada Lovelace" in before or "Bea Quill" in before or "still running" in before


def read_page(text: str) -> str:
    """The page without what is of this place alone: ids in addresses, tokens, the join code."""
    text = re.sub(r'name="csrf_token"[^>]*', "", text)
    text = re.sub(
        r"gradebook-[a-z0-9]+-|(?<=passage-)\d+|(?<=value=\")\d+(?=\")|(?<=sort=-q)\d+|(?<=sort=q)\d+",
        "",
        text,
    )
    return re.sub(r"(/[a-z-]+)(/\d+)+", r"\1", text)
