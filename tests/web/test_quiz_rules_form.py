"""No rule of a quiz changes on its way through the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.models import Bank
from quizapp.bank.usable import UsableBank
from quizapp.generation.draft import Difficulty, Kind, Skill
from quizapp.quizzes.rules import (
    PRACTICE,
    PRESETS,
    Aspect,
    AttemptRules,
    BellRule,
    FeedbackBand,
    GradingMethod,
    Layout,
    Moment,
    Navigation,
    PaperRules,
    QuizRules,
    ScoringRules,
    SlotRule,
    TimingRules,
)
from quizapp.web.forms.quiz_rules import RulesForm, fill
from tests.web.controls import read_controls

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))


def texts(longest: int) -> st.SearchStrategy[str]:
    """What a teacher may type on one line, without spaces around it."""
    return st.text(LETTERS, min_size=1, max_size=longest).map(str.strip).filter(bool)


def some(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(sorted(chosen)))


WEIGHTS = st.integers(1_000, 10_000_000).map(lambda units: Decimal(units).scaleb(-5))
RANDOM_SLOTS = st.builds(
    SlotRule,
    count=st.integers(1, 100),
    skills=some(Skill),
    kinds=some(Kind),
    difficulty=st.none() | st.sampled_from(Difficulty),
    weight=WEIGHTS,
)
FIXED_SLOTS = st.builds(SlotRule, question_id=st.integers(1, 2**31 - 1), weight=WEIGHTS)
PAPERS = st.builds(
    PaperRules,
    slots=st.lists(RANDOM_SLOTS | FIXED_SLOTS, min_size=1, max_size=4).map(tuple),
    shuffle_questions=st.booleans(),
    shuffle_options=st.booleans(),
)
LIMITS: dict[str, st.SearchStrategy[Any]] = {
    "time_limit_seconds": st.none() | st.integers(1, 24 * 3600),
    "question_seconds": st.none() | st.integers(5, 3600),
}
TIMINGS = st.builds(
    TimingRules, at_bell=st.sampled_from([BellRule.SUBMIT, BellRule.ABANDON]), **LIMITS
) | st.builds(
    TimingRules,
    at_bell=st.just(BellRule.GRACE),
    submit_grace_seconds=st.integers(1, 24 * 3600),
    **LIMITS,
)
ATTEMPTS = st.builds(
    AttemptRules,
    max_attempts=st.none() | st.integers(1, 100),
    wait_seconds=st.integers(0, 366 * 24 * 3600),
    grading_method=st.sampled_from(GradingMethod),
    navigation=st.sampled_from(Navigation),
    layout=st.sampled_from(Layout),
    is_practice=st.booleans(),
    access_code=st.just("") | texts(80),
    ip_ranges=st.lists(st.ip_addresses().map(str), max_size=3).map(tuple),
    one_sitting=st.booleans(),
)
SCORINGS = st.builds(
    ScoringRules,
    case_matters=st.booleans(),
    accents_matter=st.booleans(),
    spelling_distance=st.integers(0, 2),
    negative_share=st.integers(0, 100_000).map(lambda units: Decimal(units).scaleb(-5)),
    uses_certainty=st.booleans(),
    marked_by_hand=st.booleans(),
)
REVIEWS = st.sampled_from([*PRESETS.values(), PRACTICE]) | st.frozensets(
    st.tuples(st.sampled_from(Moment), st.sampled_from(Aspect))
)
FEEDBACKS = st.dictionaries(st.integers(0, 100), texts(200), max_size=8).map(
    lambda bands: tuple(FeedbackBand(percent, bands[percent]) for percent in sorted(bands))
)
RULES = st.builds(
    QuizRules,
    title=texts(200),
    paper=PAPERS,
    timing=TIMINGS,
    attempts=ATTEMPTS,
    scoring=SCORINGS,
    review=REVIEWS,
    feedback=FEEDBACKS,
)


def make_form(rules: QuizRules, sent: Any = None) -> RulesForm:
    """The form as a view makes it: with what was sent, over what the quiz has."""
    with Flask(__name__).test_request_context():
        form = RulesForm(sent, data={**fill(rules), "banks": [1]}, meta={"csrf": False})
    form.offer_banks([UsableBank(Bank(id=1, title="Bridges"), 1, ())])
    form.offer_questions([], rules.paper)
    form.offer_share(rules.scoring.negative_share)
    return form


@given(RULES)
def test_rules_that_are_shown_and_sent_back_untouched_are_the_same(rules: QuizRules) -> None:
    shown = read_controls("".join(str(field()) for field in make_form(rules)))
    form = make_form(rules, shown)
    assert form.validate(), form.errors
    assert form.read_rules() == rules


@given(RULES, RULES)
def test_what_is_sent_counts_and_not_what_the_quiz_had(old: QuizRules, new: QuizRules) -> None:
    shown = read_controls("".join(str(field()) for field in make_form(new)))
    form = make_form(old, shown)
    form.offer_questions([], new.paper)
    form.offer_share(new.scoring.negative_share)
    assert form.validate(), form.errors
    assert form.read_rules() == new
