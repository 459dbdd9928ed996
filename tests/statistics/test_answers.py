"""Who chose what: options, typed answers, pairs and places."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value
from quizapp.attempts.result import key_value
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from quizapp.statistics import formulas
from quizapp.statistics.answers import MOST_TYPED, AnswerGroup, count_answers
from quizapp.statistics.formulas import Number
from quizapp.statistics.guessing import guess_score
from tests.factories import choice, one_of_each_kind

BY_KIND = {draft.kind: draft for draft in one_of_each_kind()}
Given = list[tuple[Value, int]]


def count(draft: QuestionDraft, given: Given) -> tuple[AnswerGroup, ...]:
    return count_answers(draft, Counter[tuple[Value, Number]](given), ScoringRules())


def test_each_option_is_counted_in_the_weakest_and_the_strongest_third() -> None:
    given: Given = [(("1",), 1), (("1",), 2), (("0",), 3), (("1",), 4), (("0",), 8), (("0",), 9)]
    (group,) = count(choice(), given)
    key, wrong, unchosen = group.choices
    assert (key.letter, key.text, key.is_key, key.n, key.share) == (
        "A",
        "Jana Kralova",
        True,
        3,
        0.5,
    )
    assert (key.weakest, key.strongest) == (0, 1)
    assert (wrong.n, wrong.weakest, wrong.strongest) == (3, 1, 0)
    assert (unchosen.n, unchosen.share, unchosen.point_biserial) == (0, 0, None)
    assert group.key == key
    assert wrong.name == "B (“A tram driver”)"


def test_learners_of_one_score_stay_together_and_one_score_for_all_makes_no_thirds() -> None:
    (group,) = count(choice(), [(("0",), 5), (("1",), 5), (("2",), 5), (("0",), 7)])
    assert [it.weakest for it in group.choices] == pytest.approx([1 / 3] * 3)
    (group,) = count(choice(), [(("0",), 5), (("1",), 5), ((), 5)])
    assert [it.strongest for it in group.choices] == [None] * 4
    assert [it.point_biserial for it in group.choices] == [None] * 4
    assert group.choices[-1].is_blank


@given(
    st.lists(
        st.tuples(st.sampled_from([("0",), ("1",), ("2",), ()]), st.integers(0, 9)), min_size=3
    )
)
def test_the_point_biserial_is_the_correlation_of_choosing_with_the_rest_score(
    given: Given,
) -> None:
    (group,) = count(choice(), given)
    for at, it in enumerate(group.choices):
        chose = () if it.is_blank else (str(at),)
        pairs = Counter[tuple[Number, Number]]((int(value == chose), rest) for value, rest in given)
        wanted = formulas.discrimination_index(pairs)
        found = it.point_biserial
        assert found == (None if wanted is None else pytest.approx(wanted / 100, abs=1e-9))
    assert sum(it.n for it in group.choices) == len(given)


@given(st.lists(st.tuples(st.sampled_from([("0",), ("2",), ()]), st.integers(0, 9))), st.integers())
def test_the_order_of_attempts_changes_nothing(given: Given, seed: int) -> None:
    shuffled = list(given)
    Random(seed).shuffle(shuffled)
    assert count(choice(), shuffled) == count(choice(), given)


def test_of_several_choices_each_is_counted() -> None:
    (group,) = count(BY_KIND[Kind.MULTIPLE_RESPONSE], [(("0", "2"), 1), (("0",), 2), ((), 3)])
    assert [it.n for it in group.choices] == [2, 0, 1, 0, 1]
    assert group.key is None


def test_typed_answers_that_read_the_same_are_one_and_the_rare_ones_are_told_together() -> None:
    typed: Given = [
        (("Flood",), 1),
        (("the flood.",), 2),
        (("flood",), 3),
        (("flood",), 3),
        ((), 1),
    ]
    typed += [((f"guess {number}",), 1) for number in range(MOST_TYPED + 3)]
    (group,) = count(BY_KIND[Kind.SHORT_ANSWER], typed)
    assert next((it.text, it.n, it.is_key) for it in group.choices) == ("flood", 4, True)
    assert group.others == 4
    assert group.choices[-1].is_blank
    assert not group.choices[1].is_key


def test_gaps_pairs_and_places_have_a_group_each() -> None:
    cloze = count(BY_KIND[Kind.CLOZE], [(("Jana Kralova", "2004"), 1), (("", "2003"), 2)])
    assert [it.label for it in cloze] == ["Gap 1", "Gap 2"]
    assert [(it.text, it.n, it.is_key) for it in cloze[1].choices] == [
        ("2003", 1, True),
        ("2004", 1, False),
    ]
    pairs = count(BY_KIND[Kind.MATCHING], [(("0", "2"), 1), (("1", ""), 2)])
    assert [it.label for it in pairs] == ["1998", "2003"]
    assert [(it.n, it.is_key) for it in pairs[0].choices] == [(1, True), (1, False), (0, False)]
    places = count(BY_KIND[Kind.ORDERING], [(("1", "3", "2"), 1)])
    assert [it.label for it in places] == list(BY_KIND[Kind.ORDERING].order)
    assert [(it.text, it.n, it.is_key) for it in places[1].choices] == [
        ("Place 1", 0, False),
        ("Place 2", 0, True),
        ("Place 3", 1, False),
    ]


@pytest.mark.parametrize("draft", BY_KIND.values(), ids=list(BY_KIND))
def test_whoever_answers_rightly_chose_the_key_in_every_group(draft: QuestionDraft) -> None:
    for group in count(draft, [(key_value(draft), 1), (key_value(draft), 2)]):
        assert {it.n for it in group.choices if it.is_key} == {2}
        assert not any(it.n for it in group.choices if not it.is_key)
    assert count(draft, []) == ()


@pytest.mark.parametrize("draft", BY_KIND.values(), ids=list(BY_KIND))
def test_the_guess_score_is_what_blind_guessing_earns(draft: QuestionDraft) -> None:
    found = guess_score(draft)
    if draft.kind in TEXT_KINDS:
        assert found == 0
    elif draft.kind is Kind.MULTIPLE_RESPONSE:
        assert found is None
    elif draft.kind in CHOICE_KINDS:
        assert found == 1 / len(draft.options)
    else:
        assert found == pytest.approx(1 / 3)
