"""How is a date printed, sorted, and set beside other dates?

All options of one question are written the same way and printed from early to late.
"""

from __future__ import annotations

import re

from quizapp.generation.draft import DistractorClass, Option, Span
from quizapp.generation.drafting import Distractor, as_span
from quizapp.reading.reading import Granularity, Reading, TimeExpression

_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_NEAR = {  # in days
    Granularity.DAY: 60,
    Granularity.MONTH: 2 * 366,
    Granularity.YEAR: 15 * 366,
    Granularity.DECADE: 40 * 366,
}


def format_time(time: TimeExpression, with_year: bool) -> str:
    """One way of writing for all options: "March 19, 2019", "January 5", "May 1750", "1738"."""
    year = f"{time.year}" if time.year else ""
    if time.granularity is Granularity.DECADE:
        return f"the {year}s"
    if time.month is None:
        return year
    month = _MONTH_NAMES[time.month - 1]
    if time.day is None:
        return f"{month} {year}".strip() if with_year else month
    return f"{month} {time.day}, {year}" if with_year and year else f"{month} {time.day}"


def near_times(
    reading: Reading, key: TimeExpression, evidence: Span
) -> tuple[tuple[TimeExpression, ...], bool]:
    """Other dates near the key and as exact, the nearest first, and whether years are printed.

    A date of another age is no rival: nobody who knows the story would take it. Years are
    printed when the dates at hand differ in theirs.
    """
    rivals: dict[tuple[int | None, int | None, int | None], TimeExpression] = {}
    for time in reading.times:
        parts = (time.year, time.month, time.day)
        if (
            time.granularity is key.granularity
            and parts != (key.year, key.month, key.day)
            and (time.year is None) == (key.year is None)
            and _distance(time, key) <= _NEAR[key.granularity]
        ):
            rivals.setdefault(parts, time)
    ordered = sorted(rivals.values(), key=lambda time: (_distance(time, key), time.start))
    chosen = tuple(ordered[:3])
    with_year = key.granularity is Granularity.MONTH or len({t.year for t in (key, *chosen)}) > 1
    return chosen, with_year


def _distance(one: TimeExpression, other: TimeExpression) -> int:
    def days(time: TimeExpression) -> int:
        return (time.year or 0) * 366 + (time.month or 0) * 31 + (time.day or 0)

    return abs(days(one) - days(other))


def time_distractor(time: TimeExpression, text: str, evidence: Span) -> Distractor:
    same = time.paragraph == evidence.paragraph and evidence.start <= time.start < evidence.end
    rationale = (
        f"{text} is a date in this sentence, but of something else."
        if same
        else f"{text} belongs to something else, told in paragraph {time.paragraph}."
    )
    kind = DistractorClass.MISREADING if same else DistractorClass.OTHER_SPAN
    return Distractor(Option(text, rationale=rationale, distractor_class=kind), as_span(time))


def date_key(text: str) -> tuple[int, ...] | None:
    """Something that sorts dates and numbers, or None for anything else."""
    match = re.fullmatch(r"(?:the )?(\d[\d,]*)s?", text)
    if match:
        return (int(match.group(1).replace(",", "")),)
    match = re.fullmatch(rf"({'|'.join(_MONTH_NAMES)})(?: (\d{{1,2}}))?,?(?: (\d{{4}}))?", text)
    if match:
        month, day, year = match.groups()
        return (int(year or 0), _MONTH_NAMES.index(month) + 1, int(day or 0))
    return None
