"""Where in a paragraph does a text with gaps stand, and what fills each gap there? (pure)

Capitals and the width of white space do not matter. Each gap is tried at each place once only, so
a text of many gaps with answers that overlap takes no longer than its size says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

MOST_ANSWERS = 20  # of one gap that are looked for
MOST_GAPS = 40


def find_gap_places(
    parts: Sequence[str], answers: Sequence[Sequence[str]], paragraph: str
) -> tuple[tuple[int, int], ...]:
    """The offsets `(start, end)` of each gap's words in the paragraph; () when it is not there.

    `parts` are the words around the gaps, one more than there are gaps; `answers` what may fill
    each of them, of which the longest that fits is taken.
    """
    if len(answers) > MOST_GAPS:
        return ()
    folded, places = _fold(paragraph)
    around = [_fold(part)[0] for part in parts]
    fills = [
        sorted({_fold(it)[0] for it in them[:MOST_ANSWERS]}, key=len, reverse=True)
        for them in answers
    ]

    @cache
    def fill(gap: int, at: int) -> tuple[tuple[int, int], ...] | None:
        """What fills the gaps from this one on, when the first of them begins at `at`."""
        if gap == len(fills):
            return ()
        for words in fills[gap]:
            end = at + len(words)
            if folded.startswith(words, at) and folded.startswith(around[gap + 1], end):
                rest = fill(gap + 1, end + len(around[gap + 1]))
                if rest is not None:
                    return ((at, end), *rest)
        return None

    start = folded.find(around[0])
    while start >= 0:
        found = fill(0, start + len(around[0]))
        if found:
            return tuple((places[begin], places[end - 1] + 1) for begin, end in found)
        start = folded.find(around[0], start + 1)
    return ()


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in small letters with single spaces, and where each of its letters stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        is_space = sign.isspace()
        if is_space and letters and letters[-1] == " ":
            continue
        small = sign.lower()
        letters.append(" " if is_space else small if len(small) == 1 else sign)
        places.append(place)
    return "".join(letters), places
