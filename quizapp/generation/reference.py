"""What does a pronoun or "the company" point back to?

Only where one antecedent is possible: the one person, body or country named in the sentence
before, or what `topic_reference` finds; the other options are of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.pointers import PEOPLE, Pointer, Rival
from quizapp.generation.quoting import is_quotable, quote
from quizapp.generation.ties import find_subject
from quizapp.generation.topic_reference import find_group, find_inside, find_topic
from quizapp.reading.reading import Entity, EntityType, Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_BODIES = word_set("company firm chain retailer organisation organization charity agency group")
_FIRMS = word_set("company firm chain retailer")
_NO_FIRMS = word_set(
    "association committee council institute university parliament commission ministry court "
    "department party union government police bank fund organization organisation society museum"
)
_MIN_OPTIONS, _MAX_OPTIONS = 3, 4
_NEAR_PARAGRAPHS = 3
_REACH = 40  # sentences on either side; no three paragraphs hold more
_OPENING = 9  # words among which the subject must stand
_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    finders = (_person, _body, _country, find_group, find_topic, find_inside)
    for before, sentence in zip(reading.sentences, reading.sentences[1:], strict=False):
        if before.paragraph != sentence.paragraph or not is_quotable(sentence):
            continue
        for find in finders:
            pointer = find(reading, before, sentence)
            if pointer is not None and len(pointer.rivals) >= _MIN_OPTIONS - 1:
                yield _question(reading, before, sentence, pointer)
                break  # one question a sentence


def _person(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """He or she, where one person is named before it and no other man or woman is spoken of."""
    token = _he_or_she(reading, sentence)
    if token is None or _both_genders(reading, sentence):
        return None
    people = _named(reading, EntityType.PERSON, before)
    acts = find_subject(before)
    if (
        len(people) != 1
        or acts is None
        or reading.entity_at(before.paragraph, acts.idx) != people[0]
    ):
        return None  # "a friend of NAME. He …": whose friend, and who is he?
    speaks = any(t.lemma_ in load_vocabulary().role_nouns | PEOPLE for t in _heads(before))
    if speaks:
        return None
    rivals = _other_names(reading, people[0], sentence)
    return Pointer(token, token.text, _name_of(people[0], before), rivals, "who")


def _he_or_she(reading: Reading, sentence: Sentence) -> Token | None:
    """The subject of the sentence, at its head or after a date, a place or but."""
    for token in sentence.span[:_OPENING]:
        named = reading.entity_at(sentence.paragraph, token.idx)
        if named is not None and named.type is EntityType.PERSON:
            return None
        if token.lower_ in _HE | _SHE:
            acts = token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT"
            return token if acts else None
    return None


def _both_genders(reading: Reading, sentence: Sentence) -> bool:
    """Where he and she both occur, a name of the other gender would give the key away."""
    words = {
        token.lower_
        for each in reading.sentences[max(0, sentence.index - _REACH) : sentence.index + _REACH]
        if abs(each.paragraph - sentence.paragraph) <= _NEAR_PARAGRAPHS
        for token in each.span
    }
    return bool(words & _HE) and bool(words & _SHE)


def _heads(sentence: Sentence) -> list[Token]:
    """The nouns that act or are acted on and go with no name."""
    return [
        t
        for t in sentence.span
        if t.tag_ == "NN"
        and t.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
        and not any(c.pos_ == "PROPN" for c in t.children)
    ]


def _body(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """ "the company", where one body is named in the sentence before and none in this one."""
    for token in sentence.span[1:8]:
        determiners = [c for c in token.children if c.lower_ == "the"]
        bare = len(list(token.children)) == 1 and token.dep_ in {"nsubj", "nsubjpass"}
        if token.lower_ not in _BODIES or not determiners or not bare:
            continue
        bodies = _named(reading, EntityType.ORGANISATION, before)
        if len(bodies) != 1 or _named(reading, EntityType.ORGANISATION, sentence):
            return None
        others = _other_names(reading, bodies[0], sentence)
        rivals = tuple(r for r in others if not _NO_FIRMS & set(r.text.lower().split()))
        if token.lower_ not in _FIRMS:
            rivals = others
        printed = f"{determiners[0].text} {token.text}"
        return Pointer(determiners[0], printed, _name_of(bodies[0], before), rivals, "what")
    return None


def _country(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """ "the country", where the sentence before names one country and this one none."""
    for token in sentence.span[:_OPENING]:
        determiners = [c for c in token.children if c.lower_ == "the"]
        bare = len(list(token.children)) == 1 and token.dep_ in {"nsubj", "nsubjpass", "pobj"}
        if token.lower_ != "country" or not determiners or not bare:
            continue
        named = [place for place in _named(reading, EntityType.PLACE, before) if _is_country(place)]
        if len(named) != 1 or any(map(_is_country, _named(reading, EntityType.PLACE, sentence))):
            return None
        rivals = tuple(
            r for r in _other_names(reading, named[0], sentence) if r.text in _countries()
        )
        printed = f"{determiners[0].text} country"
        return Pointer(determiners[0], printed, _name_of(named[0], before), rivals, "what")
    return None


def _countries() -> frozenset[str]:
    return load_vocabulary().countries - {"Africa", "Asia", "Europe", "America", "Americas"}


def _is_country(place: Entity) -> bool:
    return place.name in _countries()


def _named(reading: Reading, type_: EntityType, sentence: Sentence) -> list[Entity]:
    return [
        entity
        for entity in reading.of_type(type_)
        if any(m.sentence == sentence.index for m in entity.mentions)
    ]


def _name_of(entity: Entity, sentence: Sentence) -> Rival:
    mention = next(m for m in entity.mentions if m.sentence == sentence.index)
    return Rival(entity.name, Span(mention.paragraph, mention.start, mention.end, mention.text))


def _other_names(reading: Reading, key: Entity, sentence: Sentence) -> tuple[Rival, ...]:
    """Others of the key's type; one at least in this paragraph or beside it, else no choice."""
    found = []
    for entity in reading.of_type(key.type):
        mention = min(entity.mentions, key=lambda m: abs(m.sentence - sentence.index))
        distance = abs(mention.paragraph - sentence.paragraph)
        if entity.id == key.id or distance > _NEAR_PARAGRAPHS:
            continue
        if set(entity.name.split()) & set(key.name.split()):
            continue
        span = Span(mention.paragraph, mention.start, mention.end, mention.text)
        found.append((distance, abs(mention.sentence - sentence.index), Rival(entity.name, span)))
    found.sort(key=lambda each: each[:2])
    near = bool(found) and found[0][0] <= 1
    return tuple(rival for _, _, rival in found) if near else ()


def _question(
    reading: Reading, before: Sentence, sentence: Sentence, pointer: Pointer
) -> QuestionDraft:
    stem = (
        f"In paragraph {sentence.paragraph}, {pointer.asks} does {quote(pointer.printed)} "
        f"refer to? {quote(sentence.text)}"
    )
    text = reading.document.paragraphs[sentence.paragraph - 1]
    wrong = pointer.rivals[: _MAX_OPTIONS - 1]
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, pointer.key.text),
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.REFERENCE,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=Span(
            sentence.paragraph, before.start, sentence.end, text[before.start : sentence.end]
        ),
        options=(_right(pointer), *_wrong(before, sentence, pointer, wrong)),
        distractor_spans=tuple(rival.span for rival in wrong),
        pattern=PATTERN.name,
        confidence=0.65,
    )


def _right(pointer: Pointer) -> Option:
    why = (
        pointer.why
        or f"The sentence before speaks of {quote(pointer.key.span.quote)}; nothing else fits."
    )
    return Option(pointer.key.text, key=True, rationale=why)


def _wrong(
    before: Sentence, sentence: Sentence, pointer: Pointer, rivals: Sequence[Rival]
) -> Iterator[Option]:
    for rival in rivals:
        yield Option(
            rival.text,
            rationale=f"{quote(rival.text)} {_why_not(before, sentence, pointer, rival.span)}",
            distractor_class=DistractorClass.OTHER_SPAN,
        )


def _why_not(before: Sentence, sentence: Sentence, pointer: Pointer, span: Span) -> str:
    here = span.paragraph == sentence.paragraph
    if here and sentence.start <= span.start < sentence.end:
        return f"comes only after {quote(pointer.printed)}."
    if here and before.start <= span.start < before.end:
        return "is in the sentence before, but that sentence is not about it."
    return f"is named in paragraph {span.paragraph}, but not in the sentence before."


PATTERN = Pattern("reference", Kind.MULTIPLE_CHOICE, Skill.REFERENCE, _draft)
