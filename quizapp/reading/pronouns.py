"""Whom does a sentence's opening he, she or it stand for?

Only where the text leaves no doubt: the pronoun is the subject, and the subject of the
sentence before it in the same paragraph is the only one of its kind there. In a biography
"he" at the head of a paragraph is the person the title names. Everything else stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quizapp.articles.document import Document
from quizapp.reading.reading import Entity, EntityType, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_STANDS_FOR = {
    "he": EntityType.PERSON,
    "she": EntityType.PERSON,
    "it": EntityType.ORGANISATION,
}


def find_owners(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity]
) -> dict[tuple[int, int], str]:
    """(paragraph, offset) -> entity id, for all names of known type and the sure pronouns."""
    by_id = {entity.id: entity for entity in entities if entity.type is not EntityType.UNKNOWN}
    owners = {
        (mention.paragraph, offset): entity.id
        for entity in by_id.values()
        for mention in entity.mentions
        for offset in range(mention.start, mention.end)
    }
    hero = next((e.id for e in by_id.values() if e.known_as(document.title)), None)
    _resolve(sentences, by_id, owners, hero)
    return owners


def _resolve(
    sentences: Sequence[Sentence],
    entities: Mapping[str, Entity],
    owners: dict[tuple[int, int], str],
    hero: str | None,
) -> None:
    before: str | None = None
    paragraph = 0
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, before = sentence.paragraph, hero
        subject = _main_subject(sentence)
        if subject is None:
            before = None
            continue
        place = (sentence.paragraph, subject.idx)
        wanted = _STANDS_FOR.get(subject.lower_)
        if wanted is not None and before is not None and entities[before].type is wanted:
            owners.setdefault(place, before)
        owner = owners.get(place)
        goes_on = subject.lower_ in _STANDS_FOR  # a pronoun that was sure already carries on
        alone = owner is not None and (goes_on or _is_alone(sentence, owner, entities, owners))
        before = owner if alone else None


def _main_subject(sentence: Sentence) -> Token | None:
    root = sentence.span.root
    subjects = (c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < root.i)
    return next(subjects, None)


def _is_alone(
    sentence: Sentence,
    owner: str,
    entities: Mapping[str, Entity],
    owners: Mapping[tuple[int, int], str],
) -> bool:
    """Whether no other entity of the owner's type is named in the sentence."""
    named = {
        owners[(sentence.paragraph, token.idx)]
        for token in sentence.span
        if (sentence.paragraph, token.idx) in owners
    }
    return all(
        each == owner or entities[each].type is not entities[owner].type for each in sorted(named)
    )
