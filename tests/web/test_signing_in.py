"""Whoever has the right words comes in, and nobody else."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.accounts.models import Enrolment, Teacher
from quizapp.accounts.people import setup_code
from quizapp.bank.models import Bank
from quizapp.db import db
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, STRANGER, Ids, build

SETUP = {
    "code": setup_code("test"),
    "name": "Aru Beken",
    "sign_in_name": "aru@school.example",
    "password": PASSWORD,
}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "evil.example",
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def count(app: Flask, model: type[Teacher] | type[Enrolment] | type[Bank]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_right_code_makes_the_first_teacher_with_the_shipped_banks(app: Flask) -> None:
    visitor = Visitor(app)
    assert "Set it up now" in visitor.see("/")
    assert visitor.send("/setup", SETUP).location == "/teach"
    assert "Kazakhstan, January 2022" in visitor.see("/teach")
    assert (count(app, Teacher), count(app, Bank)) == (1, 3)
    assert "Set it up now" not in Visitor(app).see("/")


@ON_SQLITE
def test_a_wrong_code_makes_no_teacher_and_keeps_what_was_typed(app: Flask) -> None:
    reply = Visitor(app).send("/setup", {**SETUP, "code": "AAAA-BBBB-CCCC"})
    assert "This is not the code" in reply.text
    assert SETUP["name"] in reply.text
    assert count(app, Teacher) == 0


@ON_SQLITE
def test_the_code_in_the_address_is_filled_in(app: Flask) -> None:
    assert f'value="{SETUP["code"]}"' in Visitor(app).see(f"/setup?code={SETUP['code']}")


@ON_SQLITE
def test_a_second_set_up_is_closed(app: Flask) -> None:
    token_holder = Visitor(app)
    token = token_holder.token("/setup")
    Visitor(app).send("/setup", SETUP)
    second = {**SETUP, "sign_in_name": "second", "csrf_token": token}
    reply = token_holder.client.post("/setup", data=second)
    assert reply.location == "/teacher/sign-in"
    assert count(app, Teacher) == 1


@ON_SQLITE
def test_a_teacher_with_a_wrong_word_stays_outside(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    for name, password in (("teacher", "wrong"), ("nobody", PASSWORD), ("", "")):
        fields = {"sign_in_name": name, "password": password}
        assert "There is a problem" in visitor.send("/teacher/sign-in", fields).text, name
        assert visitor.get("/teach").status_code == 302, name


@ON_SQLITE
def test_a_teacher_signs_in_by_name_in_any_case(app: Flask, ids: Ids) -> None:
    assert "Ms Test" in sign_in_teacher(app, " TEACHER ").see("/teach")


@ON_SQLITE
def test_a_learner_with_a_wrong_word_stays_outside(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    right = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD}
    for wrong in (
        {"code": "AAAAAA"},
        {"code": ""},
        {"code": ids.other_code},
        {"name": "Ada Byron"},
        {"password": "wrong horse"},
    ):
        assert "There is a problem" in visitor.send("/sign-in", {**right, **wrong}).text, wrong
        assert visitor.get("/learn").status_code == 302, wrong


def test_a_learner_signs_in_by_code_and_name_in_any_spelling(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    code = f" {ids.join_code[:3].lower()}-{ids.join_code[3:].lower()} "
    fields = {"code": code, "name": "ada  LOVELACE", "password": PASSWORD}
    assert visitor.send("/sign-in", fields).location == "/learn"


def test_a_new_name_joins_and_is_signed_in(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    assert "Join English 10A" in visitor.see(f"/join?code={ids.join_code}")
    fields = {"code": ids.join_code, "name": "Grace Hopper", "password": PASSWORD}
    assert visitor.send("/join", fields).location == "/learn"
    assert "Grace Hopper" in visitor.see("/learn")


def test_joining_says_what_is_wrong_and_enrols_nobody(app: Flask, ids: Ids) -> None:
    before = count(app, Enrolment)
    right = {"code": ids.join_code, "name": "Grace", "password": PASSWORD}
    for field, value, words in (
        ("name", LEARNER.upper(), "already in this course"),
        ("name", " ", "Write your name"),
        ("code", "ZZZZZZ", "No course has this code"),
        ("password", "short", "at least 6 characters"),
    ):
        reply = Visitor(app).send("/join", {**right, field: value})
        assert reply.status_code == 200, field
        assert words in reply.text, field
    assert count(app, Enrolment) == before


def test_a_learner_who_is_signed_in_joins_a_second_course_by_saying_yes(
    app: Flask, ids: Ids
) -> None:
    learner, before = the_learner(app, ids), count(app, Enrolment)
    url = f"/join?code={ids.other_code}"
    assert "Join French 1" in learner.see(url)
    assert count(app, Enrolment) == before, "looking at the page changes nothing"
    assert learner.send(url).location == "/learn"
    assert count(app, Enrolment) == before + 1
    assert learner.get(url).location == "/learn"


def test_a_name_that_is_taken_in_the_second_course_is_said_in_words(app: Flask, ids: Ids) -> None:
    namesake = {"code": ids.join_code, "name": STRANGER, "password": PASSWORD}
    Visitor(app).send("/join", namesake)
    learner, before = another_learner(app, ids), count(app, Enrolment)
    assert learner.send(f"/join?code={ids.join_code}").location == "/learn"
    assert "already in this course" in learner.see("/learn")
    assert count(app, Enrolment) == before


@ON_SQLITE
def test_after_signing_in_the_page_that_was_asked_for_is_shown(app: Flask, ids: Ids) -> None:
    visitor = Visitor(app)
    door = visitor.get("/teach/quizzes?x=1").location or ""
    fields = {"sign_in_name": "teacher", "password": PASSWORD, "next": "/teach/quizzes?x=1"}
    assert "next=" in door
    assert 'value="/teach/quizzes?x=1"' in visitor.see(door)
    assert visitor.send(door, fields).location == "/teach/quizzes?x=1"


@ON_SQLITE
def test_signing_in_never_leads_to_another_site(app: Flask, ids: Ids) -> None:
    for target in ELSEWHERE:
        fields = {"sign_in_name": "teacher", "password": PASSWORD, "next": target}
        assert Visitor(app).send("/teacher/sign-in", fields).location == "/teach", target
        fields = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD, "next": target}
        assert Visitor(app).send("/sign-in", fields).location == "/learn", target


@ON_SQLITE
def test_signing_out_ends_the_session(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    assert teacher.send("/sign-out", page="/teach").location == "/"
    assert teacher.get("/teach").status_code == 302
    assert "You are signed out." in teacher.see("/")


@ON_SQLITE
def test_signing_in_as_another_leaves_nothing_of_the_first(app: Flask, ids: Ids) -> None:
    visitor = sign_in_teacher(app)
    fields = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD}
    visitor.send("/sign-in", fields)
    assert visitor.get("/teach").status_code == 403
    visitor.see("/learn")


def test_a_character_that_no_text_has_is_refused(app: Flask, ids: Ids) -> None:
    fields = {"code": ids.join_code, "name": "Ada\0", "password": PASSWORD}
    assert Visitor(app).send("/join", fields).status_code == 400
    assert Visitor(app).send("/sign-in", fields).status_code == 400
    fields = {"sign_in_name": "teacher\0", "password": PASSWORD}
    assert Visitor(app).send("/teacher/sign-in", fields).status_code == 400
    teacher = sign_in_teacher(app)
    for page in ("/teach/courses/bring", "/teach/banks/import"):
        file = {"file": (io.BytesIO(b"name"), "cour\0se.zip")}
        assert teacher.send(page, file).status_code == 400
