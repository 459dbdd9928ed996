"""Which linking words are asked for, and where two could fit, so that none is."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import cohesion
from quizapp.generation.checks import find_reasons
from quizapp.generation.connectives import CLAUSE, OPENING, PHRASE, SAYS, SENTENCE
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
        (
            "The council sent divers so that the gates could be mended before the winter.",
            "so that",
        ),
        ("The market of Brill sells cheap goods such as bread and herring in spring.", "such as"),
        ("Trade in the port stopped due to the heavy storms of that spring.", "due to"),
        (
            "The gates were painted twice in May. But the paint did not stay on the old iron.",
            "But",
        ),
        (
            "The gates were painted twice in May, but the paint did not stay on the old iron.",
            "but",
        ),
        (
            "Pilots on the north coast earn 12 crowns. Pilots on the south coast, by contrast, "
            "earn 40 crowns.",
            "by contrast",
        ),
        ("The council did not mend the gates. Instead, the fishermen mended them.", "Instead"),
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
        "Nobody helped the pilot at the gate. But a young girl brought him a rope.",
        "The storm broke the gates of the port. But ships could not enter it in May.",
        "The closure of the port for a week was due to the heavy storms of that spring.",
        "The rise due to the heavy storms of that spring was felt in the whole port.",
        "The council mended the gates. Instead, the fishermen mended the boats of the port.",
        "Pilots like the north coast. Sailors, by contrast, earn a living in the south.",
        "The storm broke the gates of the port. As a result, some ships still used it.",
    ],
    ids=[
        "focus",
        "no-contrast",
        "no-obstacle",
        "modal",
        "not-until",
        "denied",
        "gerund",
        "so-may-follow-a-denial",
        "so-may-follow-inability",
        "is-due-to",
        "a-thing-due-to",
        "nothing-denied",
        "nothing-opposed",
        "however-may-fit",
    ],
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


def test_every_wrong_word_has_an_explanation() -> None:
    for slot in (CLAUSE, PHRASE, SENTENCE, OPENING):
        for each in slot.values():
            assert set(each.rivals) <= set(SAYS)
