"""What does a phrase with numbers in it say? (pure)

"5 people" says what "five people" says, "$5 million" what "5 million dollars" does, "the 3rd"
what "the third" does. A unit may be left out; another unit is another answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.bank.numbers import NUMBER_WORDS, number_readings, ordinal_reading

_TOKEN = re.compile(
    r"[$€£¥₸₽₴%]|-?\d+(?:[.,'’]\d+)*(?:(?:st|nd|rd|th)\b)?|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
_SIGNS = {
    "dollar": ("$", "dollars", "usd"),
    "euro": ("€", "euros", "eur"),
    "pound": ("£", "pounds", "gbp"),
    "yen": ("¥", "yens", "jpy"),
    "tenge": ("₸", "tenges", "kzt"),
    "rouble": ("₽", "roubles", "ruble", "rubles", "rub"),
    "hryvnia": ("₴", "hryvnias", "uah"),
    "percent": ("%", "pc", "pct"),
    "kilometre": ("km", "kilometres", "kilometer", "kilometers"),
    "kilogram": ("kg", "kilograms", "kilogramme", "kilogrammes"),
    "centimetre": ("cm", "centimetres", "centimeter", "centimeters"),
    "millimetre": ("mm", "millimetres", "millimeter", "millimeters"),
    "metre": ("metres", "meter", "meters"),
    "hour": ("hours", "hrs", "hr"),
    "minute": ("minutes", "mins", "min"),
}
_UNIT_OF = {form: unit for unit, forms in _SIGNS.items() for form in (unit, *forms)}
_LONGEST_NUMBER = 9  # words: "two million three hundred and five thousand and six"
_NO_UNIT = NUMBER_WORDS | {"to", "or", "and", "not", "from", "than", "least", "most"}

Said = tuple[Fraction, ...] | str  # the numbers that a run may write, or a word


@dataclass(frozen=True)
class Phrase:
    """What a phrase says, word by word, and in which units."""

    words: tuple[Said, ...]
    units: frozenset[str]

    @property
    def has_number(self) -> bool:
        return any(not isinstance(it, str) or it.startswith("#") for it in self.words)


def read_phrase(folded: str) -> Phrase:
    """The phrase of a text whose case and accents were put aside."""
    tokens = _TOKEN.findall(re.sub(r"\bper cent\b", "percent", folded))
    words: list[Said] = []
    units: set[str] = set()
    for said in _read(tokens):
        unit = _UNIT_OF.get(said) if isinstance(said, str) else None
        if unit:
            units.add(unit)
        else:
            words.append(said)
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    return Phrase(tuple(words), frozenset(units))


def contradict(given: Phrase, wanted: Phrase) -> bool:
    """Whether the two speak of different units, such as pounds and dollars."""
    return bool(given.units and wanted.units) and given.units != wanted.units


def say_the_same(given: Phrase, wanted: Phrase) -> bool:
    """Whether two phrases with numbers say the same. The wanted one is read in the English way
    alone, the given one in every usual way; a unit may be missing on one side."""
    if not wanted.has_number or len(given.words) != len(wanted.words) or contradict(given, wanted):
        return False
    return all(_is_same(one, other) for one, other in zip(given.words, wanted.words, strict=True))


def numbers_with_unit(folded: str) -> tuple[Fraction, ...]:
    """The numbers that a text of one number and at most two words more may write: 40 crowns."""
    read = list(_read(_TOKEN.findall(folded)))
    numbers = [said for said in read if not isinstance(said, str)]
    words = [said for said in read if isinstance(said, str)]
    is_plain = len(words) <= 2 and not any(it in _NO_UNIT or it.startswith("#") for it in words)
    return numbers[0] if len(numbers) == 1 and is_plain else ()


def _is_same(given: Said, wanted: Said) -> bool:
    if isinstance(given, str) or isinstance(wanted, str):
        return given == wanted
    return wanted[0] in given


def _read(tokens: Sequence[str]) -> Iterator[Said]:
    """Words as they are, ordinals as #3, each longest run that writes a number as that."""
    at = 0
    while at < len(tokens):
        length, said = _read_at(tokens, at)
        yield said
        at += length


def _read_at(tokens: Sequence[str], at: int) -> tuple[int, Said]:
    for length in range(min(_LONGEST_NUMBER, len(tokens) - at), 0, -1):
        run = " ".join(tokens[at : at + length])
        ordinal = ordinal_reading(run)
        if ordinal is not None:
            return length, f"#{ordinal}"
        numbers = number_readings(run)
        if numbers:
            return length, numbers
    return 1, tokens[at]
