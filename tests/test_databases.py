"""Both databases have what every table needs, and wait for one another's writers."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.db import MIGRATIONS, Base, begin_write, db, is_migrated, list_heads
from tests.conftest import MovableClock
from tests.factories import make_teacher

PREPARED_AFTER = 5  # runs, as psycopg counts them


def test_every_constraint_of_every_table_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_every_foreign_key_column_leads_an_index(session: Session) -> None:
    """Or the first column of a unique constraint or of the primary key."""
    inspector = inspect(session.connection())
    missing = []
    for table in Base.metadata.tables.values():
        leading = {columns["column_names"][0] for columns in inspector.get_indexes(table.name)}
        leading |= {it["column_names"][0] for it in inspector.get_unique_constraints(table.name)}
        leading |= {inspector.get_pk_constraint(table.name)["constrained_columns"][0]}
        missing += [
            f"{table.name}.{key.parent.name}"
            for key in table.foreign_keys
            if key.parent.name not in leading
        ]
    # Who edited a version is only ever read from the version's side.
    # Who did it: looked up the other way round only, and nobody is ever deleted.
    assert set(missing) == {
        "question_version.teacher_id",
        "paper_item.marked_by",
        "attempt_event.teacher_id",
        "grade_decision.teacher_id",
        "ruling.teacher_id",
        "ruling.ended_by",
        # What a ruling replaced, and what it became in the bank: read from the ruling alone.
        "ruling.replaces_id",
        "ruling.mended_id",
    }


def test_the_database_knows_whether_it_is_migrated(session: Session) -> None:
    assert is_migrated(session)
    session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert not is_migrated(session)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_sqlite_waits_for_other_writers_and_survives_a_power_cut(session: Session) -> None:
    def pragma(name: str) -> object:
        return session.execute(text(f"PRAGMA {name}")).scalar()

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("synchronous") == 2
    assert pragma("busy_timeout") == 15000


def test_a_write_that_was_begun_can_be_committed_and_rolled_back(
    app: Flask, clock: MovableClock
) -> None:
    with app.app_context():
        begin_write(db.session())
        make_teacher(db.session(), clock())
        db.session.commit()
        begin_write(db.session())
        db.session.execute(text("DELETE FROM teacher"))
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Teacher)) == 1
        db.session.remove()


def test_what_was_written_before_something_was_read_is_rolled_back(
    app: Flask, clock: MovableClock
) -> None:
    with app.app_context():
        for undo in (db.session.rollback, db.session.remove):
            make_teacher(db.session(), clock())
            assert count_teachers() == 1
            undo()
            assert count_teachers() == 0
        db.session.remove()


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_what_each_page_asks_is_planned_once(app: Flask) -> None:
    for _ in range(10):
        with app.app_context():
            count_teachers()
            db.session.rollback()
            count_teachers()
    with app.app_context():
        runs = text("SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements")
        assert db.session.scalar(runs) == 20 - PREPARED_AFTER


def count_teachers() -> int | None:
    return db.session.scalar(select(func.count()).select_from(Teacher))


def test_the_newest_migrations_are_those_that_alembic_finds() -> None:
    assert list_heads() == set(ScriptDirectory(str(MIGRATIONS)).get_heads())
