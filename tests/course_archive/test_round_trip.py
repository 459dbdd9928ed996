"""A course that went into a file and came back is the same course, wherever that is."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as examples
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.people import sign_in_learner
from quizapp.attempts import closing, saving
from quizapp.attempts.laying import plan_undoing, undo
from quizapp.attempts.models import Attempt, AttemptEvent, Response
from quizapp.attempts.responses import Answer
from quizapp.attempts.ruling_models import Ruling
from quizapp.bank.history import list_versions
from quizapp.bank.models import Bank, Question
from quizapp.bank.search import search_questions
from quizapp.config import Settings
from quizapp.course_archive.contents import MANIFEST, MEMBERS
from quizapp.db import Base, begin_snapshot, db
from quizapp.gradebook.csv_long import write_long
from quizapp.gradebook.csv_wide import write_wide
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.rows import Gradebook
from quizapp.gradebook.totals import find_total
from quizapp.quizzes.models import Assignment
from tests.attempts.rulings import read_marks
from tests.attempts.sitting_world import DRAFTS
from tests.attempts.sittings import list_given_otherwise
from tests.attempts.test_sitting_machine import OFTEN, SittingMachine
from tests.conftest import MovableClock
from tests.course_archive.courses import (
    bring,
    describe_result,
    export,
    fill_course,
    list_attempts,
    read_members,
)
from tests.factories import World, make_teacher, make_world
from tests.web.engines import ON_SQLITE

OWN_IDS = {"learner_id", "assignment_id"}


@pytest.fixture
def world(session: Session, clock: MovableClock) -> World:
    return fill_course(session, clock)


def describe(gradebook: Gradebook) -> object:
    """A gradebook without ids of the database."""
    return (
        gradebook.course.name,
        [
            replace(it, assignment_id=0, category_id=None, period_id=None)
            for it in gradebook.columns
        ],
        [
            (
                row.learner.name,
                row.learner.external_id,
                row.section,
                row.left_at,
                [cell._replace(attempt_id=None) for cell in row.cells],
                find_total(gradebook.columns, row.cells, gradebook.scheme),
            )
            for row in gradebook.rows
        ],
    )


def without_ids(pieces: Iterable[str]) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO("".join(pieces)))
    return [{key: value for key, value in row.items() if key not in OWN_IDS} for row in rows]


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, clock: MovableClock
) -> Iterator[Flask]:
    """Another installation, on either engine."""
    folder = tmp_path / "elsewhere"
    settings = Settings(instance=str(folder), secret_key="test")
    if request.param == "sqlite":
        folder.mkdir()
        template: Path = request.getfixturevalue("sqlite_template")
        (folder / "quizapp.sqlite3").write_bytes(template.read_bytes())
    else:
        settings = replace(settings, database_url=request.getfixturevalue("empty_postgres"))
    app = create_app(settings, clock)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_course_of_these_tests_has_rows_in_every_table(
    session: Session, world: World, clock: MovableClock
) -> None:
    members = read_members(export(session, world.course, clock))
    assert [name for name, content in members.items() if not content] == []
    assert list(members) == [it.name for it in MEMBERS]


def test_a_course_restored_elsewhere_has_the_same_gradebook_and_results(
    session: Session, world: World, clock: MovableClock, elsewhere: Flask
) -> None:
    raw = export(session, world.course, clock)
    book = read_gradebook(session, world.course)
    before = describe(book), without_ids(write_wide(book)), without_ids(write_long(book))
    results = [describe_result(session, it) for it in list_attempts(session, world.course)]
    db.session.remove()
    with elsewhere.app_context():
        there = db.session()
        teacher = make_teacher(there, clock(), "colleague")
        course = bring(there, raw, teacher).course
        there.commit()
        book = read_gradebook(there, course)
        after = describe(book), without_ids(write_wide(book)), without_ids(write_long(book))
        assert after == before
        assert [describe_result(there, it) for it in list_attempts(there, course)] == results
        assert read_members(export(there, course, clock)) == read_members(raw)
        assert any(it.given for attempt in list_attempts(there, course) for it in attempt.items)
        assert list_given_otherwise(there) == []
        db.session.remove()


def undo_all(session: Session, course: Course, now: datetime) -> list[object]:
    """Undo every ruling in force, again and again, and tell what each look showed and what
    attempts, grades and the log are then."""
    teacher, told = session.get_one(Teacher, course.teacher_id), []
    attempts = list_attempts(session, course)
    places = {it.id: place for place, it in enumerate(attempts)}
    in_force = (
        select(Ruling)
        .join(Assignment, Assignment.quiz_id == Ruling.quiz_id)
        .where(Assignment.course_id == course.id, Ruling.ended_at.is_(None))
        .order_by(Ruling.id)
    )
    while ruling := session.scalars(in_force).first():
        plan = plan_undoing(session, ruling)
        undo(session, ruling, digest=plan.digest, teacher=teacher, now=now)
        looked = [(places[it.attempt_id], it.before, it.after) for it in plan.listed]
        told.append((plan.papers, plan.by_hand, looked, read_marks(session, attempts)))
    results = [describe_result(session, it) for it in attempts]
    return [*told, results, describe(read_gradebook(session, course))]


def test_what_was_mended_can_be_undone_elsewhere_and_gives_the_same_back(
    session: Session, world: World, clock: MovableClock, elsewhere: Flask
) -> None:
    raw = export(session, world.course, clock)
    clock.move(minutes=1)
    here = undo_all(session, world.course, clock())
    assert len(here) == 4 + 2, "a key that was mended twice, accepted answers, a dropped question"
    db.session.remove()
    with elsewhere.app_context():
        there = db.session()
        course = bring(there, raw, make_teacher(there, clock(), "colleague")).course
        assert undo_all(there, course, clock()) == here
        db.session.remove()


def test_a_course_brought_beside_itself_gets_ids_of_its_own_and_is_the_same(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock)
    other = make_teacher(session, clock(), "other")
    copy = bring(session, raw, other).course
    assert copy.id != world.course.id
    assert copy.join_code != world.course.join_code
    assert copy.teacher_id == other.id
    assert read_members(export(session, copy, clock)) == read_members(raw)
    assert describe(read_gradebook(session, copy)) == describe(
        read_gradebook(session, world.course)
    )


def test_all_versions_of_a_question_come_along(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock)
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course

    def tell_versions(teacher_id: int) -> list[object]:
        questions = select(Question).join(Question.bank).where(Bank.teacher_id == teacher_id)
        ordered = session.scalars(questions.order_by(Question.id))
        return [(it.uid, it.status, list_versions(session, it)) for it in ordered]

    assert len(tell_versions(copy.teacher_id)) == 16
    assert tell_versions(copy.teacher_id) == tell_versions(world.teacher.id)


def test_a_running_attempt_goes_on_and_its_deadline_passes(
    session: Session, raw: bytes, clock: MovableClock
) -> None:
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    (running,) = (it for it in list_attempts(session, copy) if it.closed_at is None)
    assert running.deadline
    over = running.deadline + timedelta(hours=1)
    assert closing.close_if_over(session, running, now=over).closed_at == running.deadline


def test_an_answer_to_a_restored_attempt_follows_those_before_it(
    session: Session, raw: bytes, clock: MovableClock
) -> None:
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    (running,) = (it for it in list_attempts(session, copy) if it.closed_at is None)
    before = session.scalars(select(Response.id).where(Response.attempt_id == running.id)).all()
    now = running.started_at + timedelta(minutes=1)
    saving.respond(session, running.id, Answer(1, "new", 2, ("1",)), now=now)
    after = session.scalars(select(Response.id).where(Response.attempt_id == running.id)).all()
    assert set(before) < set(after)


def test_nobody_signs_in_before_they_have_a_new_password(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock)
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    for password in ("", "-", "correct horse"):
        assert sign_in_learner(session, copy.join_code, "bea quill", password) is None
    assert sign_in_learner(session, world.course.join_code, "bea quill", "correct horse")


def test_a_search_finds_the_questions_that_were_brought(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock)
    other = make_teacher(session, clock(), "other")
    assert search_questions(session, other.id, "flooding").total == 0
    bring(session, raw, other)
    found = search_questions(session, other.id, "flooding")
    assert found.total == search_questions(session, world.teacher.id, "flooding").total > 0


@ON_SQLITE
def test_no_secret_stands_in_a_file(session: Session, world: World, clock: MovableClock) -> None:
    raw = export(session, world.course, clock)
    said = b"\n".join(
        [*read_members(raw).values(), zipfile.ZipFile(io.BytesIO(raw)).read(MANIFEST)]
    )
    for person in (*session.scalars(select(Learner)), *session.scalars(select(Teacher))):
        if person.password_hash:
            assert person.password_hash.encode() not in said
    assert world.course.join_code.encode() not in said
    assert b'sign_in_name":"teacher' not in said


def test_a_file_without_learners_names_none_and_is_a_course_to_begin_with(
    session: Session, world: World, clock: MovableClock
) -> None:
    raw = export(session, world.course, clock, with_learners=False)
    said = b"\n".join(read_members(raw).values())
    assert b"Lovelace" not in said
    assert b"Quill" not in said
    copy = bring(session, raw, make_teacher(session, clock(), "other")).course
    book = read_gradebook(session, copy)
    assert [it.title for it in book.columns] == ["Bridges", "Crossings"]
    assert book.rows == ()
    assert list_attempts(session, copy) == []
    assert read_members(export(session, copy, clock, with_learners=False)) == read_members(raw)


def test_who_decided_is_told_by_name_and_becomes_who_brings_the_course(
    session: Session, raw: bytes, clock: MovableClock
) -> None:
    assert json.loads(read_members(raw)["teacher.jsonl"]) == {"id": 1, "name": "Ms Test"}
    other = make_teacher(session, clock(), "other")
    brought = bring(session, raw, other)
    assert brought.plan.deciders == ["Ms Test"]
    deciders = (
        select(AttemptEvent.teacher_id)
        .join(Attempt, Attempt.id == AttemptEvent.attempt_id)
        .where(Attempt.assignment.has(course_id=brought.course.id))
    )
    assert set(session.scalars(deciders)) == {None, other.id}


def test_whatever_happens_in_a_sitting_comes_back_the_same(
    session: Session, clock: MovableClock
) -> None:
    """The machine of the sittings draws what learner, teacher, network and clock do."""
    world = make_world(session, clock(), drafts=DRAFTS)
    other = make_teacher(session, clock(), "other")
    session.commit()

    class Machine(SittingMachine):
        def __init__(self) -> None:
            super().__init__(session, world)

        def teardown(self) -> None:
            raw = export(session, world.course, clock)
            copy = bring(session, raw, other).course
            assert describe(read_gradebook(session, copy)) == describe(
                read_gradebook(session, world.course)
            )
            assert read_members(export(session, copy, clock)) == read_members(raw)
            super().teardown()

    run_state_machine_as_test(Machine, settings=examples(OFTEN, max_examples=4))


def test_what_is_read_for_an_export_is_of_one_moment(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    session.commit()
    begin_snapshot(session)
    assert session.scalar(select(Course.name)) == "English 10A"
    with db.engine.begin() as other:
        table: Table = Base.metadata.tables["course"]
        other.execute(table.update().values(name="English 11A"))
    session.expire_all()
    assert session.scalar(select(Course.name)) == "English 10A"
    session.rollback()
    assert session.scalar(select(Course.name)) == "English 11A"
    assert world
