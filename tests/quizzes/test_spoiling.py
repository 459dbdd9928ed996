"""One question does not show what another hides."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.generation.draft import Kind, Option, QuestionDraft, Span
from quizapp.quizzes.spoiling import (
    PRINTS_PARAGRAPH,
    relate,
    share_evidence,
    spoil_each_other,
)
from tests.factories import choice

WORDS = "the tower fell at night"
HIDING = choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(1, 30, 53, WORDS),))
ELSEWHERE = Span(3, 0, 5, "x")


def beside(**changes: Any) -> QuestionDraft:
    return choice(**{"critical_span": ELSEWHERE, **changes})


@pytest.mark.parametrize(
    "draft",
    [
        beside(critical_span=Span(1, 50, 60, "x")),
        beside(stem=f"After “{WORDS}”, who came?"),
        beside(options=(Option(f"Because {WORDS}", True), Option("Nobody knows"))),
        beside(kind=Kind.ORDERING, options=(), order=("It rained.", f"In March {WORDS}.")),
        *(beside(kind=kind, critical_span=Span(1, 0, 5, "x")) for kind in PRINTS_PARAGRAPH),
    ],
)
def test_what_needs_or_prints_hidden_words_is_spoilt_in_either_order(draft: QuestionDraft) -> None:
    assert spoil_each_other(HIDING, draft)
    assert spoil_each_other(draft, HIDING)


@pytest.mark.parametrize(
    "draft",
    [
        beside(),
        beside(critical_span=Span(1, 53, 60, "x")),  # touches only
        beside(kind=Kind.SELECT_SENTENCE),  # prints another paragraph
        beside(stem="Why did the tower fall?"),
    ],
)
def test_what_shows_no_hidden_words_is_not_spoilt(draft: QuestionDraft) -> None:
    assert not spoil_each_other(HIDING, draft)
    assert not spoil_each_other(draft, HIDING)


def test_two_hidden_words_are_no_quotation() -> None:
    gap = choice(critical_span=Span(1, 0, 5, "x"), hidden_spans=(Span(1, 30, 35, "and so"),))
    assert not spoil_each_other(gap, beside(stem="And then, and so on?"))


def test_a_relation_is_told_from_both_sides() -> None:
    drafts = {1: HIDING, 2: beside(critical_span=Span(1, 4, 9, "x")), 3: beside()}
    assert relate(drafts, share_evidence) == {1: {2}, 2: {1}, 3: set()}
