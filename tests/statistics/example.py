"""Twenty-five attempts at seven questions, and the figures that a spreadsheet finds for them.

The marks and figures are those by which Moodle checks its own quiz statistics.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from quizapp.statistics.formulas import Number

SHARED = Path(__file__).parents[2].parent / "shared" / "formats" / "statistics"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="Moodle's example statistics are not beside this checkout"
)
Pair = tuple[Number, Number]

# The marks of each question, attempt by attempt, in ten-millionths of a point.
POINT = 10_000_000
MARKS = {
    1: "1 1 1 0 1 1 0 1 1 0 .8 1 1 1 0 1 .8 1 1 0 1 1 1 0 0",
    2: "1 1 1 0 0 1 1 1 0 1 0 1 0 0 0 0 0 0 0 1 1 1 1 0 0",
    3: "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 .3333333 1 1 1 1",
    4: "1 1 1 1 0 1 1 0 1 0 1 0 1 1 1 0 1 1 1 0 1 0 1 0 1",
    5: "1 .5 .5 1 0 .5 .5 .5 1 .5 .5 .5 .5 1 0 .5 .5 0 .5 .5 .5 .5 0 .5 1",
    6: "0 1 0 0 1 0 1 1 1 1 1 1 1 0 1 1 0 1 0 1 0 0 1 1 1",
    7: "1 0 1 0 .5 .5 .5 .5 1 .5 .5 1 .5 .5 1 1 1 .5 .5 0 .5 .5 .5 1 1",
}
# Who was asked one of the questions or variants that stood for questions 1 and 2.
NUMERICAL = (1, 3, 5, 6, 7, 8, 10, 13, 15, 19, 24, 25)
VARIANT_1, VARIANT_8 = (1, 2, 6, 9, 14, 24), (12, 13, 19, 21, 25)


@dataclass(frozen=True)
class Figures:
    """What the spreadsheet says of a question; a part of a question has no weight."""

    facility: float
    sd: float
    index: float
    efficiency: float
    weight: float | None = None


QUESTIONS = {
    1: Figures(0.704, 0.4513682901, -7.0650767526, -9.4550536967, 21.2922742344),
    2: Figures(0.48, 0.5099019514, -28.8982125772, -36.7834118938, 18.8979800309),
    3: Figures(0.973333332, 0.13333334, -9.1230674268, -21.6545012165, 4.443012573),
    4: Figures(0.68, 0.4760952286, -22.6306444113, -31.4411395613, 18.9347251357),
    5: Figures(0.52, 0.3055050463, -17.6997047674, -21.1794802584, 11.1450138688),
    6: Figures(0.64, 0.4898979486, -45.3785178421, -56.9365974439, 9.8081339177),
    7: Figures(0.62, 0.331662479, -5.6543166602, -6.5043742058, 15.4788602394),
}
PARTS = [
    (1, NUMERICAL, Figures(0.583333333, 0.514928651, 35.803933, 39.39393939)),
    (2, VARIANT_1, Figures(0.5, 0.5477225575, -10.5999788, -14.28571429)),
    (2, VARIANT_8, Figures(0.4, 0.547722558, -57.77466679, -71.05263241)),
]
MEAN, MEDIAN, SD = 4.617333332, 4.5, 0.8117265554
SKEWNESS, KURTOSIS = -0.092502502, -0.7073968557
CONSISTENCY, ERROR_RATIO, STANDARD_ERROR = -87.2230935542, 136.8294900795, 1.1106813066


def marks_of(slot: int) -> list[int]:
    return [round(Fraction(mark) * POINT) for mark in MARKS[slot].split()]


def totals() -> list[int]:
    return [sum(column) for column in zip(*map(marks_of, MARKS), strict=True)]


def pair_with_totals(slot: int, attempts: Collection[int] = range(1, 26)) -> Counter[Pair]:
    """The marks of a question with the totals, of these attempts."""
    every = zip(marks_of(slot), totals(), strict=True)
    return Counter(pair for number, pair in enumerate(every, start=1) if number in attempts)


def to_rests(pairs: Counter[Pair]) -> Counter[Pair]:
    return Counter({(mark, total - mark): n for (mark, total), n in pairs.items()})


def read_shared_marks() -> dict[int, list[Fraction]]:
    with (SHARED / "results00.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {slot: [Fraction(row[f"slots.{slot}.mark"]) for row in rows] for slot in range(1, 8)}


def read_shared_figures() -> list[dict[str, str]]:
    with (SHARED / "qstats00.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def attempts_of(row: dict[str, str]) -> Sequence[int]:
    """Which attempts a row of the shared figures is about."""
    if row["subqname"]:
        return NUMERICAL
    return {"": range(1, 26), "1": VARIANT_1, "8": VARIANT_8}[row["variant"]]
