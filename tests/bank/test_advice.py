"""Advice says what a good item writer would say, and never stops anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.advice import advise
from quizapp.bank.advice_codes import Code
from quizapp.generation.draft import (
    NOWHERE,
    AcceptedAnswer,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    Origin,
    Pair,
    QuestionDraft,
    Skill,
    Span,
    Status,
)
from tests.factories import DOCUMENT, choice, one_of_each_kind

WHY = "The text says so."


def options(*texts: str, key: int = 0) -> tuple[Option, ...]:
    return tuple(Option(text, place == key, WHY) for place, text in enumerate(texts))


def of(kind: Kind, **changes: Any) -> QuestionDraft:
    (draft,) = (it for it in one_of_each_kind() if it.kind is kind)
    return replace(draft, rationale=WHY, **changes)


def codes(draft: QuestionDraft) -> set[Code]:
    return {it.code for it in advise(draft, DOCUMENT.paragraphs)}


GOOD = choice(
    stem="Who opened the new bridge?", options=options("Jana Kralova", "A tram driver", "A cyclist")
)


def test_nothing_is_said_of_a_good_question() -> None:
    assert codes(GOOD) == set()


@pytest.mark.parametrize(
    ("code", "draft"),
    [
        (Code.NOT_ONE_KEY, replace(GOOD, options=options("One", "Two of it", "Third", key=9))),
        (
            Code.NOT_ONE_KEY,
            replace(GOOD, options=(*GOOD.options, Option("The mayor", True, WHY))),
        ),
        (
            Code.NOT_ONE_KEY,
            of(Kind.MULTIPLE_RESPONSE, options=(Option("A", True), Option("B", True))),
        ),
        (Code.TOO_FEW_OPTIONS, replace(GOOD, options=GOOD.options[:2])),
        (Code.OPTIONS_ALIKE, replace(GOOD, options=options("Kralova", "the mayor", "The Mayor"))),
        (Code.OPTIONS_ALIKE, replace(GOOD, options=options("Kralova", "A driver", "driver"))),
        (Code.OPTIONS_ALIKE, replace(GOOD, options=options("10-20 years", "20-30 years", "more"))),
        (Code.OPTIONS_UNORDERED, replace(GOOD, options=options("1998", "2003", "1970"))),
        (Code.OPTIONS_UNORDERED, replace(GOOD, options=options("In 1998", "In 2003", "In 1970"))),
        (Code.OPTIONS_UNORDERED, replace(GOOD, options=options("five", "2", "30"))),
        (Code.OPTIONS_ABSOLUTE, replace(GOOD, options=options("Kralova", "Never", "A cyclist"))),
        (
            Code.OPTIONS_ABOUT_ALL,
            replace(GOOD, options=options("Kralova", "A cyclist", "All of the above")),
        ),
        (
            Code.OPTIONS_ABOUT_ALL,
            replace(GOOD, options=options("Kralova", "A cyclist", "None of these")),
        ),
        (
            Code.OPTIONS_GRAMMAR,
            replace(GOOD, stem="The bridge carries an ____", options=options("ox", "car", "ape")),
        ),
        (
            Code.OPTIONS_REPEAT,
            replace(
                GOOD,
                options=options(
                    "It was closed by a flood",
                    "It was closed by the mayor",
                    "It was closed by ice",
                ),
            ),
        ),
        (
            Code.KEY_TELLTALE,
            replace(
                GOOD,
                options=options(
                    "Jana Kralova, who was the mayor of Ostrava", "A tram", "A cyclist"
                ),
            ),
        ),
        (
            Code.KEY_IN_STEM,
            replace(GOOD, options=options("The one in favour of the bridge", "A tram", "A boat")),
        ),
        (Code.STEM_ASKS_NOTHING, replace(GOOD, stem="The bridge and the mayor.")),
        (Code.STEM_ASKS_NOTHING, of(Kind.CLOZE, stem="Mayor Jana Kralova opened it.")),
        (Code.STEM_TOO_LONG, replace(GOOD, stem=f"{'very ' * 33}long, is it?")),
        (Code.NEGATIVE_STEM, replace(GOOD, stem="Who did NOT open the bridge?")),
        (Code.NEGATIVE_STEM, replace(GOOD, stem="All opened it EXCEPT which one?")),
        (Code.NEGATIVE_STEM, of(Kind.TRUE_FALSE, stem="The bridge wasn’t closed.")),
        (Code.NO_RATIONALE, choice(options=(*GOOD.options[:2], Option("A cyclist")))),
        (Code.NO_RATIONALE, replace(of(Kind.SHORT_ANSWER), rationale="")),
        (Code.NO_EVIDENCE, replace(GOOD, critical_span=NOWHERE)),
        (
            Code.ANSWERS_NARROW,
            of(Kind.SHORT_ANSWER, accepted_answers=(AcceptedAnswer("after a flood in spring"),)),
        ),
        (
            Code.GAPS_CROWDED,
            of(
                Kind.CLOZE,
                stem="____ opened ____ on May 4.",
                accepted_answers=(AcceptedAnswer("Kralova"), AcceptedAnswer("it", 2)),
            ),
        ),
        (
            Code.PAIRS_UNCLEAR,
            of(Kind.MATCHING, pairs=(Pair("1998", "a"), Pair("2003", "A"), Pair("2004", "b"))),
        ),
        (Code.PAIRS_UNCLEAR, of(Kind.MATCHING, pairs=(Pair("1998", "a"), Pair("2003", "b")))),
        (
            Code.PAIRS_EVEN,
            of(Kind.MATCHING, pairs=(Pair("1998", "a"), Pair("2003", "b"), Pair("2004", "c"))),
        ),
        (Code.ORDER_TOLD, of(Kind.ORDERING, order=("First, it came", "It closed", "It opened"))),
    ],
)
def test_a_weakness_is_told(code: Code, draft: QuestionDraft) -> None:
    assert code in codes(draft)


@pytest.mark.parametrize(
    ("code", "draft"),
    [
        (Code.OPTIONS_UNORDERED, replace(GOOD, options=options("1970", "1998", "2003"))),
        (Code.OPTIONS_UNORDERED, replace(GOOD, options=options("30", "5", "2"))),
        (Code.OPTIONS_ALIKE, replace(GOOD, options=options("10-19", "20-30", "31-40"))),
        (Code.OPTIONS_ALIKE, replace(GOOD, options=options("a car", "a cart", "the art"))),
        (
            Code.OPTIONS_GRAMMAR,
            replace(GOOD, stem="It carries a/an ____", options=options("ox", "car", "ape")),
        ),
        (Code.KEY_IN_STEM, replace(GOOD, options=options("bridge A", "bridge B", "bridge C"))),
        (Code.NEGATIVE_STEM, replace(GOOD, stem="Who said “I did not open it”?")),
        (Code.STEM_ASKS_NOTHING, replace(GOOD, stem="Choose the person who opened it.")),
        (Code.STEM_ASKS_NOTHING, of(Kind.TRUE_FALSE)),
        (Code.ANSWERS_NARROW, of(Kind.SHORT_ANSWER)),
        (Code.NO_RATIONALE, of(Kind.SHORT_ANSWER)),
        (Code.TOO_FEW_OPTIONS, of(Kind.TRUE_FALSE)),
    ],
)
def test_what_is_sound_is_left_in_peace(code: Code, draft: QuestionDraft) -> None:
    assert code not in codes(draft)


def test_every_code_is_told_of_some_question() -> None:
    wide = replace(GOOD, critical_span=Span(1, 0, 600, "x" * 600))
    told = {it.code for it in advise(wide, ("x" * 600,))}
    table = next(
        mark.args[1]
        for mark in test_a_weakness_is_told.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    )
    assert {code for code, _ in table} | told == set(Code)


def test_advice_is_a_sentence_about_a_field_of_the_draft() -> None:
    bad = replace(GOOD, stem="NOT the bridge", options=options("All of the above", "x", "x"))
    for it in advise(bad, DOCUMENT.paragraphs):
        assert hasattr(bad, it.field)
        assert it.sentence[-1] in ".:?"
        assert it.sentence[0].isupper() or it.sentence[0] in "“0123456789"


TEXT = st.text(max_size=30) | st.sampled_from(
    ["", " ", "____", "1998", "5-10", "an ____", "not", "?", "All of the above", "first"]
)
SPANS = st.builds(Span, st.integers(-1, 9), st.integers(0, 50), st.integers(0, 50), TEXT)


@given(
    st.builds(
        QuestionDraft,
        uid=TEXT,
        kind=st.sampled_from(Kind),
        skill=st.sampled_from(Skill),
        difficulty=st.sampled_from(Difficulty),
        stem=TEXT,
        critical_span=SPANS,
        options=st.lists(
            st.builds(
                Option, TEXT, st.booleans(), TEXT, st.none() | st.sampled_from(DistractorClass)
            ),
            max_size=5,
        ).map(tuple),
        accepted_answers=st.lists(
            st.builds(AcceptedAnswer, TEXT, st.integers(0, 4), TEXT), max_size=4
        ).map(tuple),
        pairs=st.lists(st.builds(Pair, TEXT, TEXT), max_size=4).map(tuple),
        order=st.lists(TEXT, max_size=4).map(tuple),
        distractor_spans=st.lists(SPANS, max_size=2).map(tuple),
        hidden_spans=st.lists(SPANS, max_size=2).map(tuple),
        rationale=TEXT,
        origin=st.sampled_from(Origin),
        status=st.sampled_from(Status),
    ),
    st.lists(TEXT, max_size=3),
)
def test_advice_is_given_on_any_draft(draft: QuestionDraft, paragraphs: list[str]) -> None:
    assert advise(draft, paragraphs) == advise(draft, paragraphs)
