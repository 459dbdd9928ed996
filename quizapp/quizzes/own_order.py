"""Do the options of a question have an order of their own? (pure)

Numbers, dates, weekdays and ordinals that go up or down stay as they were written: a learner
looks for them there. So does what speaks of the other options, by letter or as "the above".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from functools import lru_cache

from quizapp.bank.numbers import number_readings

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?: (\d{{1,2}})\b)?")
_DAY_BEFORE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?:{'|'.join(_MONTHS)})\b")
_YEAR = re.compile(r"(?<![\d,.])(1\d{3}|20\d{2})(?![\d]|[,.]\d)")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_FIGURES = re.compile(r"-?\d[\d,.]*(?: (?:\d{3}\b|hundred|thousand|million|billion|trillion))*")
_MOST_NUMBER_WORDS = 6
# "Both A and B", "Only A", "None of the above": moved, they say something else.
_BY_LETTER = re.compile(r"\b[A-H] (?:and|or|nor) [A-H]\b|^[Oo]nly [A-H]\b|\babove\b")
_ALL_OF_THEM = re.compile(
    r"(?:all|any|both|neither|none) of (?:them|these|those|the (?:answers|options|others))\b",
    re.IGNORECASE,
)

Rank = tuple[Fraction | int, ...]


@lru_cache(maxsize=5000)  # everybody who sits a quiz is given the same options
def is_ordered(texts: tuple[str, ...]) -> bool:
    """Whether the options stay as they were written.

    >>> is_ordered(("January 4", "January 5", "March 1")), is_ordered(("Paris", "Rome", "Oslo"))
    (True, False)
    """
    if any(_BY_LETTER.search(text) for text in texts):
        return True
    return any(_goes_one_way([read(text) for text in texts]) for read in _READINGS)


def is_about_all(text: str) -> bool:
    """Whether the option speaks of all the others, and stays at its place among them."""
    return bool(_ALL_OF_THEM.match(text))


def _goes_one_way(ranks: Sequence[Rank | None]) -> bool:
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(ranks) or len(set[Hashable](known)) < 2:
        return False
    return known in (sorted(known), sorted(known, reverse=True))


def _read_date(text: str) -> Rank | None:
    year, month, before = _YEAR.search(text), _MONTH.search(text), _DAY_BEFORE.search(text)
    if not (year or month):
        return None
    day = (before or month) and (before[1] if before else month[2] if month else None)
    return (
        int(year[1]) if year else 0,
        _MONTHS.index(month[1]) + 1 if month else 0,
        int(day) if day else 0,
    )


def _read_number(text: str) -> Rank | None:
    figures = _FIGURES.search(text)
    words = text.split()[:_MOST_NUMBER_WORDS]
    tries = [figures[0]] if figures else [" ".join(words[:n]) for n in range(len(words), 0, -1)]
    return next((numbers[:1] for numbers in map(number_readings, tries) if numbers), None)


def _read_name(form: re.Pattern[str], names: Sequence[str]) -> Callable[[str], Rank | None]:
    def read(text: str) -> Rank | None:
        found = form.search(text)
        folded = found[1].casefold() if found else ""
        return next(((n,) for n, name in enumerate(names) if name.casefold() == folded), None)

    return read


_READINGS: tuple[Callable[[str], Rank | None], ...] = (
    _read_date,
    _read_number,
    _read_name(_WEEKDAY, _WEEKDAYS),
    _read_name(_ORDINAL, _ORDINALS),
)
