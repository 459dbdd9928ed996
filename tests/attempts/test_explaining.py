"""The parts of an explanation add up to the score, or there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.explaining import explain_points
from quizapp.attempts.models import PaperItem, Response
from quizapp.attempts.result import key_value
from quizapp.attempts.scoring import mark_response
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from tests.factories import choice, one_of_each_kind

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
RULES = st.sampled_from(
    [
        ScoringRules(),
        ScoringRules(negative_share=Decimal("0.25")),
        ScoringRules(uses_certainty=True),
        ScoringRules(marked_by_hand=True),
    ]
)


def scored(
    draft: QuestionDraft, response: Response | None, rules: ScoringRules, weight: Decimal
) -> PaperItem:
    value, certainty = (response.value, response.certainty) if response else ((), None)
    mark = mark_response(draft, value, weight, rules, certainty)
    return PaperItem(position=1, max_score=weight, score=mark.score, share=float(mark.share))


@given(
    kind=st.sampled_from(Kind),
    rules=RULES,
    weight=st.decimals(Decimal("0.1"), 10, places=2),
    certainty=st.sampled_from([None, 1, 2, 3]),
    answered=st.booleans(),
)
def test_the_parts_add_up_to_the_score(
    kind: Kind, rules: ScoringRules, weight: Decimal, certainty: int | None, answered: bool
) -> None:
    draft = DRAFTS[kind]
    value = key_value(draft) if answered else ()
    response = Response(position=1, value=value, certainty=certainty)
    item = scored(draft, response, rules, weight)
    parts = explain_points(item, draft, response, rules)
    assert parts
    total = sum((part.earned for part in parts), Fraction(0))
    assert abs(total - Fraction(item.score or 0)) <= Fraction(1, 10**5)


def test_a_question_that_was_never_answered_is_explained_too() -> None:
    item = scored(choice(), None, ScoringRules(), Decimal(1))
    (part,) = explain_points(item, choice(), None, ScoringRules())
    assert part.why == "You gave no answer: 0"


def test_points_given_under_other_rules_are_not_explained_by_these() -> None:
    wrong = Response(position=1, value=("1",))
    item = scored(choice(), wrong, ScoringRules(), Decimal(1))
    stricter = ScoringRules(negative_share=Decimal("0.5"))
    assert explain_points(item, choice(), wrong, stricter) == ()


def test_points_given_by_a_teacher_are_not_explained_by_the_program() -> None:
    right = Response(position=1, value=("0",))
    item = scored(choice(), right, ScoringRules(), Decimal(1))
    item.marked_at = NOON
    assert explain_points(item, choice(), right, ScoringRules()) == ()


def test_an_attempt_without_a_score_has_nothing_to_explain() -> None:
    item = PaperItem(position=1, max_score=Decimal(1))
    assert explain_points(item, choice(), None, ScoringRules()) == ()
