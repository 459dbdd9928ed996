"""What a question accepts and earns once a teacher has ruled on it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value
from quizapp.attempts.ruled import (
    RulingError,
    RulingKind,
    Verdict,
    check_verdict,
    correct,
    list_kinds,
    mark_ruled,
    show_ruled,
)
from quizapp.attempts.scoring import mark_response
from quizapp.bank.rules import check_question
from quizapp.generation.draft import NOWHERE, AcceptedAnswer, Kind, Option, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from tests.attempts.marks import COSTLY, DRAFTS, PLAIN, SINGLE_CHOICE_KINDS, every_kind
from tests.attempts.rulings import DROP, TO_ALL, accept, another_key, both, verdicts
from tests.attempts.test_scoring_laws import any_rules, certainties, max_scores, values
from tests.factories import DOCUMENT

ruled = st.sampled_from(list(DRAFTS.values())).flatmap(
    lambda draft: st.tuples(st.just(draft), values(draft), verdicts(draft))
)
CHOICE, SEVERAL = DRAFTS[Kind.MULTIPLE_CHOICE], DRAFTS[Kind.MULTIPLE_RESPONSE]
TYPED, CLOZE = DRAFTS[Kind.SHORT_ANSWER], DRAFTS[Kind.CLOZE]
NUMBER = DRAFTS[Kind.NUMERICAL]


def score(
    draft: QuestionDraft, value: Value, verdict: Verdict, rules: ScoringRules = PLAIN
) -> Decimal:
    return mark_ruled(draft, value, Decimal(1), rules, verdict=verdict).score


@given(ruled, max_scores, any_rules, certainties)
def test_a_ruled_score_keeps_to_the_range_and_is_explained(
    case: tuple[QuestionDraft, Value, Verdict],
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None,
) -> None:
    draft, value, verdict = case
    marked = mark_ruled(draft, value, max_score, rules, certainty, verdict)
    assert -2 * max_score <= marked.score <= max_score
    assert 0 <= marked.share <= 1
    exact = sum(part.earned for part in marked.parts)
    assert abs(exact - Fraction(marked.score)) <= Fraction(1, 200_000)


@given(ruled, max_scores, any_rules, certainties)
def test_accepting_both_and_giving_all_never_lower_a_score(
    case: tuple[QuestionDraft, Value, Verdict],
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None,
) -> None:
    draft, value, verdict = case
    assume(verdict.kind in (RulingKind.ACCEPT_BOTH, RulingKind.FULL_CREDIT))
    before = mark_response(draft, value, max_score, rules, certainty)
    after = mark_ruled(draft, value, max_score, rules, certainty, verdict)
    assert after.score >= before.score


@given(ruled, max_scores, any_rules, certainties)
def test_a_dropped_question_keeps_its_score_and_waits_for_nobody(
    case: tuple[QuestionDraft, Value, Verdict],
    max_score: Decimal,
    rules: ScoringRules,
    certainty: int | None,
) -> None:
    draft, value, _ = case
    before = mark_response(draft, value, max_score, rules, certainty)
    after = mark_ruled(draft, value, max_score, rules, certainty, DROP)
    assert after == replace(before, needs_marking=False)


@every_kind
def test_all_the_points_are_given_without_an_answer_too(kind: Kind) -> None:
    assert score(DRAFTS[kind], (), TO_ALL, COSTLY) == 1


@pytest.mark.parametrize("kind", sorted(SINGLE_CHOICE_KINDS))
def test_with_another_key_the_old_one_is_a_wrong_choice(kind: Kind) -> None:
    draft = DRAFTS[kind]
    old = next(index for index, it in enumerate(draft.options) if it.key)
    new = next(index for index, it in enumerate(draft.options) if not it.key)
    assert score(draft, (str(new),), another_key(new), COSTLY) == 1
    assert score(draft, (str(old),), another_key(new), COSTLY) == Decimal("-0.25")
    assert score(draft, (str(old),), both(new), COSTLY) == 1
    assert score(draft, (str(new),), both(new), COSTLY) == 1


def test_of_two_sets_of_right_options_the_better_one_counts_and_no_mixture() -> None:
    verdict = both(2, 3)
    assert score(SEVERAL, ("0", "1"), verdict) == 1
    assert score(SEVERAL, ("2", "3"), verdict) == 1
    assert score(SEVERAL, ("0", "2"), verdict) == 0, "half of each, and as much wrong"


def test_typed_answers_are_accepted_beside_the_old_ones_or_instead() -> None:
    instead = accept(RulingKind.ANOTHER_KEY, "ice")
    beside = accept(RulingKind.ACCEPT_BOTH, "ice")
    assert [score(TYPED, (it,), instead) for it in ("ice", "a flood")] == [1, 0]
    assert [score(TYPED, (it,), beside) for it in ("ice", "a flood")] == [1, 1]


def test_an_answer_for_another_gap_takes_no_misspelling_away() -> None:
    lenient = ScoringRules(spelling_distance=1)
    draft = replace(CLOZE, accepted_answers=(AcceptedAnswer("form"), AcceptedAnswer("2003", gap=2)))
    beside = Verdict(RulingKind.ACCEPT_BOTH, answers=(AcceptedAnswer("from", gap=2),))
    assert score(draft, ("from", "2003"), beside, lenient) == 1


@pytest.mark.parametrize("kind", [Kind.MATCHING, Kind.ORDERING])
def test_what_has_no_single_key_can_be_given_to_all_or_dropped(kind: Kind) -> None:
    assert list_kinds(DRAFTS[kind]) == (RulingKind.FULL_CREDIT, RulingKind.DROPPED)
    check_verdict(DRAFTS[kind], DROP)
    with pytest.raises(RulingError, match="can only be given to everybody"):
        check_verdict(DRAFTS[kind], another_key(1))


@pytest.mark.parametrize(
    ("draft", "verdict", "says"),
    [
        (CHOICE, another_key(), "Choose at least one option"),
        (CHOICE, another_key(7), "no such option"),
        (CHOICE, another_key(0), "right already"),
        (CHOICE, both(0), "right already"),
        (SEVERAL, both(0, 1), "right already"),
        (TYPED, accept(RulingKind.ACCEPT_BOTH, "a flood"), "accepted already"),
        (TYPED, accept(RulingKind.ACCEPT_BOTH), "accepted already"),
        (TYPED, accept(RulingKind.ANOTHER_KEY), "for each gap"),
        (CLOZE, accept(RulingKind.ANOTHER_KEY, "only the first"), "for each gap"),
        (NUMBER, accept(RulingKind.ANOTHER_KEY, "forty-ish"), "is no number"),
    ],
)
def test_a_key_that_fits_not_or_changes_nothing_is_refused(
    draft: QuestionDraft, verdict: Verdict, says: str
) -> None:
    with pytest.raises(RulingError, match=says):
        check_verdict(draft, verdict)


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        (CHOICE, another_key(1)),
        (CHOICE, another_key(0, 1)),
        (CHOICE, both(1)),
        (SEVERAL, both(0)),
        (TYPED, accept(RulingKind.ANOTHER_KEY, "a flood")),
        (NUMBER, accept(RulingKind.ACCEPT_BOTH, "41")),
    ],
)
def test_a_key_that_fits_and_changes_something_may_be_ruled(
    draft: QuestionDraft, verdict: Verdict
) -> None:
    check_verdict(draft, verdict)


def test_shown_is_the_ruled_key_without_what_proved_the_old_one() -> None:
    shown = show_ruled(CHOICE, another_key(1))
    assert shown.options == (
        Option("Jana Kralova"),
        Option("A tram driver", True),
        CHOICE.options[2],
    )
    assert shown.critical_span == NOWHERE
    joined = show_ruled(CHOICE, both(1))
    assert [it.key for it in joined.options] == [True, True, False]
    assert joined.critical_span == CHOICE.critical_span


def test_what_is_dropped_or_given_to_all_is_shown_as_it_was_asked() -> None:
    assert show_ruled(CHOICE, DROP) == show_ruled(CHOICE, TO_ALL) == show_ruled(CHOICE, None)


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        (CHOICE, another_key(2)),
        (SEVERAL, another_key(0, 2)),
        (DRAFTS[Kind.TRUE_FALSE], another_key(1)),
        (TYPED, accept(RulingKind.ANOTHER_KEY, "ice")),
        (TYPED, accept(RulingKind.ACCEPT_BOTH, "ice")),
    ],
)
def test_the_bank_can_hold_another_key_and_more_accepted_answers(
    draft: QuestionDraft, verdict: Verdict
) -> None:
    corrected = correct(draft, verdict)
    assert corrected
    assert corrected != draft
    assert check_question(corrected, DOCUMENT.paragraphs) == []


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [(CHOICE, both(1)), (CHOICE, another_key(1, 2)), (SEVERAL, both(2)), (CHOICE, DROP)],
)
def test_the_bank_cannot_hold_two_keys(draft: QuestionDraft, verdict: Verdict) -> None:
    assert correct(draft, verdict) is None
