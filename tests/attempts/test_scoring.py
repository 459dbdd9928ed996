"""What a response earns: a table for every kind, and the laws that hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value, count_gaps, premises
from quizapp.attempts.result import key_value
from quizapp.attempts.scoring import (
    earned_share,
    normal_form,
    score_response,
)
from quizapp.bank.numbers import parse_number
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, AcceptedAnswer, Kind, QuestionDraft
from tests.factories import one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

every_kind = pytest.mark.parametrize("kind", list(Kind))


def values(draft: QuestionDraft) -> st.SearchStrategy[Value]:
    """Every value that `from_page` can hand on for `draft`, and () for no answer."""
    if draft.kind in CHOICE_KINDS:
        indices = st.sampled_from(range(len(draft.options)))
        most = len(draft.options) if draft.kind is Kind.MULTIPLE_RESPONSE else 1
        return st.sets(indices, max_size=most).map(lambda it: tuple(map(str, sorted(it))))
    if draft.kind in TEXT_KINDS:
        texts = st.text(max_size=20) | st.sampled_from([it.text for it in draft.accepted_answers])
        return st.lists(texts, max_size=count_gaps(draft)).map(tuple)
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


@given(answered, st.decimals("0.5", 10, places=2))
def test_a_score_lies_between_nothing_and_the_whole(
    case: tuple[QuestionDraft, Value], max_score: Decimal
) -> None:
    assert 0 <= score_response(*case, max_score) <= max_score


@every_kind
@pytest.mark.parametrize("max_score", [Decimal(1), Decimal("2.5")])
def test_the_key_earns_the_whole_score(kind: Kind, max_score: Decimal) -> None:
    draft = DRAFTS[kind]
    assert score_response(draft, key_value(draft), max_score) == max_score


@every_kind
def test_no_answer_earns_nothing(kind: Kind) -> None:
    assert score_response(DRAFTS[kind], (), Decimal(1)) == 0


@given(st.permutations(DRAFTS[Kind.MULTIPLE_RESPONSE].options), st.data())
def test_a_further_wrong_choice_never_earns_more(
    options: list[object], data: st.DataObject
) -> None:
    draft = replace(DRAFTS[Kind.MULTIPLE_RESPONSE], options=tuple(options))  # type: ignore[arg-type]
    value = data.draw(values(draft))
    wrong = [str(at) for at, option in enumerate(draft.options) if not option.key]
    more = tuple(sorted({*value, data.draw(st.sampled_from(wrong))}))
    assert earned_share(draft, more) <= earned_share(draft, value)


@pytest.mark.parametrize(
    ("kind", "value", "share"),
    [
        (Kind.MULTIPLE_CHOICE, ("0",), 1),
        (Kind.MULTIPLE_CHOICE, ("1",), 0),
        (Kind.MULTIPLE_RESPONSE, ("0", "1"), 1),
        (Kind.MULTIPLE_RESPONSE, ("0",), HALF),
        (Kind.MULTIPLE_RESPONSE, ("0", "1", "2"), HALF),
        (Kind.MULTIPLE_RESPONSE, ("0", "2"), 0),
        (Kind.MULTIPLE_RESPONSE, ("0", "1", "2", "3"), 0),
        (Kind.MULTIPLE_RESPONSE, ("2", "3"), 0),
        (Kind.TRUE_FALSE, ("0",), 1),
        (Kind.TRUE_FALSE, ("1",), 0),
        (Kind.TRUE_FALSE_NOT_GIVEN, ("2",), 1),
        (Kind.TRUE_FALSE_NOT_GIVEN, ("0",), 0),
        (Kind.SHORT_ANSWER, ("a flood",), 1),
        (Kind.SHORT_ANSWER, ("The FLOOD!",), 1),
        (Kind.SHORT_ANSWER, ("flooding",), 1),
        (Kind.SHORT_ANSWER, ("a fire",), 0),
        (Kind.CLOZE, ("Jana Kralova", "2003"), 1),
        (Kind.CLOZE, ("jana králová", "1998"), HALF),
        (Kind.CLOZE, ("", "2003"), HALF),
        (Kind.CLOZE, ("Jana Kralova",), HALF),
        (Kind.CLOZE, ("2003", "Jana Kralova"), 0),
        (Kind.NUMERICAL, ("40",), 1),
        (Kind.NUMERICAL, ("40.50",), 1),
        (Kind.NUMERICAL, ("39.5",), 1),
        (Kind.NUMERICAL, ("40.51",), 0),
        (Kind.NUMERICAL, ("forty",), 0),
        (Kind.MATCHING, ("0", "1"), 1),
        (Kind.MATCHING, ("0", "2"), HALF),
        (Kind.MATCHING, ("", "1"), HALF),
        (Kind.MATCHING, ("1", "0"), 0),
        (Kind.ORDERING, ("1", "2", "3"), 1),
        (Kind.ORDERING, ("3", "1", "2"), HALF),
        (Kind.ORDERING, ("1", "2", ""), HALF),
        (Kind.ORDERING, ("3", "2", "1"), 0),
        (Kind.ORDERING, ("1", "", "3"), 0),
        (Kind.ORDERING, ("1", "1", "1"), 0),
    ],
)
def test_shares(kind: Kind, value: Value, share: Fraction | int) -> None:
    assert earned_share(DRAFTS[kind], value) == share


def test_a_share_is_rounded_once_to_five_decimals() -> None:
    draft = replace(
        DRAFTS[Kind.CLOZE],
        stem="____ ____ ____",
        accepted_answers=tuple(AcceptedAnswer("x", gap=gap) for gap in (1, 2, 3)),
    )
    assert earned_share(draft, ("x", "", "")) == THIRD
    assert score_response(draft, ("x", "", ""), Decimal(1)) == Decimal("0.33333")
    assert score_response(draft, ("x", "x", ""), Decimal(1)) == Decimal("0.66667")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("flood", "flood"),
        ("  A   Flood. ", "flood"),
        ("the flood", "flood"),
        ("an apple", "apple"),
        ("the", "the"),
        ("Králová", "kralova"),
        ("Kra\u0301lova\u0301", "kralova"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Collective-Security", "collective security"),
        ("“quoted”", "quoted"),
        ("U.S.", "us"),
        ("US", "us"),
        ("O’Neill", "oneill"),
        ("20,000", "20000"),
        ("20 000", "20000"),
        ("3.5", "3 5"),
        ("January 5, 2022", "january 5 2022"),
        ("ﬂood", "flood"),
        ("６０", "60"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_normal_forms(text: str, normal: str) -> None:
    assert normal_form(text) == normal


@given(st.text(max_size=40))
def test_spacing_and_capitals_do_not_matter(text: str) -> None:
    assert normal_form(f"  {text}\t") == normal_form(text)
    assert normal_form(text.casefold()) == normal_form(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40", "40"),
        (" 40 ", "40"),
        ("-3", "-3"),
        ("+3", "3"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("20,000", "20000"),
        ("20 000", "20000"),
        ("20\u00a0000", "20000"),
        ("20\u202f000", "20000"),
        ("1,234,567.5", "1234567.5"),
        ("0040", "40"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "forty",
        "40 million",
        "1,5",
        "20,0000",
        "1.2.3",
        "1e3",
        "1_0",
        "nan",
        "Infinity",
        "-inf",
        "sNaN",
        "--1",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(alphabet="0123456789+-.,eE_ naif", max_size=30))
def test_whatever_is_typed_a_numerical_answer_is_right_or_wrong(text: str) -> None:
    assert earned_share(DRAFTS[Kind.NUMERICAL], (text,)) in {0, 1}


@pytest.mark.parametrize("text", ["1e9999999", "-1e9999999", "1e-9999999", "9" * 500])
def test_a_monstrous_number_is_wrong_and_breaks_nothing(text: str) -> None:
    assert earned_share(DRAFTS[Kind.NUMERICAL], (text,)) == 0
