"""Which number does a text write? (pure)

The same reading holds a teacher's accepted answer and a learner's response.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

# 20,000.5 and 20 000.5 and 20'000.5; 1,00,000 as in India.
_ENGLISH = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+"
    r"|[1-9]\d{0,2}(?P<mark>[,'’\s])\d{3}(?:(?P=mark)\d{3})*(?:\.\d*)?"
    r"|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?)"
)
# 20.000,5 and 20 000,5 and 1,5. Nobody who means 20 writes 20,000: a nought at the end of
# three digits or more takes the comma for a mark of thousands.
_CONTINENTAL = re.compile(
    r"(?![+-]?[1-9]\d*,\d\d+0$)"
    r"[+-]?(?:\d+,\d+|[1-9]\d{0,2}(?P<mark>[.'’\s])\d{3}(?:(?P=mark)\d{3})*(?:,\d+)?)"
)

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {
    "a": 1,
    **{word: value for value, word in enumerate(_ONES + _TEENS, start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
# The greatest first, as they are said.
_SCALES = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 1000}
# After digits: 40m, 1.5bn, 5 hundred.
_AFTER_DIGITS = _SCALES | {
    "hundred": 100,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "tn": 10**12,
}
_SCALED = re.compile(rf"(?P<digits>.*\d) ?(?P<scale>{'|'.join(_AFTER_DIGITS)})")

NUMBER_WORDS = frozenset({"zero", "hundred", *_ONES, *_TEENS, *_TENS, *_SCALES})

_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth"} | {
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _say_ordinal(word: str) -> str:
    """Fourth of four, twentieth of twenty."""
    regular = f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"
    return _IRREGULAR.get(word, regular)


_ORDINALS = {_say_ordinal(word): value for word, value in _SMALL.items() if word != "a"}
_ORDINAL_FIGURES = re.compile(r"(\d+)(st|nd|rd|th)")
ORDINAL_WORDS = frozenset({*_ORDINALS, "hundredth", *(f"{scale}th" for scale in _SCALES)})


def _say_numbers() -> str:
    """The pattern of a whole number in words: "two million three hundred and five"."""
    ones, tens = "|".join(_ONES), "|".join(_TENS)
    below_100 = rf"(?:(?:{tens})(?: (?:{ones}))?|{'|'.join(_TEENS + _ONES)})"
    below_1000 = rf"(?:(?:a|{below_100}) hundred(?: (?:and )?{below_100})?|{below_100})"
    scaled = [rf"(?:(?:a|{below_1000}) {scale}(?: and(?= ))?(?: |$))?" for scale in _SCALES]
    return rf"(?=.)(?:{''.join(scaled)}(?:{below_1000})?|zero)"


_IN_WORDS = re.compile(_say_numbers())


def parse_number(text: str) -> Decimal | None:
    """The number that `text` writes in digits, in the English way; None when it is none.

    20,000 and 20 000 are 20000. An exponent such as 1e9999999 is more than arithmetic bears.
    A comma that does not group thousands is none of ours: 1,5 is refused, not read as 15.
    """
    tidy = text.strip().replace("−", "-")
    return Decimal(re.sub(r"[,'’\s]", "", tidy)) if _ENGLISH.fullmatch(tidy) else None


def ordinal_reading(text: str) -> int | None:
    """Which place 3rd, third, 21st or twenty-first writes, up to 99 in words; None for none."""
    said = " ".join(text.casefold().replace("-", " ").split())
    figures = _ORDINAL_FIGURES.fullmatch(said)
    if figures:
        return int(figures[1])
    tens, _, last = said.rpartition(" ")
    if not tens:
        return _ORDINALS.get(last)
    is_compound = tens in _TENS and _ORDINALS.get(last, 10) < 10
    return _SMALL[tens] + _ORDINALS[last] if is_compound else None


def number_readings(text: str) -> tuple[Fraction, ...]:
    """The numbers that `text` may write in any usual way, the English one first; () for none.

    >>> [str(number) for number in number_readings("20.000")]
    ['20', '20000']
    >>> number_readings("forty million") == number_readings("40m")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("−", "-")
    tidy = " ".join(folded.split()).rstrip(" .,;:!?")
    scaled = _SCALED.fullmatch(tidy)
    if scaled:
        scale = _AFTER_DIGITS[scaled["scale"]]
        return tuple(number * scale for number in _read_digits(scaled["digits"]))
    return _read_digits(tidy) or _read_words(tidy)


def _read_digits(text: str) -> tuple[Fraction, ...]:
    readings = []
    english = parse_number(text)
    if english is not None:
        readings.append(Fraction(english))
    if _CONTINENTAL.fullmatch(text):
        readings.append(Fraction(re.sub(r"[.'’\s]", "", text).replace(",", ".")))
    return tuple(dict.fromkeys(readings))


def _read_words(text: str) -> tuple[Fraction, ...]:
    said = text.replace("-", " ").replace(",", "")
    positive = said.removeprefix("minus ")
    if not _IN_WORDS.fullmatch(positive):
        return ()
    total, below_1000 = 0, 0
    for word in positive.split():
        if word == "hundred":
            below_1000 *= 100
        elif word in _SCALES:
            total, below_1000 = total + below_1000 * _SCALES[word], 0
        else:
            below_1000 += _SMALL.get(word, 0)  # "and" and "zero" add nothing
    number = Fraction(total + below_1000)
    return (number if positive == said else -number,)
