"""What does a pronoun or "the company" point back to?

Only where one antecedent is possible: the one person, the one group of people or the one body
named in the sentence before; what the options offer besides is named elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from quizapp.generation.quoting import is_quotable, quote
from quizapp.generation.ties import find_subject
from quizapp.generation.wording import lower_first
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
_PEOPLE = word_set(
    "people man woman child parent scientist expert villager farmer worker resident protester "
    "player fan patient passenger visitor tourist customer voter critic supporter opponent "
    "colleague user owner driver soldier"
)
_MIN_OPTIONS, _MAX_OPTIONS = 3, 4
_NEAR_PARAGRAPHS = 3
_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})


@dataclass(frozen=True)
class Rival:
    """Something of the antecedent's kind, and where it is named."""

    text: str
    span: Span


@dataclass(frozen=True)
class Pointer:
    """Words that point back, and the sentence that names what they point to."""

    words: Token
    printed: str
    key: Rival
    rivals: tuple[Rival, ...]
    asks: str


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    finders = (_person, _group, _body)
    for before, sentence in zip(reading.sentences, reading.sentences[1:], strict=False):
        if before.paragraph != sentence.paragraph or not is_quotable(sentence):
            continue
        for find in finders:
            pointer = find(reading, before, sentence)
            if pointer is not None and len(pointer.rivals) >= _MIN_OPTIONS - 1:
                yield _question(reading, before, sentence, pointer)


def _person(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """He or she, where one person is named before it and no other man or woman is spoken of."""
    token = sentence.span[0]
    if token.lower_ not in {"he", "she"} or _both_genders(reading):
        return None
    people = _named(reading, EntityType.PERSON, before)
    acts = find_subject(before)
    if (
        len(people) != 1
        or acts is None
        or reading.entity_at(before.paragraph, acts.idx) != people[0]
    ):
        return None  # "a friend of NAME. He …": whose friend, and who is he?
    speaks = any(t.lemma_ in load_vocabulary().role_nouns | _PEOPLE for t in _heads(before))
    if speaks:
        return None
    rivals = _other_names(reading, people[0], sentence)
    return Pointer(token, token.text, _name_of(people[0], before), rivals, "who")


def _both_genders(reading: Reading) -> bool:
    """Where he and she both occur, a name of the other gender would give the key away."""
    words = {token.lower_ for sentence in reading.sentences for token in sentence.span}
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


def _group(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """They, where the sentence before has one plural noun, and that means people."""
    token = sentence.span[0]
    inside = _plurals(before)
    if token.lower_ != "they" or len(inside) != 1 or not _is_human(inside[0]):
        return None
    if inside[0].dep_ not in {"nsubj", "nsubjpass"}:
        return None
    rivals: dict[str, Rival] = {}
    for each in reading.sentences:
        close = abs(each.paragraph - sentence.paragraph) <= 1 and each.index != before.index
        for noun in filter(_is_human, _plurals(each) if close else ()):
            rival = _phrase(reading, noun)
            if rival is not None and noun.lemma_ != inside[0].lemma_:
                rivals.setdefault(noun.lemma_, rival)
    key = _phrase(reading, inside[0])
    return Pointer(token, token.text, key, tuple(rivals.values()), "who") if key else None


def _plurals(sentence: Sentence) -> list[Token]:
    return [t for t in sentence.span if t.tag_ in {"NNS", "NNPS"} and t.dep_ != "compound"]


def _is_human(noun: Token) -> bool:
    return noun.lemma_.lower() in load_vocabulary().role_nouns | _PEOPLE


def _phrase(reading: Reading, noun: Token) -> Rival | None:
    """The noun with the adjectives before it, as it stands in the text."""
    inside = [c for c in noun.children if c.i < noun.i and c.dep_ in {"amod", "compound"}]
    first = min([c.left_edge.i for c in inside] + [noun.i])
    words = noun.doc[first : noun.i + 1]
    if len(words) > 4 or any(t.is_punct or t.like_num for t in words):
        return None
    number = next((s.paragraph for s in reading.sentences if s.span.doc is noun.doc), None)
    if number is None:
        return None
    end = noun.idx + len(noun.text)
    text = reading.document.paragraphs[number - 1][words[0].idx : end]
    is_name = words[0].pos_ == "PROPN" or words[0].text in load_vocabulary().demonyms
    return Rival(lower_first(text, is_name=is_name), Span(number, words[0].idx, end, text))


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
        options=(_right(pointer), *_wrong(pointer, wrong)),
        distractor_spans=tuple(rival.span for rival in wrong),
        pattern=PATTERN.name,
        confidence=0.65,
    )


def _right(pointer: Pointer) -> Option:
    why = f"The sentence before speaks of {quote(pointer.key.span.quote)}, and of no other such."
    return Option(pointer.key.text, key=True, rationale=why)


def _wrong(pointer: Pointer, rivals: Sequence[Rival]) -> Iterator[Option]:
    for rival in rivals:
        where = f"is named in paragraph {rival.span.paragraph}, not in the sentence before."
        yield Option(
            rival.text,
            rationale=f"{quote(rival.text)} {where}",
            distractor_class=DistractorClass.OTHER_SPAN,
        )


PATTERN = Pattern("reference", Kind.MULTIPLE_CHOICE, Skill.REFERENCE, "trial", _draft)
