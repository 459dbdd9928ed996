"""How is a database made anew: all of it takes the place of what was there, or nothing does?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from quizapp.backup import postgres, sqlite
from quizapp.backup.errors import BackupError
from quizapp.db import MIGRATIONS, refuse_orphans


@contextmanager
def rebuild(url: URL, folder: Path, content: Path | None = None) -> Iterator[Connection]:
    """A transaction in a database that holds what is in `content`, or nothing yet.

    When the block ends well it takes the place of the database at `url`. `folder` is one to
    work in; for SQLite it is beside the database. `content` is an SQLite file, which is used up,
    or PostgreSQL's dump.

    Raises:
        BackupError: somebody uses the database, or the engine refuses what is to be made.
    """
    make = _rebuild_sqlite if url.get_backend_name() == "sqlite" else _rebuild_postgres
    try:
        with make(url, folder, content) as connection:
            yield connection
    except DBAPIError as error:
        raise BackupError(f"nothing was changed: {error.orig}") from error
    except (psycopg.Error, sqlite3.Error, RuntimeError) as error:
        raise BackupError(f"nothing was changed: {error}") from error


@contextmanager
def working_beside(url: URL, instance: Path) -> Iterator[Path]:
    """A folder of our own, on the disk of an SQLite database, that goes at the end."""
    beside = Path(url.database or "").parent if url.get_backend_name() == "sqlite" else instance
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=beside, prefix=".quizapp-restore-") as folder:
        yield Path(folder)


def migrate(connection: Connection) -> None:
    """Bring the tables to this program's version, in the transaction of `connection`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _rebuild_sqlite(url: URL, folder: Path, content: Path | None) -> Iterator[Connection]:
    path, draft = Path(url.database or ""), content or folder / "draft.sqlite3"
    engine = create_engine(url.set(database=str(draft)), poolclass=NullPool)
    with sqlite.hold_alone(path):
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                yield connection
                refuse_orphans(connection)
        sqlite.settle(draft)
        sqlite.replace_database(draft, path)


@contextmanager
def _rebuild_postgres(url: URL, _folder: Path, content: Path | None) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        postgres.refuse_others(connection)
        postgres.drop_everything(connection)
        if content:
            postgres.load_dump(connection, content)
        yield connection
