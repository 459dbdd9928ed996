"""What ties a sentence to the one before it?

A sure tie names words of the sentence and the words before it that they take up; where the
antecedent has not been mentioned the sentence cannot stand. A loose one (it, they, however)
only counts beside telling words that both sentences have and nothing around them has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from quizapp.generation.discourse import LIGHT, ROOT, Discourse, stem_of
from quizapp.generation.leaning import (
    DEMONSTRATIVES,
    closes_list,
    find_pointer,
    is_defined,
    is_explained_by,
    pointing_words,
)
from quizapp.reading.reading import Entity, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTERS = DEMONSTRATIVES | word_set("another other both")
_MOST_SPREAD = 3  # a word of more paragraphs ties nothing together by itself
_MANY_SHARED = 2
_NEAR = 12  # how far from its head a sentence says what it leans on
_EXPLAINED = frozenset({"prep", "relcl", "acl", "poss", "compound", "amod", "nummod"})


class Sort(StrEnum):
    NOUN = "noun"  # these cranes, the crane
    PERSON = "person"  # he, she
    NAME = "name"  # a surname after the full name
    SPEAKER = "speaker"  # a quotation that goes on
    PLURAL = "plural"  # they, after a sentence about several
    LOOSE = "loose"  # it, they, however: never enough alone


@dataclass(frozen=True)
class Tie:
    """Words that look back, and what they look back at: a noun's lemma or an entity's id."""

    sort: Sort
    words: str
    antecedent: str
    noun: str = ""
    entity: str = ""

    @property
    def is_sure(self) -> bool:
        return self.sort is not Sort.LOOSE

    def is_met_by(self, discourse: Discourse, sentences: Iterable[Sentence]) -> bool:
        """Whether one of these sentences says what the words could take up."""
        return any(self._is_met(discourse, sentence) for sentence in sentences)

    def _is_met(self, discourse: Discourse, sentence: Sentence) -> bool:
        content = discourse.content(sentence)
        match self.sort:
            case Sort.NOUN:
                return self.noun[:ROOT] in content.roots
            case Sort.PERSON:
                return content.has_person or content.has_pronoun
            case Sort.NAME:
                return self.entity in content.ids
            case Sort.PLURAL:
                return content.has_plural
            case Sort.SPEAKER:
                return content.has_speech or content.has_person or content.has_pronoun
        return False


def find_ties(discourse: Discourse, before: Sentence, sentence: Sentence) -> tuple[Tie, ...]:
    """Every sure tie of a sentence to the one before it, the surest first, then a loose one."""
    found = (
        find(discourse, before, sentence)
        for find in (_demonstrative, _repeat, _name, _person, _speaker, _loose, _plural)
    )
    return tuple(tie for tie in found if tie is not None)


def find_tie(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """The surest tie of a sentence to the one before it, or None."""
    return next(iter(find_ties(discourse, before, sentence)), None)


def _demonstrative(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """ "these cranes", "another crane", where the sentence before speaks of cranes."""
    for token in sentence.span[:_NEAR]:
        if token.lower_ not in _POINTERS or token.dep_ not in {"det", "predet", "amod"}:
            continue
        noun = token.head
        defined = is_defined(token) or closes_list(token)
        if noun.pos_ != "NOUN" or defined or noun.lemma_ in LIGHT or noun.i < token.i:
            continue
        if any(t.lemma_ == noun.lemma_ for t in _earlier_in(sentence, token)):
            continue  # the sentence itself says which
        source = _word_in(before, noun.lemma_.lower())
        if source is not None and _agrees(token, noun, source):
            words = _phrase(token, noun)
            return Tie(Sort.NOUN, words, _named(source), noun=noun.lemma_.lower())
    return None


def _agrees(pointer: Token, noun: Token, source: Token) -> bool:
    """ "this ocean" is none of the "other oceans" before it; "such a crane" may be any."""
    if pointer.lower_ not in {"this", "that", "these", "those"} or source.pos_ != "NOUN":
        return True
    return (noun.tag_ == "NNS") == (source.tag_ == "NNS")


def _repeat(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """ "the crane", where the sentence before brings in a crane for the first time."""
    for token in sentence.span[:_NEAR]:
        if token.lower_ != "the" or token.dep_ != "det" or token.head.pos_ != "NOUN":
            continue
        noun = token.head
        if is_explained(noun) or noun.lemma_ in LIGHT:
            continue
        source = _noun_in(before, noun.lemma_.lower())
        if source is None or source.tag_ != noun.tag_:
            continue
        first = discourse.first_seen[noun.lemma_.lower()[:ROOT]] == before.index
        if _is_new(source) or (first and not _is_definite(source)):
            words = _phrase(token, noun)
            return Tie(Sort.NOUN, words, _named(source), noun=noun.lemma_.lower())
    return None


def _name(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """A surname at the head, where the sentence before brings the person in by full name."""
    person = _only_person(discourse, before)
    if person is None or person.mentions[0].sentence != before.index:
        return None
    reading, first = discourse.reading, sentence.span[0]
    opens = reading.entity_at(sentence.paragraph, sentence.start)
    full = reading.sentences[before.index].text.count(person.name)
    if opens is not None and opens.id == person.id and full and first.text in person.name.split():
        following = reading.entity_at(sentence.paragraph, first.idx + len(first.text) + 1)
        if following is None or following.id != person.id:
            return Tie(Sort.NAME, first.text, person.name, entity=person.id)
    return None


def _person(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """He or she as the first person of the sentence, where the one before has one who acts."""
    subject = find_subject(before)
    first = next((t for t in sentence.span[:_NEAR] if t.lower_ in _GENDERED), None)
    if subject is None or first is None or discourse.people(sentence):
        return None
    if any(t.pos_ == "NOUN" and _is_human(t) for t in _earlier_in(sentence, first)):
        return None
    people = discourse.people(before)
    if subject.lower_ in {"he", "she"} and not people:
        agrees = (subject.lower_ == "he") == (first.lower_ in {"he", "his"})
        return Tie(Sort.PERSON, first.text, subject.text) if agrees else None
    actor = discourse.reading.entity_at(before.paragraph, subject.idx)
    if len(people) != 1 or actor is None or actor.id != people[0].id:
        return None
    return Tie(Sort.PERSON, first.text, actor.name, entity=actor.id)


_GENDERED = frozenset({"he", "she", "his", "her"})


def _speaker(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """A sentence that is a quotation and nothing else, after "…," she said."""
    whole = sentence.text[:1] in '“"' and sentence.text[-1:] in '”"'
    if not whole or any(mark in sentence.text[1:-1] for mark in '“”"'):
        return None
    verbs = load_vocabulary().reporting_verbs
    root = before.span.root
    subject = find_subject(before)
    quoted = before.text[:1] in '“"' and before.text[-1:] not in '”"'
    if not quoted or subject is None or root.lemma_ not in verbs:
        return None
    return Tie(Sort.SPEAKER, sentence.text, _phrase(subject.left_edge, subject))


def _loose(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """It, they, this or however, beside telling words that both sentences have."""
    pointer = find_pointer(sentence)
    if pointer is None or pointer.i - sentence.span.start > _NEAR:
        return None
    named = _noun_in(before, pointer.head.lemma_.lower()) if pointer.dep_ == "det" else None
    if named is not None and not _agrees(pointer, pointer.head, named):
        return None
    shared = discourse.shared(before, sentence)
    nouns = [
        t
        for t in before.span
        if t.pos_ in {"NOUN", "PROPN"}
        and stem_of(t) in shared
        and not discourse.is_topic(stem_of(t))
    ]
    source = min(nouns, key=lambda t: (discourse.spread[stem_of(t)], t.i), default=None)
    if source is None:
        return None
    if discourse.spread[stem_of(source)] > _MOST_SPREAD and len(shared) < _MANY_SHARED:
        return None
    return Tie(Sort.LOOSE, pointing_words(pointer), source.text, noun=stem_of(source))


def _plural(discourse: Discourse, before: Sentence, sentence: Sentence) -> Tie | None:
    """They or their, where the subject of the sentence before is several."""
    pointer = find_pointer(sentence)
    subject = find_subject(before)
    if pointer is None or subject is None or pointer.lower_ not in {"they", "their", "them"}:
        return None
    if subject.i - before.span.start > _NEAR // 2:
        return None  # what stands late in a sentence is seldom what it is about
    if subject.tag_ not in {"NNS", "NNPS"} or not is_explained_by(pointer, before):
        return None
    return Tie(Sort.PLURAL, pointer.text, _named(subject))


def _only_person(discourse: Discourse, sentence: Sentence) -> Entity | None:
    people = discourse.people(sentence)
    return people[0] if len(people) == 1 else None


def find_subject(sentence: Sentence) -> Token | None:
    """The main subject; a he after it is far more often that person than anybody else."""
    found = (c for c in sentence.span.root.children if c.dep_ in {"nsubj", "nsubjpass"})
    return next(found, None)


def _is_human(noun: Token) -> bool:
    return noun.lemma_.lower() in load_vocabulary().role_nouns or noun.lemma_ in {"man", "woman"}


def _earlier_in(sentence: Sentence, token: Token) -> Iterator[Token]:
    return (each for each in sentence.span if each.i < token.i)


def is_explained(noun: Token) -> bool:
    """ "the crane of the port", "those ships that": the noun needs nothing from before."""
    return any(c.dep_ in _EXPLAINED for c in noun.children)


def _is_new(noun: Token) -> bool:
    """ "a crane", or "cranes" without any determiner."""
    determiners = {c.lower_ for c in noun.children if c.dep_ in {"det", "poss", "nummod"}}
    return determiners <= {"a", "an"} and (bool(determiners) or noun.tag_ == "NNS")


def _is_definite(noun: Token) -> bool:
    """ "the jaw", "its jaw": known without having been mentioned."""
    return any(c.dep_ in {"det", "poss"} and c.lower_ not in {"a", "an"} for c in noun.children)


def _phrase(first: Token, last: Token) -> str:
    text: str = last.doc[first.i : last.i + 1].text
    return text


def _named(noun: Token) -> str:
    """A noun with what stands before it, where that is short."""
    edge = noun.left_edge
    return _phrase(edge, noun) if noun.pos_ == "NOUN" and noun.i - edge.i < 4 else noun.text


def _noun_in(sentence: Sentence, lemma: str) -> Token | None:
    nouns = [t for t in sentence.span if t.pos_ == "NOUN" and t.lemma_.lower() == lemma]
    return nouns[0] if nouns else None


def _word_in(sentence: Sentence, lemma: str) -> Token | None:
    """The noun itself, or a verb of its root: "this discovery" after "discovered"."""
    roots = [
        t
        for t in sentence.span
        if t.pos_ in {"NOUN", "VERB"}
        and len(t.text) > ROOT
        and t.lemma_.lower()[:ROOT] == lemma[:ROOT]
    ]
    return _noun_in(sentence, lemma) or (roots[0] if roots and len(lemma) > ROOT else None)


def may_lean_on(sentence: Sentence, removed: Sentence) -> bool:
    """Whether the sentence may lean on `removed`: by a pointing word or a repeat with "the"."""
    if find_pointer(sentence) is not None:
        return True
    nouns = {t.lemma_.lower() for t in removed.span if t.pos_ == "NOUN"}
    repeats = (t for t in sentence.span[:_NEAR] if t.pos_ == "NOUN" and t.lemma_.lower() in nouns)
    return any(c.lower_ == "the" for noun in repeats for c in noun.children)
