"""How able is a learner, and how hard is a question? One model, learnt from both sides. (pure)

The chance of a right answer is that of the one-parameter logistic model with a guess floor (Rasch,
Probabilistic Models for Some Intelligence and Attainment Tests, 1960; Birnbaum in Lord and Novick,
Statistical Theories of Mental Test Scores, 1968):

    P = c + (1 - c) / (1 + exp(difficulty - ability))

After each answer both sides move by how surprising it was (Elo's rule as in Pelánek, Applications
of the Elo rating system in adaptive educational systems, Computers & Education 98, 2016):

    ability += K(n) (share - P)      difficulty -= K(n) (share - P)      K(n) = a / (1 + d n)

`share` is how much was right, 0 to 1, `n` how many answers came before, `c` what guessing earns. K
never falls below a least step, since learners learn. A learner's ability in a skill is what they
are able to do in all, and how far they differ in this skill; both move, as in Pelánek's
hierarchical model: a few answers in a skill then say something, and the others say the rest.

How certain an estimate is follows from Fisher's information, (dP/d ability)² / (P (1 - P)), summed
over the answers, on top of a prior. The constants are those with which `benchmarks` found the
abilities of a simulated class best (docs/mastery.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import exp, hypot, sqrt
from typing import NamedTuple

from quizapp.generation.draft import CHOICE_KINDS, Difficulty, Kind, Skill

Z_95 = 1.96
MARKED = {Difficulty.EASY: -1.0, Difficulty.MEDIUM: 0.0, Difficulty.HARD: 1.0}
KEPT_STEPS = 256
FURTHEST = 5.0  # from the middle; nobody's answers can tell more


@dataclass(frozen=True)
class Pace:
    """How fast an estimate moves: `first` after no answer, slower by `slowing`, `least` at last.

    `spread` is the standard deviation that is expected before any answer, `wander` the one that
    stays after very many, because the estimate goes on moving.
    """

    first: float
    slowing: float
    least: float
    spread: float
    wander: float

    def step(self, n: int) -> float:
        return self._first_steps[n] if n < KEPT_STEPS else self._find_step(n)

    def _find_step(self, n: int) -> float:
        return max(self.least, self.first / (1 + self.slowing * n))

    @cached_property
    def _first_steps(self) -> tuple[float, ...]:
        """A large class has half a million answers: most of their steps are among these."""
        return tuple(map(self._find_step, range(KEPT_STEPS)))


IN_ALL = Pace(first=0.7, slowing=0.05, least=0.2, spread=1.0, wander=0.4)
IN_A_SKILL = Pace(first=0.2, slowing=0.1, least=0.05, spread=0.5, wander=0.0)
OF_A_QUESTION = Pace(first=0.8, slowing=0.1, least=0.0, spread=0.75, wander=0.1)


class Estimate(NamedTuple):
    """A place on the scale of abilities and difficulties, from `n` answers."""

    value: float = 0.0
    n: int = 0
    information: float = 0.0

    def error(self, pace: Pace) -> float:
        """The standard error."""
        return hypot(1 / sqrt(pace.spread**-2 + self.information), pace.wander)


UNKNOWN = Estimate()


class Reply(NamedTuple):
    """An answer as the model sees it: how much was right of a question so hard, of which guessing
    earns `floor`."""

    skill: Skill
    share: float
    difficulty: float
    floor: float


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

    def take(self, reply: Reply) -> None:
        """Learn from an answer."""
        skill, share, difficulty, floor = reply
        own = self.own.get(skill, UNKNOWN)
        expected, told = expect(self.overall.value + own.value, difficulty, floor)
        self.overall = move(self.overall, share - expected, told, IN_ALL)
        self.own[skill] = move(own, share - expected, told, IN_A_SKILL)

    def find_value(self, skill: Skill) -> float:
        """The ability in a skill, without how certain it is."""
        return self.overall.value + self.own.get(skill, UNKNOWN).value

    def find(self, skill: Skill | None = None) -> Range:
        """The ability in a skill, or in all."""
        value, error = self.overall.value, self.overall.error(IN_ALL)
        if skill:
            own = self.own.get(skill, UNKNOWN)
            value, error = value + own.value, hypot(error, own.error(IN_A_SKILL))
        return Range(value, error)

    def count(self, skill: Skill) -> int:
        return self.own.get(skill, UNKNOWN).n


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


def move(estimate: Estimate, surprise: float, told: float, pace: Pace) -> Estimate:
    """The estimate after one more answer."""
    value, n, information = estimate
    value += pace.step(n) * surprise
    if not -FURTHEST <= value <= FURTHEST:
        value = FURTHEST if value > 0 else -FURTHEST
    return Estimate(value, n + 1, information + told)
