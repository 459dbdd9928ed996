"""Is this a picture that a question may show, and of which type? Its bytes tell. (pure)

What a file is called says nothing. SVG is left out: it can hold scripts.
"""

from __future__ import annotations

MOST_BYTES = 5_000_000
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
    if len(raw) > MOST_BYTES:
        return None
    for mark, media_type in _MARKS:
        if raw.startswith(mark):
            return media_type
    is_webp = raw.startswith(b"RIFF") and raw[8:12] == b"WEBP"
    return "image/webp" if is_webp else None
