"""When did a place or body get its new name?

"X renamed the capital from A to B", "renamed the town, then called A, B", "changed the city's
name from A to B", "A was renamed B": the date may be the clause's own, or that of the event it
directly followed ("immediately after …", "right after that"), which the year outlives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.draft import Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import as_span
from quizapp.generation.pattern import Pattern
from quizapp.generation.when import ask_for_date
from quizapp.reading.reading import (
    Entity,
    EntityType,
    Granularity,
    Reading,
    Sentence,
    TextSpan,
    TimeExpression,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED = frozenset({EntityType.PLACE, EntityType.ORGANISATION, EntityType.UNKNOWN})
_DIRECTLY_AFTER = re.compile(
    r"\b(?:immediately|right|shortly|directly|soon|just) (?:after(?:wards?)?|thereafter)\b", re.I
)
_OLD_NAME = re.compile(r"\b(?:called|named|known as)\s+$")


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for sentence in reading.sentences:
        for verb in sentence.span:
            if _is_renaming(verb):
                yield from _ask(reading, sentence, verb)


def _is_renaming(verb: Token) -> bool:
    if verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBN"}:
        return False
    if any(child.dep_ == "neg" for child in verb.children):
        return False
    changes_name = verb.lemma_ == "change" and any(
        child.dep_ in {"dobj", "nsubjpass"} and child.lower_ == "name" for child in verb.children
    )
    return verb.lemma_ == "rename" or changes_name


def _ask(reading: Reading, sentence: Sentence, verb: Token) -> Iterator[QuestionDraft]:
    names = _names(reading, sentence, verb)
    found = _date(reading, sentence)
    if names is None or found is None:
        return
    old, new = names
    time, start = found
    question = "When" if time.granularity is Granularity.MONTH else "In which year"
    stem = f"{question} was {old.name} renamed {new.name}?"
    if time.granularity is Granularity.DAY:  # the day is the other event's: only its year is sure
        time = TimeExpression(
            time.paragraph,
            time.start,
            time.end,
            time.text,
            time.sentence,
            Granularity.YEAR,
            time.year,
        )
    end = max(sentence.end, time.end)
    text = reading.document.paragraphs[sentence.paragraph - 1][start:end]
    evidence: Span = as_span(TextSpan(sentence.paragraph, start, end, text))
    yield ask_for_date(reading, PATTERN.name, stem, time, evidence, 0.8)


def _names(reading: Reading, sentence: Sentence, verb: Token) -> tuple[Entity, Entity] | None:
    """Old and new name: the last two named things in the clause, or one called so just before."""
    after = _named(reading, sentence, verb.idx, sentence.end)
    before = _named(reading, sentence, sentence.start, verb.idx)
    if len(after) >= 2:
        return after[0], after[1]
    if len(after) == 1:
        old = before[-1] if before and _is_passive(verb) else _called_before(reading, sentence)
        if old is not None and old != after[0]:
            return old, after[0]
    return None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _named(reading: Reading, sentence: Sentence, start: int, end: int) -> list[Entity]:
    """Places and bodies named between two offsets, each once, up to the next clause."""
    found: dict[str, Entity] = {}
    for mention in reading.mentions:
        if mention.sentence == sentence.index and start <= mention.start < end:
            entity = reading.entity_at(mention.paragraph, mention.start)
            if entity is not None and entity.type in _NAMED:
                found.setdefault(entity.id, entity)
    return list(found.values())


def _called_before(reading: Reading, sentence: Sentence) -> Entity | None:
    """The name that one of the three sentences before says the place was called by."""
    paragraph = reading.document.paragraphs[sentence.paragraph - 1]
    for mention in reversed(reading.mentions):
        if mention.paragraph == sentence.paragraph and (
            sentence.index - 3 <= mention.sentence < sentence.index
        ):
            entity = reading.entity_at(mention.paragraph, mention.start)
            if entity and entity.type in _NAMED and _OLD_NAME.search(paragraph[: mention.start]):
                return entity
    return None


def _date(reading: Reading, sentence: Sentence) -> tuple[TimeExpression, int] | None:
    """The date and where its evidence begins: this sentence, or the one it directly followed."""
    own = [t for t in reading.times if t.sentence == sentence.index and _is_dated(t)]
    if len(own) == 1:
        return own[0], sentence.start
    opening = sentence.text[:40]
    if own or not _DIRECTLY_AFTER.search(opening) or not sentence.index:
        return None
    previous = reading.sentences[sentence.index - 1]
    if previous.paragraph != sentence.paragraph:
        return None
    dates = [t for t in reading.times if t.sentence == previous.index and _is_dated(t)]
    return (dates[-1], previous.start) if len(dates) == 1 else None


def _is_dated(time: TimeExpression) -> bool:
    wanted = {Granularity.DAY, Granularity.MONTH, Granularity.YEAR}
    return time.granularity in wanted and time.year is not None


PATTERN = Pattern("when_renamed", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft)
