"""What ties a sentence to the one before it, and does a sentence lean on anything at all?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.generation.connectives import OPENERS
from quizapp.reading.reading import Entity, EntityType, Reading, Sentence
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

DEMONSTRATIVES = frozenset({"this", "these", "that", "those", "such"})
PRONOUNS = word_set("he she it they him her them his its their")
_LIGHT = word_set(
    "year time day way thing people person man woman part number lot month week one other kind "
    "percent today moment place end case fact be have do say make take get go come"
)
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_NEAR = 12  # how far from its head a sentence says what it leans on


@dataclass(frozen=True)
class Tie:
    """Words that look back, and what they look back at: a noun's lemma or an entity's id."""

    words: str
    antecedent: str
    noun: str = ""
    entity: str = ""

    def is_known_in(self, reading: Reading, sentences: Iterable[Sentence]) -> bool:
        """Whether the antecedent has been mentioned in these sentences."""
        return any(self._is_in(reading, sentence) for sentence in sentences)

    def _is_in(self, reading: Reading, sentence: Sentence) -> bool:
        if self.entity:
            return any(m.sentence == sentence.index for m in reading.entity(self.entity).mentions)
        root = self.noun[:5]
        return any(t.lemma_.lower()[:5] == root for t in sentence.span if not t.is_punct)


def find_tie(reading: Reading, before: Sentence, sentence: Sentence) -> Tie | None:
    """The surest tie of a sentence to the one before it, or None."""
    finders = (_demonstrative, _repeat, _person)
    return next(
        (tie for find in finders if (tie := find(reading, before, sentence)) is not None), None
    )


def _demonstrative(reading: Reading, before: Sentence, sentence: Sentence) -> Tie | None:
    """ "these cranes", where the sentence before speaks of cranes."""
    for token in sentence.span[:_NEAR]:
        if token.lower_ not in DEMONSTRATIVES or token.dep_ not in {"det", "predet", "amod"}:
            continue
        noun = token.head
        defined = any(c.dep_ in {"relcl", "acl"} for c in noun.children)
        if noun.pos_ != "NOUN" or defined or noun.lemma_ in _LIGHT:
            continue
        source = _word_in(before, noun.lemma_.lower())
        if source is not None:
            return Tie(_phrase(token, noun), source.text, noun=noun.lemma_.lower())
    return None


def _repeat(reading: Reading, before: Sentence, sentence: Sentence) -> Tie | None:
    """ "the crane", where the sentence before brings in a crane for the first time."""
    for token in sentence.span[:_NEAR]:
        if token.lower_ != "the" or token.dep_ != "det" or token.head.pos_ != "NOUN":
            continue
        noun = token.head
        if _is_explained(noun) or noun.lemma_ in _LIGHT:
            continue
        source = _noun_in(before, noun.lemma_.lower())
        if source is not None and source.tag_ == noun.tag_ and _is_new(source):
            return Tie(_phrase(token, noun), _phrase(source.left_edge, source), noun=noun.lemma_)
    return None


def _person(reading: Reading, before: Sentence, sentence: Sentence) -> Tie | None:
    """He or she at the head, or a surname, where the sentence before names one person only."""
    people = people_in(reading, before)
    if len(people) != 1:
        return None
    (person,) = people
    first = sentence.span[0]
    subject = find_subject(before)
    acts = subject is not None and reading.entity_at(before.paragraph, subject.idx) == person
    if acts and first.lower_ in {"he", "she", "his", "her"}:
        return Tie(first.text, person.name, entity=person.id)
    opens = reading.entity_at(sentence.paragraph, sentence.start)
    introduced = person.mentions[0].sentence == before.index
    short = opens is not None and opens.id == person.id and introduced
    if short and len(first.text) < len(person.name):
        return Tie(first.text, person.name, entity=person.id)
    return None


def find_subject(sentence: Sentence) -> Token | None:
    """The main subject; a he after it is far more often that person than anybody else."""
    found = (c for c in sentence.span.root.children if c.dep_ in {"nsubj", "nsubjpass"})
    return next(found, None)


def people_in(reading: Reading, sentence: Sentence) -> list[Entity]:
    return [
        entity
        for entity in reading.of_type(EntityType.PERSON)
        if any(m.sentence == sentence.index for m in entity.mentions)
    ]


def _is_explained(noun: Token) -> bool:
    """ "the crane of the port", "those ships that": the noun needs nothing from before."""
    return any(c.dep_ in {"prep", "relcl", "acl", "poss", "compound"} for c in noun.children)


def _is_new(noun: Token) -> bool:
    """ "a crane", or "cranes" without any determiner."""
    determiners = {c.lower_ for c in noun.children if c.dep_ in {"det", "poss", "nummod"}}
    return determiners <= {"a", "an"} and (bool(determiners) or noun.tag_ == "NNS")


def _phrase(first: Token, last: Token) -> str:
    text: str = last.doc[first.i : last.i + 1].text
    return text


def _noun_in(sentence: Sentence, lemma: str) -> Token | None:
    nouns = [t for t in sentence.span if t.pos_ == "NOUN" and t.lemma_.lower() == lemma]
    return nouns[0] if nouns else None


def _word_in(sentence: Sentence, lemma: str) -> Token | None:
    """The noun itself, or a verb of its root: "this discovery" after "discovered"."""
    roots = [
        t
        for t in sentence.span
        if t.pos_ in {"NOUN", "VERB"} and len(t.text) > 5 and t.lemma_.lower()[:5] == lemma[:5]
    ]
    return _noun_in(sentence, lemma) or (roots[0] if roots and len(lemma) > 5 else None)


def looks_back(sentence: Sentence, removed: Sentence) -> bool:
    """Whether the sentence may lean on `removed`: by its opening, a pronoun or a repeat."""
    opening = sentence.span[0].lower_
    if opening in OPENERS or opening in DEMONSTRATIVES:
        return True
    near = list(sentence.span[:_NEAR])
    if any(t.lower_ in PRONOUNS for t in near[:4]):
        return True
    if any(t.lower_ in PRONOUNS and t.dep_ in {"nsubj", "nsubjpass"} for t in near):
        return True
    if any(t.lower_ in {"this", "these", "those", "such"} for t in near):
        return True
    nouns = {t.lemma_.lower() for t in removed.span if t.pos_ == "NOUN"}
    repeats = [t for t in near if t.pos_ == "NOUN" and t.lemma_.lower() in nouns]
    return any(c.lower_ == "the" for noun in repeats for c in noun.children)


def content_words(sentence: Sentence) -> frozenset[str]:
    """Beginnings of the telling words of a sentence."""
    return frozenset(
        t.lemma_.lower()[:6]
        for t in sentence.span
        if t.pos_ in _CONTENT and len(t.text) > 2 and t.lemma_.lower() not in _LIGHT
    )


def paragraphs_of(reading: Reading) -> Iterator[Sequence[Sentence]]:
    """The sentences of each body paragraph."""
    grouped: dict[int, list[Sentence]] = {}
    for sentence in reading.sentences:
        grouped.setdefault(sentence.paragraph, []).append(sentence)
    yield from grouped.values()
