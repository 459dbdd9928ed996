"""By which words does a sentence lean on the text before it?"""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.leaning import find_pointer, pointing_words
from quizapp.reading import read


def pointer_of(sentence: str) -> str:
    reading = read(Document("Harbour News", (Block(BlockRole.BODY, sentence),)))
    found = find_pointer(reading.sentences[0])
    return pointing_words(found) if found is not None else ""


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("But the gates stayed open all night.", "But"),
        ("For example, a crane lifts forty boxes an hour.", "For example"),
        ("Most sailors left after this discovery.", "this discovery"),
        ("They repaired the gates within a week.", "They"),
        ("Another crane was sold to a school.", "Another crane"),
        ("Still, the council hoped for better weather.", "Still"),
        ("At the end of December, he travelled to the coast.", "he"),
        ("Experts found no proof of such a storm.", "such a storm"),
        ("Both were destroyed during the storm.", "Both"),
    ],
)
def test_a_word_that_needs_something_before_it_is_found(sentence: str, words: str) -> None:
    assert pointer_of(sentence) == words


@pytest.mark.parametrize(
    "sentence",
    [
        "It is easy to repair the gates.",
        "There were forty ships in the harbour.",
        "Anna Osei said that she liked the harbour.",
        "The sailors sold their boats in spring.",
        "Those who own a boat pay for the gates.",
        "So far the council has bought three cranes.",
        "Fruit such as apples is sold at the gate.",
        "Music, dance and other arts are taught in such towns as Quelmar.",
        "Sailors like Quelmar more than any other town.",
        "The family came from Quelmar, at that time a small harbour.",
        "For their part, the sailors welcomed the new gates.",
        "Liquids other than water are kept in the hall.",
        "Two years later than planned, the bridge was opened.",
    ],
)
def test_a_sentence_that_explains_its_own_words_leans_on_nothing(sentence: str) -> None:
    assert pointer_of(sentence) == ""
