"""A paper key names the letters of its own version, and nothing else would be right."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import from_page
from quizapp.attempts.printing import letter, write_key
from quizapp.attempts.result import key_value
from quizapp.generation.draft import CHOICE_KINDS, Kind, QuestionDraft
from quizapp.quizzes.assembly import print_order
from tests.factories import one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
seeds = st.integers(0, 10**6)


def tell(draft: QuestionDraft, order: tuple[int, ...]) -> tuple[str, ...]:
    return write_key(draft, order, position=1, points=Decimal(1)).answers


@given(st.sampled_from(sorted(CHOICE_KINDS)), seeds)
def test_whoever_ticks_the_letters_of_the_key_is_right(kind: Kind, seed: int) -> None:
    draft = DRAFTS[kind]
    order = print_order(draft, Random(seed))
    printed = {letter(place): str(place) for place in range(len(order))}
    ticked = [printed[line.partition(". ")[0]] for line in tell(draft, order)]
    assert from_page(draft, order, ticked) == key_value(draft)


@given(seeds)
def test_the_letters_and_numbers_of_the_key_are_those_of_the_printed_lines(seed: int) -> None:
    matching, ordering = DRAFTS[Kind.MATCHING], DRAFTS[Kind.ORDERING]
    order = print_order(matching, Random(seed))
    responses = [matching.pairs[it].response for it in order]
    for line, pair in zip(tell(matching, order), matching.pairs, strict=False):
        at = responses.index(pair.response)
        assert line == f"{pair.premise}: {letter(at)}. {pair.response}"
    order = print_order(ordering, Random(seed))
    numbers = [line.partition(". ")[0] for line in tell(ordering, order)]
    assert from_page(ordering, order, numbers) == key_value(ordering)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (Kind.SHORT_ANSWER, ("a flood / flooding",)),
        (Kind.CLOZE, ("(1) Jana Kralova", "(2) 2003")),
        (Kind.NUMERICAL, ("40 (± 0.5)",)),
    ],
)
def test_a_key_names_all_that_is_accepted(kind: Kind, lines: tuple[str, ...]) -> None:
    assert tell(DRAFTS[kind], ()) == lines


def test_on_a_page_without_letters_the_key_names_none() -> None:
    entry = write_key(
        DRAFTS[Kind.MULTIPLE_CHOICE], (2, 0, 1), position=1, points=Decimal(1), lettered=False
    )
    assert entry.answers == ("Jana Kralova",)
