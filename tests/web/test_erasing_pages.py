"""A teacher hands a learner's record out and erases learners, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.accounts.courses import find_enrolment
from quizapp.accounts.enrolling import leave
from quizapp.accounts.models import Course, Learner
from quizapp.accounts.people import enrol, find_course
from quizapp.accounts.teaching import archive
from quizapp.config import Settings
from quizapp.db import db
from quizapp.privacy.erasing import list_erasures
from quizapp.privacy.models import ErasedBy
from quizapp.quizzes.rules import SCORE_ONLY
from tests.conftest import MovableClock
from tests.web.clients import another_learner, sign_in_teacher
from tests.web.clients import the_learner as sign_in
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, Ids, build, start_attempt

pytestmark = ON_SQLITE


def page_of(ids: Ids) -> str:
    return f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}/erase"


def name_of(app: Flask, ids: Ids) -> str:
    with app.app_context():
        return db.session.get_one(Learner, ids.learner_id).name


def test_a_learner_is_erased_once_the_name_is_typed(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock(), closed=True)
    learner, teacher = sign_in(app, ids), sign_in_teacher(app)
    page = teacher.see(page_of(ids))
    for words in ("It cannot be undone", "Get the record", "Attempts with their scores"):
        assert words in page
    refused = teacher.send(page_of(ids), {"name": "Ada"}).text
    assert "Write the name as it stands above: Ada Lovelace." in refused
    assert name_of(app, ids) == LEARNER
    reply = teacher.send(page_of(ids), {"name": " ada  lovelace"})
    assert reply.location == f"/teach/courses/{ids.course_id}"
    assert name_of(app, ids) == "Erased learner"
    for url in (f"/teach/courses/{ids.course_id}", f"/teach/courses/{ids.course_id}/gradebook"):
        assert LEARNER not in teacher.see(url)
    assert learner.get("/learn").status_code == 302, "an open session ends"
    teacher.see(page_of(ids), 404)
    with app.app_context():
        (line,) = list_erasures(db.session())
        assert (line.erased_by, line.learner_id) == (ErasedBy.TEACHER, ids.learner_id)


def test_who_is_in_a_course_of_somebody_else_is_not_erased_and_the_page_says_where(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    with app.app_context():
        other = find_course(db.session(), ids.other_code)
        assert other
        enrol(db.session(), other, db.session.get_one(Learner, ids.learner_id), now=clock())
        db.session.commit()
    teacher = sign_in_teacher(app)
    page = teacher.see(page_of(ids))
    assert "French 1, taught by Ms Test" in page
    assert "Remove from this course only" in page
    assert 'name="name"' not in page
    refused = teacher.send(page_of(ids), {"name": LEARNER})
    assert "courses that you do not teach" in refused.text
    assert name_of(app, ids) == LEARNER


def test_nobody_is_erased_while_an_attempt_runs(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    start_attempt(app, ids, clock())
    teacher = sign_in_teacher(app)
    assert "is running" in teacher.see(page_of(ids))
    assert "is running" in teacher.send(page_of(ids), {"name": LEARNER}).text
    assert name_of(app, ids) == LEARNER
    clock.move(hours=2)  # the time is over, whether or not anything has run since
    assert teacher.send(page_of(ids), {"name": LEARNER}).status_code == 302
    assert name_of(app, ids) == "Erased learner"


def test_who_has_left_is_erased_too(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock())
    with app.app_context():
        place = find_enrolment(db.session(), ids.course_id, ids.learner_id)
        assert place
        leave(db.session(), [place], now=clock())
        db.session.commit()
    teacher = sign_in_teacher(app)
    assert "erased by themselves" not in teacher.see(page_of(ids).removesuffix("/erase"))
    assert teacher.send(page_of(ids), {"name": LEARNER}).status_code == 302
    assert name_of(app, ids) == "Erased learner"


def test_strangers_and_learners_erase_nobody_and_get_no_record(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock())
    record = page_of(ids).replace("/erase", "/record.zip")
    for url in (page_of(ids), record):
        assert sign_in_teacher(app, "other").get(url).status_code == 404
        assert another_learner(app, ids).get(url).status_code == 403
    assert sign_in_teacher(app).get(record).status_code == 200


def test_a_teacher_gets_the_work_in_their_courses_and_nothing_of_the_learners_own(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), review=SCORE_ONLY)
    start_attempt(app, ids, clock(), closed=True)
    told = read_record(app, ids)
    assert told["account"]["name"] == LEARNER
    (attempt,) = told["attempts"]
    assert attempt["questions"][0]["state"] == "unanswered", "teachers see what is hidden"
    assert not {"notes", "words", "practice", "reading_days", "gate_answers"} & told.keys()
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        other = find_course(db.session(), ids.other_code)
        assert other
        course.teacher_id = other.teacher_id
        enrol(db.session(), other, db.session.get_one(Learner, ids.learner_id), now=clock())
        db.session.commit()
    told = read_record(app, ids, "other")
    assert len(told["courses"]) == 2


def read_record(app: Flask, ids: Ids, teacher: str = "teacher") -> dict[str, Any]:
    reply = sign_in_teacher(app, teacher).get(page_of(ids).replace("/erase", "/record.zip"))
    assert reply.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive_file:
        assert "Record of Ada Lovelace" in archive_file.read("record.html").decode()
        told: dict[str, Any] = json.loads(archive_file.read("record.json"))
    return told


@pytest.mark.parametrize(("days", "said"), [(0, False), (30, True)])
def test_an_archived_course_and_who_has_left_say_when_learners_are_erased(
    settings: Settings, clock: MovableClock, days: int, said: bool, app: Flask
) -> None:
    ids = build(app, clock())
    with app.app_context():
        archive(db.session(), db.session.get_one(Course, ids.course_id), now=clock())
        place = find_enrolment(db.session(), ids.course_id, ids.learner_id)
        assert place
        leave(db.session(), [place], now=clock())
        db.session.commit()
    keeping = create_app(
        Settings(instance=settings.instance, secret_key="test", erase_after_days=days), clock
    )
    keeping.config["TESTING"] = True
    teacher = sign_in_teacher(keeping)
    day = (clock() + timedelta(days=30)).strftime("%-d %b %Y")
    course = teacher.see(f"/teach/courses/{ids.course_id}")
    assert ("are erased by themselves on" in course) is said
    learner = teacher.see(page_of(ids).removesuffix("/erase"))
    assert ("are erased by themselves on" in learner) is said
    assert ("is erased by itself on" in teacher.see(page_of(ids))) is said
    assert (day in course) is said


def test_a_course_file_from_before_an_erasure_comes_with_a_warning(
    app: Flask, clock: MovableClock, tmp_path: Path
) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    raw = teacher.get(f"/teach/courses/{ids.course_id}/export.zip?learners=1").data
    look = bring(teacher, raw)
    assert "erase them again" not in look
    clock.move(hours=1)
    teacher.send(page_of(ids), {"name": LEARNER})
    assert "1 learner was erased here since this file was made" in bring(teacher, raw)
    after = teacher.get(f"/teach/courses/{ids.course_id}/export.zip?learners=1").data
    assert LEARNER.encode() not in b"".join(read_all(after))
    assert "erase them again" not in bring(teacher, after)


def bring(teacher: Any, raw: bytes) -> str:
    fields = {"file": (io.BytesIO(raw), "course.zip")}
    teacher.send("/teach/courses/bring", fields, content_type="multipart/form-data")
    return str(teacher.see("/teach/courses/bring/look"))


def read_all(raw: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return [file.read(it) for it in file.namelist()]
