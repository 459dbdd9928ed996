"""Of which sentences is only one order possible?"""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import sentence_ordering
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read

CHAIN = (
    "Engineers designed a turbine for the narrow bay. "
    "The turbine drives a pump at the foot of the old bridge. "
    "This pump fills a pond behind the market."
)


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(sentence_ordering.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_a_chain_of_new_things_taken_up_again_has_one_order() -> None:
    (draft,) = ask(CHAIN)
    assert [text.split()[1] for text in draft.order] == ["designed", "turbine", "pump"]
    assert draft.hidden_spans[0].quote == CHAIN


def test_every_link_is_explained() -> None:
    (draft,) = ask(CHAIN)
    assert "Sentence 2: “The turbine” takes up “a turbine”" in draft.rationale
    assert "Sentence 3: “This pump” takes up “a pump”" in draft.rationale


def test_a_first_sentence_that_leans_back_is_no_beginning() -> None:
    assert not ask(CHAIN.replace("Engineers", "But they"))


def test_two_sentences_that_may_change_places_have_no_order() -> None:
    assert not ask(
        "Engineers designed a turbine for the narrow bay. "
        "The turbine drives a pump at the foot of the old bridge. "
        "The turbine also lights every lamp of the market."
    )


def test_the_word_also_puts_nothing_in_order() -> None:
    assert not ask(
        "The council uses the word harbour for every pier. "
        "The council also uses the word for a row of old warehouses. "
        "Fishermen similarly use the word for their own pier."
    )


def test_years_that_rise_put_a_story_in_order() -> None:
    (draft,) = ask(
        "Anna Osei opened the harbour in 1901. "
        "She built a lighthouse on the northern cliff in 1907. "
        "In 1912 she sold the whole coast to a bank."
    )
    assert "“1912” comes after “1907”" in draft.rationale


def test_a_year_that_is_only_spoken_of_dates_nothing() -> None:
    assert not ask(
        "Anna Osei opened the harbour in 1901. "
        "She set 1912 as the year of the great sale. "
        "The old cliff was never sold."
    )


def test_years_alone_are_no_reading() -> None:
    assert not ask(
        "Anna Osei opened the harbour in 1901. "
        "Ivo Brandt built a lighthouse in 1907. "
        "Tomas Reil sold the coast in 1912."
    )
