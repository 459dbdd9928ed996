"""What is quoted for inspection is judged by other gates than what the question itself says."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.option_order import place_options
from quizapp.generation.reasons import Reason
from quizapp.reading import Reading, read

TEXT = (
    "The old gates of the port were broken by the storm. The decision was never popular because "
    "the council of the town had not asked the fishermen. Trade stopped for 3 years."
)
QUOTED = TEXT[52:145]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Document("The Port", (Block(BlockRole.BODY, TEXT),)))


def cohesion() -> QuestionDraft:
    return QuestionDraft(
        uid="q-1",
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.COHESION,
        difficulty=Difficulty.MEDIUM,
        stem=f"Which word belongs in the gap? “{QUOTED.replace('because', '____')}”",
        critical_span=Span(1, 52, 145, QUOTED),
        options=tuple(
            Option(word, key=not n, distractor_class=DistractorClass.MISREADING if n else None)
            for n, word in enumerate(("because", "although", "unless"))
        ),
    )


def insertion() -> QuestionDraft:
    places = ("Before “The old gates…”", "After “…the storm.”", "After “…never for 3 years.”")
    return replace(
        cohesion(),
        uid="q-2",
        kind=Kind.INSERTION,
        stem=f"A sentence has been taken out of paragraph 1. Where does it belong? “{QUOTED}”",
        options=tuple(Option(place, key=n == 1) for n, place in enumerate(places)),
        hidden_spans=(Span(1, 52, 145, QUOTED),),
    )


def literal() -> QuestionDraft:
    return replace(
        cohesion(), uid="q-3", skill=Skill.DETAIL, stem="Who did the town council have to ask?"
    )


def test_a_quoted_sentence_may_point_and_deny(reading: Reading) -> None:
    assert find_reasons(cohesion(), reading) == ()
    assert Reason.NEGATIVE_STEM in find_reasons(replace(cohesion(), skill=Skill.DETAIL), reading)


def test_what_the_question_itself_says_may_not(reading: Reading) -> None:
    stem = f"Which word does not fit here? “{QUOTED}”"
    found = find_reasons(replace(cohesion(), stem=stem), reading)
    assert {Reason.NEGATIVE_STEM, Reason.VAGUE_REFERENCE} <= set(found)


def test_a_quotation_may_not_fill_the_page(reading: Reading) -> None:
    long = replace(cohesion(), stem=f"Which word belongs in the gap? “{'word ' * 80}”")
    assert Reason.STEM_TOO_LONG in find_reasons(long, reading)


def test_places_are_named_by_whatever_words_stand_there(reading: Reading) -> None:
    assert find_reasons(insertion(), reading) == ()


def test_linking_words_need_no_span_to_be_placed() -> None:
    (placed,) = place_options([cohesion()], Random(1))
    assert {option.text for option in placed.options} == {"because", "although", "unless"}
    assert placed.distractor_spans == ()


def test_places_stay_in_the_order_of_the_text() -> None:
    assert place_options([insertion()], Random(1)) == (insertion(),)
