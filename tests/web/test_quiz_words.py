"""Rules of a quiz are told in words that a teacher would use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from quizapp.generation.draft import Difficulty, Kind, Skill
from quizapp.quizzes.rules import (
    ANSWERS_AFTER_CLOSING,
    PRACTICE,
    BellRule,
    FeedbackBand,
    GradingMethod,
    Layout,
    Navigation,
    SlotRule,
)
from quizapp.web.quiz_words import tell, tell_slot
from tests.factories import make_rules


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        (SlotRule(10), "10 questions from all"),
        (SlotRule(1), "1 question from all"),
        (SlotRule(5, skills=(Skill.CAUSE, Skill.DETAIL)), "5 questions on cause or detail"),
        (
            SlotRule(3, kinds=(Kind.CLOZE,), difficulty=Difficulty.HARD),
            "3 questions, fill the gap, hard",
        ),
        (
            SlotRule(
                2, skills=(Skill.CAUSE, Skill.DETAIL, Skill.MAIN_IDEA), weight=Decimal("2.50")
            ),
            "2 questions on cause, detail or main idea, 2.5 points each",
        ),
    ],
)
def test_a_slot_is_told_by_what_it_draws(slot: SlotRule, words: str) -> None:
    assert tell_slot(slot) == words


@pytest.mark.parametrize(
    ("section", "changes", "summary"),
    [
        ("paper", {}, "1 question from all, in the order of the passage, options shuffled"),
        (
            "paper",
            {
                "slots": (SlotRule(question_id=1), SlotRule(question_id=2), SlotRule(4)),
                "shuffle_questions": True,
                "shuffle_options": False,
            },
            "2 fixed questions; 4 questions from all, questions shuffled,"
            " options as they were written",
        ),
        ("timing", {}, "20 minutes, what is saved is handed in at the end"),
        ("timing", {"time_limit_seconds": None}, "No time limit"),
        (
            "timing",
            {"question_seconds": 90, "at_bell": BellRule.GRACE, "submit_grace_seconds": 120},
            "20 minutes, 90 seconds for each question, 2 minutes more to hand in, not to answer",
        ),
        (
            "attempts",
            {},
            "2 attempts, free navigation, one question at a time, the highest score counts",
        ),
        (
            "attempts",
            {"max_attempts": 1, "layout": Layout.ALL},
            "1 attempt, free navigation, all questions on one page",
        ),
        (
            "attempts",
            {
                "max_attempts": None,
                "navigation": Navigation.SEQUENTIAL,
                "grading_method": GradingMethod.LAST,
                "wait_seconds": 86400,
            },
            "As many attempts as they like, forward only, one question at a time,"
            " the last counts, 24 hours between two attempts",
        ),
        ("scoring", {}, "A wrong answer costs nothing"),
        (
            "scoring",
            {"negative_share": Decimal("0.25"), "spelling_distance": 1, "case_matters": True},
            "One letter may be misspelt, capital letters matter,"
            " a wrong choice costs a quarter of the points",
        ),
        ("scoring", {"uses_certainty": True}, "Learners say how certain they are"),
        ("review", {}, "Everything, as soon as they hand in"),
        (
            "review",
            {"review": ANSWERS_AFTER_CLOSING, "feedback": (FeedbackBand(50, "Good."),)},
            "The score at once, answers and reasons after the closing, 1 text of overall feedback",
        ),
        ("review", {"review": PRACTICE}, "Everything, as soon as a question is checked"),
        ("review", {"review": frozenset()}, "Nothing"),
        ("access", {}, "From anywhere, without a code"),
        (
            "access",
            {"access_code": "x", "ip_ranges": ("10.0.0.0/8",), "one_sitting": True},
            "With an access code, only from 10.0.0.0/8, one device at a time",
        ),
    ],
)
def test_each_section_says_in_one_line_what_is_set(
    section: str, changes: dict[str, Any], summary: str
) -> None:
    assert tell(make_rules(**changes))[section].summary == summary
