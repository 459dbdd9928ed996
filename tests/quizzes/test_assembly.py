"""A paper has what its rules ask for, no question twice, in the order asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, groupby
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.generation.draft import Kind, Skill
from quizapp.quizzes.assembly import (
    Candidate,
    PaperEntry,
    assemble,
    count_available,
    find_clash,
    list_pool,
)
from quizapp.quizzes.balance import DrawnPaper, compare_papers
from quizapp.quizzes.rules import PaperRules, SlotRule
from quizapp.quizzes.spoiling import spoil_each_other
from tests.quizzes.banks import (
    DRAFTS,
    HARD,
    SEVERAL,
    alone,
    ask,
    asked_in,
    candidates,
    draw,
    numbers,
    papers,
    seeds,
    several,
)


def count_steps(found: Sequence[Candidate], paper: Sequence[PaperEntry]) -> dict[object, int]:
    """How many questions of each difficulty stand in each slot (told by its weight)."""
    pairs = zip(asked_in(found, paper), paper, strict=True)
    return Counter((entry.weight, it.draft.difficulty) for it, entry in pairs)


# Laws of every paper


@given(candidates(), papers(fixes=False), seeds, st.lists(st.integers(1, 3), min_size=20))
def test_questions_about_one_article_stand_together(
    found: list[Candidate], rules: PaperRules, rng: Random, articles: list[int]
) -> None:
    mixed = [replace(it, article_id=about) for it, about in zip(found, articles, strict=False)]
    asked = [it.article_id for it in asked_in(mixed, assemble(mixed, rules, rng))]
    assert len([*groupby(asked)]) == len(set(asked))


@given(candidates(), seeds)
def test_what_spoils_a_question_spoils_none_about_another_article(
    found: list[Candidate], rng: Random
) -> None:
    apart = [replace(it, article_id=number) for number, it in enumerate(found)]
    rules = PaperRules((SlotRule(max(1, len(found))),))
    assert len(assemble(apart, rules, rng)) == len(found)


@given(candidates(), papers(), numbers)
def test_the_same_seed_gives_the_same_paper_in_whatever_order_the_bank_comes(
    found: list[Candidate], rules: PaperRules, seed: int
) -> None:
    paper = assemble(found, rules, Random(seed))
    assert assemble(found[::-1], rules, Random(seed)) == paper


@given(candidates(), papers(), seeds)
def test_no_question_stands_twice_and_each_fits_its_slot(
    found: list[Candidate], rules: PaperRules, rng: Random
) -> None:
    paper = assemble(found, rules, rng)
    asked = asked_in(found, paper)
    assert len({it.question_id for it in asked}) == len(paper)
    for it, entry in zip(asked, paper, strict=True):
        [slot] = [slot for slot in rules.slots if slot.weight == entry.weight]
        assert it in list_pool(found, slot)
    assert all(
        standing <= slot.count
        for standing, slot in zip(count_available(found, rules), rules.slots, strict=True)
    )


@given(candidates(), papers())
def test_every_paper_is_as_long_and_as_hard_as_any_other_slot_by_slot(
    found: list[Candidate], rules: PaperRules
) -> None:
    """Even where questions spoil each other."""
    drawn = [assemble(found, rules, Random(seed)) for seed in SEVERAL]
    steps = [count_steps(found, paper) for paper in drawn]
    assert all(it == steps[0] for it in steps)
    available = count_available(found, rules)
    assert Counter(entry.weight for entry in drawn[0]) == Counter(
        {slot.weight: count for slot, count in zip(rules.slots, available, strict=True) if count}
    )


@given(candidates(), papers())
def test_the_report_on_any_papers_of_one_quiz_finds_them_equally_hard(
    found: list[Candidate], rules: PaperRules
) -> None:
    drawn = [assemble(found, rules, Random(seed)) for seed in SEVERAL]
    assume(drawn[0])
    report = compare_papers(
        [
            DrawnPaper(
                str(seed),
                tuple(
                    (it.draft.difficulty, entry.weight)
                    for it, entry in zip(asked_in(found, paper), paper, strict=True)
                ),
            )
            for seed, paper in enumerate(drawn)
        ]
    )
    assert (report.spread, report.verdict) == (Decimal(0), "All papers are equally hard.")


@given(candidates(), papers(), seeds)
def test_questions_that_spoil_each_other_stand_together_only_where_both_are_fixed(
    found: list[Candidate], rules: PaperRules, rng: Random
) -> None:
    clashes = [{one.version_id, other.version_id} for one, other in find_clash(found, rules)]
    asked = asked_in(found, assemble(found, rules, rng))
    for one, other in combinations(asked, 2):
        together = {one.version_id, other.version_id}
        assert spoil_each_other(one.draft, other.draft) == (together in clashes)


@given(candidates(), papers(), seeds)
def test_a_fixed_question_that_is_among_the_candidates_always_stands(
    found: list[Candidate], rules: PaperRules, rng: Random
) -> None:
    asked = {it.question_id for it in asked_in(found, assemble(found, rules, rng))}
    fixed = {slot.question_id for slot in rules.slots if slot.question_id is not None}
    assert fixed & {it.question_id for it in found} <= asked


@given(candidates(), papers(), seeds)
def test_a_paper_that_is_not_shuffled_follows_the_passage(
    found: list[Candidate], rules: PaperRules, rng: Random
) -> None:
    paper = assemble(found, replace(rules, shuffle_questions=False), rng)
    spans = [it.draft.critical_span for it in asked_in(found, paper)]
    places = [(span.paragraph, span.start) for span in spans]
    assert places == sorted(places)


# Slots


def test_a_slot_may_draw_what_fits_all_of_its_filter() -> None:
    found = [alone(1), alone(2, Skill.CAUSE), alone(3, Skill.CAUSE, HARD)]
    found.append(ask(4, replace(DRAFTS[Kind.TRUE_FALSE], skill=Skill.CAUSE, difficulty=HARD)))

    def pool(slot: SlotRule) -> list[int]:
        return [it.version_id for it in list_pool(found, slot)]

    assert pool(SlotRule()) == [1, 2, 3, 4]
    assert pool(SlotRule(skills=(Skill.CAUSE, Skill.PURPOSE))) == [2, 3, 4]
    assert pool(SlotRule(skills=(Skill.CAUSE,), difficulty=HARD)) == [3, 4]
    assert pool(SlotRule(kinds=(Kind.TRUE_FALSE,))) == [4]
    assert pool(SlotRule(question_id=102)) == [2]
    assert pool(SlotRule(question_id=7)) == []


@given(candidates(hides=False), st.integers(1, 20), seeds)
def test_a_slot_without_a_filter_has_what_it_asks_for_or_the_whole_bank(
    found: list[Candidate], count: int, rng: Random
) -> None:
    assert len(draw(found, count, rng)) == min(count, len(found))


def test_a_bank_without_questions_gives_an_empty_paper() -> None:
    assert draw([], 10, Random(1)) == ()
    assert count_available([], PaperRules((SlotRule(3), SlotRule(question_id=1)))) == (0, 0)


@given(candidates(hides=False), papers(fixes=False))
def test_slots_are_filled_as_far_as_any_choice_could_fill_them(
    found: list[Candidate], rules: PaperRules
) -> None:
    """What some slots cannot have, by Hall's theorem: their counts less all that fits them."""
    slots = rules.slots
    groups = [group for size in range(len(slots) + 1) for group in combinations(slots, size)]
    lacks = [
        sum(slot.count for slot in group)
        - len({it.version_id for slot in group for it in list_pool(found, slot)})
        for group in groups
    ]
    assert sum(count_available(found, rules)) == sum(slot.count for slot in slots) - max(lacks)


@given(seeds)
def test_a_wide_slot_leaves_a_narrow_one_its_only_question(rng: Random) -> None:
    found = [*several(easy=4), alone(9, Skill.CAUSE)]
    rules = PaperRules((SlotRule(4), SlotRule(1, skills=(Skill.CAUSE,), weight=Decimal(2))))
    paper = assemble(found, rules, rng)
    assert {entry.version_id for entry in paper if entry.weight == 2} == {9}
    assert count_available(found, rules) == (4, 1)


@given(seeds)
def test_slots_of_equal_size_hand_questions_on_until_all_are_filled(rng: Random) -> None:
    """Detail or cause, cause or purpose, purpose alone: only one way fills them all."""
    found = [alone(1, Skill.DETAIL), alone(2, Skill.CAUSE), alone(3, Skill.PURPOSE)]
    slots = (
        SlotRule(skills=(Skill.DETAIL, Skill.CAUSE), weight=Decimal(1)),
        SlotRule(skills=(Skill.CAUSE, Skill.PURPOSE), weight=Decimal(2)),
        SlotRule(skills=(Skill.PURPOSE,), weight=Decimal(3)),
    )
    paper = assemble(found, PaperRules(slots), rng)
    assert all(entry.weight == entry.version_id for entry in paper)
    assert len(paper) == 3


def test_a_slot_that_asks_for_too_much_says_how_much_it_can_have() -> None:
    found = [*several(easy=2, hard=3), alone(9, Skill.CAUSE)]
    rules = PaperRules((SlotRule(5, difficulty=HARD), SlotRule(question_id=109), SlotRule(9)))
    assert count_available(found, rules) == (3, 1, 2)


@given(seeds)
def test_a_question_that_two_slots_fix_stands_once(rng: Random) -> None:
    rules = PaperRules((SlotRule(question_id=101), SlotRule(question_id=101), SlotRule(2)))
    assert [it.version_id for it in assemble([alone(1), alone(2)], rules, rng)] == [1, 2]
    assert count_available([alone(1), alone(2)], rules) == (1, 0, 1)


@given(seeds)
def test_of_two_versions_of_a_question_the_newer_is_asked(rng: Random) -> None:
    older, newer = alone(1), replace(alone(1), version_id=2)
    assert [it.version_id for it in draw([newer, older], 2, rng)] == [2]


def test_questions_are_shuffled_where_the_teacher_says_so() -> None:
    rules = PaperRules((SlotRule(5), SlotRule(question_id=100)), shuffle_questions=True)
    found = several(easy=6)
    orders = {tuple(it.version_id for it in assemble(found, rules, Random(n))) for n in range(30)}
    assert len(orders) > 20
    assert {tuple(sorted(order)) for order in orders} == {(0, 1, 2, 3, 4, 5)}
    assert {order.index(0) for order in orders} == {0, 1, 2, 3, 4, 5}
