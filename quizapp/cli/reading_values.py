"""What did the reading find, as plain values: for JSON, and for the page a person reads?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizapp.articles.document import BlockRole, Document
from quizapp.reading.reading import Entity, EntityType, Factuality, Reading, TimeExpression

Values = dict[str, Any]
_JUNE = 6


def describe_reading(reading: Reading, top: int) -> Values:
    """Everything the reading found, by part; `top` is how many salient sentences to list."""
    return {
        "title": reading.document.title,
        "published_on": str(reading.document.published_on or ""),
        "blocks": describe_blocks(reading.document),
        "entities": [_entity(entity) for entity in reading.entities],
        "timeline": _timeline(reading),
        "claims": _claims(reading),
        "statements": _statements(reading),
        "relations": _relations(reading),
        "salience": _salience(reading, top),
    }


def describe_blocks(document: Document) -> Values:
    """How many blocks have each role, how many words the body has, and what was left out."""
    of_role = {role: [b.text for b in document.blocks if b.role is role] for role in BlockRole}
    return {
        "words": document.word_count,
        "counts": {str(role): len(texts) for role, texts in of_role.items()},
        "headings": of_role[BlockRole.HEADING],
        "captions": of_role[BlockRole.CAPTION],
        "boilerplate": of_role[BlockRole.BOILERPLATE],
    }


def _entity(entity: Entity) -> Values:
    return {
        "type": str(entity.type),
        "name": entity.name,
        "aliases": [name for name in entity.aliases if name != entity.name],
        "mentions": len(entity.mentions),
        "paragraphs": sorted({mention.paragraph for mention in entity.mentions}),
        "evidence": list(entity.evidence),
        "conflict": entity.type is EntityType.UNKNOWN and _has_rivals(entity),
    }


def _has_rivals(entity: Entity) -> bool:
    """Whether the evidence speaks for more than one type, and not merely too little for one."""
    return len({note.split(":")[0] for note in entity.evidence}) > 1


def _timeline(reading: Reading) -> list[Values]:
    """Dates in order of time, then those without a year, then durations and vague times."""
    events = {
        (time.paragraph, time.start): f"{clause.subject.text} {clause.predicate.text}"
        for clause in reading.clauses
        for time in clause.times
    }
    turn = _turn_of_the_year(reading.times)
    return [
        {
            "text": time.text,
            "granularity": str(time.granularity),
            "date": _resolved(time),
            "paragraph": time.paragraph,
            "event": events.get((time.paragraph, time.start), ""),
        }
        for time in sorted(reading.times, key=lambda each: _moment(each, turn))
    ]


def _turn_of_the_year(times: Sequence[TimeExpression]) -> bool:
    """Whether dates without a year run from December into January."""
    months = {time.month for time in times if time.year is None and time.month}
    return bool(months & {11, 12}) and bool(months & {1, 2})


def _moment(time: TimeExpression, turn: bool) -> tuple[int, ...]:
    place = (time.paragraph, time.start)
    if time.year is not None:
        return (0, time.year, time.month or 0, time.day or 0, *place)
    if time.month is not None:
        return (1, int(turn and time.month <= _JUNE), time.month, time.day or 0, *place)
    return (2, *place)


def _resolved(time: TimeExpression) -> str:
    """2022-01-05, 2022-01, 2022, --01-05 where the year stays open, "" where all does."""
    rest = "".join(f"-{part:02}" for part in (time.month, time.day) if part)
    if time.year is not None:
        return f"{time.year:04}{rest}"
    return f"-{rest}" if rest else ""


def _claims(reading: Reading) -> list[Values]:
    return [
        {
            "source": claim.source,
            "entity": reading.entity(claim.entity).name if claim.entity else "",
            "verb": claim.verb_text or claim.verb,
            "says": claim.text,
            "quoted": claim.is_quotation,
            "paragraph": claim.paragraph,
        }
        for claim in reading.claims
    ]


def _statements(reading: Reading) -> list[Values]:
    """The statements that are no plain facts, with what they are instead."""
    return [
        {
            "factuality": str(clause.factuality),
            "statement": f"{clause.subject.text} {clause.predicate.text}",
            "paragraph": clause.predicate.paragraph,
        }
        for clause in reading.clauses
        if clause.factuality is not Factuality.FACT
    ]


def _relations(reading: Reading) -> list[Values]:
    return [
        {
            "kind": str(relation.kind),
            "marker": relation.marker.text,
            "first": relation.first.text,
            "second": relation.second.text,
            "paragraph": relation.marker.paragraph,
        }
        for relation in reading.relations
    ]


def _salience(reading: Reading, top: int) -> list[Values]:
    ranked = sorted(reading.sentences, key=lambda each: (-reading.salience[each.index], each.index))
    return [
        {
            "score": reading.salience[sentence.index],
            "paragraph": sentence.paragraph,
            "sentence": sentence.text,
            "for": dict(reading.salience_reasons[sentence.index].gains),
            "against": dict(reading.salience_reasons[sentence.index].losses),
        }
        for sentence in ranked[:top]
    ]
