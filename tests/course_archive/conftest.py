"""The file of a course in which everything has happened, and another place for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from tests.conftest import MovableClock, run_sql
from tests.course_archive.courses import export, fill_course


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> bytes:
    """The file; to read it no database is needed."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "quizapp.sqlite3").write_bytes(sqlite_template.read_bytes())
    clock = MovableClock()
    app = create_app(Settings(instance=str(folder), secret_key="test"), clock)
    with app.app_context():
        world = fill_course(db.session(), clock)
        made = export(db.session(), world.course, clock)
        db.session.remove()
        db.engine.dispose()
    return made


@pytest.fixture
def empty_postgres(postgres_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database on PostgreSQL, beside that of the test."""
    name = f"elsewhere_{abs(hash(tmp_path)):x}"
    run_sql(postgres_url, f'CREATE DATABASE "{name}" TEMPLATE template_quizapp STRATEGY file_copy')
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    run_sql(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)')
