"""Which lines stand on a page of a PDF, where, in which size, and how are they joined?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdf import PageObject

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\0": ""}
)
_HYPHENS = "-\u2010\u00ad"
_BROKEN_WORD = re.compile(rf"([A-Za-z]+)([{_HYPHENS}])$")
_COMMON, _ONE_WORD = 3.5, 2.5  # on Zipf's scale
_SAME_LINE = 0.5  # of the size of type: higher or lower than that is another line


@dataclass(frozen=True)
class Line:
    """A line of a page, its first letter's place in points from the lower left corner."""

    page: int
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Measures:
    """How most of a file is set: size of type, distance of two lines, letters in a line."""

    size: float
    leading: float
    line_letters: float


def read_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order in which they were set, column after column."""
    lines: list[Line] = []

    def see(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = abs(inner[2] * outer[1] + inner[3] * outer[3])
        points = float(size) * (scale or 1.0)
        for piece in text.split("\n"):
            _add(lines, Line(number, float(x), float(y), points, piece.translate(_LIGATURES)))

    page.extract_text(visitor_text=see)
    tidy = (Line(it.page, it.x, it.y, it.size, " ".join(it.text.split())) for it in lines)
    return [line for line in tidy if line.text]


def _add(lines: list[Line], piece: Line) -> None:
    """Put a piece of text to its line, or begin a new one with it."""
    if not piece.text:
        return
    last = lines[-1] if lines else None
    if last and abs(last.y - piece.y) < _SAME_LINE * max(last.size, piece.size):
        size = last.size if len(last.text.strip()) >= len(piece.text.strip()) else piece.size
        lines[-1] = Line(last.page, last.x, last.y, size, last.text + piece.text)
    elif piece.text.strip():
        lines.append(piece)


def measure_lines(lines: Sequence[Line]) -> Measures:
    """How most of the lines are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0] or 1.0
    body = [line for line in lines if abs(line.size - size) <= 0.1 * size]
    gaps = Counter(
        round((above.y - line.y) * 2) / 2
        for above, line in pairwise(body)
        if above.page == line.page and 0 < above.y - line.y < 3 * size
    )
    lengths = sorted(len(line.text) for line in body)
    return Measures(
        size=size,
        leading=gaps.most_common(1)[0][0] if gaps else 1.2 * size,
        line_letters=lengths[len(lengths) * 3 // 4],
    )


def join_lines(lines: Sequence[str]) -> str:
    """The lines as one paragraph; a word that was parted at a line's end is whole again."""
    text = ""
    for line in lines:
        broken = _BROKEN_WORD.search(text)
        if broken and line[:1].islower():
            text = text[: broken.start(2)] + _hyphen_kept(broken.group(1), line) + line
        else:
            text = f"{text} {line}" if text else line
    return text.replace("\u00ad", "")


def _hyphen_kept(start: str, line: str) -> str:
    """The hyphen of "well-known" at a line's end, and none of "light-house".

    It stays between two words that are common alone and hardly ever written as one.
    """
    from wordfreq import zipf_frequency  # its lists take a moment to load

    rest = re.match(r"[a-z]+", line)
    halves = (start, rest.group() if rest else "")
    is_compound = all(zipf_frequency(half, "en") >= _COMMON for half in halves)
    return "-" if is_compound and zipf_frequency("".join(halves), "en") < _ONE_WORD else ""
