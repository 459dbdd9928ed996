"""What are the figures of a quiz and its questions? From counts of what was seen. (pure)

Marks and scores are counted in whole units of 10^-5 points, as they are kept. What a question's
*facility* says is how much of it was answered rightly (`share`), whatever a wrong answer or a
certainty cost; all other figures are about the points, as in Moodle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import fsum

from quizapp.attempts.answers import Value
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.rules import GradingMethod, ScoringRules
from quizapp.statistics import formulas
from quizapp.statistics.answers import AnswerGroup, count_answers
from quizapp.statistics.formulas import Number
from quizapp.statistics.guessing import guess_score

UNITS = 100_000
STABLE_FROM = 20
BINS = 10  # of the picture of scores, each a tenth of the points


@dataclass(frozen=True)
class Seen:
    """In `n` attempts a version of a question had this answer, mark and share that is right, and
    the attempt this total."""

    question_id: int
    version_id: int
    score: int
    max_score: int
    share: float
    total: int
    value: Value
    n: int


@dataclass(frozen=True)
class VersionAnswers:
    """The answers to one version of a question, and how many there are."""

    version_id: int
    number: int
    n: int
    draft: QuestionDraft
    groups: tuple[AnswerGroup, ...]


@dataclass(frozen=True)
class QuestionStatistics:
    """One question of a quiz; None where too little is known. `n` counts attempts.

    `sd` is in points, weights are in per cent. `answers` has the newest version first.
    """

    question_id: int
    stem: str
    n: int
    max_score: float
    facility_index: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    random_guess_score: float | None = None
    effective_weight: float | None = None
    intended_weight: float | None = None
    answers: tuple[VersionAnswers, ...] = ()

    @property
    def stable(self) -> bool:
        """Whether enough attempts stand behind the figures."""
        return self.n >= STABLE_FROM


@dataclass(frozen=True)
class QuizStatistics:
    """A whole quiz. Means, median, SD and standard error are in per cent of the points.

    `means` has, for each way to pick attempts, how many that are and their mean; all other
    figures are of those that the quiz picks: `n`. `bins` count them by tenths of the points.
    `is_one_paper`: all of them were asked the same questions; only then are the questions'
    weights and the internal consistency defined. `waiting` answers are not marked yet.
    """

    n: int
    means: Mapping[GradingMethod, tuple[int, float]]
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    bins: tuple[int, ...]
    is_one_paper: bool
    waiting: int
    questions: tuple[QuestionStatistics, ...]

    @property
    def stable(self) -> bool:
        return self.n >= STABLE_FROM


def work_out_question(
    seen: Sequence[Seen], versions: Mapping[int, tuple[int, QuestionDraft]], rules: ScoringRules
) -> QuestionStatistics:
    """The figures of one question by itself; `versions` has the number and text of each."""
    shares = [(it.share, it.n) for it in seen]
    n = sum(it.n for it in seen)
    rests = _count_pairs(seen, rest=True)
    marks, _ = formulas.split(rests)
    newest = max((it.version_id for it in seen), key=lambda it: versions[it][0])
    deviation = formulas.deviation(marks)
    return QuestionStatistics(
        question_id=seen[0].question_id,
        stem=versions[newest][1].stem,
        n=n,
        max_score=max(it.max_score for it in seen) / UNITS,
        facility_index=fsum(share * times for share, times in shares) / n,
        sd=None if deviation is None else deviation / UNITS,
        discrimination_index=formulas.discrimination_index(rests),
        discriminative_efficiency=formulas.discriminative_efficiency(rests),
        random_guess_score=guess_score(versions[newest][1]),
        answers=_count_by_version(seen, versions, rules),
    )


def covary_with_total(seen: Sequence[Seen]) -> Fraction | None:
    """The covariance of a question's marks with the totals."""
    return formulas.covariance(_count_pairs(seen, rest=False))


def vary(seen: Sequence[Seen]) -> Fraction | None:
    """The variance of a question's marks."""
    marks, _ = formulas.split(_count_pairs(seen, rest=False))
    return formulas.variance(marks)


def vary_totals(seen: Sequence[Seen]) -> Fraction | None:
    """The variance of the totals of all attempts that have this question."""
    _, totals = formulas.split(_count_pairs(seen, rest=False))
    return formulas.variance(totals)


def weigh(
    questions: Sequence[QuestionStatistics], covariances: Sequence[Fraction | None]
) -> tuple[QuestionStatistics, ...]:
    """The questions of one paper with their weights in it."""
    points = fsum(it.max_score for it in questions)
    effective = formulas.effective_weights(covariances)
    return tuple(
        replace(it, effective_weight=weight, intended_weight=100 * it.max_score / points)
        for it, weight in zip(questions, effective, strict=True)
    )


def sort_into_bins(shares: Mapping[Number, int]) -> tuple[int, ...]:
    """How many scores lie in each tenth of the points; all of the points is in the last."""
    bins = [0] * BINS
    for share, n in shares.items():
        bins[min(BINS - 1, int(share * BINS))] += n
    return tuple(bins)


def to_percent(share: Fraction | float | None) -> float | None:
    return None if share is None else 100 * float(share)


def _count_pairs(seen: Sequence[Seen], *, rest: bool) -> Counter[tuple[Number, Number]]:
    """Marks with totals, or with rest scores."""
    pairs: Counter[tuple[Number, Number]] = Counter()
    for it in seen:
        pairs[it.score, it.total - it.score if rest else it.total] += it.n
    return pairs


def _count_by_version(
    seen: Sequence[Seen], versions: Mapping[int, tuple[int, QuestionDraft]], rules: ScoringRules
) -> tuple[VersionAnswers, ...]:
    given: dict[int, Counter[tuple[Value, Number]]] = {}
    for it in seen:
        given.setdefault(it.version_id, Counter())[it.value, it.total - it.score] += it.n
    newest_first = sorted(given, key=lambda it: -versions[it][0])
    return tuple(
        VersionAnswers(
            it,
            versions[it][0],
            sum(given[it].values()),
            versions[it][1],
            count_answers(versions[it][1], given[it], rules),
        )
        for it in newest_first
    )
