"""A zip file that would hurt is not opened, and why is told apart."""

from __future__ import annotations

import io
import zipfile

import pytest

from quizapp.archives import (
    MOST_MEMBERS,
    ArchiveError,
    DamagedArchiveError,
    LockedArchiveError,
    SwollenArchiveError,
    open_archive,
    read_member,
)


def pack(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def lock(raw: bytes) -> bytes:
    """The file as if its first member were encrypted."""
    directory = raw.index(b"PK\x01\x02")
    return raw[: directory + 8] + b"\x01" + raw[directory + 9 :]


def test_what_is_harmless_is_opened_and_read() -> None:
    archive = open_archive(pack({"a.txt": b"words"}))
    assert archive.namelist() == ["a.txt"]
    assert read_member(archive, "a.txt") == b"words"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", DamagedArchiveError),
        (b"PK\x03\x04", DamagedArchiveError),
        (pack({"a": b"words"})[:-5], DamagedArchiveError),
        (lock(pack({"a": b"words"})), LockedArchiveError),
        (pack({"a": bytes(30_000_000)}), SwollenArchiveError),
        (pack({str(at): b"" for at in range(MOST_MEMBERS + 1)}), SwollenArchiveError),
    ],
    ids=["nothing", "a beginning", "cut short", "locked", "a bomb", "many members"],
)
def test_what_would_hurt_is_refused(raw: bytes, error: type[ArchiveError]) -> None:
    with pytest.raises(error):
        open_archive(raw)


def test_a_bomb_says_how_large_it_is() -> None:
    with pytest.raises(SwollenArchiveError) as caught:
        open_archive(pack({"a": bytes(30_000_000)}))
    assert caught.value.unpacked == 30_000_000


def test_a_member_that_is_broken_inside_is_refused_when_it_is_read() -> None:
    raw = bytearray(pack({"a": bytes(range(256)) * 40}))
    raw[50:60] = bytes(10)
    with pytest.raises(DamagedArchiveError):
        read_member(open_archive(bytes(raw)), "a")
