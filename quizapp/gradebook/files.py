"""What is a file of grades, and what may its reader wish of it?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"comma": ",", "semicolon": ";", "colon": ":", "tab": "\t"}
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
    """The bytes, and what the teacher has to know of them before they are brought anywhere."""

    content: bytes
    notices: tuple[str, ...] = ()


def encode(text: str, wishes: Wishes) -> bytes:
    """UTF-8, with the mark that some spreadsheets need to read names rightly on request."""
    return ((BYTE_ORDER_MARK if wishes.byte_order_mark else "") + text).encode("utf-8", "replace")


def pack(files: Mapping[str, str]) -> bytes:
    """A zip file with these texts at its root."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return out.getvalue()
