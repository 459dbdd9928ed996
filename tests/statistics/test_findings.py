"""What a teacher is told about a question, and what not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from quizapp.attempts.answers import Value
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.quizzes.rules import GradingMethod, ScoringRules
from quizapp.statistics.answers import count_answers
from quizapp.statistics.figures import QuestionStatistics, QuizStatistics, VersionAnswers
from quizapp.statistics.findings import (
    Code,
    explain_consistency,
    explain_discrimination,
    find_in_question,
    find_in_quiz,
    list_findings,
)
from quizapp.statistics.formulas import Number
from tests.factories import choice, one_of_each_kind

SOUND = {"facility_index": 0.6, "discrimination_index": 45.0}
# Weak learners choose B and C, strong ones the key.
USUAL: list[tuple[str, int]] = [("1", 1), ("2", 2), ("1", 3), ("2", 4), ("0", 5), ("0", 6)] * 4
TURNED: list[tuple[str, int]] = [("0", 1), ("0", 2), ("2", 3), ("2", 4), ("1", 5), ("1", 6)] * 4


def make(
    given: list[tuple[str, int]] = USUAL,
    draft: QuestionDraft | None = None,
    **figures: Any,
) -> QuestionStatistics:
    draft = draft or choice()
    counted = Counter[tuple[Value, Number]](((it,) if it else (), rest) for it, rest in given)
    groups = count_answers(draft, counted, ScoringRules())
    n = len(given)
    made = QuestionStatistics(1, draft.stem, n, 1, 0.6, 0.5, 45, 50, random_guess_score=1 / 3)
    answers = (VersionAnswers(1, 1, n, draft, groups),)
    return replace(made, answers=answers, **{**SOUND, **figures})


def codes(question: QuestionStatistics) -> list[Code]:
    return [it.code for it in find_in_question(question)]


def say(question: QuestionStatistics, code: Code) -> str:
    return next(it.sentence for it in find_in_question(question) if it.code is code)


def test_a_sound_question_has_no_finding() -> None:
    assert codes(make()) == []


def test_when_the_strongest_choose_a_wrong_option_the_key_is_to_be_checked() -> None:
    question = make(TURNED, discrimination_index=-60)
    assert codes(question)[0] is Code.KEY_SUSPECT
    assert Code.NEGATIVE not in codes(question)
    assert say(question, Code.KEY_SUSPECT) == (
        "Of the strongest third, 100 % chose B (“A tram driver”) and 0 % the key,"
        " A (“Jana Kralova”): check the key."
    )


def test_nobody_chose_an_option() -> None:
    question = make([("1" if it == "2" else it, rest) for it, rest in USUAL])
    assert codes(question) == [Code.UNCHOSEN]
    assert say(question, Code.UNCHOSEN).startswith("Nobody chose C (“A cyclist”)")


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"discrimination_index": -1}, Code.NEGATIVE),
        ({"discrimination_index": 19}, Code.TELLS_LITTLE),
        ({"facility_index": 0.96}, Code.TOO_EASY),
        ({"facility_index": 1 / 3}, Code.GUESSING),
        ({"facility_index": 0.04, "random_guess_score": 0}, Code.TOO_HARD),
        ({"facility_index": 0}, Code.NOBODY_RIGHT),
    ],
)
def test_a_figure_out_of_line_is_told(figures: dict[str, Any], code: Code) -> None:
    assert codes(make(**figures)) == [code]


@pytest.mark.parametrize(
    "figures",
    [
        {"discrimination_index": 20},
        {"discrimination_index": None},
        {"facility_index": 0.94},
        {"facility_index": 0.34},
        {"facility_index": 0.06, "random_guess_score": 0},
        {"facility_index": 0.3, "random_guess_score": None},
    ],
)
def test_a_figure_just_in_line_is_not(figures: dict[str, Any]) -> None:
    assert codes(make(**figures)) == []


def test_few_answers_say_nothing_yet() -> None:
    assert codes(make(TURNED[:9], facility_index=0.1, discrimination_index=-60)) == []
    assert not find_in_question(make(TURNED[:12], discrimination_index=-60))[0].is_sure


def test_an_answer_that_many_typed_and_that_is_not_accepted_is_told() -> None:
    typed = next(it for it in one_of_each_kind() if it.kind is Kind.SHORT_ANSWER)
    given = [("a flood", 5)] * 12 + [("high water", 3)] * 6 + [("rain", 1)] * 2
    question = make(given, typed, random_guess_score=0)
    assert codes(question) == [Code.NOT_ACCEPTED]
    assert say(question, Code.NOT_ACCEPTED).startswith("6 learners typed “high water”")


def test_an_option_that_draws_the_strong_and_answers_left_out_are_told() -> None:
    given = [("0", 9)] * 8 + [("1", 9)] * 4 + [("2", 1)] * 6 + [("", 1)] * 6
    assert codes(make(given)) == [Code.DRAWS_STRONG, Code.OFTEN_BLANK]


def make_quiz(
    n: int = 30, consistency: float | None = 70, *questions: QuestionStatistics
) -> QuizStatistics:
    return QuizStatistics(
        n=n,
        means=dict.fromkeys(GradingMethod, (n, 60.0)),
        median=60,
        sd=15,
        skewness=0,
        kurtosis=0,
        internal_consistency=consistency,
        error_ratio=None,
        standard_error=None,
        bins=(0,) * 10,
        is_one_paper=consistency is not None,
        waiting=0,
        questions=questions,
    )


def test_the_findings_of_a_quiz_have_the_most_urgent_first() -> None:
    quiz = make_quiz(24, 70, make(facility_index=0.99), make(TURNED), make(discrimination_index=-9))
    assert [it.code for it in list_findings(quiz)] == [
        Code.KEY_SUSPECT,
        Code.NEGATIVE,
        Code.TOO_EASY,
    ]


@pytest.mark.parametrize(
    ("n", "consistency", "wanted"),
    [
        (8, 70, [Code.FEW]),
        (20, 70, []),
        (20, 59, [Code.UNRELIABLE]),
        (20, -5, [Code.DISAGREES]),
        (20, None, []),
        (0, None, []),
    ],
)
def test_what_is_said_of_the_whole_quiz(
    n: int, consistency: float | None, wanted: list[Code]
) -> None:
    assert [it.code for it in find_in_quiz(make_quiz(n, consistency))] == wanted


def test_consistency_and_discrimination_are_put_into_words() -> None:
    said = [explain_consistency(make_quiz(30, it, make())) for it in (85, 70, 40, None)]
    assert len(set(said)) == 4
    assert "papers differ" in said[3]
    assert explain_consistency(make_quiz(0, None)).startswith("It needs")
    words = [explain_discrimination(it) for it in (None, -1, 10, 25, 40)]
    assert words == ["not known yet", "wrong way round", "weak", "fair", "good"]
