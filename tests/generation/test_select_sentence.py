"""Which sentence of a paragraph can be asked for, and where a second one might do the same."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import select_sentence
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import Kind, QuestionDraft
from quizapp.reading import Reading, read


def read_blocks(*paragraphs: str) -> Reading:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    return read(Document("Harbour News", blocks))


def ask(*paragraphs: str) -> list[QuestionDraft]:
    reading = read_blocks(*paragraphs)
    drafts = list(select_sentence.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def stems(*paragraphs: str) -> list[str]:
    return [draft.stem for draft in ask(*paragraphs)]


PLAIN = "The port of Brill has two old gates. The gates stand near the market."


def test_the_options_are_the_sentences_of_the_paragraph_in_their_order() -> None:
    (draft,) = ask(f"{PLAIN} The council closed them because the storm had broken the locks.")
    assert draft.kind is Kind.SELECT_SENTENCE
    assert draft.stem == (
        "Which sentence in paragraph 1 says outright why something happens or is true?"
    )
    assert [option.text for option in draft.options][:2] == [
        "The port of Brill has two old gates.",
        "The gates stand near the market.",
    ]
    assert [option.key for option in draft.options] == [False, False, True]
    assert all(option.rationale for option in draft.options)
    assert draft.critical_span.quote == draft.options[2].text


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("The council will build a third gate in May.", "says what will happen in the future"),
        ("The fishermen want a third gate.", "says what somebody wants or hopes for"),
        ("The price of fish rose in May.", "reports that something has increased"),
        ("The council decided to paint them.", "reports that somebody made a decision"),
        ("They were probably built by monks.", "unsure whether something is true"),
        ("Ships may enter if they carry a green light.", "names a condition"),
        ("The smaller gate is called the Needle.", "by what name something or somebody is known"),
        ("The council refused to paint them.", "reports that somebody refused or rejected"),
    ],
)
def test_what_one_sentence_does_openly_is_asked_for(sentence: str, asks: str) -> None:
    assert any(asks in stem for stem in stems(f"{PLAIN} {sentence}"))


@pytest.mark.parametrize(
    "hinting",
    [
        "Since the locks were broken, no ship came in.",
        "The broken locks made the council act.",
        "The council sent a boat to mend the locks.",
    ],
    ids=["since", "made", "to-mend"],
)
def test_where_another_sentence_may_give_a_reason_too_no_reason_is_asked_for(hinting: str) -> None:
    found = stems(f"{PLAIN} {hinting} Trade stopped because the storm had broken the gates.")
    assert not any("outright why" in stem for stem in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not clear if the gates are safe.",
        "The council, if asked, paints them.",
    ],
)
def test_an_if_that_names_no_condition_is_left_alone(sentence: str) -> None:
    assert not any("condition" in stem for stem in stems(f"{PLAIN} {sentence}"))


def test_a_rule_with_will_is_no_future() -> None:
    found = stems(f"{PLAIN} A gate will open at any touch of the lever.")
    assert not any("future" in stem for stem in found)


def test_a_doubt_that_somebody_else_voices_is_not_the_writers() -> None:
    found = stems(f"{PLAIN} The mayor said they were probably built by monks.")
    assert not any("unsure" in stem for stem in found)


def test_a_guess_with_must_is_no_duty() -> None:
    assert not any("has to be done" in stem for stem in stems(f"{PLAIN} They must have cost much."))
    assert any("has to be done" in stem for stem in stems(f"{PLAIN} Ships must stop at the gate."))


def test_the_actor_is_named_only_where_other_sentences_name_him_too() -> None:
    known = "Mayor Ivo Brandt was born in Brill. He likes the market. Ivo Brandt refused a rise."
    assert any("reports that Ivo Brandt refused" in stem for stem in stems(known))
    alone = f"{PLAIN} Ivo Brandt refused a rise."
    assert any("reports that somebody refused" in stem for stem in stems(alone))


def test_a_paragraph_of_two_sentences_offers_no_choice() -> None:
    assert not ask("The port has gates. The council closed them because they were broken.")


def test_one_sentence_is_the_key_of_one_question_only() -> None:
    found = ask(
        f"{PLAIN} However, the council refused to paint them because the paint was poor.",
    )
    assert len({draft.critical_span.quote for draft in found}) == len(found)


def test_the_same_question_does_not_come_back_in_a_short_text() -> None:
    first = f"{PLAIN} Trade stopped because the storm had broken the locks."
    second = "The inn stands by the sea. It has nine rooms. It is full because the sun shines."
    assert sum("outright why" in stem for stem in stems(first, second)) == 1
