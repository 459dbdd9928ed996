"""When are two words the same to somebody who searches? (pure)

Both databases are handed words that are folded and stemmed already, so that a search finds the
same questions on each, and the page lights up exactly what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from unicodedata import category, normalize

from snowballstemmer import stemmer

_STEMMER = stemmer("english")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
LONGEST_WORD = 60  # characters of it that count
MOST_WORDS = 24  # of what somebody searches for
SHORTEST_BEGINNING = 3  # letters after which a word counts as the beginning of another
# Nobody searches for these alone; a question that somebody types has many of them.
SMALL_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "did", "do", "does", "for", "from", "in"}
    | {"is", "it", "its", "not", "of", "on", "or", "that", "the", "this", "to", "was", "with"}
)


@dataclass(frozen=True)
class Phrase:
    """Stems that follow one another; with `begins` the last may be the beginning of a word."""

    stems: tuple[str, ...]
    begins: str = ""

    def admits(self, word: str) -> bool:
        """Whether a single word of a text is, or may be, part of what was searched for."""
        return any(
            stem in self.stems or (self.begins and stem.startswith(self.begins))
            for stem in stem_words(word)
        )


def stem_words(text: str) -> list[str]:
    """The words of `text` without case, accents and endings."""
    return [_stem(word) for word in fold(text).split()]


def spell(word: str) -> str:
    """A word in letters and digits that no database takes for anything else, whatever its script.

    >>> spell("горы")
    'x00433x0043ex00440x0044b'
    """
    return "".join(letter if letter.isascii() else f"x{ord(letter):05x}" for letter in word)


def fold(text: str) -> str:
    """Letters and digits without case and accents, a space between words."""
    parts = (_keep(letter) for letter in normalize("NFKD", normalize("NFKC", text).casefold()))
    return " ".join("".join(parts).split())


def read_search(text: str) -> list[Phrase]:
    """What somebody means who types `text` into a search box: all of it, in any order.

    Words in quotation marks follow one another; the last word may be unfinished.
    """
    quoted = [Phrase(tuple(words)) for it in _QUOTED.findall(text) if (words := stem_words(it))]
    rest = _QUOTED.sub(" ", text)
    words = fold(rest).split()
    telling = [word for word in words if word not in SMALL_WORDS] or ([] if quoted else words)
    single = [Phrase((_stem(word),)) for word in telling]
    if telling and telling[-1] == words[-1] and _is_unfinished(rest, telling[-1]):
        single[-1] = Phrase(single[-1].stems, begins=telling[-1][:LONGEST_WORD])
    return list(dict.fromkeys([*quoted, *single]))[:MOST_WORDS]


def light_up(text: str, search: Iterable[Phrase]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a word that was searched for."""
    phrases, pieces, end = list(search), [], 0
    text = normalize("NFC", text)
    for start, stop in _find_words(text):
        if any(phrase.admits(text[start:stop]) for phrase in phrases):
            pieces += [(text[end:start], False), (text[start:stop], True)]
            end = stop
    return [(piece, lit) for piece, lit in [*pieces, (text[end:], False)] if piece]


def _is_unfinished(text: str, word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING and not text[-1:].isspace()


def _find_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` begin and end, cut as `fold` cuts them."""
    start = 0
    for is_word, letters in groupby(text, key=_is_of_a_word):
        stop = start + len(list(letters))
        if is_word:
            yield start, stop
        start = stop


def _is_of_a_word(letter: str) -> bool:
    return category(letter)[0] == "M" or bool(fold(letter))


def _keep(letter: str) -> str:
    """A letter or digit as it is, nothing for an accent, a space for anything else."""
    kind = category(letter)[0]
    return letter if kind in "LN" else "" if kind == "M" else " "


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word[:LONGEST_WORD]))
