"""What makes a sentence an aside: true, but not what the article is about?

Each sign takes a share of the sentence's salience away and has a name that a person can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.articles.document import Document
from quizapp.reading.factuality import quoted_tokens
from quizapp.reading.reading import Entity, EntityType, Granularity, Sentence, TimeExpression
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXAMPLE = re.compile(
    r"(?:for (?:example|instance)\b|take (?:the case|for|[A-Z])|such as\b|among (?:them|these)\b)"
    r"|[^.]{0,40}, for (?:example|instance),",
    re.IGNORECASE,
)
_WORKS = word_set("film movie novel song album sitcom blockbuster comedy sequel soundtrack")
_COUNTS = re.compile(r"\b(?:by \d+ votes|\d+ (?:votes )?to \d+|\d+–\d+|aged? \d+|, \d{1,2},)")
_SPEAKERS = frozenset({"i", "we", "you", "my", "our", "your", "me", "us"})
_OLD = 3  # years before the latest date: earlier cases, records, background
_LONG_LIST = 4


@dataclass(frozen=True)
class Surroundings:
    """What must be known of the whole article to call one sentence an aside."""

    title: frozenset[str]
    latest_year: int
    years: Mapping[int, tuple[int, ...]]  # of a sentence
    passing: Mapping[int, tuple[str, ...]]  # people of a sentence whom no other paragraph names
    recurring: frozenset[int]  # sentences with a person or body that comes back
    lead: int  # the last paragraph of the lead


def survey(
    document: Document,
    entities: Sequence[Entity],
    times: Sequence[TimeExpression],
    title: frozenset[str],
    recurring: frozenset[int],
) -> Surroundings:
    """Look once over the article for everything that makes asides."""
    years: dict[int, tuple[int, ...]] = {}
    for time in times:
        if time.year is not None and time.granularity is not Granularity.DECADE:
            years[time.sentence] = (*years.get(time.sentence, ()), time.year)
    latest = max((year for found in years.values() for year in found), default=0)
    passing: dict[int, tuple[str, ...]] = {}
    for entity in entities:
        if entity.type is EntityType.PERSON and len({m.paragraph for m in entity.mentions}) == 1:
            for index in sorted({mention.sentence for mention in entity.mentions}):
                passing[index] = (*passing.get(index, ()), entity.name)
    lead = max(2, len(document.paragraphs) // 10)
    return Surroundings(title, latest, years, passing, recurring, lead)


def find_asides(sentence: Sentence, around: Surroundings) -> Iterator[tuple[str, float]]:
    """The signs of an aside and the share of the score that each leaves."""
    text, tokens = sentence.text, list(sentence.span)
    if text.endswith("?"):
        yield "a question", 0.6
    if text.startswith("("):
        yield "in brackets", 0.5
    if _EXAMPLE.match(text):
        yield "an example", 0.65
    yield from _of_speech(sentence, tokens)
    if _is_list(tokens):
        yield "a list of names", 0.75
    if _COUNTS.search(text):
        yield "an age or a count", 0.85
    works = {token.lemma_.lower() for token in tokens} & _WORKS
    if works and not works & around.title:
        yield "a film, book or song", 0.75
    years = around.years.get(sentence.index, ())
    recurs = sentence.index in around.recurring
    if years and not recurs and max(years) < around.latest_year - _OLD:
        yield "an earlier case", 0.75
    if sentence.paragraph <= around.lead and not recurs and sentence.index in around.passing:
        yield "an anecdote", 0.7


def _of_speech(sentence: Sentence, tokens: Sequence[Token]) -> Iterator[tuple[str, float]]:
    """Somebody's own words, whole; what is said about them outside counts as the article's."""
    quoted = quoted_tokens(sentence.span.doc)
    words = [token for token in tokens if not token.is_punct]
    if not words:
        return
    share = sum(token.i in quoted for token in words) / len(words)
    if share > 0.9:
        personal = any(token.lower_ in _SPEAKERS for token in words)
        yield ("a speaker's own words", 0.65 if personal else 0.75)
    elif share > 0.6:
        yield "mostly a speaker's own words", 0.85
    elif any(token.lower_ in {"i", "you"} for token in words) and share == 0:
        yield "the writer in person", 0.85


def _is_list(tokens: Sequence[Token]) -> bool:
    names = [t for t in tokens if t.pos_ == "PROPN" and t.dep_ in {"conj", "appos"}]
    commas = sum(token.text == "," for token in tokens)
    return len(names) >= _LONG_LIST and commas >= _LONG_LIST - 1
