"""The worked example of docs/statistics.md says what the code says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from quizapp.attempts.answers import Value
from quizapp.config import ROOT
from quizapp.generation.draft import Option
from quizapp.quizzes.rules import ScoringRules
from quizapp.statistics import formulas
from quizapp.statistics.answers import count_answers
from quizapp.statistics.formulas import Number
from quizapp.statistics.guessing import guess_score
from quizapp.statistics.sheet import COLUMNS
from tests.factories import choice

DOCUMENT = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\w+) \| ([01]) \| ([01]) \| ([01]) \| ([01]) \| ([A-D]) \| (\d) \|$", re.M)
SAID = re.compile(r"\*\*([^*]+)\*\* is (−?\d+(?:\.\d+)?)")
LEARNERS = [row.groups() for row in ROW.finditer(DOCUMENT)]
TOTALS = [int(row[6]) for row in LEARNERS]
Pair = tuple[Number, Number]


def marks_of(question: int) -> list[int]:
    return [int(row[question]) for row in LEARNERS]


def as_float(figure: Fraction | None) -> float:
    assert figure is not None
    return float(figure)


def work_out() -> dict[str, float | None]:
    """Every figure that the document names."""
    marks = marks_of(4)
    with_total = Counter[Pair](zip(marks, TOTALS, strict=True))
    with_rest = Counter[Pair]((x, total - x) for x, total in zip(marks, TOTALS, strict=True))
    covariances = [
        formulas.covariance(Counter[Pair](zip(marks_of(it), TOTALS, strict=True)))
        for it in range(1, 5)
    ]
    totals, numbers = Counter[Number](TOTALS), Counter[Number](marks)
    variances = [formulas.variance(Counter(marks_of(it))) or Fraction(0) for it in range(1, 5)]
    alpha = formulas.internal_consistency(variances, formulas.variance(totals)) or 0
    spread = formulas.deviation(totals) or 0
    draft = replace(choice(), options=tuple(Option(it, it == "B") for it in "ABCD"))
    given = Counter[tuple[Value, Number]](
        ((str("ABCD".index(row[5])),), total - mark)
        for row, total, mark in zip(LEARNERS, TOTALS, marks, strict=True)
    )
    (group,) = count_answers(draft, given, ScoringRules())
    key, wrong = group.choices[1], group.choices[2]
    assert formulas.covariance(with_total) == covariances[3]
    return {
        "variance of the marks": as_float(formulas.variance(numbers)),
        "variance of the rest scores": as_float(formulas.variance(formulas.split(with_rest)[1])),
        "their covariance": as_float(formulas.covariance(with_rest)),
        "largest covariance": as_float(formulas.largest_covariance(with_rest)),
        "sum of the questions' variances": float(sum(variances)),
        "variance of the totals": as_float(formulas.variance(totals)),
        "facility": float(formulas.mean(numbers) or 0),
        "random guess score": guess_score(draft),
        "standard deviation of the question": formulas.deviation(numbers),
        "discrimination index": formulas.discrimination_index(with_rest),
        "discriminative efficiency": formulas.discriminative_efficiency(with_rest),
        "intended weight": 25,
        "effective weight": formulas.effective_weights(covariances)[3],
        "share of the key in the strongest third": key.strongest,
        "share of the key in the weakest third": key.weakest,
        "share of C": wrong.share,
        "point-biserial of C": wrong.point_biserial,
        "mean": float(formulas.mean(totals) or 0),
        "median": float(formulas.median(totals) or 0),
        "standard deviation of the scores": spread,
        "skewness": formulas.skewness(totals),
        "kurtosis": formulas.kurtosis(totals),
        "internal consistency": alpha,
        "error ratio": formulas.error_ratio(alpha),
        "standard error": formulas.standard_error(alpha, spread),
    }


def test_the_totals_of_the_example_are_the_sums_of_its_marks() -> None:
    assert len(LEARNERS) == 9
    assert [sum(map(int, row[1:5])) for row in LEARNERS] == TOTALS
    assert all((row[4] == "1") == (row[5] == "B") for row in LEARNERS)


def test_every_figure_of_the_example_is_what_the_code_gives() -> None:
    said = {
        name.lower(): float(figure.replace("−", "-")) for name, figure in SAID.findall(DOCUMENT)
    }
    found = {name.lower(): figure for name, figure in work_out().items()}
    assert said.keys() == found.keys()
    for name, figure in found.items():
        assert figure is not None
        assert abs(said[name] - figure) <= 0.005, (name, figure)


def test_every_column_of_the_file_is_documented() -> None:
    assert [it for it in COLUMNS if f"`{it}`" not in DOCUMENT] == []
