"""Is it safe to open a zip file? A few bytes can unpack to gigabytes.

Sizes are looked at before anything is unpacked. What is said to whom is for the part that asks.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

MOST_MEMBERS = 5_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200  # times; text shrinks to a twentieth at best
_SMALL = 1_000_000  # a member up to this may shrink as it likes
# What a zip file that is broken raises, when it is opened or read.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class ArchiveError(ValueError):
    """A zip file that is not opened."""


class DamagedArchiveError(ArchiveError):
    """It is cut short, or broken inside."""


class LockedArchiveError(ArchiveError):
    """It wants a password."""


class SwollenArchiveError(ArchiveError):
    """It unpacks to far more than it should; `unpacked` is how many bytes."""

    def __init__(self, unpacked: int) -> None:
        super().__init__(f"{unpacked} bytes")
        self.unpacked = unpacked


def open_archive(raw: bytes | BinaryIO, *, most_unpacked: int = MOST_UNPACKED) -> zipfile.ZipFile:
    """The archive, when unpacking it can hurt nobody: bytes, or a file that stays open.

    Raises:
        ArchiveError: it is damaged, locked or swollen.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(raw) if isinstance(raw, bytes) else raw)
    except DAMAGED as error:
        raise DamagedArchiveError from error
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise LockedArchiveError
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > max(_SMALL, MOST_RATIO * member.compress_size) for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > most_unpacked or swollen:
        raise SwollenArchiveError(unpacked)
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a member.

    Raises:
        DamagedArchiveError: they are not those that were packed.
    """
    try:
        return archive.read(name)
    except DAMAGED as error:
        raise DamagedArchiveError from error
