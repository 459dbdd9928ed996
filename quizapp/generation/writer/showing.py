"""How is a text shown to a model, and what of its answer can be shown to people?

The passage is data: it stands between marks that it cannot contain, without anything that eyes
do not see. What comes back is one line of visible text without markup, or it is refused.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_MARKUP = re.compile(
    r"<[a-zA-Z/!?]|&(?:[a-zA-Z]+|#\w+);|\*\*|__(?!_)\w|`|\]\(|https?://|\\[a-zA-Z(\[]|^\s*#|[{}]"
)
_LABEL = re.compile(r"^\s*(?:\(?[A-Da-d1-4][.):]|[-*•])\s")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters that show nothing
_LONGEST_SHOWN = 300


def make_visible(text: str) -> str:
    """The text as eyes see it: line ends stay, control, hidden and unassigned characters go."""
    return "".join(letter for letter in text if letter == "\n" or not _is_unseen(letter))


def show_data(name: str, text: str) -> str:
    """The text between marks that say where it begins and ends, for the data of a prompt."""
    visible = make_visible(text)
    seal = hashlib.sha256(visible.encode()).hexdigest()[:8]
    return f"<<<{name} {seal}>>>\n{visible}\n<<<end of {name} {seal}>>>"


def fold(text: str) -> str:
    """One line, with single blanks and composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def find_flaw(text: str, most: int) -> str:
    """Why a line that a model wrote cannot be printed, as the end of a sentence; or nothing."""
    if not text:
        return "is empty"
    if len(text) > most:
        return f"has more than {most} characters"
    if any(_is_unseen(letter) for letter in text):
        return "has characters that nobody sees"
    if _MARKUP.search(text):
        return "has markup in it"
    if _LABEL.match(text):
        return "begins with a label of its own"
    return ""


def show_refused(text: str) -> str:
    """What may be shown of a line that was refused: visible, and cut."""
    visible = fold(make_visible(text))
    return visible if len(visible) <= _LONGEST_SHOWN else visible[: _LONGEST_SHOWN - 1] + "…"


def _is_unseen(letter: str) -> bool:
    if (
        letter in _BLANKS
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    ):
        return True
    return unicodedata.category(letter) in _UNSEEN
