"""A class of any size that answers as the demo's does: who is how able, and what was answered?

The questions are those of the shipped banks. As in the demo a learner has an ability that grows by
a quarter each round; here they also differ from skill to skill, and questions from their marks, so
that there is something to find.
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


@dataclass(frozen=True)
class Simulated:
    """Answers in the order of time, and the truth: the abilities at the end by learner and skill,
    the difficulties by version."""

    asked: dict[int, Asked]
    answers: list[Answered]
    abilities: dict[tuple[int, Skill], float]
    difficulties: dict[int, float]


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
    answers = []
    for turn in range(plan.rounds):
        for learner in rng.sample(range(plan.learners), plan.learners):
            for key in rng.sample(list(asked), PER_ROUND):
                ability = able[learner, asked[key].skill] + plan.growth * turn
                right = rng.random() < chance(ability, places[key], asked[key].floor)
                answers.append(Answered(learner, key, float(right)))
    grown = plan.growth * (plan.rounds - 1)
    return Simulated(asked, answers, {key: it + grown for key, it in able.items()}, places)


def _to_asked(number: int, draft: QuestionDraft) -> Asked:
    floor = find_floor(draft.kind, len(draft.options) + len(draft.pairs) + len(draft.order))
    return Asked(number, draft.skill, draft.difficulty, floor, MARKED[draft.difficulty])
