"""What are the figures of a test, worked out from plain numbers? (pure)

Moodle's definitions (its documentation: "Quiz statistics calculations", after G. Brown, J. Bull
and M. Pendlebury, Assessing Student Learning in Higher Education, 1997). With x the mark on a
question, T the attempt's total and r = T - x the rest score; (co)variances divide by n - 1:

    discrimination index        100 cov(x, r) / sqrt(var x var r)
    discriminative efficiency   100 cov(x, r) / cov(x sorted, r sorted)
    effective weight            100 sqrt(cov(x, T)) / the sum of it over all questions
    skewness, kurtosis          k3 / k2^1.5, k4 / k2^2, by k-statistics (R. A. Fisher, 1929)
    internal consistency        100 p / (p - 1) (1 - sum of var x / var T)  (L. J. Cronbach, 1951)
    error ratio                 100 sqrt(1 - internal consistency / 100)
    standard error              error ratio x SD / 100

Numbers are given as counts: a value, or a pair of values, and how often it was there. So the
order of attempts cannot matter, and sums of whole numbers or fractions are exact until a root is
taken. A figure is None where too little is known for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from typing import Any

Number = int | Fraction
Counts = Mapping[Number, int]
Pairs = Mapping[tuple[Number, Number], int]


def count(counts: Mapping[Any, int]) -> int:
    """How many numbers, or pairs, there are."""
    return sum(counts.values())


def mean(counts: Counts) -> Fraction | None:
    n = count(counts)
    return Fraction(sum(value * times for value, times in counts.items())) / n if n else None


def median(counts: Counts) -> Fraction | None:
    n = count(counts)
    if not n:
        return None
    return (find_rank(counts, (n - 1) // 2) + find_rank(counts, n // 2)) / Fraction(2)


def find_rank(counts: Counts, place: int) -> Number:
    """The number at `place`, from 0, when they stand in ascending order."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError("there are not so many numbers")


def variance(counts: Counts) -> Fraction | None:
    return covariance({(value, value): times for value, times in counts.items()})


def deviation(counts: Counts) -> float | None:
    """The standard deviation."""
    found = variance(counts)
    return None if found is None else sqrt(found)


def covariance(pairs: Pairs) -> Fraction | None:
    n = count(pairs)
    if n < 2:
        return None
    firsts = sum(x * times for (x, _), times in pairs.items())
    seconds = sum(y * times for (_, y), times in pairs.items())
    products = sum(x * y * times for (x, y), times in pairs.items())
    return (n * Fraction(products) - Fraction(firsts) * seconds) / (n * (n - 1))


def split(pairs: Pairs) -> tuple[Counter[Number], Counter[Number]]:
    """The counts of the first numbers, and those of the second."""
    firsts, seconds = Counter[Number](), Counter[Number]()
    for (x, y), times in pairs.items():
        firsts[x] += times
        seconds[y] += times
    return firsts, seconds


def largest_covariance(pairs: Pairs) -> Fraction | None:
    """The covariance if the same numbers went together as well as they can: both sorted."""
    return covariance(_sort_together(*split(pairs)))


def discrimination_index(pairs: Pairs) -> float | None:
    """100 times the correlation; `pairs` are the marks and the rest scores."""
    spread = _multiply(*(variance(it) for it in split(pairs)))
    together = covariance(pairs)
    return None if together is None or not spread else 100 * float(together) / sqrt(spread)


def discriminative_efficiency(pairs: Pairs) -> float | None:
    """The covariance in per cent of what these marks and rest scores would allow."""
    most, together = largest_covariance(pairs), covariance(pairs)
    return None if together is None or not most else 100 * float(together / most)


def effective_weights(covariances: Sequence[Fraction | None]) -> list[float | None]:
    """How much each question does for the spread of the totals, in per cent; `covariances` are
    those of each question's marks with the total. One that is negative has no weight."""
    roots = [sqrt(it) if it is not None and it >= 0 else None for it in covariances]
    total = sum(it for it in roots if it is not None)
    return [100 * it / total if it is not None and total else None for it in roots]


def skewness(counts: Counts) -> float | None:
    """Below 0 when the tail is on the side of low scores."""
    n, second, third, _ = _central_sums(counts)
    if n < 3 or not second:
        return None
    return float(third * n / ((n - 1) * (n - 2))) / sqrt(second / (n - 1)) ** 3


def kurtosis(counts: Counts) -> float | None:
    """0 for a bell, above it when few scores lie far out."""
    n, second, _, fourth = _central_sums(counts)
    if n < 4 or not second:
        return None
    k4 = (n * (n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / (second / (n - 1)) ** 2)


def internal_consistency(variances: Sequence[Fraction], total: Fraction | None) -> float | None:
    """Cronbach's alpha in per cent, of the questions' variances and that of the totals."""
    questions = len(variances)
    if questions < 2 or not total:
        return None
    return float(100 * Fraction(questions, questions - 1) * (1 - sum(variances) / total))


def error_ratio(consistency: float) -> float:
    """How much of the scores' spread is chance, in per cent of their SD."""
    return 100 * sqrt(max(0.0, 1 - consistency / 100))


def standard_error(consistency: float, spread: float) -> float:
    """By how much a score would differ, were the same learner asked again; as `spread`, the SD."""
    return error_ratio(consistency) * spread / 100


def _sort_together(firsts: Counts, seconds: Counts) -> Counter[tuple[Number, Number]]:
    """The pairs when the smallest stands beside the smallest, and so on."""
    pairs: Counter[tuple[Number, Number]] = Counter()
    others = ([value, seconds[value]] for value in sorted(seconds))
    other, left = next(others, [0, 0])
    for value in sorted(firsts):
        wanted = firsts[value]
        while wanted:
            taken = min(wanted, int(left))
            pairs[value, other] += taken
            wanted, left = wanted - taken, left - taken
            if not left:
                other, left = next(others, [0, 0])
    return pairs


def _central_sums(counts: Counts) -> tuple[int, Fraction, Fraction, Fraction]:
    """n, and the sums of the second, third and fourth powers of what lies beside the mean."""
    middle = mean(counts) or Fraction(0)
    second, third, fourth = (
        sum(((value - middle) ** power * times for value, times in counts.items()), Fraction(0))
        for power in (2, 3, 4)
    )
    return count(counts), second, third, fourth


def _multiply(*numbers: Fraction | None) -> Fraction | None:
    product = Fraction(1)
    for it in numbers:
        if it is None:
            return None
        product *= it
    return product
