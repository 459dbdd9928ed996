"""What the reading finds in a text of our own."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.reading import Reading, read
from quizapp.reading.reading import (
    Clause,
    EntityType,
    Factuality,
    Granularity,
    TimeExpression,
)

PARAGRAPHS = (
    "Marta Delgren, the head of the Coastal Safety Committee (CSC), was dismissed on May 4. "
    "She was replaced by Ivo Brandt, 54, who led the port police for six years.",
    "Delgren had warned that the harbour of Quelmar was not safe. “The cranes are older than I "
    "am,” Delgren said. The committee, she wrote, never answered her letters.",
    "It was Brandt who renamed the port from Oldhaven to Newhaven in 2019. The CSC opened an "
    "office in Quelmar on 3 March 2020, and the town of Quelmar grew in the 1990s.",
    "President Anna Osei reportedly asked the CSC for help. If the cranes fall, Osei may resign. "
    "According to Ivo Brandt, three ships were lost last month.",
    "Sea Eagle (Brandt’s nickname) was seen in Quelmar. Sea Eagle bought two ships in 2021.",
)
DOCUMENT = Document(
    title="A New Chief for the Port",
    blocks=tuple(Block(BlockRole.BODY, text) for text in PARAGRAPHS),
    published_on=date(2022, 2, 1),
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(DOCUMENT)


def clause(reading: Reading, words: str) -> Clause:
    return next(c for c in reading.clauses if words in c.predicate.text)


def type_of(reading: Reading, name: str) -> EntityType:
    return next(e.type for e in reading.entities if e.known_as(name))


def test_importing_the_package_loads_no_language_model() -> None:
    code = "import sys, quizapp.reading, quizapp.generation; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_span_quotes_its_paragraph(reading: Reading) -> None:
    spans = [
        *reading.sentences,
        *reading.mentions,
        *reading.roles,
        *reading.times,
        *reading.claims,
        *(c.subject for c in reading.clauses),
        *(c.predicate for c in reading.clauses),
    ]
    for span in spans:
        assert PARAGRAPHS[span.paragraph - 1][span.start : span.end] == span.text


def test_two_readings_of_one_document_are_equal(reading: Reading) -> None:
    assert read(DOCUMENT) == reading


def test_sentences_are_numbered_in_reading_order(reading: Reading) -> None:
    assert [s.index for s in reading.sentences] == list(range(len(reading.sentences)))
    assert sum(s.paragraph == 1 for s in reading.sentences) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Marta Delgren", EntityType.PERSON),
        ("Delgren", EntityType.PERSON),
        ("Ivo Brandt", EntityType.PERSON),
        ("Anna Osei", EntityType.PERSON),
        ("Coastal Safety Committee", EntityType.ORGANISATION),
        ("CSC", EntityType.ORGANISATION),
        ("Quelmar", EntityType.PLACE),
    ],
)
def test_the_cluster_is_typed(reading: Reading, name: str, expected: EntityType) -> None:
    assert type_of(reading, name) is expected


def test_a_surname_an_abbreviation_and_a_nickname_are_aliases(reading: Reading) -> None:
    brandt = next(e for e in reading.entities if e.known_as("Ivo Brandt"))
    committee = next(e for e in reading.entities if e.known_as("CSC"))
    assert {"Brandt", "Sea Eagle"} <= set(brandt.aliases)
    assert (committee.name, committee.abbreviation) == ("Coastal Safety Committee", "CSC")


def test_every_type_has_its_evidence(reading: Reading) -> None:
    assert all(e.evidence for e in reading.entities if e.type is not EntityType.UNKNOWN)
    osei = next(e for e in reading.entities if e.known_as("Osei"))
    assert any("title before the name" in note for note in osei.evidence)


def test_roles_are_told_in_the_words_of_the_text(reading: Reading) -> None:
    assert any("head of the Coastal Safety Committee" in role.text for role in reading.roles)


@pytest.mark.parametrize(
    ("words", "granularity", "parts"),
    [
        ("May 4", Granularity.DAY, (2021, 5, 4)),  # not yet reached in February: the year before
        ("2019", Granularity.YEAR, (2019, None, None)),
        ("3 March 2020", Granularity.DAY, (2020, 3, 3)),
        ("the 1990s", Granularity.DECADE, (1990, None, None)),
        ("six years", Granularity.DURATION, (None, None, None)),
        ("last month", Granularity.VAGUE, (None, None, None)),
    ],
)
def test_times_have_a_granularity_and_a_value(
    reading: Reading,
    words: str,
    granularity: Granularity,
    parts: tuple[int | None, int | None, int | None],
) -> None:
    time = next(t for t in reading.times if t.text == words)
    assert time.granularity is granularity
    assert (time.year, time.month, time.day) == parts


def test_dates_without_years_are_compared_within_one_month_only() -> None:
    def day(month: int, number: int) -> TimeExpression:
        return TimeExpression(1, 0, 5, "x", 0, Granularity.DAY, None, month, number)

    assert day(1, 4).precedes(day(1, 5)) is True
    assert day(12, 27).precedes(day(1, 4)) is None


def test_a_date_hangs_on_its_own_verb(reading: Reading) -> None:
    assert [t.text for t in clause(reading, "was dismissed").times] == ["May 4"]
    assert [t.text for t in clause(reading, "renamed the port").times] == ["2019"]


def test_the_subject_of_a_cleft_and_of_a_who_clause_is_the_person(reading: Reading) -> None:
    assert clause(reading, "renamed the port").subject.text == "Brandt"
    assert "Brandt" in clause(reading, "led the port police").subject.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("was dismissed", Factuality.FACT),
        ("renamed the port", Factuality.FACT),
        ("was not safe", Factuality.NEGATED),
        ("reportedly asked", Factuality.HEDGED),
        ("may resign", Factuality.HEDGED),
        ("are older", Factuality.CLAIM),
        ("were lost", Factuality.CLAIM),
    ],
)
def test_clauses_carry_their_factuality(reading: Reading, words: str, expected: Factuality) -> None:
    assert clause(reading, words).factuality is expected


def test_claims_name_their_source(reading: Reading) -> None:
    claim = next(c for c in reading.claims if "not safe" in c.text)
    assert claim.entity is not None
    assert reading.entity(claim.entity).name == "Marta Delgren"


def test_she_after_a_sentence_about_one_woman_is_that_woman(reading: Reading) -> None:
    replaced = clause(reading, "was replaced by")
    assert replaced.entity is not None
    assert reading.entity(replaced.entity).name == "Marta Delgren"


def test_every_sentence_has_a_salience_from_nought_to_one(reading: Reading) -> None:
    assert len(reading.salience) == len(reading.sentences)
    assert max(reading.salience) == 1.0
    assert min(reading.salience) >= 0.0


def test_a_text_without_names_or_dates_can_be_read() -> None:
    plain = Document("T", (Block(BlockRole.BODY, "Bread is made of flour. It needs time."),))
    assert all(e.type is EntityType.UNKNOWN for e in read(plain).entities)
    assert read(plain).times == ()


def test_a_heading_or_caption_is_not_read() -> None:
    blocks = (
        Block(BlockRole.HEADING, "Anna Osei Wins"),
        Block(BlockRole.BODY, "The port was closed."),
        Block(BlockRole.CAPTION, "Ivo Brandt in 2019"),
    )
    assert read(Document("T", blocks)).mentions == ()
