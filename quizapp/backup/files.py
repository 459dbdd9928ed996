"""What does a backup look like as a file, and is one whole?

A zip file of three members at most: the database as its engine keeps it, the key that signs
sign-ins when it was asked for, and a manifest. Any program that opens zip files gets the database
out.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from quizapp.archives import DAMAGED
from quizapp.backup.errors import BackupError

FORMAT, VERSION = "quizapp-backup", 1
MANIFEST, KEY = "manifest.json", "secret_key"
CONTENT = {"sqlite": "quizapp.sqlite3", "postgresql": "quizapp.dump"}
# PostgreSQL's dump is packed already.
PACKING = {"sqlite": zipfile.ZIP_DEFLATED, "postgresql": zipfile.ZIP_STORED}
LEVEL = 1  # of nine: three times as fast as the usual one, and the file a sixth larger
CHUNK = 1 << 20


@dataclass(frozen=True)
class Contents:
    """What is in a database at one moment; `rows` counts those of each table."""

    engine: str
    engine_version: str
    migration: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Manifest(Contents):
    """What a backup says about itself; `size` in bytes and `sha256` are those of the database."""

    program: str
    taken_at: datetime
    size: int
    sha256: str


def write_backup(
    file: IO[bytes],
    database: Iterable[bytes],
    contents: Contents,
    key: str | None,
    *,
    now: datetime,
) -> Manifest:
    """Write a backup of a database that looked so at `now`, piece by piece; `file` may be a pipe.

    The manifest comes last: a backup that is cut short has none.
    """
    digest, size = hashlib.sha256(), 0
    packing = PACKING[contents.engine]
    with zipfile.ZipFile(file, "w", packing, compresslevel=LEVEL) as archive:
        with archive.open(CONTENT[contents.engine], "w", force_zip64=True) as member:
            for piece in database:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        made = Manifest(
            **asdict(contents),
            program=version("quizapp"),
            taken_at=now,
            size=size,
            sha256=digest.hexdigest(),
        )
        if key is not None:
            archive.writestr(KEY, key)
        told = {"format": FORMAT, "version": VERSION, **asdict(made), "taken_at": now.isoformat()}
        archive.writestr(MANIFEST, json.dumps(told, indent=1))
    return made


class Backup:
    """A backup that is open."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Raises BackupError when it is none, or of a kind that is not known."""
        self._archive = archive
        self.manifest = _read_manifest(archive)

    @property
    def key(self) -> str | None:
        """The key that signs sign-ins, when it was kept too."""
        if KEY not in self._archive.namelist():
            return None
        return self._archive.read(KEY).decode("ascii")

    def unpack(self, folder: Path) -> Path:
        """The database in a file of its own, which is what was written to the last byte."""
        path = folder / CONTENT[self.manifest.engine]
        digest = hashlib.sha256()
        path.touch(mode=0o600)
        try:
            with self._archive.open(path.name) as member, path.open("wb") as file:
                for piece in read_pieces(member):
                    digest.update(piece)
                    file.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BackupError("it is damaged: it does not unpack") from error
        if digest.hexdigest() != self.manifest.sha256:
            raise BackupError("it is damaged: its check sum differs from what was written")
        return path


def read_pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """The backup in this file. Raises BackupError when it is none, and OSError."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise BackupError("it is no backup of quizapp, or was cut short") from error
        with archive:
            yield Backup(archive)


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
        kind = told.pop("format"), told.pop("version")
        told["taken_at"] = datetime.fromisoformat(told["taken_at"])
        made = Manifest(**told) if kind == (FORMAT, VERSION) else None
    except (*DAMAGED, KeyError, TypeError, AttributeError) as error:
        raise BackupError("it is no backup of quizapp, or is damaged") from error
    if made is None or made.engine not in CONTENT:
        raise BackupError("a newer quizapp wrote it: install that one, or a newer one")
    return made
