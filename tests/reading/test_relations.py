"""Which statements are linked by the words of the text, and which markers link nothing."""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.reading import read
from quizapp.reading.reading import Relation, RelationKind

CAUSE, PURPOSE = RelationKind.CAUSE, RelationKind.PURPOSE
CONTRAST, SEQUENCE = RelationKind.CONTRAST, RelationKind.SEQUENCE
OCCASION = RelationKind.OCCASION


def relations(text: str) -> tuple[Relation, ...]:
    return read(Document("The harbour", (Block(BlockRole.BODY, text),))).relations


@pytest.mark.parametrize(
    ("text", "kind", "marker", "first", "second"),
    [
        (
            "The ferry stopped because the sea was rough.",
            *(CAUSE, "because", "the sea was rough", "The ferry stopped"),
        ),
        (
            "Because the sea was rough, the ferry stopped.",
            *(CAUSE, "Because", "the sea was rough", "the ferry stopped"),
        ),
        (
            "The ferry stopped because of a strike.",
            *(CAUSE, "because of", "a strike", "The ferry stopped"),
        ),
        (
            "The market was closed due to heavy snow.",
            *(CAUSE, "due to", "heavy snow", "The market was closed"),
        ),
        ("The fire led to a long strike.", CAUSE, "led to", "The fire", "a long strike"),
        (
            "Brandt sold the ships in order to pay the crew.",
            *(PURPOSE, "in order to", "pay the crew", "Brandt sold the ships"),
        ),
        (
            "Although the harbour is small, many ships call there.",
            *(CONTRAST, "Although", "the harbour is small", "many ships call there"),
        ),
        (
            "The crew kept working despite the storm.",
            *(CONTRAST, "despite", "The crew kept working", "the storm"),
        ),
        (
            "The captain wanted to leave, but the owner refused.",
            *(CONTRAST, "but", "The captain wanted to leave", "the owner refused"),
        ),
        (
            "The crew left the ship before the fire reached the engine.",
            *(SEQUENCE, "before", "The crew left the ship", "the fire reached the engine"),
        ),
        (
            "The council closed the harbour two weeks after the accident.",
            *(SEQUENCE, "after", "the accident", "The council closed the harbour"),
        ),
        (
            "The captain stayed in Quelmar for two years before the port was closed.",
            *(SEQUENCE, "before", "The captain stayed in Quelmar for two years"),
            "the port was closed",
        ),
        (
            "When the fire started, the workers left the building.",
            *(OCCASION, "When", "the fire started", "the workers left the building"),
        ),
    ],
)
def test_a_marker_links_two_unbroken_stretches(
    text: str, kind: RelationKind, marker: str, first: str, second: str
) -> None:
    (found,) = relations(text)
    assert (found.kind, found.marker.text) == (kind, marker)
    assert (found.first.text, found.second.text) == (first, second)
    for span in (found.first, found.second, found.marker):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "The new bridge is due to open in May.",  # a plan
        "The road led to the lake.",  # a way
        "The ship was named after the mayor.",  # a name
        "They worked day after day.",  # no event
        "It was not because of the storm that they left.",  # denied
        "The ferry stopped partly because the sea was rough.",  # only a part of the cause
        "However hard they tried, the engine stayed silent.",  # in whatever way
        "They had nothing but bread.",  # except
        "When the ship sank after midnight the crew slept.",  # no event, and no comma
        'The word "because of the old tide" is long.',  # a mark stays open
    ],
)
def test_a_marker_that_means_something_else_links_nothing(text: str) -> None:
    assert relations(text) == ()


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("As a result, the", CAUSE),
        ("However, the", CONTRAST),
        ("But the", CONTRAST),
        ("After that, the", SEQUENCE),
    ],
)
def test_a_connective_at_the_start_links_a_sentence_to_the_one_before(
    opening: str, kind: RelationKind
) -> None:
    (found,) = relations(f"The council raised the fees. {opening} fishermen stayed away.")
    assert found.kind is kind
    assert found.first.text == "The council raised the fees."
    assert found.second.text == "the fishermen stayed away."


def test_sentences_of_two_paragraphs_are_not_linked() -> None:
    blocks = tuple(
        Block(BlockRole.BODY, text)
        for text in ("The council raised the fees.", "However, the ships came.")
    )
    assert read(Document("The harbour", blocks)).relations == ()


def test_no_side_opens_with_the_marker_of_another_relation() -> None:
    text = "Because the sea was rough, because the crew was tired, the ferry stopped."
    sides = [side.text for each in relations(text) for side in (each.first, each.second)]
    assert not any(side.lower().startswith("because") for side in sides)


def test_a_connective_at_the_start_is_no_part_of_a_side() -> None:
    text = "The ships were new. However, the crews left because the pay was bad."
    cause = next(each for each in relations(text) if each.kind is CAUSE)
    assert cause.second.text == "the crews left"
