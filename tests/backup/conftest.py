"""A school in a database that nobody uses, its gradebooks, and the commands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import make_url

from benchmarks.program import find_postgres
from quizapp.cli import main
from quizapp.config import Settings
from tests.backup.schools import environment, fill
from tests.conftest import MovableClock, run_sql

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def _programs_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the tests' own server are found."""
    monkeypatch.setenv("PATH", find_postgres())


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
