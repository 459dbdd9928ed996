"""A page is shown to whom it belongs, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank
from quizapp.bank.sharing import share_bank
from quizapp.db import db
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE, keep_world
from tests.web.persons import NAMED_IN_FORM, SIGN_IN, Person, find_refusal, let_in
from tests.web.routes import WHOSE, Whose, address, list_routes
from tests.web.worlds import Ids, build, lay_ruling, start_attempt

TOO_LARGE = 10**20
DOORS = {Whose.TEACHER: "/teacher/sign-in", Whose.LEARNER: "/sign-in"}
# 415: this page takes JSON alone.
LET_IN = {200, 302, 400, 409, 415}
# The quiz of the world lets nobody see how a question went while the attempt runs.
CHECKING = "POST sit.check"
# What a colleague may open with whom a bank is shared, and what only with the right to edit;
# all else about the bank is its owner's alone.
SHARED = {
    "articles.show",
    "bank.begin_review",
    "bank.show",
    "bank.question",
    "bank.versions",
    "pictures.for_teacher",
    "quizzes.new",
    "transfers.download",
    "transfers.export",
}
CHANGING = {
    "authoring.edit",
    "authoring.kinds",
    "authoring.new",
    "authoring.preview_edit",
    "authoring.preview_new",
    "bank.decide",
    "bank.decide_one",
    "bank.restore",
    "bank.undo",
    "banks.tags",
    "proposals.propose",
}


@dataclass(frozen=True)
class Place:
    ids: Ids
    running: int
    closed: int


@pytest.fixture
def place(app: Flask, clock: MovableClock) -> Place:
    ids = build(app, clock())
    closed = start_attempt(app, ids, clock(), closed=True)
    lay_ruling(app, ids, clock())
    return Place(ids, start_attempt(app, ids, clock()), closed)


def ask_all(
    app: Flask, visitor: Visitor, place: Place, whose: Whose, *, only_owned: bool = False
) -> dict[str, tuple[int, str]]:
    """Status and target of every page of `whose`, with GET and with POST."""
    answers = {}
    token = ""
    for method in ("GET", "POST"):
        for rule in list_routes(app, whose, method):
            if only_owned and not rule.arguments:
                continue
            url = address(app, rule, place.ids, place.running, place.closed)
            if method == "GET":
                reply = visitor.get(url)
            else:
                token = token or visitor.token()
                reply = visitor.client.post(url, data={"csrf_token": token})
            target = (reply.location or "").partition("?")[0]
            answers[f"{method} {rule.endpoint}"] = (reply.status_code, target)
    return answers


@ON_SQLITE
def test_every_route_has_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(WHOSE)


@pytest.mark.parametrize("person", Person)
@ON_SQLITE
def test_everybody_is_let_in_or_turned_away_as_the_table_says(
    app: Flask, place: Place, clock: MovableClock, person: Person
) -> None:
    """Every page; whoever is let in to change something finds the world as it was."""
    visitor = let_in(app, place.ids, person, clock)
    token = visitor.token("/sign-in")
    cookie = visitor.client.get_cookie("session")
    assert cookie
    wrong = {}
    with keep_world(app) as put_back:
        for rule in app.url_map.iter_rules():
            url = address(app, rule, place.ids, place.running, place.closed)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                named = NAMED_IN_FORM.get(rule.endpoint, ()) if method == "POST" else ()
                data = {"csrf_token": token, **dict.fromkeys(named, place.ids.question_id)}
                reply = visitor.client.open(url, method=method, data=data)
                refusal = find_refusal(rule, person)
                if not is_as_told(reply, refusal, WHOSE[rule.endpoint]):
                    wrong[f"{method} {rule.endpoint}"] = (reply.status_code, refusal)
                if method == "POST" and refusal is None:
                    put_back()
                    visitor.client.set_cookie("session", cookie.value)  # some pages sign out
    assert wrong == ({CHECKING: (403, None)} if person is Person.LEARNER else {})


def is_as_told(reply: TestResponse, refusal: int | None, whose: Whose) -> bool:
    """Whether the page turned somebody away as it should, or let them in."""
    if refusal is None:
        return reply.status_code in LET_IN and "sign-in?next" not in (reply.location or "")
    if refusal == SIGN_IN:
        target = (reply.location or "").partition("?")[0]
        return reply.status_code == SIGN_IN and target == DOORS[whose]
    return reply.status_code == refusal


@ON_SQLITE
def test_no_page_takes_a_method_that_it_does_not_name(app: Flask, place: Place) -> None:
    visitor = sign_in_teacher(app)
    token = {"X-CSRFToken": visitor.token("/sign-in")}
    taken = []
    for rule in app.url_map.iter_rules():
        url = address(app, rule, place.ids, place.running, place.closed)
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            if visitor.client.open(url, method=method, headers=token).status_code != 405:
                taken.append((method, rule.endpoint))
    assert taken == []


@pytest.mark.parametrize(
    ("access", "changing"), [(Access.READ, {403}), (Access.EDIT, {200, 302, 400})]
)
@ON_SQLITE
def test_who_shares_a_bank_sees_it_and_changes_it_only_with_the_right_to(
    app: Flask, place: Place, access: Access, changing: set[int]
) -> None:
    with app.app_context():
        share_bank(db.session(), db.session.get_one(Bank, place.ids.bank_id), "other", access)
        db.session.commit()
    answers = ask_all(app, sign_in_teacher(app, "other"), place, Whose.TEACHER, only_owned=True)
    expected = {
        **{name: {404} for name in answers},
        **{name: {200, 302} for name in answers if name.split()[1] in SHARED},
        **{name: changing for name in answers if name.split()[1] in CHANGING},
    }
    assert {name: it for name, it in answers.items() if it[0] not in expected[name]} == {}


def test_a_teacher_sees_every_page_of_their_own(app: Flask, place: Place) -> None:
    answers = ask_all(app, sign_in_teacher(app), place, Whose.TEACHER)
    got = {name: it for name, it in answers.items() if name.startswith("GET")}
    assert got.pop("GET bank.begin_review")[0] == 302
    assert {name: it for name, it in got.items() if it[0] != 200} == {}


def test_a_learner_sees_every_page_of_their_own(app: Flask, place: Place) -> None:
    answers = ask_all(app, the_learner(app, place.ids), place, Whose.LEARNER)
    got = {name: it for name, it in answers.items() if name.startswith("GET")}
    assert {name: it for name, it in got.items() if it[0] != 200} == {}


@ON_SQLITE
def test_everybody_sees_the_public_pages(app: Flask, place: Place) -> None:
    answers = ask_all(app, Visitor(app), place, Whose.EVERYBODY)
    shown = {name for name, it in answers.items() if name.startswith("GET") and it[0] == 200}
    assert shown >= {"GET home.index", "GET session.join", "GET session.sign_in", "GET static"}


@ON_SQLITE
def test_a_learner_of_another_course_is_no_page_of_this_one(
    app: Flask, place: Place, clock: MovableClock
) -> None:
    teacher = sign_in_teacher(app)
    stranger_id = place.ids.learner_id + 1
    own = f"/teach/courses/{place.ids.course_id}/learners/{place.ids.learner_id}"
    foreign = f"/teach/courses/{place.ids.course_id}/learners/{stranger_id}"
    teacher.see(own)
    teacher.see(foreign, 404)
    teacher.see(f"{own}/progress")
    teacher.see(f"{foreign}/progress", 404)


def test_a_number_that_nothing_has_is_not_found(app: Flask, place: Place) -> None:
    teacher, learner = sign_in_teacher(app), the_learner(app, place.ids)
    for number in (0, 999_999, TOO_LARGE):
        for path in ("articles", "banks", "questions", "quizzes", "courses", "attempts"):
            teacher.see(f"/teach/{path}/{number}", 404)
        teacher.see(f"/teach/courses/{place.ids.course_id}/learners/{number}", 404)
        learner.see(f"/learn/attempts/{number}", 404)
        learner.see(f"/learn/assignments/{number}", 404)


@ON_SQLITE
def test_a_running_attempt_shows_its_teacher_no_result(app: Flask, place: Place) -> None:
    teacher = sign_in_teacher(app)
    assert "still running" in teacher.see(f"/teach/attempts/{place.running}")
    assert "out of" in teacher.see(f"/teach/attempts/{place.closed}")
