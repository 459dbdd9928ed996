"""What is a file of grades, and what may its reader wish of it?"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import BinaryIO

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"comma": ",", "semicolon": ";", "colon": ":", "tab": "\t"}
_PIECE = 64 * 1024  # bytes
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # so that the same grades give the same bytes


class Wish(StrEnum):
    """What can be chosen of a file, where its system leaves a choice."""

    BYTE_ORDER_MARK = "byte_order_mark"
    SEPARATOR = "separator"
    CANVAS_IDS = "canvas_ids"


@dataclass(frozen=True)
class Wishes:
    """What was chosen. `canvas_ids`: the learners' IDs are Canvas's own, not the school's."""

    byte_order_mark: bool = False
    separator: str = ","
    canvas_ids: bool = False
    zone: tzinfo = UTC


@dataclass(frozen=True)
class GradeFile:
    """A file that is made while it is gone through, once, and so may be of any size; and what the
    teacher has to know of it before it is brought anywhere."""

    chunks: Iterator[bytes]
    telling: Iterable[str] = ()

    @cached_property
    def content(self) -> bytes:
        """The file as a whole."""
        return b"".join(self.chunks)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        return tuple(self.telling)


def encode(text: Iterable[str], wishes: Wishes) -> Iterator[bytes]:
    """UTF-8, with the mark that some spreadsheets need to read names rightly on request."""
    if wishes.byte_order_mark:
        yield BYTE_ORDER_MARK.encode()
    for piece in text:
        yield piece.encode("utf-8", "replace")


def pack(files: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """A zip file with these files at its root."""

    def write(out: BinaryIO) -> None:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                entry = zipfile.ZipInfo(name, _ALWAYS)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w") as member:
                    for piece in content:
                        member.write(piece)

    return stream(write)


def stream(write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    """What `write` writes: for files whose beginning is known last, by way of the disk."""
    with tempfile.TemporaryFile() as out:
        write(out)
        out.seek(0)
        while piece := out.read(_PIECE):
            yield piece
