"""Which numbers does a text have, by value?

"20,000" and "twenty thousand" are one number; "about" and units are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal


def _words(prose: str) -> list[str]:
    return prose.split()


_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _words("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
_SMALL = {word: number for number, word in enumerate(_ONES)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9} | {
    "trillion": 10**12,
    "dozen": 12,
    "bn": 10**9,
}
# "First" and "second" say too much else; "one of them" and "no one" do not count.
_ORDINAL = {word: Decimal(3 + place) for place, word in enumerate(_ORDINALS)} | {
    "twice": Decimal(2),
    "both": Decimal(2),
    "half": Decimal("0.5"),
}
_UNTOLD = frozenset({Decimal(0), Decimal(1)})
_DIGITS = r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = r"(?:" + "|".join((*_SMALL, *_SCALES)) + r")\b"  # "thousands" is no number
_LINK = r"(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million)) and )"
_RUN = re.compile(
    rf"(?:(?<!\w)(?:{_DIGITS})|\b{_WORD})(?:{_LINK}{_WORD})*|\b(?:{'|'.join(_ORDINAL)})\b",
    re.IGNORECASE,
)
_PART = re.compile(rf"{_DIGITS}|[a-z]+", re.IGNORECASE)


def find_values(text: str) -> frozenset[Decimal]:
    """The values of all numbers in digits or words, but none and one."""
    runs = (match.group().lower() for match in _RUN.finditer(text))
    return frozenset(value for run in runs for value in _evaluate(run)) - _UNTOLD


def _evaluate(run: str) -> Iterator[Decimal]:
    """The numbers of a run: "2019 twenty one thousand" has two."""
    total, current, last = Decimal(), Decimal(), ""
    for word in _PART.findall(run.replace(" and ", " ")):
        if word in _ORDINAL:
            yield _ORDINAL[word]
        elif word[0].isdigit():
            current = Decimal(re.sub(r"[^\d.]", "", word))
        elif word in _SMALL:
            if last and last not in _SCALES and not (last in _TENS and 0 < _SMALL[word] < 10):
                yield total + current
                total, current = Decimal(), Decimal()
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, Decimal(1)) * 100
        elif word in _SCALES:
            total += max(current, Decimal(1)) * _SCALES[word]
            current = Decimal()
        last = word
    yield total + current
