"""Which reports does the text take back, and is a report that it takes back ever asked?"""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.generation import generate
from quizapp.generation.draft import Skill
from quizapp.reading import Reading, read
from quizapp.reading.reading import Factuality


def reading_of(*paragraphs: str) -> Reading:
    blocks = tuple(Block(BlockRole.BODY, text) for text in paragraphs)
    return read(Document("Trouble at the port", blocks))


def contradicted(text: str) -> list[str]:
    return [
        clause.predicate.text
        for clause in reading_of(text).clauses
        if clause.factuality is Factuality.CONTRADICTED
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Brandt was reportedly sacked on May 4, but the port office said he is still its head.",
        "Ivo Brandt was reportedly sacked on May 4. However, the port said that he still leads it.",
        "Ivo Brandt allegedly sold the cranes, but a spokesman dismissed the report as nonsense.",
        "Newspapers wrote that Ivo Brandt had resigned. But he had not resigned, his wife said.",
        "Brandt said that Anna Osei had left the town. But her lawyer denied this.",
    ],
)
def test_a_report_that_the_text_denies_is_contradicted(text: str) -> None:
    assert len(contradicted(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Brandt was reportedly sacked on May 4, but his brother Jan works as a farmer.",
        "Ivo Brandt was reportedly sacked on May 4. The port office did not comment.",
        "Ivo Brandt may resign next year, but the council rejected the budget.",
        "Ivo Brandt resigned in May. However, he still lives near the port.",  # a plain fact
        "Ivo Brandt reportedly bought two ships, but he is still poor.",  # denies nothing
    ],
)
def test_a_report_that_nothing_denies_stays_what_it_is(text: str) -> None:
    assert contradicted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The council acted before Ivo Brandt died.",
        "The crane fell before Ivo Brandt could stop it.",
        "The crew wanted to leave before the captain was arrested.",
    ],
)
def test_what_stands_behind_before_is_no_fact(text: str) -> None:
    last = reading_of(text).clauses[-1]
    assert last.factuality in {Factuality.HYPOTHETICAL, Factuality.HEDGED}


def test_a_contradicted_report_is_never_asked_as_a_fact() -> None:
    reading = reading_of(
        "Marta Delgren, the head of the Coastal Safety Committee (CSC), visited the port of "
        "Quelmar on May 2. Ivo Brandt, the captain of the port, met her there.",
        "Ivo Brandt was reportedly sacked on May 4, but the CSC said that he is still at his "
        "post. Anna Osei, the mayor of Quelmar, was elected on May 6.",
        "Marta Delgren opened an office in Newhaven on May 8. Jan Kolar, an engineer, was "
        "appointed as its director on May 9.",
    )
    assert any(c.factuality is Factuality.CONTRADICTED for c in reading.clauses)
    facts = (each for each in generate(reading) if each.skill is not Skill.VOCABULARY)
    for question in facts:
        told = (question.critical_span.quote, question.stem, *map(str, question.order))
        assert not any("sacked" in words for words in told), question.stem
