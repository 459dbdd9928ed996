"""What a response earns and why: a table for every kind."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value
from quizapp.attempts.scoring import lowest_score, mark_response
from quizapp.generation.draft import (
    AcceptedAnswer,
    Kind,
)
from quizapp.quizzes.rules import ScoringRules
from tests.attempts.marks import (
    BY_HAND,
    CERTAIN,
    COSTLY,
    DRAFTS,
    PLAIN,
    SINGLE_CHOICE_KINDS,
    lines,
    mark,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


# What each kind earns


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
        (Kind.NUMERICAL, ("39,5",), 1),
        (Kind.NUMERICAL, ("forty",), 1),
        (Kind.NUMERICAL, ("40.51",), 0),
        (Kind.NUMERICAL, ("40 million",), 0),
        (Kind.NUMERICAL, ("a lot",), 0),
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
        (Kind.ORDERING, ("1", "2", "2"), 0),
    ],
)
def test_shares(kind: Kind, value: Value, share: Fraction | int) -> None:
    assert mark(kind, value).share == share


def test_a_score_is_rounded_once_to_five_decimals() -> None:
    draft = replace(
        DRAFTS[Kind.CLOZE],
        stem="____ ____ ____",
        accepted_answers=tuple(AcceptedAnswer("x", gap=gap) for gap in (1, 2, 3)),
    )
    one, two = (
        mark_response(draft, it, Decimal(1), PLAIN) for it in (("x", "", ""), ("x", "x", ""))
    )
    assert (one.share, one.score) == (THIRD, Decimal("0.33333"))
    assert two.score == Decimal("0.66667")
    assert sum(part.earned for part in two.parts) == 2 * THIRD


@given(st.text(alphabet="0123456789+-.,eE_ naif", max_size=30))
def test_whatever_is_typed_a_numerical_answer_is_right_or_wrong(text: str) -> None:
    assert mark(Kind.NUMERICAL, (text,)).share in {0, 1}


@pytest.mark.parametrize(
    "text", ["1e9999999", "-1e9999999", "1e-9999999", "9" * 500, "9" * 499 + "m"]
)
def test_a_monstrous_number_is_wrong_and_breaks_nothing(text: str) -> None:
    assert mark(Kind.NUMERICAL, (text,)).share == 0


# What a wrong answer costs


@pytest.mark.parametrize("kind", sorted(SINGLE_CHOICE_KINDS))
def test_a_wrong_choice_costs_its_share(kind: Kind) -> None:
    wrong = next(str(at) for at, it in enumerate(DRAFTS[kind].options) if not it.key)
    marked = mark_response(DRAFTS[kind], (wrong,), Decimal(2), COSTLY)
    assert marked.score == Decimal("-0.5")
    assert marked.share == 0


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.MULTIPLE_RESPONSE, ("2", "3")),
        (Kind.SHORT_ANSWER, ("a fire",)),
        (Kind.CLOZE, ("nobody", "never")),
        (Kind.NUMERICAL, ("7",)),
        (Kind.MATCHING, ("1", "0")),
        (Kind.ORDERING, ("3", "2", "1")),
    ],
)
def test_only_a_single_choice_costs(kind: Kind, value: Value) -> None:
    assert mark(kind, value, COSTLY).score == 0


@pytest.mark.parametrize(
    ("certainty", "right", "half", "wrong"),
    [
        (None, "0.33333", "0.16667", "0"),
        (1, "0.33333", "0.16667", "0"),
        (2, "0.66667", "0", "-0.66667"),
        (3, "1", "-0.5", "-2"),
    ],
)
def test_certainty_raises_what_an_answer_earns_and_what_it_costs(
    certainty: int | None, right: str, half: str, wrong: str
) -> None:
    answers = [("Jana Kralova", "2003"), ("Jana Kralova", "1998"), ("nobody", "never")]
    scores = [mark(Kind.CLOZE, it, CERTAIN, certainty).score for it in answers]
    assert scores == [Decimal(right), Decimal(half), Decimal(wrong)]


def test_certainty_takes_the_place_of_the_cost_of_a_wrong_choice() -> None:
    rules = replace(COSTLY, uses_certainty=True)
    assert mark(Kind.MULTIPLE_CHOICE, ("1",), rules, 1).score == 0
    assert mark(Kind.MULTIPLE_CHOICE, ("1",), rules, 3).score == -2


def test_a_certainty_counts_only_where_the_quiz_asks_for_it() -> None:
    assert mark(Kind.MULTIPLE_CHOICE, ("1",), PLAIN, 3).score == 0


@pytest.mark.parametrize("certainty", [0, 4, -1])
def test_there_is_no_other_certainty(certainty: int) -> None:
    with pytest.raises(ValueError, match="1, 2 or 3"):
        mark(Kind.MULTIPLE_CHOICE, ("1",), CERTAIN, certainty)


# What waits for the teacher


@pytest.mark.parametrize(
    ("kind", "value", "waits"),
    [
        (Kind.SHORT_ANSWER, ("high water",), True),
        (Kind.SHORT_ANSWER, ("flood",), False),
        (Kind.SHORT_ANSWER, (), False),
        (Kind.CLOZE, ("Jana Kralova", "in spring"), True),
        (Kind.CLOZE, ("Jana Kralova", ""), True),
        (Kind.CLOZE, ("Jana Kralova", "2003"), False),
        (Kind.NUMERICAL, ("7",), False),
        (Kind.MULTIPLE_CHOICE, ("1",), False),
    ],
)
def test_a_typed_answer_that_is_not_wholly_accepted_waits_for_the_teacher(
    kind: Kind, value: Value, waits: bool
) -> None:
    assert mark(kind, value, BY_HAND).needs_marking is waits
    assert not mark(kind, value).needs_marking


def test_what_waits_keeps_what_it_has_earned() -> None:
    assert mark(Kind.CLOZE, ("Jana Kralova", "in spring"), BY_HAND).score == Decimal("0.5")


# What the parts say


@pytest.mark.parametrize(
    ("kind", "value", "rules", "parts"),
    [
        (
            Kind.MULTIPLE_CHOICE,
            ("0",),
            COSTLY,
            [("Your choice", "You chose the right answer: +1")],
        ),
        (
            Kind.MULTIPLE_CHOICE,
            ("1",),
            COSTLY,
            [("Your choice", "You chose a wrong answer: -0.25")],
        ),
        (
            Kind.MULTIPLE_RESPONSE,
            ("0", "2", "3"),
            PLAIN,
            [
                ("Trams", "A right choice: +0.5"),
                ("Ships", "A wrong choice: -0.5"),
                ("Trains", "A wrong choice: -0.5"),
                ("Not chosen", "Not every right option is chosen: 0"),
                ("Limit", "The choices together never cost points: +0.5"),
            ],
        ),
        (
            Kind.CLOZE,
            ("Jana Kralovva", "1998"),
            ScoringRules(spelling_distance=1),
            [("Gap 1", "Right, but for the spelling: +0.5"), ("Gap 2", "Not accepted: 0")],
        ),
        (
            Kind.CLOZE,
            ("", "1998"),
            BY_HAND,
            [
                ("Gap 1", "No answer: 0"),
                ("Gap 2", "Not accepted yet; your teacher will read it: 0"),
            ],
        ),
        (Kind.NUMERICAL, ("40",), PLAIN, [("Your answer", "Right: +1")]),
        (
            Kind.MATCHING,
            ("0", "2"),
            PLAIN,
            [("1998", "Right: +0.5"), ("2003", "Wrong: 0")],
        ),
        (
            Kind.ORDERING,
            ("3", "1", "2"),
            PLAIN,
            [
                ("Places 1 and 2", "These two follow one another as they should: +0.5"),
                ("Places 2 and 3", "These two should not follow one another so: 0"),
            ],
        ),
        (
            Kind.ORDERING,
            ("1", "2", ""),
            PLAIN,
            [
                ("Places 1 and 2", "These two follow one another as they should: +0.5"),
                ("Places 2 and 3", "One of them is empty or was given twice: 0"),
            ],
        ),
        (
            Kind.TRUE_FALSE,
            ("1",),
            CERTAIN,
            [
                ("Your choice", "You chose a wrong answer: 0"),
                (
                    "Certainty 1 of 3",
                    "With this certainty, right earns 1/3 and wrong 0 of the points: 0",
                ),
            ],
        ),
    ],
)
def test_the_parts_say_why(
    kind: Kind, value: Value, rules: ScoringRules, parts: list[tuple[str, str]]
) -> None:
    assert lines(mark(kind, value, rules)) == parts


@pytest.mark.parametrize("certainty", [1, 2, 3, None])
def test_an_answer_that_nobody_has_read_costs_nothing_yet(certainty: int | None) -> None:
    rules = ScoringRules(marked_by_hand=True, uses_certainty=True)
    draft = DRAFTS[Kind.SHORT_ANSWER]
    unread = mark_response(draft, ("a fire",), Decimal(1), rules, certainty)
    assert (unread.score, unread.needs_marking) == (Decimal(0), True)
    read = mark_response(draft, ("a flood",), Decimal(1), rules, 3)
    assert (read.score, read.needs_marking) == (Decimal(1), False)


@pytest.mark.parametrize(
    ("rules", "lowest"),
    [
        (ScoringRules(), 0),
        (ScoringRules(negative_share=Decimal("0.5")), -1),
        (ScoringRules(uses_certainty=True), -4),
    ],
)
def test_the_fewest_points_are_what_a_wrong_answer_costs(rules: ScoringRules, lowest: int) -> None:
    assert lowest_score(Decimal(2), rules) == lowest
