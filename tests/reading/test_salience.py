"""Which sentences matter more than others, and what is said for and against them."""

from __future__ import annotations

import pytest

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.reading import Reading, read

DOCUMENT = Document(
    title="Harbour of Quelmar closes its old cranes",
    blocks=tuple(
        Block(BlockRole.BODY, text)
        for text in (
            "Tilda Moss, 83, remembers the smell of tar. She sells postcards.",
            "The harbour of Quelmar will close its old cranes in May 2024, the port office said. "
            "The cranes were closed because they had become dangerous for the workers.",
            "The port office ordered new cranes from Oldhaven. For example, one crane lifts forty "
            "tons. Ivo Brandt, the head of the port office, signed the order.",
            "“We have waited for this and I am glad that you came,” said a worker. The comedy "
            "film Salt was made in the town.",
            "In 1951 a barge sank near a lighthouse. Brandt said the harbour would buy the "
            "cranes. The port office of Quelmar thanked the workers (and their dogs).",
        )
    ),
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(DOCUMENT)


def score(reading: Reading, words: str) -> float:
    return next(reading.salience[s.index] for s in reading.sentences if words in s.text)


def losses(reading: Reading, words: str) -> list[str]:
    index = next(s.index for s in reading.sentences if words in s.text)
    return [name for name, _ in reading.salience_reasons[index].losses]


def gains(reading: Reading, words: str) -> str:
    index = next(s.index for s in reading.sentences if words in s.text)
    return "; ".join(name for name, _ in reading.salience_reasons[index].gains)


def test_the_point_of_the_article_outweighs_every_aside(reading: Reading) -> None:
    asides = ("remembers", "postcards", "forty", "comedy", "barge", "glad")
    assert all(score(reading, "will close") > 2 * score(reading, aside) for aside in asides)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("remembers", "an anecdote"),
        ("remembers", "an age or a count"),
        ("forty", "an example"),
        ("comedy", "a film, book or song"),
        ("barge", "an earlier case"),
        ("glad", "mostly a speaker's own words"),
    ],
)
def test_an_aside_says_what_makes_it_one(reading: Reading, words: str, sign: str) -> None:
    assert sign in losses(reading, words)


def test_title_words_causes_and_changes_speak_for_a_sentence(reading: Reading) -> None:
    found = gains(reading, "because they had become")
    assert "words of the title (" in found
    assert "a cause or its consequence" in found
    assert "a verb of change (close)" in found


def test_a_sentence_that_matters_has_nothing_against_it(reading: Reading) -> None:
    assert losses(reading, "will close") == []


def test_the_reasons_make_the_score(reading: Reading) -> None:
    raw = []
    for each in reading.salience_reasons:
        amount = sum(gain for _, gain in each.gains)
        for _, share in each.losses:
            amount *= share
        raw.append(amount)
    top = max(raw)
    assert [w.score for w in reading.salience_reasons] == list(reading.salience)
    assert [amount / top for amount in raw] == pytest.approx(reading.salience, abs=0.01)


def test_a_title_taken_from_the_first_words_weighs_nothing() -> None:
    text = "The barge sank near the cape. The council met. The council paid for the barge."
    reading = read(Document("The barge sank near …", (Block(BlockRole.BODY, text),)))
    assert not any("title" in name for each in reading.salience_reasons for name, _ in each.gains)
