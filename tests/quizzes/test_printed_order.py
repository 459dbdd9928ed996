"""The order in which a page shows what a question offers tells no key."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.generation.draft import Kind, Option
from quizapp.quizzes.assembly import FIXED_ORDER, Candidate, assemble, print_order
from quizapp.quizzes.rules import PaperRules, SlotRule
from tests.factories import choice, one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
seeds = st.integers(0, 10**6).map(Random)


@pytest.mark.parametrize("kind", sorted(FIXED_ORDER))
@given(rng=seeds)
def test_true_and_false_are_never_shuffled(kind: Kind, rng: Random) -> None:
    assert print_order(DRAFTS[kind], rng) == tuple(range(len(DRAFTS[kind].options)))


@given(st.integers(2, 8), seeds)
def test_an_ordering_is_never_printed_in_its_right_order(count: int, rng: Random) -> None:
    draft = replace(DRAFTS[Kind.ORDERING], order=tuple(map(str, range(count))))
    assert list(print_order(draft, rng)) != list(range(count))


@given(seeds)
def test_the_responses_of_a_matching_never_stand_beside_their_premises(rng: Random) -> None:
    assert print_order(DRAFTS[Kind.MATCHING], rng) != (0, 1, 2)


@given(rng=seeds)
def test_numbers_and_dates_stay_in_the_order_they_were_written(rng: Random) -> None:
    texts = ("1998", "May 4, 2003", "2010")
    draft = choice(options=tuple(Option(text, at == 0) for at, text in enumerate(texts)))
    assert print_order(draft, rng) == tuple(range(len(texts)))


@given(rng=seeds)
def test_an_option_about_all_the_others_keeps_its_place(rng: Random) -> None:
    texts = ("Paris", "London", "Rome", "None of these")
    draft = choice(options=tuple(Option(text, at == 0) for at, text in enumerate(texts)))
    assert print_order(draft, rng)[3] == 3


def test_the_key_of_a_choice_stands_everywhere_about_as_often() -> None:
    rng = Random(1)
    places = Counter(print_order(choice(), rng).index(0) for _ in range(3000))
    assert set(places) == {0, 1, 2}
    assert all(900 < count < 1100 for count in places.values())


@pytest.mark.parametrize("kind", [Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL])
def test_a_typed_question_has_nothing_to_shuffle(kind: Kind) -> None:
    assert print_order(DRAFTS[kind], Random(1)) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_that_a_question_shows_is_printed_once(kind: Kind) -> None:
    draft = DRAFTS[kind]
    count = len(draft.options or draft.pairs or draft.order)
    assert sorted(print_order(draft, Random(1))) == list(range(count))


@given(seeds)
def test_options_stand_as_they_were_written_where_the_teacher_says_so(rng: Random) -> None:
    """Responses and items do not: as they were written, they are the key."""
    found = [Candidate(n, n, draft, 1, n) for n, draft in enumerate(one_of_each_kind())]
    rules = PaperRules((SlotRule(len(found)),), shuffle_options=False)
    kinds = {it.version_id: it.draft.kind for it in found}
    for entry in assemble(found, rules, rng):
        is_sorted = list(entry.printed_order) == sorted(entry.printed_order)
        assert is_sorted == (kinds[entry.version_id] not in (Kind.MATCHING, Kind.ORDERING))
