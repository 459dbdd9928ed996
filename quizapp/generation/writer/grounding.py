"""Does a text name, count or date anything that the article does not?

Held against the article word by word: what cannot be found there is taken as invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.articles.document import BlockRole
from quizapp.generation.writer.values import find_values
from quizapp.reading.dates import find_times
from quizapp.reading.parser import parse
from quizapp.reading.reading import Granularity, Reading, TimeExpression
from quizapp.reading.sentences import find_sentences
from quizapp.reading.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORD = re.compile(r"[^\W_]+(?:[’'.&][^\W_]+)*")  # what a hyphen joins is parted
_DATED = frozenset({Granularity.DAY, Granularity.MONTH, Granularity.YEAR, Granularity.DECADE})
_NAMING = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT"})
_FEWEST_LETTERS = 4  # of a name whose people are called by it: "Peru" and "Peruvian"
_OF_A_PLACE = (
    "vian",
    "stan",
    "stani",
    "n",
    "an",
    "ian",
    "ese",
    "i",
    "ish",
    "s",
    "ns",
    "ans",
    "ians",
    "is",
)
_INSIDE = frozenset({"-", "&"})  # between the words of one name


@dataclass(frozen=True)
class Ground:
    """What an article names, counts and dates."""

    reading: Reading

    def list_invented_names(self, text: str) -> tuple[str, ...]:
        """The names in the text that the article does not have, each once."""
        named = (
            name
            for name, opens in _names_in(text)
            if not self._is_named(name) and not (opens and self._is_named_later(name))
        )
        return tuple(dict.fromkeys(named))

    def _is_named_later(self, name: str) -> bool:
        """Whether its first word is a word of the text, capital where a line begins."""
        first, _, rest = name.partition(" ")
        small = f" {first.lower()} " in self._squeezed
        return small and (not rest or self._is_named(rest))

    def list_invented_numbers(self, text: str) -> tuple[str, ...]:
        """The numbers, by value, that the article does not have, from small to large."""
        return tuple(f"{value:f}" for value in sorted(find_values(text) - self._values))

    def list_invented_dates(self, text: str) -> tuple[str, ...]:
        """The dates that the article does not have, as far as both say them."""
        return tuple(time.text for time in find_dates(text) if not self._is_dated(time))

    def list_lost(self, paragraph: int, text: str) -> tuple[str, ...]:
        """The names and numbers of a paragraph (from 1) that the text leaves out."""
        squeezed = f" {_squeeze(text)} "
        original = self.reading.document.paragraphs[paragraph - 1]
        names = (
            entity.name
            for entity in self.reading.entities
            if any(mention.paragraph == paragraph for mention in entity.mentions)
            and not any(
                f" {_squeeze(name)} " in squeezed for name in (entity.name, *entity.aliases)
            )
        )
        values = sorted(find_values(original) - find_values(text))
        return (*names, *(f"{value:f}" for value in values))

    def _is_named(self, name: str) -> bool:
        """Whether the article has the name, alone or behind a title that it may leave out."""
        words = name.split()
        known = (self._stands(" ".join(words[cut:])) for cut in range(1, len(words)))
        titled = any(stands and are_titles(words[: cut + 1]) for cut, stands in enumerate(known))
        return self._stands(name) or titled or (len(words) == 1 and self._is_of_a_place(name))

    def _stands(self, name: str) -> bool:
        named = self.reading.entity_named(name) is not None
        return named or f" {_squeeze(name)} " in self._squeezed

    def _is_of_a_place(self, name: str) -> bool:
        """ "Peruvian" where the article has "Peru", or the other way round."""
        return any(
            _is_made_from(name, word) or _is_made_from(word, name) for word in self._capitalised
        )

    def _is_dated(self, time: TimeExpression) -> bool:
        return any(agree(time, known) for known in self.reading.times)

    @cached_property
    def _text(self) -> str:
        """Title, headings and body: what a reader has before them."""
        document = self.reading.document
        shown = (b.text for b in document.blocks if b.role is not BlockRole.BOILERPLATE)
        return "\n".join((document.title, *shown))

    @cached_property
    def _squeezed(self) -> str:
        return f" {_squeeze(self._text)} "

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        return frozenset(word for word in self._squeezed.split() if word[0].isupper())

    @cached_property
    def _values(self) -> frozenset[Decimal]:
        years = {Decimal(time.year) for time in self.reading.times if time.year}
        return find_values(self._text) | years


def find_dates(text: str) -> tuple[TimeExpression, ...]:
    """The dates of a text, from days to decades."""
    times = find_times(find_sentences(parse([text])), None)
    return tuple(time for time in times if time.granularity in _DATED)


def _names_in(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of capital words, each with whether it opens a sentence.

    A first word that is capital anyway counts when it is a name by its tag.
    """
    (doc,) = parse([text])
    run: list[Token] = []
    for token in doc:
        if _is_capital(token) and (not _opens(token) or _is_name(token)):
            run.append(token)
        elif run and token.text not in _INSIDE:
            yield _join(run)
            run = []
    if run:
        yield _join(run)


def _join(run: Sequence[Token]) -> tuple[str, bool]:
    return " ".join(token.text for token in run), _opens(run[0])


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.text != "I"


def _opens(token: Token) -> bool:
    return token.i == 0 or token.nbor(-1).text in {".", "?", "!", ":", "“", '"', "‘", "'"}


def _is_name(token: Token) -> bool:
    """Whether a word that is capital anyway is a name: by its tag, or since it names nothing."""
    if token.text.isupper() and len(token.text) > 1:
        return True
    return token.pos_ == "PROPN" or token.ent_type_ in _NAMING


def are_titles(words: Sequence[str]) -> bool:
    """Whether the words only say what somebody is, as before a name."""
    titles = load_vocabulary().titles | load_vocabulary().role_nouns
    return all(word in titles or word.lower() in titles for word in words)


def _is_made_from(name: str, place: str) -> bool:
    stem = place[:-1] if place.endswith(("a", "y", "o", "e")) else place
    if len(stem) < _FEWEST_LETTERS or not name.startswith(stem):
        return False
    return name.removeprefix(place) in _OF_A_PLACE or name.removeprefix(stem) in _OF_A_PLACE


def agree(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether the dates may be the same: what either leaves open does not part them.

    A day is no year: the coarser says only what the finer one says as well.
    """
    asked = (one.year, one.month, one.day)
    known = (other.year, other.month, other.day)
    if one.granularity is Granularity.DECADE:
        return other.year is not None and one.year == other.year // 10 * 10
    return all(a is None or a == b for a, b in zip(asked, known, strict=True))


def _squeeze(text: str) -> str:
    """The words with one blank between them, without marks and possessives."""
    words = (word.removesuffix("’s").removesuffix("'s") for word in _WORD.findall(text))
    return " ".join(words)
