"""Which words go together, and which would be plainly wrong in their place?

"depend on", "accuse somebody of", "in spite of", "pay attention": our own list
(`data/collocations.yaml`), each entry with three companions that do not fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

WRONG = 3
_GAP, _ANY_FORM = "_", "~"


class Frame(StrEnum):
    """How the words of an entry hang together; each frame is one part of the list."""

    AFTER_VERB = "after_verbs"
    AFTER_OBJECT = "after_objects"
    AFTER_ADJECTIVE = "after_adjectives"
    AFTER_NOUN = "after_nouns"
    PHRASE = "phrases"
    VERB_OF_NOUN = "verbs_of_nouns"
    PARTICLE = "particles"


@dataclass(frozen=True)
class Collocation:
    """Words that belong together; `gap` says which of them is asked for.

    `any_form` holds the places of verbs that may stand in any form ("took part in").
    """

    frame: Frame
    words: tuple[str, ...]
    gap: int
    wrong: tuple[str, ...]
    any_form: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The words as a learner reads them."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Collocations:
    """The list: two-word entries by their words, phrases by their first word.

    `open_phrases` have no wrong companions: their missing word can be no other.
    """

    pairs: Mapping[tuple[Frame, str, str], Collocation]
    phrases: Mapping[str, tuple[Collocation, ...]]
    open_phrases: Mapping[str, tuple[Collocation, ...]]


@lru_cache(maxsize=1)
def load_collocations() -> Collocations:
    """Read the list once. Raises ValueError for an entry that it cannot read."""
    text = (files("quizapp.reading") / "data" / "collocations.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    entries = [
        _read_entry(frame, head, body) for frame in Frame for head, body in data[frame].items()
    ]
    phrases = [each for each in entries if each.frame is Frame.PHRASE]
    heads = data["open_phrases"].split(",")
    return Collocations(
        {(e.frame, *_two(e.words)): e for e in entries if e.frame is not Frame.PHRASE},
        _by_first_word(phrases),
        _by_first_word([_read_phrase(head.split(), ()) for head in heads]),
    )


def _by_first_word(phrases: Sequence[Collocation]) -> dict[str, tuple[Collocation, ...]]:
    found: dict[str, list[Collocation]] = {}
    for phrase in phrases:
        found.setdefault(phrase.words[0], []).append(phrase)
    return {word: tuple(each) for word, each in found.items()}


def _two(words: tuple[str, ...]) -> tuple[str, str]:
    first, second = words
    return first, second


def _read_entry(frame: Frame, head: str, body: str) -> Collocation:
    wrong = tuple(each.strip() for each in body.split(","))
    words = head.split()
    if len(set(wrong)) != WRONG or (frame is not Frame.PHRASE and len(words) != 2):
        raise ValueError(f"collocations.yaml: “{head}: {body}” is not an entry of {frame}")
    if frame is Frame.PHRASE:
        return _read_phrase(words, wrong)
    return Collocation(frame, _two(tuple(words)), 0 if frame is Frame.VERB_OF_NOUN else 1, wrong)


def _read_phrase(words: Sequence[str], wrong: tuple[str, ...]) -> Collocation:
    gaps = [i for i, word in enumerate(words) if word.startswith(_GAP)]
    if len(gaps) != 1:
        raise ValueError(f"collocations.yaml: “{' '.join(words)}” does not mark one gap")
    plain = tuple(word.strip(_GAP + _ANY_FORM) for word in words)
    forms = frozenset(i for i, word in enumerate(words) if word.endswith(_ANY_FORM))
    return Collocation(Frame.PHRASE, plain, gaps[0], wrong, forms)
