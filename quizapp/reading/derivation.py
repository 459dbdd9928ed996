"""Which word is this word made from?

"destruction" -> "destroy". By suffix rules and a list of exceptions (`data/derivations.yaml`);
a rule counts only where word lists know the base and WordNet explains the word by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from quizapp.reading.lexicon import families, frequency, glosses, grade, tags

_KNOWN_BASE = 35  # SCOWL's size of list: a word that most readers know
_COMMON_BASE = 3.4
_STEM, _LONG_BASE = 5, 6
_ALWAYS = frozenset({"ly", "ily", "ably", "ibly", "ically", "ness", "iness"})
_AFTER_LONG = frozenset({"ion", "ation", "ition", "sion", "ment"})  # "mission" is not from "miss"


@dataclass(frozen=True)
class Suffix:
    """One ending: the part of speech it makes, from which, and what it took away."""

    ending: str
    makes: str
    takes: str
    restores: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """How words are derived, as `data/derivations.yaml` says."""

    suffixes: tuple[Suffix, ...]
    irregular: dict[str, dict[str, str]]  # by part of speech
    detached: frozenset[str]
    agents: tuple[str, ...]


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the rules once, the longest ending first. Raises KeyError when a part is missing."""
    text = (files("quizapp.reading") / "data" / "derivations.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    suffixes = []
    for ending, line in data["suffixes"].items():
        makes, takes, *restores = line.split()
        back = tuple("" if each == "-" else each for each in restores)
        suffixes.append(Suffix(ending, makes, takes, back))
    suffixes.sort(key=lambda suffix: -len(suffix.ending))
    return Rules(
        tuple(suffixes),
        data["irregular"],
        frozenset(data["detached"].split()),
        tuple(data["agents"].split()),
    )


@lru_cache(maxsize=4096)
def base_of(word: str, tag: str) -> str | None:
    """The word that `word`, used as `tag`, was made from; None where that is not sure."""
    rules = load_rules()
    listed = rules.irregular.get(tag, {})
    if word in listed:
        return listed[word]
    if word in rules.detached:
        return None
    made = [(base, suffix) for base, suffix in _candidates(word) if suffix.makes == tag]
    return next((base for base, suffix in made if _is_sure(word, base, suffix)), None)


def _candidates(word: str) -> Iterator[tuple[str, Suffix]]:
    for suffix in load_rules().suffixes:
        if word.endswith(suffix.ending) and len(word) - len(suffix.ending) >= 3:
            stem = word[: -len(suffix.ending)]
            for back in suffix.restores:
                base = stem + back
                common = grade(base) <= _KNOWN_BASE and frequency(base) >= _COMMON_BASE
                if len(base) >= 4 and common and suffix.takes in tags(base):
                    yield base, suffix


def _is_sure(word: str, base: str, suffix: Suffix) -> bool:
    """Whether the suffix alone makes it sure, or the word's definition uses the base."""
    if suffix.ending in _ALWAYS or (suffix.ending in _AFTER_LONG and len(base) >= _LONG_BASE):
        return True
    root = base[: max(4, min(_STEM, len(base) - 1))]
    said = " ".join(glosses(word)[:2]).lower()
    return re.search(rf"\b{re.escape(root)}", said) is not None


def rivals(word: str, base: str, tag: str) -> frozenset[str]:
    """Other ordinary words of the same part of speech that are made from the same base."""
    made = {
        other
        for other in families().get(base[:4], ())
        if other != word
        and any(found == base and s.makes == tag for found, s in _candidates(other))
    }
    listed = load_rules().irregular.get(tag, {})
    return frozenset(made | {other for other, b in listed.items() if b == base and other != word})


def agents(base: str) -> frozenset[str]:
    """Who does it: "organizer" for "organize"."""
    stems = {base, base.removesuffix("e"), base + base[-1]}
    wanted = {stem + ending for stem in stems for ending in load_rules().agents}
    return frozenset(wanted & set(families().get(base[:4], ())))
