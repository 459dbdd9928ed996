from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.formats.pictures import MOST_BYTES, SUFFIXES, count_pixels, tell_picture

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n....",
    "image/jpeg": b"\xff\xd8\xff\xe0....",
    "image/gif": b"GIF89a\1\0\1\0",
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


def write_heads(width: int, height: int) -> dict[str, bytes]:
    """The first bytes of a picture of this size, of each type."""
    wide, high = width.to_bytes(4, "big"), height.to_bytes(4, "big")
    lossless = ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return {
        "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + wide + high + b"\x08\x06\0\0\0",
        "image/gif": b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\0",
        "image/jpeg": b"\xff\xd8\xff\xc0\0\x11\x08" + high[2:] + wide[2:] + b"\x03" + bytes(9),
        "image/webp": b"RIFF\x20\0\0\0WEBPVP8L\x10\0\0\0\x2f" + lossless + bytes(9),
    }


@pytest.mark.parametrize("media_type", PICTURES)
def test_a_picture_that_unpacks_to_more_than_a_phone_bears_is_not_taken(media_type: str) -> None:
    fair, bomb = (write_heads(*size)[media_type] for size in ((6_000, 4_000), (16_000, 16_000)))
    assert count_pixels(fair) == 24_000_000
    assert tell_picture(fair) == media_type
    assert tell_picture(bomb) is None


@given(st.sampled_from(sorted(PICTURES)), st.binary(max_size=200), st.integers(0, 40))
def test_whatever_the_head_of_a_picture_says_it_is_taken_or_not(
    media_type: str, noise: bytes, at: int
) -> None:
    head = write_heads(100, 100)[media_type]
    assert tell_picture(head[:at] + noise + head[at:]) in {*PICTURES, None}
