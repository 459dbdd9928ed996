"""Which day does a typed answer write? (pure)

5 January 2022, January 5, 2022, 5th of Jan 2022, 2022-01-05, 05.01.2022 and 5/1/2022 may all
mean one day. The text's own dates are read in `reading`, which never loads in a web worker.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from quizapp.bank.numbers import ordinal_reading

_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}

_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = re.compile(rf"(?:on )?(?:{_WEEKDAYS}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\W+(?=.*\d)")
_DAY = r"(?:the )?(?P<day>\d{1,2})(?: ?(?:st|nd|rd|th))?"
_MONTH = rf"(?P<month>{'|'.join(_NUMBER_OF)})"
_YEAR = r"(?P<year>\d{4})"
_SHORT_YEAR = r"['’]?(?P<year>\d\d)"
_WITH_NAME = tuple(
    re.compile(rf"(?:(?:on|in) )?{form}")
    for form in (
        rf"{_DAY} (?:of )?{_MONTH}(?: (?:of )?{_YEAR})?",
        rf"{_DAY} {_MONTH} {_SHORT_YEAR}",
        rf"{_MONTH} {_DAY}(?: {_YEAR})?",
        rf"{_YEAR} {_MONTH} {_DAY}",
        rf"{_MONTH} (?:of )?{_YEAR}",
        _MONTH,
    )
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)")
_YEAR_LAST = re.compile(r"(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)")
_DAY_IN_WORDS = re.compile(r"(?<=the )[a-z]+(?:[- ][a-z]+)?(?= of )|(?<=the )[a-z]+(?=,? |$)")
_THIS_CENTURY = 69  # 22 is 2022 and 91 is 1991, as POSIX reads two figures


class WrittenDate(NamedTuple):
    """A date as far as it is written; what is not written is None."""

    year: int | None
    month: int
    day: int | None


def date_readings(text: str) -> frozenset[WrittenDate]:
    """The dates that `text` may write; none when it is no date.

    In figures a date is read with the day first and with the month first. It needs its year
    then: 1/2 is a fraction.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" .,;:!?")
    folded = _DAY_IN_WORDS.sub(_in_figures, _WEEKDAY.sub("", folded, count=1))
    found = {*_read_figures(re.sub(r" ?([-/.]) ?", r"\1", folded)), *_read_name(folded)}
    return frozenset(it for it in found if _exists(it))


def _read_figures(text: str) -> Iterator[WrittenDate]:
    year_first, year_last = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    if year_first:
        year, month, day = (int(year_first[it]) for it in ("year", "month", "day"))
        yield WrittenDate(year, month, day)
    if year_last:
        year, one, two = _full_year(year_last["year"]), int(year_last["one"]), int(year_last["two"])
        yield WrittenDate(year, one, two)
        yield WrittenDate(year, two, one)


def _read_name(text: str) -> Iterator[WrittenDate]:
    words = " ".join(re.sub(r"[-/.,]", " ", text).split())
    for form in _WITH_NAME:
        match = form.fullmatch(words)
        if match:
            written = match.groupdict()
            year, day = written.get("year"), written.get("day")
            yield WrittenDate(
                _full_year(year) if year else None,
                _NUMBER_OF[written["month"]],
                int(day) if day else None,
            )


def _in_figures(day: re.Match[str]) -> str:
    number = ordinal_reading(day[0])
    return day[0] if number is None else str(number)


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < _THIS_CENTURY else 1900)


def _exists(written: WrittenDate) -> bool:
    year, month, day = written
    try:
        date(2000 if year is None else year, month, day or 1)  # 2000 has a February 29
    except ValueError:
        return False
    return day != 0
