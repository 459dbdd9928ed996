"""Is this a picture that a question may show, and of which type? Its bytes tell. (pure)

What a file is called says nothing. SVG is left out: it can hold scripts. A few bytes can say that a
picture is as large as a house: a phone that unpacks it has no memory left for the quiz.
"""

from __future__ import annotations

import struct
from io import BytesIO

import imagesize

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000  # a photograph of a phone has 12 to 24 million; unpacked it takes 160 MB
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def tell_picture(raw: bytes) -> str | None:
    """The media type of a picture that can be taken; None when it is none, or too large."""
    if len(raw) > MOST_BYTES or count_pixels(raw) > MOST_PIXELS:
        return None
    for mark, media_type in _MARKS:
        if raw.startswith(mark):
            return media_type
    is_webp = raw.startswith(b"RIFF") and raw[8:12] == b"WEBP"
    return "image/webp" if is_webp else None


def count_pixels(raw: bytes) -> int:
    """Width times height, as the head of a picture says; 0 when it says nothing."""
    try:
        width, height = imagesize.get(BytesIO(raw))
    except (ValueError, TypeError, IndexError, struct.error):
        return 0
    return int(max(width, 0) * max(height, 0))
