"""A class of any size that answers as the demo's does: who is how able, and what was answered?

The questions are those of the shipped banks. As in the demo a learner has an ability that grows by
a quarter each round; here they also differ from skill to skill, and questions from their marks, so
that there is something to find. Where growth is uneven, each learner has their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizapp.bank.file import read_bank
from quizapp.config import ROOT
from quizapp.generation.draft import QuestionDraft, Skill
from quizapp.progress.ability import MARKED, chance, find_floor
from quizapp.progress.answers import Asked
from quizapp.progress.difficulties import Answered

MEAN, SPREAD, GROWTH = 0.4, 0.9, 0.25  # as in the demo
OWN_SPREAD, MARK_ERROR = 0.5, 0.5
PER_ROUND = 10


@dataclass(frozen=True)
class Plan:
    learners: int
    rounds: int
    growth: float = GROWTH
    uneven: float = 0.0


@dataclass(frozen=True)
class Simulated:
    """Answers in the order of time, and the truth: the abilities at the end by learner and skill,
    the difficulties by version, and by how much each learner grew from round to round."""

    asked: dict[int, Asked]
    answers: list[Answered]
    abilities: dict[tuple[int, Skill], float]
    difficulties: dict[int, float]
    growths: dict[int, float]


def read_questions() -> dict[int, Asked]:
    """The shipped questions as the model sees them."""
    drafts = [
        draft
        for path in sorted((ROOT / "questions").glob("*.yaml"))
        for draft in read_bank(path).questions
    ]
    return {number: _to_asked(number, draft) for number, draft in enumerate(drafts)}


def simulate(plan: Plan, seed: int) -> Simulated:
    """A class that sits a paper of ten questions in each round."""
    rng, asked = Random(seed), read_questions()
    places = {key: MARKED[it.marked] + rng.gauss(0, MARK_ERROR) for key, it in asked.items()}
    able = {
        (learner, skill): overall + rng.gauss(0, OWN_SPREAD)
        for learner in range(plan.learners)
        for overall in (rng.gauss(MEAN, SPREAD),)
        for skill in Skill
    }
    growths = {it: _find_growth(plan, rng) for it in range(plan.learners)}
    answers = []
    for turn in range(plan.rounds):
        for learner in rng.sample(range(plan.learners), plan.learners):
            for key in rng.sample(list(asked), PER_ROUND):
                ability = able[learner, asked[key].skill] + growths[learner] * turn
                right = rng.random() < chance(ability, places[key], asked[key].floor)
                answers.append(Answered(learner, key, float(right), turn))
    last = plan.rounds - 1
    ended = {(who, skill): it + growths[who] * last for (who, skill), it in able.items()}
    return Simulated(asked, answers, ended, places, growths)


def _find_growth(plan: Plan, rng: Random) -> float:
    """How much a learner grows by; nobody unlearns."""
    return max(0.0, rng.gauss(plan.growth, plan.uneven)) if plan.uneven else plan.growth


def _to_asked(number: int, draft: QuestionDraft) -> Asked:
    floor = find_floor(draft.kind, len(draft.options) + len(draft.pairs) + len(draft.order))
    return Asked(number, draft.skill, draft.difficulty, floor, MARKED[draft.difficulty])
