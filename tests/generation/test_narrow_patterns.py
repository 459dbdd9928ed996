"""Sentences that the narrow patterns must and must not ask about."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.registry import PATTERNS
from quizapp.reading import read

CAST = (
    "Lawyer Anna Osei met Ivo Brandt in Quelmar in 2011. Mayor Tomas Reil was there in 2014, and "
    "the Coastal Safety Committee (CSC) and the World Harbour Fund (WHF) sent letters in 2017."
)


def propose(pattern: str, *paragraphs: str) -> dict[str, str]:
    """Stem -> key of everything that one pattern proposes about the paragraphs."""
    blocks = tuple(Block(BlockRole.BODY, text) for text in (*paragraphs, CAST))
    reading = read(Document("Harbour News", blocks))
    wanted = next(each for each in PATTERNS if each.name == pattern)
    return {draft.stem: key_of(draft) for draft in wanted.draft(reading, Random(1))}


def key_of(draft: QuestionDraft) -> str:
    options = [option.text for option in draft.options if option.key]
    return (options or [answer.text for answer in draft.accepted_answers])[0]


@pytest.mark.parametrize(
    ("sentence", "stem", "key"),
    [
        (
            "The arrest of Marta Delgren surprised the people of the town.",
            "According to the article, who was arrested?",
            "Marta Delgren",
        ),
        (
            "The arrest for theft of the former head of the harbour bank, Marta Delgren, was news.",
            "Who was arrested for theft?",
            "Marta Delgren",
        ),
        (
            "The dismissal of Marta Delgren was welcomed by the people of the town.",
            "According to the article, who was dismissed?",
            "Marta Delgren",
        ),
    ],
)
def test_an_event_told_by_a_noun_is_asked_about(sentence: str, stem: str, key: str) -> None:
    assert propose("who_event_of", sentence) == {stem: key}


@pytest.mark.parametrize(
    "sentence",
    [
        "The protesters demanded the arrest of Marta Delgren in front of the town hall.",
        "Everybody feared the planned dismissal of Marta Delgren by the council of the town.",
        "The arrest of Marta Delgren’s brother surprised the people of the town.",
        "The arrest of the harbour thieves surprised Marta Delgren and her friends in the town.",
    ],
)
def test_an_event_that_did_not_happen_to_the_person_is_not_asked_about(sentence: str) -> None:
    assert propose("who_event_of", sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2019 the council renamed the harbour from Oldhaven to Newhaven.",
        "Oldhaven was renamed Newhaven in 2019.",
        "The council changed the harbour's name from Oldhaven to Newhaven in 2019.",
        "It was the king who renamed the harbour from Oldhaven to Newhaven immediately after the "
        "queen stepped down on May 4, 2019.",
        "The queen resigned on May 4, 2019. Right after that, the council renamed the harbour, "
        "then called Oldhaven, Newhaven.",
    ],
)
def test_a_renaming_is_dated_by_its_own_year_or_the_event_before_it(sentence: str) -> None:
    wanted = {"In which year was Oldhaven renamed Newhaven?": "2019"}
    assert propose("when_renamed", sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "stem"),
    [
        (
            "A small team of WHF inspectors was sent to the harbour.",
            "Which organisation sent a small team of inspectors?",
        ),
        (
            "The town praised the decision to deploy a group of WHF divers and two WHF experts.",
            "",
        ),
        (
            "The decision to send a group of WHF observers to Quelmar was praised.",
            "Which organisation sent a group of observers to Quelmar?",
        ),
    ],
)
def test_a_body_is_asked_for_by_the_people_it_sends(sentence: str, stem: str) -> None:
    found = propose("organisation_forces", sentence)
    assert found == ({stem: "World Harbour Fund (WHF)"} if stem else {})


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Osei reportedly closed the harbour of Quelmar in May 2020.",
        "Anna Osei never closed the harbour of Quelmar.",
        "If the storm comes, Anna Osei closes the harbour of Quelmar.",
        "“Anna Osei closed the harbour of Quelmar,” said Ivo Brandt.",
        "According to Ivo Brandt, Anna Osei closed the harbour of Quelmar.",
        "Ivo Brandt said that Anna Osei closed the harbour of Quelmar.",
    ],
)
def test_what_is_no_fact_of_the_article_is_not_asked_as_one(sentence: str) -> None:
    assert not any("closed the harbour" in stem for stem in propose("who_did", sentence))


def test_a_date_after_until_does_not_say_when_something_began() -> None:
    assert propose("when_did", "Anna Osei led the harbour of Quelmar until 2019.") == {}


def test_a_hyphenated_particle_belongs_to_the_name() -> None:
    found = propose("who_did", "General Amir el-Sayed closed the harbour of Quelmar in 2020.")
    assert found["Who closed the harbour of Quelmar in 2020?"] == "Amir el-Sayed"
