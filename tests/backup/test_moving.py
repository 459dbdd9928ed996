"""Everything moves from one engine to the other, or nothing does, and what is left stays."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.accounts.models import Teacher
from quizapp.bank.search import search_questions
from quizapp.config import Settings
from quizapp.db import Base, db, is_migrated
from tests.backup.conftest import Command
from tests.backup.looking import look
from tests.backup.schools import export_gradebooks, leave, start
from tests.backup.test_round_trip import run_sql
from tests.cli.conftest import fails
from tests.conftest import MovableClock
from tests.conftest import run_sql as run_on_server
from tests.factories import make_teacher

# In the middle of the rows: once the fifth table has been read.
KILLED_IN_THE_MIDDLE = """
import os, signal
from sqlalchemy import event
from sqlalchemy.engine import Engine
seen = []
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *_):
    seen.append(statement)
    if sum(it.startswith("INSERT INTO") for it in seen) == 12:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, school: Settings, tmp_path: Path
) -> Iterator[Settings]:
    """Settings of an empty database of the other engine."""
    if school.database_url:
        yield replace(school, database_url=f"sqlite:///{tmp_path / 'moved.sqlite3'}")
        return
    server, name = request.getfixturevalue("postgres_url"), f"moved_{abs(hash(tmp_path)):x}"
    run_on_server(server, f'CREATE DATABASE "{name}"')
    address = make_url(server).set(database=name).render_as_string(hide_password=False)
    yield replace(school, database_url=address)
    run_on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def read_values(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table as the program reads it, in order of its key."""
    engine = create_engine(settings.sqlalchemy_url)
    with engine.connect() as connection:
        found = {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_everything_moves_to_the_other_engine_and_the_grades_are_the_same(
    school: Settings, elsewhere: Settings, command: Command, clock: MovableClock
) -> None:
    before, grades = look(school.sqlalchemy_url), export_gradebooks(school, clock)
    done = command("move", "--to", elsewhere.sqlalchemy_url)
    assert done.exit_code == 0, done.output
    assert "rows are there, as they are here" in done.output
    there, here = read_values(elsewhere), read_values(school)
    known = here.pop("audit_entry")
    [told] = [row for row in there.pop("audit_entry") if row not in known]
    assert f"everything from {make_url(school.sqlalchemy_url).get_backend_name()}" in told
    assert there == here
    assert export_gradebooks(elsewhere, clock) == grades
    assert look(school.sqlalchemy_url) == before


def test_there_the_program_goes_on_as_here(
    school: Settings, elsewhere: Settings, command: Command, clock: MovableClock
) -> None:
    assert command("move", "--to", elsewhere.sqlalchemy_url).exit_code == 0
    app = create_app(elsewhere, clock)
    with app.app_context():
        session = db.session()
        assert is_migrated(session)
        first = session.scalars(select(Teacher)).one()
        assert search_questions(session, first.id, "bridge").total > 0
        known = {it.name for it in Base.metadata.sorted_tables for _ in it.foreign_keys}
        kept = {it for it in known if inspect(session.connection()).get_foreign_keys(it)}
        assert kept == known
        second = make_teacher(session, clock(), "second")
        assert second.id > first.id
        session.commit()
    leave(app)


def test_being_killed_in_the_middle_leaves_both_as_they_were(
    school: Settings, elsewhere: Settings, command: Command
) -> None:
    before = look(school.sqlalchemy_url)
    killed = start(school, "move", "--to", elsewhere.sqlalchemy_url, before=KILLED_IN_THE_MIDDLE)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert look(school.sqlalchemy_url) == before
    assert look(elsewhere.sqlalchemy_url).keys() <= {"sqlite_master"}
    assert command("move", "--to", elsewhere.sqlalchemy_url).exit_code == 0


def test_a_database_with_rows_is_left_alone(
    school: Settings, elsewhere: Settings, command: Command
) -> None:
    assert command("move", "--to", elsewhere.sqlalchemy_url).exit_code == 0
    run_sql(elsewhere, "UPDATE teacher SET name = 'Somebody else'")
    before = look(elsewhere.sqlalchemy_url)
    assert fails(command("move", "--to", elsewhere.sqlalchemy_url), "has to be empty")
    assert look(elsewhere.sqlalchemy_url) == before


def test_nothing_moves_while_somebody_uses_it(
    school: Settings, elsewhere: Settings, command: Command
) -> None:
    engine = create_engine(school.sqlalchemy_url)
    with engine.connect() as somebody:
        somebody.execute(text("SELECT 1 FROM teacher"))
        somebody.rollback()
        assert fails(command("move", "--to", elsewhere.sqlalchemy_url), "in use", "stop quizapp")
    engine.dispose()
    assert look(elsewhere.sqlalchemy_url).keys() <= {"sqlite_master"}


def test_a_table_that_is_not_ours_would_stay_behind(
    school: Settings, elsewhere: Settings, command: Command
) -> None:
    run_sql(school, "CREATE TABLE lunch (id INTEGER PRIMARY KEY)")
    assert fails(command("move", "--to", elsewhere.sqlalchemy_url), "lunch is no table of quizapp")


def test_tables_of_another_version_are_upgraded_first(
    school: Settings, elsewhere: Settings, command: Command
) -> None:
    run_sql(school, "UPDATE alembic_version SET version_num = '5b0c2f6e9a31'")
    assert fails(command("move", "--to", elsewhere.sqlalchemy_url), "run quizapp db upgrade first")


@pytest.mark.parametrize("address", ["oracle://x", "hello", "mysql://a@b/c"])
def test_what_is_no_address_is_told(command: Command, address: str) -> None:
    assert fails(command("move", "--to", address), "it is no address of a database")
