"""How able is a learner, and how hard is a question? One model, learnt from both sides. (pure)

The chance of a right answer is that of the one-parameter logistic model with a guess floor (Rasch,
Probabilistic Models for Some Intelligence and Attainment Tests, 1960; Birnbaum in Lord and Novick,
Statistical Theories of Mental Test Scores, 1968):

    P = c + (1 - c) / (1 + exp(difficulty - ability))

After each answer both sides move by how surprising it was, as in Elo's rule (Pelánek, Applications
of the Elo rating system in adaptive educational systems, Computers & Education 98, 2016); how far,
follows from how uncertain the estimate was, as in a Kalman filter (Glickman, Parameter Estimation
in Large Dynamic Paired Comparison Experiments, Applied Statistics 48, 1999):

    K = V / (1 + V I)      ability += K (share - P)      V -= K V I

`share` is how much was right, 0 to 1, `V` the variance of the estimate, `I` Fisher's information of
the answer, (dP/d ability)² / (P (1 - P)). A question moves the other way. A learner's ability in a
skill is what they are able to do in all, and how far they differ in this skill; both move, as in
Pelánek's hierarchical model: a few answers in a skill then say something, and the others the rest.

Between two sittings learners learn, with every question that they were asked (as in the additive
factors model: Cen, Koedinger and Junker, Learning Factors Analysis, Intelligent Tutoring Systems,
2006), and nobody knows how much: the ability grows by a little, and gets less certain. The
constants are those with which `benchmarks` found the abilities of simulated classes best
(docs/mastery.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import NamedTuple

from quizapp.generation.draft import CHOICE_KINDS, Difficulty, Kind, Skill

Z_95 = 1.96
MARKED = {Difficulty.EASY: -1.0, Difficulty.MEDIUM: 0.0, Difficulty.HARD: 1.0}
FURTHEST = 5.0  # from the middle; nobody's answers can tell more
# The variances that are expected before any answer.
IN_ALL, IN_A_SKILL, OF_A_QUESTION = 1.25, 0.3, 0.5
# What each question that was asked adds to the ability until the next sitting, and to its variance.
GROWTH, WIDENING = 0.01, 0.004


class Estimate(NamedTuple):
    """A place on the scale of abilities and difficulties, from `n` answers, with its variance."""

    value: float
    variance: float
    n: int = 0


UNKNOWN = Estimate(0.0, IN_ALL)
AS_USUAL = Estimate(0.0, IN_A_SKILL)


class Reply(NamedTuple):
    """An answer as the model sees it: how much was right of a question so hard, of which guessing
    earns `floor`. `sitting` tells answers that were given together."""

    skill: Skill
    share: float
    difficulty: float
    floor: float
    sitting: int = 0


class Range(NamedTuple):
    """An estimate with its standard error, and the 95 % interval that follows."""

    value: float
    error: float

    @property
    def low(self) -> float:
        return self.value - Z_95 * self.error

    @property
    def high(self) -> float:
        return self.value + Z_95 * self.error


@dataclass
class Ability:
    """What a learner is able to do: in all, and how far they differ in each skill."""

    overall: Estimate = UNKNOWN
    own: dict[Skill, Estimate] = field(default_factory=dict)
    sitting: int | None = None
    asked: int = 0  # questions in this sitting

    def take(self, reply: Reply) -> None:
        """Learn from an answer."""
        skill, share, difficulty, floor, sitting = reply
        if sitting != self.sitting:
            self._begin(sitting)
        overall, own = self.overall, self.own.get(skill, AS_USUAL)
        expected, told = expect(overall.value + own.value, difficulty, floor)
        surprise, variance = share - expected, overall.variance + own.variance
        self.overall = move(overall, surprise, told, variance)
        self.own[skill] = move(own, surprise, told, variance)
        self.asked += 1

    def _begin(self, sitting: int) -> None:
        """Since the last sitting the learner has learnt; nobody gets less certain than before any
        answer."""
        value, variance, n = self.overall
        widened = min(IN_ALL, variance + WIDENING * self.asked)
        self.overall = Estimate(min(FURTHEST, value + GROWTH * self.asked), widened, n)
        self.sitting, self.asked = sitting, 0

    def find_value(self, skill: Skill) -> float:
        """The ability in a skill, without how certain it is."""
        return self.overall.value + self.own.get(skill, AS_USUAL).value

    def find(self, skill: Skill | None = None) -> Range:
        """The ability in a skill, or in all."""
        value, variance, _ = self.overall
        if skill:
            own = self.own.get(skill, AS_USUAL)
            value, variance = value + own.value, variance + own.variance
        return Range(value, sqrt(variance))

    def count(self, skill: Skill) -> int:
        return self.own.get(skill, AS_USUAL).n


def learn(replies: Iterable[Reply]) -> Ability:
    """The ability that the answers of one learner tell, the oldest first."""
    ability = Ability()
    for reply in replies:
        ability.take(reply)
    return ability


def chance(ability: float, difficulty: float, floor: float = 0.0) -> float:
    """The share that such a learner is expected to get right.

    >>> chance(0, 0), chance(0, 0, floor=0.5)
    (0.5, 0.75)
    """
    return floor + (1 - floor) / (1 + exp(difficulty - ability))


def find_floor(kind: Kind, choices: int) -> float:
    """What guessing earns of a question with so many options, responses or lines to put in order.

    Of several options any number may be right, and wrong ones cost what right ones earn: guessing
    earns nothing there, as where words are typed.

    >>> find_floor(Kind.TRUE_FALSE, 2), find_floor(Kind.SHORT_ANSWER, 0)
    (0.5, 0.0)
    """
    guessed = CHOICE_KINDS - {Kind.MULTIPLE_RESPONSE} | {Kind.MATCHING, Kind.ORDERING}
    return 1 / choices if kind in guessed and choices else 0.0


def inform(ability: float, difficulty: float, floor: float = 0.0) -> float:
    """Fisher's information of one answer: most where the outcome is open, less with a floor."""
    return expect(ability, difficulty, floor)[1]


def expect(ability: float, difficulty: float, floor: float) -> tuple[float, float]:
    """The share that is expected, and the information of the answer."""
    knows = 1 / (1 + exp(difficulty - ability))
    expected = floor + (1 - floor) * knows
    return expected, (1 - floor) * knows * knows * (1 - knows) / expected


def move(
    estimate: Estimate, surprise: float, told: float, variance: float | None = None
) -> Estimate:
    """The estimate after one more answer; `variance` is that of the whole it is a part of."""
    value, own, n = estimate
    step = own / (1 + told * (own if variance is None else variance))
    value += step * surprise
    if not -FURTHEST <= value <= FURTHEST:
        value = FURTHEST if value > 0 else -FURTHEST
    return Estimate(value, own - step * own * told, n + 1)
