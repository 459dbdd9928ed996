"""Which other names of the article can stand beside the key?

Options are never invented: a person for a person, a body for a body, a town for a town. Whoever
the question could also be true of is left out (for dates see `dating`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from random import Random

from quizapp.generation.draft import DistractorClass, Option, Span
from quizapp.generation.drafting import Distractor, as_span
from quizapp.generation.wording import display_name
from quizapp.reading.reading import Entity, Mention, Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

_SMALL_WORDS = word_set("under about after before their which where while there would could being")
_RECURS, _ENOUGH = 2, 3
_SHARED = 0.6  # a rival in a sentence with so much of the stem's wording may be right too


def rival_entities(
    reading: Reading,
    key: Entity,
    stem: str,
    evidence: Span,
    rng: Random,
    from_elsewhere: bool = False,
) -> tuple[Distractor, ...]:
    """Other entities of the key's type, the weightiest and nearest first.

    `from_elsewhere` leaves out those of the key's own sentence, where they may share in the act.
    """
    rivals = [
        entity
        for entity in reading.of_type(key.type)
        if entity.id != key.id
        and not shares_name(entity, key)
        and not _is_in(entity, stem)
        and is_country(entity) == is_country(key)
        and not may_be_right(reading, entity, stem, evidence)
        and not (from_elsewhere and _stands_beside(reading, entity, evidence))
    ]
    rng.shuffle(rivals)  # ties in weight are not always decided by the order of the text
    rivals.sort(key=lambda entity: -_closeness(reading, entity, evidence))
    return tuple(_entity_distractor(entity, evidence) for entity in rivals)


def leading_rivals(
    reading: Reading, key: Entity, stem: str, evidence: Span, rng: Random
) -> tuple[Distractor, ...]:
    """Rivals that act in the article as the key does, and come up again; at least three or none.

    Somebody named in passing is no rival: a reader would leave him out without reading.
    """
    acting = {clause.entity for clause in reading.clauses if clause.entity}
    acting |= {claim.entity for claim in reading.claims if claim.entity}
    known = {
        display_name(entity)
        for entity in reading.of_type(key.type)
        if entity.id in acting and len(entity.mentions) >= _RECURS
    }
    rivals = rival_entities(reading, key, stem, evidence, rng)
    leading = tuple(rival for rival in rivals if rival.option.text in known)
    return leading if len(leading) >= _ENOUGH else ()


def is_answered_once(reading: Reading, key: Entity, stem: str, evidence: Span) -> bool:
    """Whether nobody else of the key's type may have done the same.

    An office that two people held is told apart by a date or number in the stem.
    """
    is_same = _says_the_same if re.search(r"\d", stem) else may_be_right
    return not any(
        is_same(reading, entity, stem, evidence)
        for entity in reading.of_type(key.type)
        if entity.id != key.id and not shares_name(entity, key)
    )


def is_country(entity: Entity) -> bool:
    """A town lies in a country: asked where, both would be right."""
    return any(name in load_vocabulary().countries for name in entity.aliases)


def shares_name(one: Entity, other: Entity) -> bool:
    """Whether a name of one holds a name of the other: "Johann" and "Johann Bernoulli"."""
    return any(
        set(a.lower().split()) <= set(b.lower().split())
        or set(b.lower().split()) <= set(a.lower().split())
        for a in one.aliases
        for b in other.aliases
    )


def _is_in(entity: Entity, stem: str) -> bool:
    return any(f" {name} " in f" {_spaced(stem)} " for name in entity.aliases)


def _spaced(text: str) -> str:
    for mark in "’'?,.()“”\"":
        text = text.replace(mark, " ")
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def word_roots(text: str) -> frozenset[str]:
    """Beginnings of the telling words: "arrest", "arrested" and "arrests" are one."""
    words = (word for word in _spaced(text).split() if len(word) >= 5 or word.isupper())
    return frozenset(word[:5].lower() for word in words if word.lower() not in _SMALL_WORDS)


def may_be_right(reading: Reading, entity: Entity, stem: str, evidence: Span) -> bool:
    """Whether another sentence says much the same with this entity in it, or gives it the office.

    Two people may have been prime minister.
    """
    offices = _offices(stem)
    return _says_the_same(reading, entity, stem, evidence) or any(
        offices & _offices(sentence.text) for sentence in _others(reading, entity, evidence)
    )


def _says_the_same(reading: Reading, entity: Entity, stem: str, evidence: Span) -> bool:
    asked = word_roots(stem) - word_roots("According article organisation country")
    news = {verb[:5] for verb in load_vocabulary().news_verbs}
    if len(asked) <= 1 and not asked & news:
        return False
    return any(
        len(asked & word_roots(sentence.text)) >= max(_SHARED * len(asked), 1)
        for sentence in _others(reading, entity, evidence)
    )


def _others(reading: Reading, entity: Entity, evidence: Span) -> list[Sentence]:
    """The sentences that name the entity, without the one that proves the key."""
    indices = sorted({mention.sentence for mention in entity.mentions})
    named = [reading.sentences[index] for index in indices]
    return [sentence for sentence in named if not _holds(sentence, evidence)]


@lru_cache(maxsize=8192)
def _offices(text: str) -> frozenset[str]:
    """ "prime minister", "press secretary": a role noun with the word before it."""
    words = _spaced(text).lower().split()
    roles = load_vocabulary().role_nouns
    return frozenset(
        f"{before} {noun}"
        for before, noun in pairwise(words)
        if noun in roles and before not in {"the", "a", "an", "as", "of", "his", "her", "former"}
    )


def _holds(sentence: Sentence, evidence: Span) -> bool:
    same = sentence.paragraph == evidence.paragraph
    return same and sentence.start <= evidence.start < sentence.end


def _stands_beside(reading: Reading, entity: Entity, evidence: Span) -> bool:
    return any(_holds(reading.sentences[m.sentence], evidence) for m in entity.mentions)


def _closeness(reading: Reading, entity: Entity, evidence: Span) -> float:
    nearest = min(abs(mention.paragraph - evidence.paragraph) for mention in entity.mentions)
    return math.sqrt(len(entity.mentions)) - 0.2 * nearest


def _entity_distractor(entity: Entity, evidence: Span) -> Distractor:
    mention = _nearest(entity.mentions, evidence)
    near = mention.paragraph == evidence.paragraph and (
        evidence.start <= mention.start < evidence.end
    )
    name = display_name(entity)
    if near:
        rationale = f"{name} is named in this sentence too, but in another part of what it says."
        kind = DistractorClass.MISREADING
    else:
        rationale = f"{name} comes up in paragraph {mention.paragraph}, in another connection."
        kind = DistractorClass.OTHER_SPAN
    return Distractor(Option(name, rationale=rationale, distractor_class=kind), as_span(mention))


def _nearest(mentions: Sequence[Mention], evidence: Span) -> Mention:
    return min(
        mentions,
        key=lambda m: (abs(m.paragraph - evidence.paragraph), abs(m.start - evidence.start)),
    )
