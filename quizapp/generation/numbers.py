"""How is a number at the head of a phrase read, and how is it asked for?

Shared by `how_many` and `according_to`: "about 250 experts" gives the value, what is counted, and
the words that ask for it without losing "about".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NUMBER_WORDS = {
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
}
_BEFORE = {
    "about": "About how many",
    "around": "About how many",
    "roughly": "About how many",
    "approximately": "About how many",
    "some": "About how many",
    "an estimated": "About how many",
    "nearly": "Nearly how many",
    "almost": "Almost how many",
    "over": "More than how many",
    "more than": "More than how many",
    "fewer than": "Fewer than how many",
    "at least": "At least how many",
    "up to": "Up to how many",
    "": "How many",
}
_MEASURES = word_set(
    "year month week day hour minute second mile kilometre kilometer metre meter percent time "
    "decade century dollar pound euro stint cent"
)
_FEW = 4  # "two" or "three" is guessed at once


@dataclass(frozen=True)
class Count:
    """A number, the words that ask for it ("About how many"), and the things it counts."""

    value: str
    question: str
    things: Span
    noun: Token


def read_count(phrase: Span) -> Count | None:
    """The count at the start of a phrase, or None where there is none worth asking about."""
    start = next((i for i, token in enumerate(phrase) if token.tag_ == "CD"), None)
    if start is None or start + 1 >= len(phrase):
        return None
    question = _BEFORE.get(phrase[:start].text.lower() if start else "")
    value = _value(phrase[start])
    things, noun = phrase[start + 1 :], phrase[start].head
    sound = (
        noun.tag_ in {"NNS", "NNPS"}
        and phrase.start <= noun.i < phrase.end
        and noun.lemma_.lower() not in _MEASURES
        and things[0].pos_ in {"NOUN", "ADJ", "PROPN"}
        and not any(token.tag_ == "CD" for token in things)
    )
    return Count(value, question, things, noun) if question and value and sound else None


def _value(number: Token) -> str:
    text: str = number.text.replace(",", "")
    if re.fullmatch(r"\d+", text):
        return text if int(text) >= _FEW else ""
    return str(_NUMBER_WORDS.get(number.lower_, ""))


def read_share(phrase: Span) -> tuple[str, str] | None:
    """ "about 80% of accidents" -> its number, and "About what percentage of accidents"."""
    found = re.match(
        r"(?:(about|an estimated|around|nearly|almost|over|more than|at least|up to) )?"
        r"(\d+(?:\.\d+)?) ?"
        r"(?:%|percent|per cent) of (\D+)$",
        phrase.text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    before = _BEFORE[(found.group(1) or "").lower()].replace("how many", "what percentage")
    if not found.group(1):
        before = "What percentage"
    return found.group(2), f"{before} of {found.group(3).strip()}"
