"""When does something happen, how exactly does the text say so, and which day is meant?

Own rules, longest form first; a date without its year takes it from the publication date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from quizapp.reading.reading import Granularity, Sentence, TimeExpression

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?P<month{n}>" + "|".join(name.title() for name in _MONTHS) + ")"
_DAY = r"(?P<day{n}>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{n}>1\d{{3}}|20\d\d)"
_UNIT = r"(?:second|minute|hour|day|week|month|year|decade|centur(?:y|ie))s?"
_NUMBER = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|several|many|few)"
)


def _form(template: str, n: int) -> str:
    return template.replace("MONTH", _MONTH).replace("DAY", _DAY).replace("YEAR", _YEAR).format(n=n)


# Tried from top to bottom at every place, so the fullest form wins.
_FORMS: tuple[tuple[str, Granularity], ...] = (
    (_form(r"\bMONTH DAY,? YEAR\b", 1), Granularity.DAY),
    (_form(r"\bDAY MONTH,? YEAR\b", 2), Granularity.DAY),
    (_form(r"\bMONTH,? YEAR\b", 3), Granularity.MONTH),
    (_form(r"\bMONTH DAY\b(?![\d,]*\d)", 4), Granularity.DAY),
    (_form(r"\bDAY MONTH\b", 5), Granularity.DAY),
    (r"(?:\b(?:the )?(?:early |mid-?|late )?)(?P<year6>1\d\d0|20\d0)[’']?s\b", Granularity.DECADE),
    (
        rf"\b(?:(?:about|around|nearly|almost|more than|over|at least|up to) )?{_NUMBER}"
        rf"[- ]{_UNIT}\b(?: later| earlier| ago| before| after| old)?",
        Granularity.DURATION,
    ),
    (r"(?<=\bin )" + _form("MONTH", 7) + r"\b(?! \d)", Granularity.MONTH),
    (
        r"(?<![\d$£€#,.])\b"
        + _form("YEAR", 8)
        + r"\b(?![\d,]*\d|%|-)(?! (?:people|(?!as\b|was\b|has\b|his\b|this\b)[a-z]{2,}s)\b)",
        Granularity.YEAR,
    ),
    (
        r"\b(?:last|next|this|recent|coming|the past|the same) "
        r"(?:few )?(?:days?|weeks?|months?|years?|century|decade|spring|summer|autumn|winter)\b",
        Granularity.VAGUE,
    ),
    (
        r"\b(?:[Oo]n )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
        r"|\b(?:yesterday|today|tomorrow|the new year)\b",
        Granularity.VAGUE,
    ),
)
_ANY = re.compile("|".join(f"(?P<form{i}>{form})" for i, (form, _) in enumerate(_FORMS)))


def find_times(
    sentences: Sequence[Sentence], published_on: date | None
) -> tuple[TimeExpression, ...]:
    """All dates and durations in reading order, resolved as far as the text allows."""
    return tuple(time for sentence in sentences for time in _in_sentence(sentence, published_on))


def _in_sentence(sentence: Sentence, published_on: date | None) -> Iterator[TimeExpression]:
    for match in _ANY.finditer(sentence.text):
        groups = {name: text for name, text in match.groupdict().items() if text}
        form = next(int(name.removeprefix("form")) for name in groups if name.startswith("form"))
        granularity = _FORMS[form][1]
        year, month, day = (_value(groups, part) for part in ("year", "month", "day"))
        if day and month and not _exists(year, month, day):
            continue
        yield TimeExpression(
            sentence.paragraph,
            sentence.start + match.start(),
            sentence.start + match.end(),
            match.group(),
            sentence.index,
            granularity,
            year or _year_of(month, day, published_on),
            month,
            day,
        )


def _value(groups: dict[str, str], part: str) -> int | None:
    for name, text in groups.items():
        if re.fullmatch(rf"{part}\d", name):
            return _MONTHS.index(text.lower()) + 1 if part == "month" else int(text)
    return None


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)  # 2000 has a February 29
    except ValueError:
        return False
    return True


def _year_of(month: int | None, day: int | None, published_on: date | None) -> int | None:
    """News dates look back: a month not yet reached belongs to the year before."""
    if month is None or published_on is None:
        return None
    ahead = (month, day or 1) > (published_on.month, published_on.day)
    year = published_on.year - 1 if ahead else published_on.year
    return year if _exists(year, month, day or 1) else None
