"""Every rule of a question: what breaks it, and what keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.bank.rules import RULES, check_bank, check_question
from quizapp.generation.draft import (
    AcceptedAnswer,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
    Span,
)
from tests.factories import DOCUMENT, choice, one_of_each_kind, span

PARAGRAPHS = DOCUMENT.paragraphs
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
SPAN = choice().critical_span


def but(kind: Kind, **changes: object) -> QuestionDraft:
    """The sound question of `kind`, with `changes`."""
    return replace(DRAFTS[kind], **changes)  # type: ignore[arg-type]


def options(*texts: str, keys: int = 1) -> tuple[Option, ...]:
    """Options of which the first `keys` are keys."""
    return tuple(Option(text, at < keys) for at, text in enumerate(texts))


BREAKING: list[tuple[str, QuestionDraft, str]] = [
    ("stem", choice(stem=" \n"), "the stem is empty"),
    ("evidence", choice(critical_span=replace(SPAN, quote="Nobody")), "does not read “Nobody”"),
    ("evidence", choice(critical_span=replace(SPAN, start=1)), "characters 1 to 40"),
    ("evidence", choice(critical_span=Span(4, 0, 1, "x")), "paragraph 4 does not exist"),
    ("evidence", choice(critical_span=Span(0, 0, 1, "x")), "the passage has 3"),
    ("evidence", choice(critical_span=Span(1, 5, 5, "")), "does not read"),
    ("evidence", choice(distractor_spans=(Span(1, 0, 3, "Old"),)), "does not read “Old”"),
    ("options", choice(options=options("One")), "it has 1 options"),
    ("options", choice(options=options(*"abcdefghi")), "it has 9 options"),
    ("options", but(Kind.TRUE_FALSE, options=options("False", "True")), "True, False, in this"),
    ("options", but(Kind.TRUE_FALSE_NOT_GIVEN, options=options("True", "False")), "Not given"),
    ("options", but(Kind.NUMERICAL, options=options("4")), "a numerical question has no options"),
    ("options-distinct", choice(options=options("A flood", "a  FLOOD")), "2 options read"),
    ("options-distinct", choice(options=options("A flood", " ")), "an option is empty"),
    ("key", choice(options=options("a", "b", keys=0)), "0 options are keys"),
    ("key", choice(options=options("a", "b", "c", keys=2)), "2 options are keys"),
    ("key", but(Kind.MULTIPLE_RESPONSE, options=options("a", "b", keys=2)), "not all"),
    ("key", but(Kind.MULTIPLE_RESPONSE, options=options("a", "b", keys=0)), "at least one"),
    ("key", but(Kind.TRUE_FALSE, options=options("True", "False", keys=2)), "exactly one"),
    (
        "key-class",
        choice(options=(Option("a", True, "", DistractorClass.MISREADING), Option("b"))),
        "the key has a distractor class",
    ),
    ("accepted-answers", choice(accepted_answers=(AcceptedAnswer("x"),)), "has no accepted"),
    ("accepted-answers", but(Kind.SHORT_ANSWER, accepted_answers=()), "give each an accepted"),
    (
        "accepted-answers",
        but(Kind.SHORT_ANSWER, accepted_answers=(AcceptedAnswer(" "),)),
        "an accepted answer is empty",
    ),
    (
        "accepted-answers",
        but(Kind.SHORT_ANSWER, accepted_answers=(AcceptedAnswer("x", gap=2),)),
        "the stem has 1 gaps",
    ),
    ("accepted-answers", but(Kind.CLOZE, stem="No gap here."), "the stem has no gap; write ____"),
    (
        "accepted-answers",
        but(Kind.CLOZE, accepted_answers=(AcceptedAnswer("Jana Kralova"),)),
        "the stem has 2 gaps",
    ),
    (
        "accepted-answers",
        but(Kind.NUMERICAL, accepted_answers=(AcceptedAnswer("forty"),)),
        "“forty” is no number",
    ),
    (
        "accepted-answers",
        but(Kind.NUMERICAL, accepted_answers=(AcceptedAnswer("4", tolerance="a bit"),)),
        "is no number",
    ),
    (
        "accepted-answers",
        but(Kind.NUMERICAL, accepted_answers=(AcceptedAnswer("1e9999999"),)),
        "is no number",
    ),
    ("pairs", choice(pairs=(Pair("a", "b"),)), "a multiple_choice question has no pairs"),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "b"), Pair("", "c"))), "it has 1 pairs"),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "b"), Pair("a", "c"))), "two premises"),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "c"), Pair("b", "c"))), "two responses"),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "c"), Pair("b", ""))), "one is empty"),
    ("order", choice(order=("a", "b", "c")), "a multiple_choice question has no order"),
    ("order", but(Kind.ORDERING, order=("a", "b")), "it has 2 items"),
    ("order", but(Kind.ORDERING, order=("a", "b", "a")), "two items read the same"),
    ("order", but(Kind.ORDERING, order=("a", "b", "")), "one is empty"),
    ("confidence", choice(confidence=1.01), "is not between 0 and 1"),
    ("confidence", choice(confidence=-0.01), "is not between 0 and 1"),
    ("confidence", choice(confidence=float("nan")), "is not between 0 and 1"),
]
KEEPING: list[tuple[str, QuestionDraft]] = [
    ("stem", choice(stem="Why?")),
    ("evidence", choice(critical_span=span(3, "It cost 40 million crowns"))),
    ("evidence", choice(distractor_spans=(span(1, "The old bridge"), span(1, "a flood")))),
    ("options", choice(options=options("a", "b"))),
    ("options", choice(options=options(*"abcdefgh"))),
    ("options", DRAFTS[Kind.TRUE_FALSE_NOT_GIVEN]),
    ("options-distinct", choice(options=options("A flood", "The flood"))),
    ("key", but(Kind.MULTIPLE_RESPONSE, options=options("a", "b"))),
    ("key", but(Kind.MULTIPLE_RESPONSE, options=options("a", "b", "c", keys=2))),
    ("key", DRAFTS[Kind.TRUE_FALSE]),
    ("key-class", choice()),
    ("accepted-answers", DRAFTS[Kind.CLOZE]),
    (
        "accepted-answers",
        but(Kind.NUMERICAL, accepted_answers=(AcceptedAnswer("20,000", tolerance="0.5"),)),
    ),
    ("accepted-answers", but(Kind.NUMERICAL, accepted_answers=(AcceptedAnswer("-1.5"),))),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "1"), Pair("b", "2")))),
    ("pairs", but(Kind.MATCHING, pairs=(Pair("a", "1"), Pair("b", "2"), Pair("", "3")))),
    ("order", DRAFTS[Kind.ORDERING]),
    ("confidence", choice(confidence=0.0)),
    ("confidence", choice(confidence=1.0)),
]


def name_case(value: object) -> str | None:
    return value.uid if isinstance(value, QuestionDraft) else None


@pytest.mark.parametrize(("rule", "draft", "message"), BREAKING, ids=name_case)
def test_a_question_that_breaks_a_rule_is_told_which_and_why(
    rule: str, draft: QuestionDraft, message: str
) -> None:
    found = [broken for broken in check_question(draft, PARAGRAPHS) if broken.rule == rule]
    assert any(message in broken.message for broken in found), found
    assert {broken.question for broken in found} == {draft.uid}


@pytest.mark.parametrize(("rule", "draft"), KEEPING, ids=name_case)
def test_a_question_that_keeps_a_rule_is_not_told_anything(rule: str, draft: QuestionDraft) -> None:
    assert list(RULES[rule](draft, PARAGRAPHS)) == []


@pytest.mark.parametrize("draft", one_of_each_kind(), ids=name_case)
def test_a_sound_question_of_every_kind_breaks_no_rule(draft: QuestionDraft) -> None:
    assert check_question(draft, PARAGRAPHS) == []


def test_every_rule_has_an_example_of_both() -> None:
    assert {rule for rule, _, _ in BREAKING} == {rule for rule, _ in KEEPING} == set(RULES)


def test_every_kind_is_checked_by_an_example() -> None:
    assert {draft.kind for draft in one_of_each_kind()} == set(Kind)


def test_two_questions_of_one_id_are_found_in_a_bank() -> None:
    (broken,) = check_bank((choice("one"), choice("two"), choice("one")), PARAGRAPHS)
    assert (broken.question, broken.rule) == ("one", "unique-id")
    assert "2 questions have this id" in broken.message
    assert check_bank((choice("one"), choice("two")), PARAGRAPHS) == []


def test_a_bank_tells_the_broken_rules_of_every_question() -> None:
    drafts = (choice("one", stem=""), choice("two", confidence=2.0), choice("three"))
    broken = [(it.question, it.rule) for it in check_bank(drafts, PARAGRAPHS)]
    assert broken == [("one", "stem"), ("two", "confidence")]
