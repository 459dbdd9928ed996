"""Every place among which a question lets choose is found in the passage, or none is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.attempts.paper import print_question
from quizapp.generation.draft import Kind, Option, QuestionDraft, Span
from quizapp.web.passage import hide_keys, show_passage
from quizapp.web.places import Spots, find_spots
from tests.factories import choice

FIRST = "The bridge was old. It fell in a flood. Nobody was hurt."
SECOND = "“We want a new one,” she said. It was opened at noon. A band played."
TAKEN = "It was opened at noon."
DOCUMENT = Document("A bridge", tuple(Block(BlockRole.BODY, text) for text in (FIRST, SECOND)))
HIDDEN = Span(2, SECOND.index(TAKEN), SECOND.index(TAKEN) + len(TAKEN), TAKEN)


def spots_of(kind: Kind, *options: str, stem: str = "Where?", hides: bool = False) -> Spots:
    draft: QuestionDraft = replace(
        choice(),
        kind=kind,
        stem=stem,
        options=tuple(Option(text, key=not n) for n, text in enumerate(options)),
        hidden_spans=(HIDDEN,) if hides else (),
    )
    passage = show_passage(DOCUMENT, hide_keys([draft]))
    return find_spots(print_question(draft, range(len(options))), passage)


def test_a_place_stands_before_or_after_the_words_that_its_option_quotes() -> None:
    found = spots_of(
        Kind.INSERTION,
        "Before “We want a new one, she said.”",
        "After “…a new one, she said.”",
        "After “A band played.”",
        stem="A sentence has been taken out of paragraph 2. Where does it belong?",
        hides=True,
    )
    printed = SECOND.replace(f" {TAKEN}", "")
    said = printed.index(" she said.") + len(" she said.")
    assert found == ((2, 0, 0), (2, said, said), (2, len(printed), len(printed)))


def test_a_sentence_is_found_as_a_whole() -> None:
    found = spots_of(Kind.SELECT_SENTENCE, "It fell in a flood.", "Nobody was hurt.")
    assert [FIRST[start:end] for _, start, end in found] == [
        "It fell in a flood.",
        "Nobody was hurt.",
    ]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (Kind.INSERTION, ("After “A band played.”", "At the very beginning")),
        (Kind.INSERTION, ("After “A band played.”", "After “Nobody came.”")),
        (Kind.SELECT_SENTENCE, ("Nobody was hurt.", "Nobody was there.")),
        (Kind.IRRELEVANT_SENTENCE, ("Nobody was hurt.", TAKEN)),
        (Kind.MULTIPLE_CHOICE, ("Nobody was hurt.", "A band played.")),
    ],
)
def test_where_one_option_has_no_place_none_is_shown(kind: Kind, options: tuple[str, ...]) -> None:
    assert spots_of(kind, *options, hides=True) == ()


def test_a_paragraph_that_the_stem_does_not_name_is_left_out() -> None:
    options = ("After “Nobody was hurt.”", "After “It fell in a flood.”")
    assert spots_of(Kind.INSERTION, *options, stem="Where in paragraph 1?") != ()
    assert spots_of(Kind.INSERTION, *options, stem="Where in paragraph 2?") == ()
