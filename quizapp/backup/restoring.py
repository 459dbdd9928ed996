"""Is a backup whole, and how does it become the database again?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.engine import URL

from quizapp.audit.models import Deed
from quizapp.backup import postgres, sqlite
from quizapp.backup.errors import BackupError
from quizapp.backup.files import Backup, Manifest, open_backup
from quizapp.backup.rebuilding import migrate, rebuild, working_beside
from quizapp.backup.tables import (
    describe,
    end_sign_ins,
    find_database,
    is_kept,
    is_known,
    list_erased,
    list_returned,
    note_operator,
    reading,
)
from quizapp.config import Settings, keep_secret_key


@dataclass(frozen=True)
class Restored:
    """What was brought back; `erased_since` are learners who came back and have to go again.

    They are not known when what stood there before could not be read.
    """

    manifest: Manifest
    erased_since: list[int] | None
    has_key: bool


def check_backup(path: Path, settings: Settings) -> Manifest:
    """Prove that all of the backup can be read, and that it says what was written.

    Raises:
        BackupError: it cannot, or does not; OSError: there is no room.
    """
    url = find_database(settings, settings.sqlalchemy_url)
    with open_backup(path) as backup, working_beside(url, settings.instance_path) as folder:
        _check(backup.manifest, backup.unpack(folder))
    return backup.manifest


def restore_backup(path: Path, settings: Settings, *, replace: bool, now: datetime) -> Restored:
    """Let the backup take the place of the database: all of it, or nothing is changed.

    The log of what was done then tells of it, after what it told when the backup was taken.

    Raises:
        BackupError: the backup is not whole or of a newer program, or the database is in use,
            or has rows and is not to be replaced; OSError: there is no room.
    """
    url = find_database(settings, settings.sqlalchemy_url)
    with open_backup(path) as backup, working_beside(url, settings.instance_path) as folder:
        manifest = backup.manifest
        _refuse_other(manifest, url)
        erased = _read_replaced(url, replace=replace)
        content = backup.unpack(folder)
        _check(manifest, content)
        with rebuild(url, folder, content) as connection:
            migrate(connection)
            end_sign_ins(connection)
            taken = f"the backup of {manifest.taken_at:%Y-%m-%d %H:%M} UTC"
            note_operator(connection, Deed.RESTORED, taken, now=now)
            since = None if erased is None else list_returned(connection, erased)
        settings.queue_path.unlink(missing_ok=True)  # its tasks are about rows that are gone
        return Restored(manifest, since, _bring_key_back(backup, settings))


def _refuse_other(manifest: Manifest, url: URL) -> None:
    """Raises BackupError when another program or another engine is needed."""
    if not is_known(manifest.migration):
        raise BackupError(
            f"quizapp {manifest.program} wrote it, with tables of version {manifest.migration},"
            f" which this quizapp {version('quizapp')} does not know: install that one or a newer"
        )
    if manifest.engine != url.get_backend_name():
        raise BackupError(
            f"it is a backup of {manifest.engine}, and the database is {url.get_backend_name()}:"
            " bring it back there, then run quizapp move"
        )


def _read_replaced(url: URL, *, replace: bool) -> set[int] | None:
    """Who was erased in the database that is replaced; None when it cannot be read.

    Raises:
        BackupError: it has rows, and is not to be replaced.
    """
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return set()
    try:
        with reading(url) as connection:
            rows = sum(describe(connection).rows.values())
            erased = list_erased(connection)
    except BackupError:
        if replace:
            return None
        raise
    if rows and not replace:
        raise BackupError(
            f"the database has {rows:,} rows already: add --replace to lose them for the backup's"
        )
    return erased


def _check(manifest: Manifest, content: Path) -> None:
    """Raises BackupError when the database is not what the manifest says."""
    if manifest.engine == "sqlite":
        sqlite.check_database(content)
        with reading(URL.create("sqlite", database=str(content))) as connection:
            rows = describe(connection).rows
    else:
        found = postgres.count_dump(content)
        rows = {name: count for name, count in found.items() if is_kept(name)}
    other = sorted(it[0] for it in rows.items() ^ manifest.rows.items())
    if other:
        raise BackupError(f"it is damaged: {other[0]} has not the rows that were written")


def _bring_key_back(backup: Backup, settings: Settings) -> bool:
    """Whether the key of the backup signs sign-ins from now on."""
    if backup.key is None or settings.secret_key:
        return False
    keep_secret_key(settings, backup.key)
    return True
