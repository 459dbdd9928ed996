"""What do the tests of papers draw from? Small banks, and rules that draw from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Span
from quizapp.quizzes.assembly import Candidate, PaperEntry, assemble
from quizapp.quizzes.rules import PaperRules, SlotRule
from tests.factories import choice, one_of_each_kind

EASY, MEDIUM, HARD = Difficulty
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
SKILLS = (Skill.DETAIL, Skill.CAUSE, Skill.PURPOSE, Skill.INFERENCE)
KINDS = (Kind.TRUE_FALSE, Kind.MULTIPLE_CHOICE, Kind.MATCHING, Kind.SELECT_SENTENCE)
SEVERAL = range(8)  # seeds of as many learners
numbers = st.integers(0, 10**6)
seeds = numbers.map(Random)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 60))
    return Span(draw(st.integers(1, 3)), start, start + draw(st.integers(1, 30)), "x")


@st.composite
def candidates(draw: st.DrawFn, hides: bool = True) -> list[Candidate]:
    """Questions of any skill, kind and difficulty; evidence may overlap, or be hidden."""
    found = []
    for number in range(draw(st.integers(0, 15))):
        draft = replace(
            DRAFTS[draw(st.sampled_from(KINDS))],
            skill=draw(st.sampled_from(SKILLS)),
            difficulty=draw(st.sampled_from(Difficulty)),
            critical_span=draw(spans()),
            hidden_spans=tuple(draw(st.lists(spans(), max_size=1))) if hides else (),
        )
        found.append(ask(number, draft))
    return found


@st.composite
def papers(draw: st.DrawFn, fixes: bool = True) -> PaperRules:
    """Fixed and random slots, which may want the same questions; weights tell them apart."""
    slots = []
    for number in range(draw(st.integers(1, 4))):
        weight = Decimal(number + 1)
        if fixes and draw(st.integers(0, 3)) == 0:
            slots.append(SlotRule(question_id=100 + draw(st.integers(0, 15)), weight=weight))
            continue
        slots.append(
            SlotRule(
                draw(st.integers(1, 6)),
                skills=tuple(draw(st.sets(st.sampled_from(SKILLS), max_size=2))),
                kinds=tuple(draw(st.sets(st.sampled_from(KINDS), max_size=3))),
                difficulty=draw(st.none() | st.sampled_from(Difficulty)),
                weight=weight,
            )
        )
    return PaperRules(tuple(slots), shuffle_questions=draw(st.booleans()))


def ask(number: int, draft: QuestionDraft) -> Candidate:
    return Candidate(number, 100 + number, draft, article_id=1, source_id=100 + number)


def alone(
    number: int, skill: Skill = Skill.DETAIL, difficulty: Difficulty = Difficulty.EASY
) -> Candidate:
    """A question whose evidence no other question shares."""
    span = Span(number + 1, 0, 5, "x")
    return ask(number, choice(skill=skill, difficulty=difficulty, critical_span=span))


def several(**difficulties: int) -> list[Candidate]:
    """So many questions of each difficulty, none of which touches another."""
    steps = [Difficulty(name) for name, count in difficulties.items() for _ in range(count)]
    return [alone(number, difficulty=step) for number, step in enumerate(steps)]


def draw(found: Sequence[Candidate], count: int, rng: Random) -> tuple[PaperEntry, ...]:
    return assemble(found, PaperRules((SlotRule(count),)), rng)


def asked_in(found: Sequence[Candidate], paper: Sequence[PaperEntry]) -> list[Candidate]:
    by_version = {it.version_id: it for it in found}
    return [by_version[entry.version_id] for entry in paper]
