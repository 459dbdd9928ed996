"""Which sentence may slip into which paragraph?"""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import irrelevant_sentence
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read

HOST = (
    "Last spring the council bought three steel cranes from Norway. "
    "Most of these cranes were broken within a month. "
    "They now rust behind the old market hall."
)
BETWEEN = "Rain is rare."
INTRUDER = "Village schools teach two foreign languages from the first year."
MIDDLE = "Snow falls."


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(irrelevant_sentence.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_the_intruder_stands_inside_the_paragraph_and_every_sentence_says_why() -> None:
    (draft,) = ask(HOST, BETWEEN, INTRUDER)
    keys = [option.key for option in draft.options]
    assert keys.count(True) == 1
    assert not keys[0]
    assert not keys[-1]
    assert all(option.rationale for option in draft.options)
    assert next(option.text for option in draft.options if option.key) == INTRUDER


def test_the_host_and_the_intruders_own_place_are_hidden() -> None:
    (draft,) = ask(HOST, BETWEEN, INTRUDER)
    assert [(span.paragraph, span.quote) for span in draft.hidden_spans] == [
        (1, HOST),
        (3, INTRUDER),
    ]
    assert draft.critical_span.quote == INTRUDER


def test_a_sentence_that_starts_with_but_is_never_the_intruder() -> None:
    assert not ask(HOST, BETWEEN, f"But {INTRUDER[0].lower()}{INTRUDER[1:]}")


def test_a_sentence_about_an_equivalent_school_is_never_the_intruder() -> None:
    assert not ask(HOST, BETWEEN, "An equivalent school in Oslo would cost the village a fortune.")


def test_a_sentence_that_continues_a_series_is_never_the_intruder() -> None:
    assert not ask(HOST, BETWEEN, "Village schools followed in 1955 with two foreign languages.")


def test_a_surname_alone_is_never_the_intruder() -> None:
    first = "Anna Osei lives in the village."
    assert not ask(HOST, BETWEEN, first, "Snow fell. " + INTRUDER.replace("Village", "Osei’s"))


def test_a_sentence_on_the_hosts_subject_is_never_the_intruder() -> None:
    assert not ask(
        HOST, BETWEEN, "Village schools show pictures of steel cranes from foreign ports."
    )


def test_a_sentence_of_the_next_paragraph_is_too_near() -> None:
    assert not ask(HOST, INTRUDER)


def test_a_paragraph_that_is_no_chain_takes_no_intruder() -> None:
    loose = (
        "Last spring the council bought three steel cranes from Norway. "
        "Fishermen repair nets on Sundays. "
        "Bread costs more than butter this winter."
    )
    assert not ask(loose, BETWEEN, INTRUDER)


def test_the_intruder_parts_two_sentences_of_which_one_points_back() -> None:
    (draft,) = ask(HOST, BETWEEN, INTRUDER)
    key = next(option for option in draft.options if option.key)
    assert "It parts “" in key.rationale
