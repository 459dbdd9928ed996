from __future__ import annotations

import pytest

from quizapp.bank.formats.pictures import MOST_BYTES, SUFFIXES, tell_picture

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n....",
    "image/jpeg": b"\xff\xd8\xff\xe0....",
    "image/gif": b"GIF89a....",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ....",
}


@pytest.mark.parametrize("media_type", PICTURES)
def test_the_bytes_tell_the_type_of_a_picture(media_type: str) -> None:
    assert tell_picture(PICTURES[media_type]) == media_type
    assert media_type in SUFFIXES


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x10\x00\x00\x00WAVE....",
        b"%PDF-1.7",
        b"\x89PNG",
    ],
)
def test_what_is_no_picture_is_not_taken(raw: bytes) -> None:
    assert tell_picture(raw) is None


def test_a_picture_that_is_too_large_is_not_taken() -> None:
    png = PICTURES["image/png"]
    assert tell_picture(png.ljust(MOST_BYTES, b"\0")) == "image/png"
    assert tell_picture(png.ljust(MOST_BYTES + 1, b"\0")) is None
