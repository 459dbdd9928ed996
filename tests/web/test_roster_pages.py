"""A class list is looked at and imported, slips are made, learners move and leave: the pages."""

from __future__ import annotations

import html
import re
from io import BytesIO
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts import slips
from quizapp.accounts.courses import list_left_places, list_places
from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.passwords import is_password
from quizapp.accounts.people import add_course, find_teacher_by_name, join_course
from quizapp.db import db
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, Ids, build, start_attempt

LIST = "Name;ID\nAda Lovelace;007\nZoë Ángel;8\n;9\n"
SLIP = re.compile(r"<dt>Name</dt><dd>([^<]+)</dd>.*?<dd class=\"code\">([^<]+)</dd>", re.S)
SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')
TEXT = re.compile(r'name="text"[^>]*value="([^"]*)"')


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def page_of(ids: Ids, path: str = "") -> str:
    return f"/teach/courses/{ids.course_id}{path}"


def look(teacher: Visitor, ids: Ids, text: str | bytes) -> str:
    """The page that shows what the list would change."""
    fields: dict[str, object] = {"text": text}
    if isinstance(text, bytes):
        fields = {"file": (BytesIO(text), "class.csv")}
    return teacher.send(page_of(ids, "/roster"), fields).text


def take(teacher: Visitor, ids: Ids, plan: str) -> str:
    """Send what the page of the plan printed."""
    seen, text = SEEN.search(plan), TEXT.search(plan)
    assert seen, plan
    assert text
    fields = {"seen": seen.group(1), "text": html.unescape(text.group(1))}
    reply = teacher.send(
        page_of(ids, "/roster/import"), fields, page=page_of(ids, "/roster"), follow_redirects=True
    )
    return reply.text


def names(app: Flask, ids: Ids) -> list[str]:
    with app.app_context():
        return [it.learner.name for it in list_places(db.session(), ids.course_id)]


@pytest.mark.parametrize(
    "sent", [LIST, LIST.encode(), LIST.encode("utf-16"), LIST.encode("cp1252")]
)
@ON_SQLITE
def test_a_list_is_looked_at_before_anything_is_changed(
    app: Flask, ids: Ids, sent: str | bytes
) -> None:
    teacher = sign_in_teacher(app)
    plan = look(teacher, ids, sent)
    for words in ("Import 2 learners", "Gets the ID 007.", "Zoë Ángel", "The name is missing."):
        assert words in plan
    assert ("read as Latin-1" in plan) == (sent == LIST.encode("cp1252"))
    assert names(app, ids) == [LEARNER]


def test_what_was_looked_at_is_imported_and_new_learners_sign_in_with_their_slips(
    app: Flask, ids: Ids
) -> None:
    teacher = sign_in_teacher(app)
    page = take(teacher, ids, look(teacher, ids, LIST))
    assert "2 learners imported." in page
    assert "Line 4: The name is missing." in page
    assert names(app, ids) == [LEARNER, "Zoë Ángel"]
    ((name, password),) = SLIP.findall(page)
    fields = {"code": ids.join_code, "name": name, "password": password}
    assert Visitor(app).send("/sign-in", fields).location == "/learn"
    assert "There is nothing to import" in look(teacher, ids, LIST)


@ON_SQLITE
def test_a_list_that_cannot_be_read_is_refused_at_its_field(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    for sent, message in (
        ("", "Choose a file or paste the list."),
        ("Ada,1\nBo,2", "No column has the names"),
        (b"PK\x03\x04", "The zip file is damaged"),
    ):
        page = look(teacher, ids, sent)
        assert message in page
        assert "There is a problem" in page
    assert "Ada,1\nBo,2" in look(teacher, ids, "Ada,1\nBo,2").replace("\r", "")


@ON_SQLITE
def test_a_course_that_has_changed_since_is_looked_at_again(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    teacher = sign_in_teacher(app)
    plan = look(teacher, ids, LIST)
    with app.app_context():
        learner = db.session.get_one(Learner, ids.learner_id)
        learner.external_id = "1"
        db.session.commit()
    page = take(teacher, ids, plan)
    assert "has changed in the meantime" in page
    assert names(app, ids) == [LEARNER]
    assert "imported" in take(teacher, ids, page)


@ON_SQLITE
def test_many_new_learners_are_imported_a_part_at_a_time(
    app: Flask, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("quizapp.accounts.slips", "quizapp.web.rosters"):
        monkeypatch.setattr(f"{module}.MOST_AT_ONCE", 2)
    assert slips.MOST_AT_ONCE == 2
    teacher = sign_in_teacher(app)
    page = take(teacher, ids, look(teacher, ids, "Bo\nCy\nDi\n"))
    assert "Import the next 1" in page
    assert len(SLIP.findall(page)) == 2
    page = take(teacher, ids, page)
    assert len(SLIP.findall(page)) == 1
    assert "Import the next" not in page
    assert names(app, ids) == [LEARNER, "Bo", "Cy", "Di"]


def test_new_slips_are_asked_about_first_and_end_the_old_password(app: Flask, ids: Ids) -> None:
    teacher, url = sign_in_teacher(app), page_of(ids, "/roster/slips")
    page = page_of(ids)
    assert teacher.send(url, page=page).location == page
    assert "Choose learners first" in teacher.see(page)
    chosen = {"learner": ids.learner_id}
    old = {"code": ids.join_code, "name": LEARNER, "password": PASSWORD}
    assert "New slips for 1 learner?" in teacher.send(url, chosen, page=page).text
    assert Visitor(app).send("/sign-in", old).location == "/learn"
    ((name, password),) = SLIP.findall(
        teacher.send(url, {**chosen, "confirmed": "1"}, page=page).text
    )
    assert Visitor(app).send("/sign-in", old).location is None
    new = {**old, "name": name, "password": password}
    assert Visitor(app).send("/sign-in", new).location == "/learn"


@ON_SQLITE
def test_more_slips_than_one_request_can_make_are_refused_in_words(
    app: Flask, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.web.rosters.MOST_AT_ONCE", 0)
    teacher = sign_in_teacher(app)
    teacher.send(page_of(ids, "/roster/slips"), {"learner": ids.learner_id}, page=page_of(ids))
    assert "Choose at most 0 learners at a time." in teacher.see(page_of(ids))


@ON_SQLITE
def test_learners_move_to_a_course_that_is_chosen(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    with app.app_context():
        teacher = find_teacher_by_name(db.session(), "teacher")
        assert teacher
        other = add_course(db.session(), teacher, "English 10B", now=clock(), rng=Random(9))
        foreign = find_teacher_by_name(db.session(), "other")
        assert foreign
        db.session.commit()
        other_id = other.id
    visitor, url, page = sign_in_teacher(app), page_of(ids, "/roster/move"), page_of(ids)
    fields = {"learner": ids.learner_id}
    asked = visitor.send(url, fields, page=page).text
    assert "English 10B" in asked
    assert "There is a problem" not in asked
    fields["confirmed"] = 1
    assert "Choose a course." in visitor.send(url, fields, page=page).text
    assert "Not a valid choice" in visitor.send(url, {**fields, "course": "999"}, page=page).text
    visitor.send(url, {**fields, "course": str(other_id)}, page=page)
    assert names(app, ids) == []
    with app.app_context():
        (place,) = list_places(db.session(), other_id)
        assert place.learner.id == ids.learner_id


@ON_SQLITE
def test_learners_are_removed_with_their_work_kept_and_put_back(app: Flask, ids: Ids) -> None:
    teacher, url, page = sign_in_teacher(app), page_of(ids, "/roster/remove"), page_of(ids)
    fields: dict[str, object] = {"learner": ids.learner_id}
    assert "Remove 1 learner?" in teacher.send(url, fields, page=page).text
    assert names(app, ids) == [LEARNER]
    teacher.send(url, {**fields, "confirmed": "1"}, page=page)
    with app.app_context():
        assert len(list_left_places(db.session(), ids.course_id)) == 1
    shown = teacher.see(page)
    assert "their work is kept" in shown
    own = page_of(ids, f"/learners/{ids.learner_id}")
    assert "left this course" in teacher.see(own)
    assert "New password" not in teacher.see(own)
    for deed in ("", "/password", "/edit"):
        fields = {"password": "a stranger's word", "name": "Somebody", "sign_in_name": "somebody"}
        assert teacher.send(f"{own}{deed}", fields, page=page).status_code == 404
    with app.app_context():
        learner = db.session.get_one(Learner, ids.learner_id)
        assert (learner.name, is_password(PASSWORD, learner.password_hash)) == (LEARNER, True)
    teacher.send(f"{own}/back", page=page)
    assert names(app, ids) == [LEARNER]


@ON_SQLITE
def test_the_gradebook_keeps_and_marks_who_has_left(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    start_attempt(app, ids, clock(), closed=True)
    teacher, book = sign_in_teacher(app), page_of(ids, "/gradebook")
    assert "Left " not in teacher.see(book)
    fields = {"learner": ids.learner_id, "confirmed": "1"}
    teacher.send(page_of(ids, "/roster/remove"), fields, page=page_of(ids))
    page = teacher.see(book)
    assert LEARNER in page
    assert "Left " in page
    assert LEARNER in teacher.see(f"{book}/wide/file")
    teacher.see(page_of(ids, f"/learners/{ids.learner_id}/progress"))


@ON_SQLITE
def test_a_learner_of_another_course_cannot_be_chosen(app: Flask, ids: Ids) -> None:
    with app.app_context():
        foreign = db.session.scalars(
            select(Enrolment).where(Enrolment.course_id != ids.course_id)
        ).one()
        stranger_id = foreign.learner_id
    teacher = sign_in_teacher(app)
    for action in ("slips", "move", "remove"):
        fields = {"learner": stranger_id, "confirmed": "1"}
        reply = teacher.send(page_of(ids, f"/roster/{action}"), fields, page=page_of(ids))
        assert reply.location == page_of(ids)
    with app.app_context():
        enrolment = db.session.scalars(
            select(Enrolment).where(Enrolment.learner_id == stranger_id)
        ).one()
        assert enrolment.left_at is None


@ON_SQLITE
def test_a_learner_gets_another_name_and_number(app: Flask, ids: Ids) -> None:
    teacher, url = sign_in_teacher(app), page_of(ids, f"/learners/{ids.learner_id}/edit")
    fields = {"name": "Ada King", "sign_in_name": "ada", "external_id": "007", "section": "B"}
    assert "Write the name." in teacher.send(url, {**fields, "name": ""}).text
    teacher.send(url, fields)
    shown = teacher.see(page_of(ids))
    for words in ("Ada King", "ada", "007", "B"):
        assert f">{words}</" in shown
    assert (
        Visitor(app)
        .send("/sign-in", {"code": ids.join_code, "name": "ADA", "password": PASSWORD})
        .location
        == "/learn"
    )


@ON_SQLITE
def test_a_number_that_somebody_has_is_refused_and_nothing_is_lost(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    teacher = sign_in_teacher(app)
    take(teacher, ids, look(teacher, ids, "Name,ID\nBo,7\n"))
    url = page_of(ids, f"/learners/{ids.learner_id}/edit")
    fields = {"name": "Ada King", "sign_in_name": "ada", "external_id": "7", "section": "B"}
    page = teacher.send(url, fields).text
    assert "Bo has the ID 7 already." in page
    assert 'value="Ada King"' in page


@ON_SQLITE
def test_a_large_roster_can_be_searched(app: Flask, ids: Ids, clock: MovableClock) -> None:
    teacher = sign_in_teacher(app)
    assert "Find a learner" not in teacher.see(page_of(ids))
    rows = "".join(f"Learner {number},{number:03d},{'AB'[number % 2]}\n" for number in range(25))
    take(teacher, ids, look(teacher, ids, f"Name,ID,Section\n{rows}"))
    assert "Find a learner" in teacher.see(page_of(ids))
    shown = teacher.see(f"{page_of(ids)}?find=LEARNER+7")
    assert "Learner 7" in shown
    assert "Learner 8" not in shown
    assert "26 learners" in shown
    assert "Nobody here is called" in teacher.see(f"{page_of(ids)}?find=nobody")


@ON_SQLITE
def test_a_formula_in_a_list_stays_text(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    take(teacher, ids, look(teacher, ids, 'Name\n"=1+1<b>"\n'))
    assert "=1+1&lt;b&gt;" in teacher.see(page_of(ids))
    csv = teacher.see(page_of(ids, "/gradebook/wide/file"))
    assert "'=1+1<b>" in csv


@ON_SQLITE
def test_a_learner_who_left_cannot_come_back_by_the_code(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    with app.app_context():
        teacher = find_teacher_by_name(db.session(), "teacher")
        assert teacher
        other = add_course(db.session(), teacher, "English 10B", now=clock(), rng=Random(9))
        join_course(db.session(), other, "Bo", PASSWORD, now=clock())
        code = other.join_code
        db.session.commit()
    visitor = Visitor(app)
    visitor.send("/sign-in", {"code": code, "name": "Bo", "password": PASSWORD})
    join = f"/join?code={ids.join_code}"
    visitor.send(join)
    with app.app_context():
        bo = db.session.scalars(select(Learner).where(Learner.name == "Bo")).one()
        bo_id = bo.id
    fields = {"learner": bo_id, "confirmed": "1"}
    sign_in_teacher(app).send(page_of(ids, "/roster/remove"), fields, page=page_of(ids))
    visitor.send(join)
    assert "was in this course before" in visitor.see("/learn")
    assert names(app, ids) == [LEARNER]
