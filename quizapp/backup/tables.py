"""Where is a database, how many rows has each of its tables, and of which version are they?

What the job queue keeps is no part of it, nor what an engine keeps by itself for searching.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    Connection,
    NullPool,
    column,
    create_engine,
    delete,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from quizapp.accounts.models import SignIn
from quizapp.audit.log import note
from quizapp.audit.models import Deed, Thing
from quizapp.backup.errors import BackupError
from quizapp.backup.files import CONTENT, Contents
from quizapp.config import Settings
from quizapp.db import MIGRATIONS
from quizapp.privacy.models import Erasure

QUEUE, SEARCH, VERSIONS = "huey_", "question_search", "alembic_version"


def find_database(settings: Settings, address: str) -> URL:
    """The database at an address, as the program finds it: a file stands in the instance folder.

    Raises:
        BackupError: it is no address of a database that quizapp knows.
    """
    try:
        url = make_url(address)
        known = url.get_backend_name() in CONTENT
    except (ArgumentError, NoSuchModuleError):
        known = False
    if not known:
        raise BackupError(
            "it is no address of a database; write sqlite:////folder/name.sqlite3 or"
            " postgresql+psycopg://user:password@host/name"
        )
    if url.get_backend_name() == "sqlite":
        return url.set(database=str(settings.instance_path / (url.database or "")))
    return url


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """A connection that sees one moment.

    Raises:
        BackupError: the database does not answer, or not as it should.
    """
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    except DBAPIError as error:
        raise BackupError(f"the database does not answer: {error.orig}") from error
    finally:
        engine.dispose()


def describe(connection: Connection) -> Contents:
    """What the database looks like in the transaction of `connection`."""
    head = MigrationContext.configure(connection).get_current_revision()
    info = connection.dialect.server_version_info or ()
    return Contents(
        engine=connection.dialect.name,
        engine_version=".".join(map(str, info)),
        migration=head or "",
        rows={name: count_rows(connection, name) for name in list_tables(connection)},
    )


def list_tables(connection: Connection) -> list[str]:
    """The names of the tables whose rows are kept."""
    return sorted(filter(is_kept, inspect(connection).get_table_names()))


def is_kept(name: str) -> bool:
    return not name.startswith((QUEUE, SEARCH)) and name != VERSIONS


def count_rows(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def is_known(migration: str) -> bool:
    """Whether this program can bring tables of that version to its own."""
    try:
        return ScriptDirectory(str(MIGRATIONS)).get_revision(migration) is not None
    except CommandError:
        return False


def list_erased(connection: Connection) -> set[int]:
    """The numbers of the learners who were erased."""
    if not inspect(connection).has_table(Erasure.__tablename__):
        return set()
    return set(connection.scalars(select(Erasure.learner_id)))


def list_returned(connection: Connection, erased: set[int]) -> list[int]:
    """Those of the erased learners who are in this database again."""
    learner = table("learner", column("id"))
    wanted = sorted(erased - list_erased(connection))
    found = select(learner.c.id).where(learner.c.id.in_(wanted)).order_by(learner.c.id)
    return list(connection.scalars(found))


def end_sign_ins(connection: Connection) -> None:
    """Nobody is signed in any more: a sign-in that was ended must not come back to life."""
    connection.execute(delete(SignIn))


def note_operator(connection: Connection, deed: Deed, title: str, *, now: datetime) -> None:
    """Let the log of the database tell what is being done to all of it."""
    with Session(connection) as session:
        note(session, deed, Thing.PROGRAM, title=title, by=None, now=now)
        session.flush()
