"""Are the papers that learners got equally hard? (pure)

A paper's difficulty is the mean of its questions' steps (easy 1, medium 2, hard 3), each
weighed by its points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import pstdev

from quizapp.generation.draft import Difficulty

STEPS = {Difficulty.EASY: 1, Difficulty.MEDIUM: 2, Difficulty.HARD: 3}
_TENTH = Decimal("0.1")  # of a step: what a spread is told to


@dataclass(frozen=True)
class DrawnPaper:
    """The paper of one attempt: whose it is, and each question's difficulty and points."""

    learner: str
    questions: tuple[tuple[Difficulty, Decimal], ...]


@dataclass(frozen=True)
class PaperBalance:
    """How hard one paper is: questions of each difficulty, and their mean in steps.

    `mean` is None when no question of the paper is worth a point.
    """

    learner: str
    easy: int
    medium: int
    hard: int
    mean: Decimal | None


@dataclass(frozen=True)
class BalanceReport:
    """How far apart papers are, in steps of difficulty, and what that means in words.

    `spread` is the highest mean less the lowest, `deviation` the standard deviation of the
    means (of the population: these are all the papers). Both are 0 for less than two papers.
    """

    papers: tuple[PaperBalance, ...]
    spread: Decimal
    deviation: Decimal
    verdict: str


def compare_papers(papers: Sequence[DrawnPaper]) -> BalanceReport:
    """How hard each paper is and how far they are apart, in the order given."""
    balances = tuple(_weigh(paper) for paper in papers)
    means = [it.mean for it in balances if it.mean is not None]
    spread = max(means) - min(means) if means else Decimal(0)
    deviation = pstdev(means) if means else Decimal(0)
    return BalanceReport(balances, spread, deviation, _judge(balances, len(means), spread))


def _weigh(paper: DrawnPaper) -> PaperBalance:
    counts = Counter(difficulty for difficulty, _ in paper.questions)
    points = sum((weight for _, weight in paper.questions), Decimal(0))
    steps = sum((STEPS[difficulty] * weight for difficulty, weight in paper.questions), Decimal(0))
    return PaperBalance(
        paper.learner,
        counts[Difficulty.EASY],
        counts[Difficulty.MEDIUM],
        counts[Difficulty.HARD],
        steps / points if points else None,
    )


def _judge(balances: Sequence[PaperBalance], compared: int, spread: Decimal) -> str:
    if compared < 2:
        return "There is nothing to compare yet: this needs two papers that are worth points."
    told = spread.quantize(_TENTH, ROUND_HALF_UP)
    if not told:
        return "All papers are equally hard."
    missing = _find_missing(balances)
    advice = (
        f"approve more {missing} questions"
        if missing
        else "give all questions the same number of points"
    )
    return f"The hardest paper is {told} steps harder than the easiest; {advice}."


def _find_missing(balances: Sequence[PaperBalance]) -> Difficulty | None:
    """The difficulty that papers most lack beside a usual one of full length."""
    papers = [(it.easy, it.medium, it.hard) for it in balances if it.mean is not None]
    longest = max(map(sum, papers))
    usual, _ = Counter(it for it in papers if sum(it) == longest).most_common(1)[0]
    lacks = {
        difficulty: sum(max(0, usual[at] - paper[at]) for paper in papers)
        for at, difficulty in enumerate(STEPS)
    }
    most = max(lacks, key=lacks.__getitem__)
    return most if lacks[most] else None
