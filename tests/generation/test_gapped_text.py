"""Which sentences are taken out together, and why has each only one gap?"""

from __future__ import annotations

from random import Random

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import gapped_text
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import QuestionDraft
from quizapp.reading import read

CRANES = (
    "Last spring the council bought three steel cranes from Norway. "
    "Most of these cranes were broken within a month of their arrival. "
    "Nobody in town remembers who paid."
)
CLINIC = (
    "Doctors opened a clinic behind the market in March. "
    "The clinic treats sailors who have no money at all for medicine. "
    "Bread is free on Sundays."
)
TOWER = (
    "Monks built a tower above the bay long ago. "
    "Today the tower serves as a lighthouse for the whole northern coast. "
    "Gulls nest there."
)
MORE_CRANES = (
    "Ports in the south use wooden cranes. "
    "Such cranes seldom break, although they lift only half the weight of steel ones. "
    "Wood is cheap."
)


def ask(*paragraphs: str) -> list[QuestionDraft]:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    reading = read(Document("Harbour News", blocks))
    drafts = list(gapped_text.PATTERN.draft(reading, Random(1)))
    assert all(find_reasons(draft, reading) == () for draft in drafts)
    return drafts


def test_each_gap_is_named_by_its_paragraph_and_the_words_before_it() -> None:
    (draft,) = ask(CRANES, CLINIC, TOWER)
    assert [pair.premise for pair in draft.pairs] == [
        "The gap in paragraph 1, after “…bought three steel cranes from Norway.”",
        "The gap in paragraph 2, after “…clinic behind the market in March.”",
        "The gap in paragraph 3, after “…tower above the bay long ago.”",
    ]
    assert [pair.response for pair in draft.pairs] == [h.quote for h in draft.hidden_spans]


def test_the_rationale_explains_every_gap() -> None:
    (draft,) = ask(CRANES, CLINIC, TOWER)
    for words in ("Paragraph 1: “these cranes”", "Paragraph 2: “The clinic”", "Paragraph 3: “the"):
        assert words in draft.rationale


def test_two_sentences_that_could_change_places_are_not_taken_out_together() -> None:
    assert not ask(CRANES, MORE_CRANES, TOWER)
    (draft,) = ask(CRANES, MORE_CRANES, TOWER, CLINIC)
    assert not any("Such cranes" in pair.response for pair in draft.pairs)


def test_two_gaps_are_no_task() -> None:
    assert not ask(CRANES, CLINIC)
