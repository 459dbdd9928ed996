"""How is a backup taken while the program runs, and where is it put?"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from quizapp.backup.errors import BackupError
from quizapp.backup.files import Contents, Manifest, read_pieces, write_backup
from quizapp.backup.postgres import read_dump
from quizapp.backup.sqlite import check_database, copy_database, settle, sync_folder
from quizapp.backup.tables import describe, find_database, reading
from quizapp.config import Settings, load_secret_key

PREFIX = ".quizapp-backup-"
_DATED = re.compile(r"quizapp-\d{8}-\d{6}\.zip")


def take_backup(
    settings: Settings, file: IO[bytes], workshop: Path, *, with_key: bool, now: datetime
) -> Manifest:
    """Write what the database is at this moment into `file`, which may be a pipe.

    `workshop` is a folder with room for a copy of an SQLite database.

    Raises:
        BackupError: the database is not there or damaged, or PostgreSQL's `pg_dump` cannot do it.
        OSError: there is no room.
    """
    key = load_secret_key(settings) if with_key else None
    url = find_database(settings, settings.sqlalchemy_url)
    if url.get_backend_name() == "sqlite":
        return _take_sqlite(url, file, workshop, key, now)
    with reading(url) as connection:
        contents = _describe_filled(connection)
        return write_backup(file, read_dump(connection), contents, key, now=now)


def _take_sqlite(
    url: URL, file: IO[bytes], workshop: Path, key: str | None, now: datetime
) -> Manifest:
    """From a copy, which is looked at first: a damaged database is found out today."""
    source = Path(url.database or "")
    if not source.exists():
        raise BackupError(f"there is no database {source}; look at quizapp config")
    copy = workshop / "copy.sqlite3"
    try:
        copy_database(source, copy)
    except sqlite3.Error as error:
        raise BackupError(f"SQLite cannot copy the database: {error}") from error
    check_database(copy)
    with reading(url.set(database=str(copy))) as connection:
        contents = _describe_filled(connection)
    settle(copy)
    with copy.open("rb") as database:
        return write_backup(file, read_pieces(database), contents, key, now=now)


def _describe_filled(connection: Connection) -> Contents:
    contents = describe(connection)
    if not contents.migration:
        raise BackupError("there is nothing of quizapp in the database; look at quizapp config")
    return contents


@contextmanager
def making(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A file that becomes `path` when all of it is written, and a folder to work in.

    Until then it is in that folder, beside `path`, which goes whatever happens.

    Raises:
        OSError: there is no room, or nothing may be written there.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=PREFIX) as workshop:
        draft = Path(workshop) / path.name
        draft.touch(mode=0o600)
        with draft.open("wb") as file:
            yield file, Path(workshop)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)


@contextmanager
def working(settings: Settings) -> Iterator[Path]:
    """A folder to work in, for a backup that is sent elsewhere."""
    with tempfile.TemporaryDirectory(dir=settings.instance_path, prefix=PREFIX) as workshop:
        yield Path(workshop)


def name_for(now: datetime) -> str:
    """What a backup of this moment (UTC) is called in a folder of them."""
    return f"quizapp-{now:%Y%m%d-%H%M%S}.zip"


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Remove all but the newest backups of a folder, which their names tell; those removed."""
    known = sorted(it for it in folder.iterdir() if _DATED.fullmatch(it.name))
    old = known[: max(0, len(known) - count)]
    for path in old:
        path.unlink()
    return old
