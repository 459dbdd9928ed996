"""How does everything move from one engine to the other, and is it all there?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.audit.models import Deed
from quizapp.backup import postgres, sqlite
from quizapp.backup.errors import BackupError
from quizapp.backup.rebuilding import migrate, rebuild, working_beside
from quizapp.backup.tables import describe, find_database, note_operator, reading
from quizapp.config import Settings
from quizapp.db import Base, is_migrated
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.models import TouchedGrade
from quizapp.gradebook.reading import stream_gradebook

Rows = Sequence[Row[Any]]
Write = Callable[[Connection, Table, Iterable[Rows]], None]
BATCH = 1000  # rows


def move_database(settings: Settings, address: str, *, now: datetime) -> dict[str, int]:
    """Copy everything into the empty database at `address`: all of it, or nothing.

    Returns how many rows of each table are there, as many as here, before the log there tells of
    the move; nothing here is changed.

    Raises:
        BackupError: either database is in use, of another version, not there or not empty, or
            what has arrived is not what was sent; OSError: there is no room.
    """
    source = find_database(settings, settings.sqlalchemy_url)
    target = find_database(settings, address)
    _refuse_filled(target)
    _refuse_users_of_file(source)
    with reading(source) as here, working_beside(target, settings.instance_path) as folder:
        _hold(here)
        wanted = _read_wanted(here)
        with rebuild(target, folder) as there:
            migrate(there)
            _copy(here, there)
            _refuse_difference(here, there, wanted, settings, now)
            note_operator(there, Deed.COPIED, f"everything from {here.dialect.name}", now=now)
            _hold(here)  # and on PostgreSQL nobody has come in meanwhile
    return wanted


def _refuse_users_of_file(source: URL) -> None:
    """Raises BackupError when an SQLite database is not there, or somebody has it open."""
    if source.get_backend_name() != "sqlite":
        return
    path = Path(source.database or "")
    if not path.exists():
        raise BackupError(f"there is no database {path}; look at quizapp config")
    with sqlite.hold_alone(path):
        pass


def _hold(here: Connection) -> None:
    """Nobody writes into the database that is left: what they wrote would stay behind."""
    if here.dialect.name == "postgresql":
        postgres.refuse_others(here)
    else:
        here.execution_options(sqlite_begin="BEGIN IMMEDIATE")


def _read_wanted(here: Connection) -> dict[str, int]:
    """How many rows each table has. Raises BackupError when they are of another version."""
    if not is_migrated(Session(here)):
        raise BackupError("the tables are of another version: run quizapp db upgrade first")
    rows = describe(here).rows
    foreign = sorted(rows.keys() - Base.metadata.tables.keys())
    if foreign:
        raise BackupError(f"{foreign[0]} is no table of quizapp, and would stay behind")
    return rows


def _refuse_filled(target: URL) -> None:
    """Raises BackupError when something is in the database already."""
    if target.get_backend_name() == "sqlite" and not Path(target.database or "").exists():
        return
    with reading(target) as connection:
        if sum(describe(connection).rows.values()):
            raise BackupError("the database it would move to has rows already: it has to be empty")


def _copy(here: Connection, there: Connection) -> None:
    """Every row of every table, those first that others refer to; some at a time."""
    if there.dialect.name == "postgresql":
        foreign_keys = postgres.take_foreign_keys(there)
        _copy_tables(here, there, postgres.write_rows)
        postgres.put_foreign_keys(there, foreign_keys)
        postgres.set_sequences(there)
    else:
        _copy_tables(here, there, _insert)


def _copy_tables(here: Connection, there: Connection, write: Write) -> None:
    for table in _list_tables():
        there.execute(delete(table))  # what triggers have written about rows before it
        write(there, table, _read(here, table))


def _insert(there: Connection, table: Table, batches: Iterable[Rows]) -> None:
    keys = [column.key for column in table.columns]
    for rows in batches:
        there.execute(insert(table), [dict(zip(keys, row, strict=True)) for row in rows])


def _list_tables() -> Sequence[Table]:
    """Last comes the one that triggers write when others are filled."""
    written = TouchedGrade.__table__
    return sorted(Base.metadata.sorted_tables, key=lambda it: it is written)


def _read(here: Connection, table: Table) -> Iterator[Rows]:
    wanted = select(table).order_by(*table.primary_key.columns)
    return here.execution_options(yield_per=BATCH).execute(wanted).partitions()


def _refuse_difference(
    here: Connection, there: Connection, wanted: dict[str, int], settings: Settings, now: datetime
) -> None:
    """Raises BackupError when a table has other rows, or a gradebook other grades."""
    arrived = describe(there).rows
    other = sorted(it[0] for it in arrived.items() ^ wanted.items())
    if other:
        raise BackupError(f"nothing was moved: {other[0]} would have other rows")
    sent, received = (_sum_gradebooks(it, settings, now) for it in (here, there))
    if sent != received:
        raise BackupError("nothing was moved: a gradebook would have other grades")


def _sum_gradebooks(connection: Connection, settings: Settings, now: datetime) -> list[str]:
    """A check sum of the long CSV of each course's gradebook."""
    session, sums = Session(connection), []
    for course in session.scalars(select(Course).order_by(Course.id)).all():
        digest = sha256()
        book = stream_gradebook(session, course, now=now, zone=settings.zone)
        for piece in DIALECTS["long"].write(book, Wishes()).chunks:
            digest.update(piece)
        sums.append(digest.hexdigest())
    return sums
