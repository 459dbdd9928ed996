"""Which sentences may be taken out of a paragraph, and which places stand beside the old one."""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import insertion
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read

OPENING = "The harbour of Quelmar is old. Storms have closed its gates many times since 1900."


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(insertion.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_a_sentence_with_a_demonstrative_goes_after_the_noun_it_repeats() -> None:
    (draft,) = ask(
        f"{OPENING} Last spring the council bought three steel cranes from Norway. "
        "Most of these cranes were broken within a month of their arrival."
    )
    assert draft.stem.startswith("A sentence has been taken out of paragraph 1. Where does it")
    assert [option.text for option in draft.options] == [
        "Before “The harbour of Quelmar is old.”",
        "After “The harbour of Quelmar is old.”",
        "After “…its gates many times since 1900.”",
        "After “…bought three steel cranes from Norway.”",
    ]
    assert [option.key for option in draft.options] == [False, False, False, True]
    assert draft.hidden_spans[0].quote.startswith("Most of these cranes")
    assert "“these cranes” takes up “cranes”" in draft.options[-1].rationale


def test_a_place_that_knows_the_noun_already_is_not_offered() -> None:
    assert not ask(
        "The harbour of Quelmar has always used cranes. Its cranes were made of wood at first. "
        "Last spring the council bought three steel cranes. "
        "Most of these cranes were broken within a month of their arrival."
    )


def test_a_place_right_after_the_next_sentence_may_fit_too_and_is_not_offered() -> None:
    (draft,) = ask(
        f"{OPENING} Last spring the council published figures of the damage in the town. "
        "These figures could not be checked by anybody in the harbour. "
        "Divers spoke of more wrecks."
    )
    assert not any("more wrecks" in option.text for option in draft.options)


def test_a_sentence_that_the_next_one_needs_stays() -> None:
    drafts = ask(
        f"{OPENING} Last spring the council bought three steel cranes from Norway. "
        "Most of these cranes were carried to a hall behind the market. "
        "The hall burned down in the following summer."
    )
    assert [draft.hidden_spans[0].quote[:8] for draft in drafts] == ["The hall"]


def test_he_after_a_friend_of_somebody_is_nobody_in_sight() -> None:
    assert not ask(
        f"{OPENING} The first director was a close friend of Marta Delgren. "
        "He went to the coast in 1924 and taught the children of the fishermen there."
    )


def test_a_place_after_another_person_is_not_offered_for_he() -> None:
    drafts = ask(
        "The harbour is old. Ivo Brandt closed its gates in spring. Nobody liked it much. "
        "Tomas Reil opened the gates again on Monday. "
        "He told the people of the town that trade mattered more than the weather."
    )
    assert not any("gates in spring" in o.text for draft in drafts for o in draft.options)


def test_a_short_paragraph_lends_places_from_the_one_above() -> None:
    (draft,) = ask(
        OPENING,
        "Last spring the council bought three steel cranes from Norway. "
        "Most of these cranes were broken within a month of their arrival.",
    )
    assert "paragraph 1 or 2" in draft.stem
    assert len(draft.options) == 3
    assert draft.options[-1].key
