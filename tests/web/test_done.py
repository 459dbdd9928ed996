"""What a teacher changes is told with the change, and in no other case."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.accounts.models import Course
from quizapp.accounts.people import find_teacher_by_name
from quizapp.accounts.teaching import add_co_teacher
from quizapp.audit.log import list_since
from quizapp.audit.models import AuditEntry, Deed, Thing
from quizapp.db import db
from quizapp.web.auditing import DEEDS, UNTOLD
from quizapp.web.done import tell
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.web.clients import sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.routes import Whose, list_routes
from tests.web.worlds import LEARNER, Ids, build, start_attempt


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def read_log(app: Flask) -> list[AuditEntry]:
    with app.app_context():
        return list(list_since(db.session(), None))


@ON_SQLITE
def test_every_page_that_changes_something_is_told_or_there_is_a_reason(app: Flask) -> None:
    changing = {it.endpoint for it in list_routes(app, Whose.TEACHER, "POST")}
    assert changing == DEEDS.keys() | UNTOLD.keys()
    assert DEEDS.keys() & UNTOLD.keys() == set()
    assert all(UNTOLD.values())


def test_a_change_is_told_with_its_title_course_and_teacher(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    page = f"/teach/courses/{ids.course_id}/settings"
    teacher.send(page, {"name": "English 11"}, page=page)
    (entry,) = read_log(app)
    assert (entry.deed, entry.thing, entry.thing_id) == (Deed.CHANGED, Thing.COURSE, ids.course_id)
    assert (entry.title, entry.course_id, entry.details) == ("English 11", ids.course_id, {})
    with app.app_context():
        known = find_teacher_by_name(db.session(), "teacher")
        assert known
        assert (entry.teacher_id, entry.teacher_name) == (known.id, known.name)


@ON_SQLITE
def test_what_is_refused_looked_at_or_done_by_a_learner_is_not_told(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    teacher, page = sign_in_teacher(app), f"/teach/courses/{ids.course_id}"
    clock.move(hours=2)  # that the sign-in is in use is committed after the page
    teacher.send(f"{page}/settings", {"name": ""})
    teacher.see(page)
    other = sign_in_teacher(app, "other")
    token = {"csrf_token": other.token("/teach/courses/new")}
    assert other.client.post(f"{page}/code", data=token).status_code == 404
    wrong = {"old_password": "wrong horse", "new_password": "another horse"}
    teacher.send("/teach/account", wrong)
    the_learner(app, ids).send(f"/learn/assignments/{ids.assignment_id}/attempts", page="/learn")
    assert read_log(app) == []


@ON_SQLITE
def test_own_password_is_told_and_no_password_is(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    fields = {"old_password": PASSWORD, "new_password": "another horse"}
    teacher.send("/teach/account", fields)
    teacher.send(
        f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}/password",
        {"password": "secret-7"},
        page=f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}",
    )
    entries = read_log(app)
    assert [(it.deed, it.thing) for it in entries] == [
        (Deed.PASSWORD_SET, Thing.TEACHER),
        (Deed.PASSWORD_SET, Thing.LEARNER),
    ]
    told = str([vars(it) for it in entries])
    for secret in ("horse", "secret-7", LEARNER):
        assert secret not in told


@ON_SQLITE
def test_what_is_gone_is_told_with_the_title_that_it_had(app: Flask, ids: Ids) -> None:
    teacher = sign_in_teacher(app)
    made = teacher.send("/teach/banks/new", {"title": "Leftovers"}).location
    assert made
    teacher.send(f"{made}/delete", page=f"{made}/manage")
    assert [tell(it) for it in read_log(app)] == [
        "added bank “Leftovers”",
        "removed bank “Leftovers”",
    ]


@ON_SQLITE
def test_a_deed_at_an_attempt_is_told_in_its_course(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    teacher = sign_in_teacher(app)
    page = f"/teach/attempts/{attempt_id}"
    teacher.send(f"{page}/time", {"minutes": "5"}, page=f"{page}/log")
    (entry,) = read_log(app)
    assert (entry.deed, entry.thing_id, entry.course_id) == (
        Deed.TIME_GIVEN,
        attempt_id,
        ids.course_id,
    )


def test_the_page_tells_co_teachers_too_and_names_no_learner(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        add_co_teacher(db.session(), course, "other", now=clock())
        db.session.commit()
    owner, other = sign_in_teacher(app), sign_in_teacher(app, "other")
    page = f"/teach/courses/{ids.course_id}/done"
    assert "Nothing was done yet" in other.see(page)
    learner = f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}"
    owner.send(f"{learner}/password", {"password": "secret-7"}, page=learner)
    text = other.see(page)
    assert f"set a password for learner {ids.learner_id}" in text
    assert LEARNER not in text
    assert page in owner.see(f"/teach/courses/{ids.course_id}/settings")
