"""Who is behind, and in which skill? (pure)

A learner is behind in a skill when their ability is below the mean of the class, and that is nine
in ten certain: the estimate and 1.28 standard errors still lie below. Of fewer than five learners
no mean is taken, and nobody is judged by fewer than three answers in a skill.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import fmean

from quizapp.generation.draft import Difficulty, Skill
from quizapp.progress.ability import MARKED, Ability, chance
from quizapp.progress.mastery import Mastery

NINE_IN_TEN = 1.28
FEWEST_LEARNERS, FEWEST_ANSWERS = 5, 3
MOST_SKILLS = 3


@dataclass(frozen=True)
class BehindIn:
    """A skill in which somebody is behind; `usual` is the share that the class knows, and `gap` how
    far they surely are below the mean, on the scale of abilities."""

    mastery: Mastery
    usual: float
    gap: float


@dataclass(frozen=True)
class Behind:
    """A learner who is behind in `skills`, the widest gap first."""

    learner_id: int
    skills: tuple[BehindIn, ...]


def find_behind(
    abilities: Mapping[int, Ability], usual: Collection[int] | None = None
) -> list[Behind]:
    """Who is behind, the widest gap first; `usual` are those who stand for the class, by default
    all."""
    gaps: dict[int, list[BehindIn]] = {}
    for skill in Skill:
        for learner_id, behind in _look_at(
            abilities, abilities.keys() if usual is None else usual, skill
        ):
            gaps.setdefault(learner_id, []).append(behind)
    found = [
        Behind(learner_id, tuple(sorted(skills, key=lambda it: -it.gap)[:MOST_SKILLS]))
        for learner_id, skills in gaps.items()
    ]
    return sorted(found, key=lambda it: (-it.skills[0].gap, it.learner_id))


def _look_at(
    abilities: Mapping[int, Ability], usual: Collection[int], skill: Skill
) -> list[tuple[int, BehindIn]]:
    asked = [
        it.find_value(skill) for key in usual if (it := abilities.get(key)) and it.count(skill)
    ]
    if len(asked) < FEWEST_LEARNERS:
        return []
    middle = fmean(asked)
    share = fmean(chance(it, MARKED[Difficulty.MEDIUM]) for it in asked)
    judged = {
        key: it.find(skill) for key, it in abilities.items() if it.count(skill) >= FEWEST_ANSWERS
    }
    gaps = {key: middle - it.value - NINE_IN_TEN * it.error for key, it in judged.items()}
    return [
        (key, BehindIn(Mastery.of(abilities[key], skill), share, gap))
        for key, gap in gaps.items()
        if gap > 0
    ]
