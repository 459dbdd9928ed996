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
    assert "“these cranes” takes up “three steel cranes”" in draft.options[-1].rationale


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
    assert [option.text for option in draft.options] == [
        "After “The harbour of Quelmar is old.”",
        "After “…its gates many times since 1900.”",
        "After “…bought three steel cranes from Norway.”",
    ], "the end of one paragraph and the beginning of the next are one place"
    assert draft.options[-1].key


FAR = (
    "Tourists seldom visit the museum on the hill. Its paintings show storms and kings. "
    "The entrance costs nothing on Sundays.",
    "Winter is quiet along this coast. Snow falls for weeks and covers every road.",
)


def test_places_of_the_next_paragraphs_let_the_right_one_come_first() -> None:
    (draft,) = ask(
        "Last spring the council bought three steel cranes from Norway. "
        "Most of these cranes were broken within a month of their arrival.",
        *FAR,
    )
    assert draft.options[0].key
    assert len(draft.options) == 4
    assert "paragraph 1" in draft.stem


def test_the_right_place_is_not_always_of_one_rank() -> None:
    drafts = ask(
        *FAR,
        "Last spring the council bought three steel cranes from Norway. "
        "Most of these cranes were broken within a month of their arrival. "
        "Storms closed every gate of the port for days.",
        "Doctors opened a clinic in March. "
        "The clinic treats sailors who have no money at all for medicine. "
        "Bread is cheap.",
        "Poets praise the old lighthouse. Ships steer by its lamp at night.",
    )
    ranks = {[option.key for option in draft.options].index(True) for draft in drafts}
    assert len(drafts) >= 2
    assert len(ranks) >= 2


def test_the_definite_noun_needs_an_indefinite_one_before_it() -> None:
    known = "Everybody in town admires the tower. The tower was built by monks long ago."
    new = "The monks built a tower near the sea. The tower was admired by everybody in town."
    assert not ask(OPENING, known, *FAR)
    assert [draft.hidden_spans[0].quote[:9] for draft in ask(OPENING, new, *FAR)] == ["The tower"]


def test_a_quotation_that_goes_on_is_not_taken_out() -> None:
    drafts = ask(
        *FAR,
        "“The gates are rotten and nobody repairs them,” said Tomas Reil. "
        "“It would take a year to replace all of them with new ones.”",
    )
    assert drafts == []


def test_he_is_never_placed_after_the_mayor() -> None:
    drafts = ask(
        "The harbour is old. The mayor closed its gates in spring. Nobody liked it much. "
        "Tomas Reil opened the gates again on Monday. "
        "He told the people of the town that trade mattered more than the weather.",
        *FAR,
    )
    assert not any("gates in spring" in o.text for draft in drafts for o in draft.options)


def test_however_counts_only_beside_a_word_that_both_sentences_share() -> None:
    shared = (
        "Engineers praised the turbine under the bridge. "
        "However, the turbine stopped twice in its first month of service."
    )
    nothing = (
        "Engineers praised the turbine under the bridge. "
        "However, fishermen complained about the noise from morning until night."
    )
    (draft,) = ask(shared, *FAR)
    assert "both sentences speak of “turbine”" in draft.options[0].rationale
    assert not ask(nothing, *FAR)


def test_this_does_not_take_up_one_of_several_others() -> None:
    several = "Sailors brought other cranes from Norway. "
    one = "Sailors brought another crane from Norway. "
    rest = "Most people admired this crane for the height of its arm."
    assert not ask(OPENING, several + rest, *FAR)
    assert len(ask(OPENING, one + rest, *FAR)) == 1
