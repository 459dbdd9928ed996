"""The laws of a score that hold for every kind of question, whatever is answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value, count_gaps, premises
from quizapp.attempts.result import key_value
from quizapp.attempts.scoring import mark_response
from quizapp.generation.draft import (
    CHOICE_KINDS,
    TEXT_KINDS,
    Kind,
    Option,
    QuestionDraft,
)
from quizapp.quizzes.rules import ScoringRules
from tests.attempts.marks import BY_HAND, CERTAIN, COSTLY, DRAFTS, PLAIN, every_kind, lines, mark


def values(draft: QuestionDraft) -> st.SearchStrategy[Value]:
    """Every value that `from_page` can hand on for `draft`, and () for no answer."""
    if draft.kind in CHOICE_KINDS:
        indices = st.sampled_from(range(len(draft.options)))
        most = len(draft.options) if draft.kind is Kind.MULTIPLE_RESPONSE else 1
        return st.sets(indices, max_size=most).map(lambda it: tuple(map(str, sorted(it))))
    if draft.kind in TEXT_KINDS:
        texts = st.text(max_size=20) | st.sampled_from([it.text for it in draft.accepted_answers])
        return st.lists(texts, max_size=count_gaps(draft.kind, draft.stem)).map(tuple)
    if draft.kind is Kind.MATCHING:
        places = st.sampled_from(["", *map(str, range(len(draft.pairs)))])
        size = len(premises(draft))
    else:
        places = st.sampled_from(["", *(str(it + 1) for it in range(len(draft.order)))])
        size = len(draft.order)
    return st.just(()) | st.lists(places, min_size=size, max_size=size).map(tuple)


answered = st.sampled_from(list(DRAFTS.values())).flatmap(
    lambda draft: st.tuples(st.just(draft), values(draft))
)
any_rules = st.builds(
    ScoringRules,
    case_matters=st.booleans(),
    accents_matter=st.booleans(),
    spelling_distance=st.integers(0, 2),
    negative_share=st.decimals(0, 1, places=3),
    uses_certainty=st.booleans(),
    marked_by_hand=st.booleans(),
)
certainties = st.sampled_from([None, 1, 2, 3])
max_scores = st.decimals("0.5", 10, places=2)


@given(answered, max_scores, any_rules, certainties)
def test_a_score_lies_between_twice_the_loss_of_the_whole_and_the_whole(
    case: tuple[QuestionDraft, Value],
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None,
) -> None:
    marked = mark_response(*case, max_score, rules, certainty)
    assert -2 * max_score <= marked.score <= max_score
    assert 0 <= marked.share <= 1


@given(answered, max_scores, any_rules, certainties)
def test_the_parts_add_up_to_the_score(
    case: tuple[QuestionDraft, Value],
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None,
) -> None:
    marked = mark_response(*case, max_score, rules, certainty)
    exact = sum(part.earned for part in marked.parts)
    assert abs(exact - Fraction(marked.score)) <= Fraction(1, 200_000)
    assert sum(part.possible for part in marked.parts) == Fraction(max_score)


@given(answered, max_scores)
def test_without_costs_the_exact_score_is_the_share_of_what_is_possible(
    case: tuple[QuestionDraft, Value], max_score: Decimal
) -> None:
    marked = mark_response(*case, max_score, PLAIN)
    assert sum(part.earned for part in marked.parts) == marked.share * Fraction(max_score)


@every_kind
@pytest.mark.parametrize("max_score", [Decimal(1), Decimal("2.5")])
@pytest.mark.parametrize(
    ("rules", "certainty"),
    [(PLAIN, None), (COSTLY, None), (CERTAIN, 3), (BY_HAND, None)],
    ids=["plain", "costly", "certain", "by hand"],
)
def test_the_whole_key_earns_the_whole_score(
    kind: Kind, max_score: Decimal, rules: ScoringRules, certainty: int | None
) -> None:
    draft = DRAFTS[kind]
    marked = mark_response(draft, key_value(draft), max_score, rules, certainty)
    assert marked.score == max_score
    assert marked.share == 1
    assert not marked.needs_marking


@every_kind
@given(rules=any_rules, certainty=certainties)
def test_no_answer_earns_and_costs_nothing(
    kind: Kind, rules: ScoringRules, certainty: int | None
) -> None:
    marked = mark(kind, (), rules, certainty)
    assert marked.score == marked.share == 0
    assert not marked.needs_marking
    assert lines(marked) == [("Your answer", "You gave no answer: 0")]


@given(answered, any_rules, certainties)
def test_no_part_names_a_right_answer_that_the_learner_did_not_give(
    case: tuple[QuestionDraft, Value], rules: ScoringRules, certainty: int | None
) -> None:
    draft, value = case
    said = " ".join(
        f"{part.label} {part.why}"
        for part in mark_response(*case, Decimal(7), rules, certainty).parts
    )
    keys = [
        *(it.text for at, it in enumerate(draft.options) if it.key and str(at) not in value),
        *(answer.text for answer in draft.accepted_answers),
        *(pair.response for pair in draft.pairs),
        *draft.order,
    ]
    # Words such as "True" or "40" could stand in a reason by chance; a name could not.
    assert not [key for key in keys if len(key) > 5 and key in said]


@given(st.permutations(DRAFTS[Kind.MULTIPLE_RESPONSE].options), st.data())
def test_a_further_wrong_choice_never_earns_more(
    options: list[Option], data: st.DataObject
) -> None:
    draft = replace(DRAFTS[Kind.MULTIPLE_RESPONSE], options=tuple(options))
    value = data.draw(values(draft))
    wrong = [str(at) for at, option in enumerate(draft.options) if not option.key]
    more = tuple(sorted({*value, data.draw(st.sampled_from(wrong))}))
    shares = [mark_response(draft, it, Decimal(1), PLAIN).share for it in (more, value)]
    assert shares[0] <= shares[1]
