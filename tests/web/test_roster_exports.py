"""A OneRoster export is brought: its class is chosen, looked at and imported."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask

from quizapp.accounts.courses import list_places
from quizapp.db import db
from tests.accounts.exports import FILES_1_1, FILES_1_2, pack
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.test_roster_pages import take
from tests.web.worlds import LEARNER, Ids, build

pytestmark = ON_SQLITE
EXPORT = re.compile(r'name="export"[^>]*value="([^"]+)"')
ONE_CLASS = {**FILES_1_2, "classes.csv": "sourcedId,status,title\nc-1,,English 10A\n"}
ONE_CLASS["enrollments.csv"] = "classSourcedId,userSourcedId,role\nc-1,007,student\n"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def page_of(ids: Ids, path: str = "/roster") -> str:
    return f"/teach/courses/{ids.course_id}{path}"


def bring(teacher: Visitor, ids: Ids, raw: bytes) -> str:
    return teacher.send(page_of(ids), {"file": (BytesIO(raw), "roster.zip")}).text


def choose(teacher: Visitor, ids: Ids, page: str, key: str) -> str:
    found = EXPORT.search(page)
    assert found, page
    fields = {"export": found.group(1), "key": key}
    return teacher.send(page_of(ids, "/roster/class"), fields, page=page_of(ids)).text


def test_the_class_is_chosen_looked_at_and_imported(app: Flask, ids: Ids, teacher: Visitor) -> None:
    question = bring(teacher, ids, pack(FILES_1_1))
    for words in ("Which class is it?", "English 10A (5 learners)", "Drama (2 learners)"):
        assert words in question
    plan = choose(teacher, ids, question, "c-1")
    for words in ("Import 2 learners", "Gets the ID 007.", "Bo Li", "1 teacher", "u-9"):
        assert words in plan
    assert "2 learners imported." in take(teacher, ids, plan)
    with app.app_context():
        places = list_places(db.session(), ids.course_id)
        found = [(it.learner.name, it.learner.external_id) for it in places]
    assert found == [(LEARNER, "007"), ("Bo Li", "u-2")]


def test_an_export_of_one_class_is_looked_at_at_once(ids: Ids, teacher: Visitor) -> None:
    page = bring(teacher, ids, pack(ONE_CLASS))
    assert "Read from a OneRoster 1.2 export: English 10A, 1 learner." in page
    assert "Gets the ID 007." in page


def test_a_class_has_to_be_chosen_and_the_export_is_not_lost(ids: Ids, teacher: Visitor) -> None:
    question = bring(teacher, ids, pack(FILES_1_1))
    for key in ("", "c-99"):
        again = choose(teacher, ids, question, key)
        assert "There is a problem" in again
        assert "2 learners" in choose(teacher, ids, again, "c-1")


@pytest.mark.parametrize("export", ["", "no base 64 at all", "UEsDBA=="])
def test_an_export_that_is_damaged_on_the_way_is_asked_for_again(
    ids: Ids, teacher: Visitor, export: str
) -> None:
    fields = {"export": export, "key": "c-1"}
    reply = teacher.send(page_of(ids, "/roster/class"), fields, page=page_of(ids))
    assert reply.location == page_of(ids)
    assert "damaged or cut short" in teacher.see(page_of(ids))


def test_a_zip_file_that_is_none_is_refused_at_its_field(ids: Ids, teacher: Visitor) -> None:
    page = bring(teacher, ids, pack({"notes.txt": "Ada"}))
    assert "There is a problem" in page
    assert "The zip file has no users.csv" in page
