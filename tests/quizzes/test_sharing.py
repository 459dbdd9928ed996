"""Every learner has as many questions about each article, and articles have equal parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.quizzes.assembly import Candidate, assemble, count_available
from quizapp.quizzes.rules import PaperRules, SlotRule
from quizapp.quizzes.sharing import share_by_size, share_equally
from tests.quizzes.banks import EASY, HARD, SEVERAL, alone, asked_in, candidates, papers

sizes = st.dictionaries(st.integers(1, 6), st.integers(0, 12), max_size=6)
counts = st.integers(0, 40)


@st.composite
def mixed(draw: st.DrawFn) -> list[Candidate]:
    """Questions about up to three articles; within one they may spoil each other."""
    return [replace(it, article_id=draw(st.integers(1, 3))) for it in draw(candidates())]


def about(found: list[Candidate], rules: PaperRules, seed: int) -> Counter[tuple[object, int]]:
    """How many questions about each article every slot (told by its weight) has."""
    paper = assemble(found, rules, Random(seed))
    pairs = zip(asked_in(found, paper), paper, strict=True)
    return Counter((entry.weight, it.article_id) for it, entry in pairs)


@given(mixed(), papers())
def test_every_learners_paper_has_the_same_number_from_each_article_slot_by_slot(
    found: list[Candidate], rules: PaperRules
) -> None:
    """Even where questions spoil each other, and whatever the slots ask for."""
    drawn = [about(found, rules, seed) for seed in SEVERAL]
    assert all(it == drawn[0] for it in drawn)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=15), st.integers(1, 15))
def test_articles_have_equal_parts_of_a_slot_as_far_as_they_can(
    articles: list[int], count: int
) -> None:
    found = [replace(alone(n), article_id=it) for n, it in enumerate(articles)]
    asked = about(found, PaperRules((SlotRule(count),)), 1)
    parts = {article: asked[1, article] for article in set(articles)}
    assert sum(parts.values()) == min(count, len(found))
    for article, part in parts.items():
        has_more = part < articles.count(article)
        assert not has_more or part + 1 >= max(parts.values())


def test_a_small_bank_has_its_part_beside_a_large_one() -> None:
    found = [alone(n) for n in range(40)]
    found += [replace(alone(n + 40), article_id=2) for n in range(6)]
    assert about(found, PaperRules((SlotRule(10),)), 1) == {(1, 1): 5, (1, 2): 5}


def test_within_an_article_the_difficulties_keep_the_proportions_of_its_bank() -> None:
    found = [alone(n, difficulty=HARD if n % 3 == 0 else EASY) for n in range(12)]
    found += [replace(alone(n + 20), article_id=2) for n in range(12)]
    rules = PaperRules((SlotRule(12),))
    drawn = asked_in(found, assemble(found, rules, Random(1)))
    hard = [it for it in drawn if it.draft.difficulty is HARD]
    assert len(hard) == 2
    assert count_available(found, rules) == (12,)


@given(sizes, counts)
def test_equal_parts_are_never_larger_than_what_there_is_and_leave_nothing_over(
    sizes: dict[int, int], count: int
) -> None:
    parts = share_equally(sizes, count)
    assert all(0 <= parts[key] <= size for key, size in sizes.items())
    assert sum(parts.values()) == min(count, sum(sizes.values()))


@given(sizes, counts)
def test_parts_by_size_differ_from_the_exact_share_by_less_than_one(
    sizes: dict[int, int], count: int
) -> None:
    parts, total = share_by_size(sizes, count), sum(sizes.values())
    assert sum(parts.values()) == min(count, total)
    for key, size in sizes.items():
        assert abs(parts[key] - size * min(count, total) / max(1, total)) < 1
