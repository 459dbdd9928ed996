"""Which quizzes are made with one choice? Ready-made rules, cut to what banks hold. (pure)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizapp.generation.draft import Skill
from quizapp.quizzes.assembly import Candidate, count_available
from quizapp.quizzes.rules import PaperRules, QuizRules, SlotRule

MOST_QUESTIONS = 100


@dataclass(frozen=True)
class ReadyChoice:
    """A quiz that is ready to be made; `count` is None for all that a paper can hold."""

    name: str
    title: str
    note: str
    count: int | None
    minutes: int | None
    skills: tuple[Skill, ...] = ()
    is_practice: bool = False


READY = (
    ReadyChoice("usual", "20 minutes, 10 questions, mixed", "One attempt, with a grade.", 10, 20),
    ReadyChoice("short", "10 minutes, 5 questions, mixed", "One attempt, with a grade.", 5, 10),
    ReadyChoice("long", "40 minutes, 20 questions, mixed", "One attempt, with a grade.", 20, 40),
    ReadyChoice(
        "words",
        "Words only: 10 minutes, 10 questions",
        "Questions on vocabulary alone.",
        10,
        10,
        (Skill.VOCABULARY,),
    ),
    ReadyChoice(
        "practice",
        "Practice: no time limit, all questions",
        f"No grade, any number of attempts, reasons at once. At most {MOST_QUESTIONS} questions.",
        None,
        None,
        is_practice=True,
    ),
)
BY_NAME = {it.name: it for it in READY}


@dataclass(frozen=True)
class Fitted:
    """How many questions a choice asks for, and how many of those the banks can give."""

    wanted: int
    available: int

    @property
    def is_short(self) -> bool:
        return self.available < self.wanted


def fit(choice: ReadyChoice, candidates: Sequence[Candidate]) -> Fitted:
    """What the questions can give to `choice`."""
    asked = PaperRules((SlotRule(choice.count or MOST_QUESTIONS, skills=choice.skills),))
    available = sum(count_available(candidates, asked))
    return Fitted(choice.count or available, available)


def apply(choice: ReadyChoice, rules: QuizRules, count: int) -> QuizRules:
    """`rules` with what the choice decides: the questions (`count` of them), the time, the
    attempts. All else stays as it is."""
    attempts = rules.attempts
    if choice.is_practice:
        attempts = replace(attempts, is_practice=True, max_attempts=None)
    seconds = choice.minutes * 60 if choice.minutes else None
    return replace(
        rules,
        paper=replace(rules.paper, slots=(SlotRule(count, skills=choice.skills),)),
        timing=replace(rules.timing, time_limit_seconds=seconds),
        attempts=attempts,
    )
