"""Which words tell people, bodies, places, speech and doubt apart?

Loads the language data that lies beside the code, so that widening a list needs no programmer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Vocabulary:
    """The word lists of `data/words.yaml`, each as a set (see the file for their meaning)."""

    titles: frozenset[str]
    role_nouns: frozenset[str]
    institution_nouns: frozenset[str]
    place_nouns: frozenset[str]
    name_particles: frozenset[str]
    human_verbs: frozenset[str]
    reporting_verbs: frozenset[str]
    change_verbs: frozenset[str]
    hedges: frozenset[str]
    turning_words: frozenset[str]
    countries: frozenset[str]
    cities: frozenset[str]
    demonyms: frozenset[str]
    force_nouns: frozenset[str]
    anaphoric_nouns: frozenset[str]
    organisations: frozenset[str]
    products: frozenset[str]
    news_verbs: frozenset[str]
    post_nominals: frozenset[str]


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read the lists once. Raises KeyError when the file lacks one of them."""
    text = (files("quizapp.reading") / "data" / "words.yaml").read_text(encoding="utf-8")
    lists = yaml.safe_load(text)
    return Vocabulary(
        **{each.name: frozenset(_entries(lists[each.name])) for each in fields(Vocabulary)}
    )


def word_set(prose: str) -> frozenset[str]:
    """A set of words written as prose: word_set("on in at")."""
    return frozenset(prose.split())


def _entries(text: str) -> list[str]:
    """A list is written as prose: entries between commas, lines broken anywhere."""
    return [" ".join(entry.split()) for entry in text.split(",") if entry.strip()]
