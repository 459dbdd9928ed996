"""How is an SQLite database copied while others write, and is a copy sound?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizapp.backup.errors import BackupError

PAGES = 1000  # in one step: four megabytes, after which a signal is heard
PATIENCE = 15  # seconds
BESIDE = ("-wal", "-shm", "-journal")


def copy_database(source: Path, target: Path) -> None:
    """Make `target` what `source` is at this moment, in one file.

    A transaction that reads is held all the while. So writers go on, for their log keeps what we
    began with; without it each of their writes would make the copy begin anew.
    """
    target.touch(mode=0o600)
    with closing(_open(source)) as from_, closing(sqlite3.connect(target)) as to:
        from_.execute("BEGIN")
        from_.execute("SELECT count(*) FROM sqlite_master").fetchone()
        to.execute("PRAGMA synchronous = OFF")  # a copy that is cut short is thrown away
        from_.backup(to, pages=PAGES, sleep=0)


def check_database(path: Path) -> None:
    """Raises BackupError when the file is damaged, or a row refers to nothing."""
    try:
        with closing(_open(path)) as file:
            found = [row[0] for row in file.execute("PRAGMA integrity_check(1)")]
            orphans = file.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the database in it is damaged: {error}") from error
    if found != ["ok"]:
        raise BackupError(f"the database in it is damaged: {found[0]}")
    if orphans:
        raise BackupError(f"the database in it is damaged: a {orphans[0]} refers to nothing")


def settle(path: Path) -> None:
    """All of a database that nobody has open is in its one file."""
    with closing(_open(path)) as file:
        file.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def hold_alone(path: Path) -> Iterator[None]:
    """Nobody else has the database open while this lasts, and its log is written home.

    A file that is damaged, and so cannot be in use, is let through.

    Raises:
        BackupError: somebody has it open.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as file:
        try:
            file.execute("PRAGMA locking_mode = EXCLUSIVE")
            file.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # Without a log: closing it must not take away that of a newer file of this name.
            file.execute("PRAGMA journal_mode = DELETE")
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise BackupError(
                    f"{path} is in use: stop quizapp (serve and worker) first"
                ) from error
        yield


def replace_database(draft: Path, path: Path) -> None:
    """Let `draft` take the place of the database, which nobody has open, at one stroke."""
    _pass_on_owner(path, draft)
    for ending in BESIDE:
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was renamed in the folder stays so, also when the power goes."""
    number = os.open(folder, os.O_RDONLY)
    os.fsync(number)
    os.close(number)


def _pass_on_owner(old: Path, new: Path) -> None:
    """Whoever runs quizapp can read it, also when root has brought it back."""
    is_there = old.exists() and old.stat().st_size > 0
    known = (old if is_there else old.parent).stat()
    if is_there:
        new.chmod(known.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(new, known.st_uid, known.st_gid)


def _open(path: Path) -> sqlite3.Connection:
    """An existing file, in transactions that we begin ourselves."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
