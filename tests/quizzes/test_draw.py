"""A slot draws as hard for everybody, mixes skills, and keeps questions apart that touch."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Difficulty, Skill, Span
from quizapp.quizzes.assembly import assemble, count_available, find_clash
from quizapp.quizzes.rules import PaperRules, SlotRule
from tests.factories import choice
from tests.quizzes.banks import (
    EASY,
    HARD,
    MEDIUM,
    SEVERAL,
    SKILLS,
    alone,
    ask,
    asked_in,
    draw,
    seeds,
    several,
)


@pytest.mark.parametrize(
    ("bank", "count", "expected"),
    [
        ({"easy": 22, "medium": 27, "hard": 12}, 10, {EASY: 4, MEDIUM: 4, HARD: 2}),
        ({"easy": 5, "medium": 5}, 5, {EASY: 3, MEDIUM: 2}),  # a tie: the easier
        ({"easy": 1, "medium": 1, "hard": 1}, 2, {EASY: 1, MEDIUM: 1}),
        ({"easy": 30, "hard": 1}, 10, {EASY: 10}),  # too rare for everybody to have one
        ({"easy": 2, "medium": 1, "hard": 1}, 9, {EASY: 2, MEDIUM: 1, HARD: 1}),
    ],
)
def test_a_slot_has_the_difficulties_of_its_pool_by_largest_remainder(
    bank: dict[str, int], count: int, expected: dict[Difficulty, int]
) -> None:
    found = several(**bank)
    for seed in SEVERAL:
        asked = asked_in(found, draw(found, count, Random(seed)))
        assert Counter(it.draft.difficulty for it in asked) == expected


@given(seeds)
def test_a_difficulty_that_spoiling_makes_scarce_gives_way_to_the_nearest(rng: Random) -> None:
    """Two of five should be hard, but all hard questions hide each other's evidence."""
    same = Span(9, 0, 5, "x")
    hidden = choice(difficulty=HARD, critical_span=same, hidden_spans=(same,))
    hard = [ask(number, hidden) for number in range(50, 54)]
    found = [*several(easy=3, medium=3), *hard]
    asked = asked_in(found, draw(found, 5, rng))
    assert Counter(it.draft.difficulty for it in asked) == {EASY: 2, MEDIUM: 2, HARD: 1}


def test_every_question_of_a_difficulty_is_drawn_about_as_often() -> None:
    found = several(easy=6, hard=3)
    drawn = Counter(it.version_id for n in range(900) for it in draw(found, 3, Random(n)))
    assert all(240 < drawn[number] < 360 for number in range(9))  # 2 of 6, 1 of 3


@given(st.integers(1, 3), seeds)
def test_skills_take_turns(turns: int, rng: Random) -> None:
    """However many questions one skill has, a paper asks each skill equally often."""
    skills = [Skill.DETAIL] * 9 + [Skill.CAUSE] * 3 + [Skill.PURPOSE] * 3
    found = [alone(number, skill) for number, skill in enumerate(skills)]
    asked = Counter(it.draft.skill for it in asked_in(found, draw(found, 3 * turns, rng)))
    assert asked == {Skill.DETAIL: turns, Skill.CAUSE: turns, Skill.PURPOSE: turns}


@given(seeds)
def test_skills_take_turns_across_the_difficulties(rng: Random) -> None:
    """The only hard skill is asked there, so that the easy questions ask the others."""
    found = [alone(number, skill, EASY) for number, skill in enumerate(SKILLS * 2)]
    found += [alone(number, Skill.DETAIL, HARD) for number in range(20, 23)]
    asked = asked_in(found, draw(found, 4, rng))
    assert Counter(it.draft.skill for it in asked) == dict.fromkeys(SKILLS, 1)


@given(seeds)
def test_a_question_on_evidence_that_is_asked_about_waits(rng: Random) -> None:
    same = [
        ask(number, choice(critical_span=Span(1, number * 4, number * 4 + 5, "x")))
        for number in range(2)
    ]
    drawn = [it.version_id for it in draw([*same, alone(7)], 2, rng)]
    assert 7 in drawn
    assert len(draw([*same, alone(7)], 3, rng)) == 3


def test_evidence_that_only_touches_does_not_overlap() -> None:
    touching = [
        ask(number, choice(critical_span=Span(1, number * 5, number * 5 + 5, "x")))
        for number in range(2)
    ]
    papers = [draw([*touching, alone(7)], 2, Random(seed)) for seed in range(30)]
    assert {0, 1} in [{entry.version_id for entry in paper} for paper in papers]


@given(seeds)
def test_a_question_is_not_asked_beside_one_that_hides_its_evidence(rng: Random) -> None:
    asking = ask(1, choice(critical_span=Span(2, 10, 30, "x")))
    hiding = ask(2, choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(2, 25, 40, "x"),)))
    bystander = ask(3, choice(critical_span=Span(3, 0, 5, "x")))
    drawn = {entry.version_id for entry in draw([asking, hiding, bystander], 3, rng)}
    assert drawn in ({1, 3}, {2, 3})
    fixed = PaperRules((SlotRule(2), SlotRule(question_id=102)))
    paper = assemble([asking, hiding, bystander], fixed, rng)
    assert {entry.version_id for entry in paper} == {2, 3}
    assert find_clash([asking, hiding, bystander], fixed) == []


def test_fixed_questions_that_spoil_each_other_both_stand_and_are_told() -> None:
    asking = ask(1, choice(critical_span=Span(2, 10, 30, "x")))
    hiding = ask(2, choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(2, 25, 40, "x"),)))
    rules = PaperRules((SlotRule(question_id=101), SlotRule(question_id=102)))
    assert len(assemble([asking, hiding], rules, Random(1))) == 2
    assert find_clash([asking, hiding], rules) == [(asking, hiding)]
    assert count_available([asking, hiding], rules) == (1, 1)


@given(seeds)
def test_what_a_fixed_question_spoils_does_not_count_among_the_difficulties(rng: Random) -> None:
    hidden = Span(1, 0, 5, "x")
    fixed = ask(0, choice(critical_span=Span(9, 0, 5, "x"), hidden_spans=(hidden,)))
    spoilt = [ask(number, choice(critical_span=hidden)) for number in range(1, 5)]
    found = [fixed, *spoilt, *(alone(n, difficulty=MEDIUM) for n in range(20, 24))]
    found += [alone(n, difficulty=HARD) for n in range(30, 34)]
    asked = asked_in(
        found, assemble(found, PaperRules((SlotRule(question_id=100), SlotRule(4))), rng)
    )
    assert Counter(it.draft.difficulty for it in asked) == {EASY: 1, MEDIUM: 2, HARD: 2}


@given(seeds)
def test_a_question_that_spoils_many_gives_way_to_them(rng: Random) -> None:
    hidden = tuple(Span(number + 1, 0, 5, "x") for number in range(1, 6))
    hub = ask(0, choice(skill=Skill.CAUSE, critical_span=Span(9, 0, 5, "x"), hidden_spans=hidden))
    found = [hub, *(alone(number) for number in range(1, 6))]
    assert [it.version_id for it in draw(found, 5, rng)] == [1, 2, 3, 4, 5]


def test_where_many_questions_spoil_each_other_learners_still_get_different_papers() -> None:
    """More than half of all draws begin with a question that leaves room for no other."""
    everywhere = tuple(Span(paragraph, 0, 5, "x") for paragraph in range(1, 8))
    hub = choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=everywhere)
    found = [alone(number) for number in range(6)] + [ask(n, hub) for n in range(20, 28)]
    drawn = [tuple(it.version_id for it in draw(found, 3, Random(seed))) for seed in range(30)]
    assert {len(paper) for paper in drawn} == {3}
    assert max(Counter(drawn).values()) <= 8


@given(seeds)
def test_skills_take_turns_in_each_of_two_slots_that_draw_from_the_same_pool(rng: Random) -> None:
    found = [alone(number, (Skill.DETAIL, Skill.CAUSE)[number % 2]) for number in range(8)]
    paper = assemble(found, PaperRules((SlotRule(2), SlotRule(2, weight=Decimal(2)))), rng)
    asked = zip(paper, asked_in(found, paper), strict=True)
    assert len({(entry.weight, it.draft.skill) for entry, it in asked}) == 4


def test_a_skill_with_many_questions_is_asked_first_no_more_often() -> None:
    found = [alone(number) for number in range(9)] + [alone(20, Skill.CAUSE)]
    drawn = [asked_in(found, draw(found, 1, Random(seed))) for seed in range(400)]
    assert 150 < sum(it.draft.skill is Skill.CAUSE for [it] in drawn) < 250
