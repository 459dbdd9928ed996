"""Which linking words are asked for, and where two could fit, so that none is."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import cohesion
from quizapp.generation.checks import find_reasons
from quizapp.generation.connectives import CLAUSE, PHRASE, SENTENCE
from quizapp.generation.draft import GAP, QuestionDraft
from quizapp.reading import read


def ask(text: str) -> list[QuestionDraft]:
    reading = read(Document("Harbour News", (Block(BlockRole.BODY, text),)))
    drafts = list(cohesion.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "The port was closed for a week because the storm had broken both of its gates.",
            "because",
        ),
        ("Although the gates had been repaired, no ship entered the port in May.", "Although"),
        ("The council raised the fees because of the heavy cost of the new gates.", "because of"),
        ("The council kept the old gates despite loud protests from the fishermen.", "despite"),
        ("The port has new gates. However, no ship has entered it since May.", "However"),
        (
            "Many old ports find a new use. For example, the port of Brill is a museum today.",
            "For example",
        ),
    ],
)
def test_the_linking_word_of_the_text_is_asked_for(text: str, key: str) -> None:
    (draft,) = ask(text)
    assert [option.text for option in draft.options if option.key] == [key]
    assert draft.stem.count(GAP) == 1
    assert draft.hidden_spans[0].quote == key
    assert all(option.text[:1].isupper() == key[:1].isupper() for option in draft.options)


@pytest.mark.parametrize(
    "text",
    [
        "The port was closed, partly because the storm had broken both of its gates.",
        "Although the gates had been repaired, many ships used the port of Brill in May.",
        "The council kept the old gates despite the new fees of the port.",
        "The port closed early because it could lose its gates in the coming storm.",
        "It was not until May that the port had gates. However, the ships came back in June.",
        "The small port was an easy target because the council had no friends on the coast.",
        "The fishermen left because of knowing the weather on the coast so well.",
    ],
    ids=["focus", "no-contrast", "no-obstacle", "modal", "not-until", "denied", "gerund"],
)
def test_where_another_word_could_fit_nothing_is_asked(text: str) -> None:
    assert ask(text) == []


def test_however_is_never_offered_against_an_example() -> None:
    assert all(
        "however" not in each.rivals for each in SENTENCE.values() if each.relation == "example"
    )


def test_no_rival_has_the_relation_of_the_key() -> None:
    for slot in (CLAUSE, PHRASE, SENTENCE):
        for each in slot.values():
            same = {other.words for other in slot.values() if other.relation == each.relation}
            assert not same & set(each.rivals)
