"""What does a word mean in plain words? Our own list, by hand (`meanings/`, a file a letter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

_TAG_OF = {"v": "VERB", "n": "NOUN", "a": "ADJ", "r": "ADV"}


@dataclass(frozen=True)
class Meaning:
    """One word in one use: a substitute, wrong ones that fit its place, and what it means.

    `particle` is the preposition that belongs to the word ("comply with"); `frame` says
    whether a verb takes an object ("vt"), takes none ("vi") or either ("v").
    """

    word: str
    particle: str
    frame: str
    substitute: str
    wrong: tuple[str, ...]
    plain: str

    @property
    def tag(self) -> str:
        """The part of speech as the parser names it."""
        return _TAG_OF[self.frame[0]]

    @property
    def term(self) -> str:
        """The word as asked about: "comply with"."""
        return f"{self.word} {self.particle}".strip()


@lru_cache(maxsize=1)
def load_meanings() -> Mapping[tuple[str, str], Meaning]:
    """Our list by word and part of speech. Raises ValueError for a line it cannot read."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is
    folder = files("quizapp.dictionary") / "meanings"
    found: dict[tuple[str, str], Meaning] = {}
    for letter in sorted(folder.iterdir(), key=lambda file: file.name):
        lines: dict[str, str] = yaml.load(letter.read_text(encoding="utf-8"), Loader=loader)
        meanings = (_read_meaning(head, body) for head, body in lines.items())
        found.update({(meaning.word, meaning.tag): meaning for meaning in meanings})
    return found


def _read_meaning(head: str, body: str) -> Meaning:
    *words, frame = head.split()
    parts = [part.strip() for part in body.split(" / ")]
    if len(parts) != 3 or not 1 <= len(words) <= 2:
        raise ValueError(f"meanings: “{head}: {body}” is not substitute / wrong / meaning")
    wrong = tuple(each.strip() for each in parts[1].split(","))
    return Meaning(words[0], " ".join(words[1:]), frame, parts[0], wrong, parts[2])
