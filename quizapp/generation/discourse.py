"""What does each sentence speak of, and whom does it name? Read once for a whole article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from quizapp.reading.reading import Entity, EntityType, Reading, Sentence, TimeExpression
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

ROOT = 5  # so many letters tell a word's root
_STEM = 6
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
LIGHT = word_set(
    "year time day way thing people person man woman part number lot month week one other kind "
    "percent today moment place end case fact be have do say make take get go come century decade "
    "first last new many more most such use include become know see call give show find two three "
    "same different large small good great long high begin start world work need want accord"
)
_MAYBE_PEOPLE = frozenset({EntityType.PERSON, EntityType.UNKNOWN})
_FIRST_PERSON = word_set("i we me us my our mine ours")
_GENDERED = word_set("he she him her his hers himself herself")
_SEVERAL = word_set("they them their these those we both people police many few some two three")


@dataclass(frozen=True)
class Content:
    """One sentence: beginnings of its telling words, roots of all its words, its names."""

    words: frozenset[str]
    roots: frozenset[str]
    names: tuple[Entity, ...]
    has_person: bool  # whoever he or she could be: a name, a role, somebody who speaks
    has_pronoun: bool  # he or she
    has_speech: bool
    has_plural: bool

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(entity.id for entity in self.names)


@dataclass(frozen=True)
class Discourse:
    """A reading, with the content of its sentences and the spread of its words."""

    reading: Reading
    contents: tuple[Content, ...]
    paragraphs: tuple[tuple[Sentence, ...], ...]
    spread: Mapping[str, int]  # in how many paragraphs a telling word stands
    reach: Mapping[str, int]  # in how many paragraphs an entity is named
    years: tuple[tuple[int, ...], ...]  # the years that each sentence names
    first_seen: Mapping[str, int]  # the first sentence in which a root stands

    @classmethod
    def of(cls, reading: Reading) -> Self:
        names: dict[int, dict[str, Entity]] = {}
        for entity in reading.entities:
            for mention in entity.mentions:
                names.setdefault(mention.sentence, {})[entity.id] = entity
        contents = tuple(
            _content(each, tuple(names.get(each.index, {}).values())) for each in reading.sentences
        )
        paragraphs = reading.paragraphs
        spread: Counter[str] = Counter()
        for group in paragraphs:
            spread.update(frozenset().union(*(contents[each.index].words for each in group)))
        reach = {each.id: len({m.paragraph for m in each.mentions}) for each in reading.entities}
        years: list[list[int]] = [[] for _ in contents]
        for time in reading.times:
            if time.year is not None and _is_dated(reading, time):
                years[time.sentence].append(time.year)
        first_seen: dict[str, int] = {}
        for index, content in enumerate(contents):
            first_seen.update((root, index) for root in content.roots if root not in first_seen)
        return cls(
            reading, contents, paragraphs, spread, reach, tuple(map(tuple, years)), first_seen
        )

    def content(self, sentence: Sentence) -> Content:
        return self.contents[sentence.index]

    def shared(self, one: Sentence, other: Sentence) -> frozenset[str]:
        """The telling words that both sentences have."""
        return self.content(one).words & self.content(other).words

    def people(self, sentence: Sentence) -> tuple[Entity, ...]:
        names = self.content(sentence).names
        return tuple(entity for entity in names if entity.type is EntityType.PERSON)

    def own_words(self, one: Sentence, other: Sentence) -> frozenset[str]:
        """What both share beyond the words of the whole article."""
        return frozenset(word for word in self.shared(one, other) if not self.is_topic(word))

    def own_names(self, sentence: Sentence) -> frozenset[str]:
        """The names in a sentence, but for those that stand all over the article."""
        many = max(3, 0.4 * len(self.paragraphs))
        return frozenset(
            entity.id for entity in self.content(sentence).names if self.reach[entity.id] < many
        )

    def is_topic(self, word: str) -> bool:
        """Whether the article as a whole is about this: it tells no paragraph from another."""
        return self.spread[word] >= max(3, 0.4 * len(self.paragraphs))


def _is_dated(reading: Reading, time: TimeExpression) -> bool:
    """ "in 1976", not "the plan for 1981": the sentence itself happens then."""
    text = reading.document.paragraphs[time.paragraph - 1][: time.start]
    dated = re.search(r"\b(?:in|on|by|until|since)(?: \w+){0,2} ?$", text, re.IGNORECASE)
    return dated is not None and str(time.year) in time.text


def stem_of(token: Token) -> str:
    lemma: str = token.lemma_.lower()
    plural = token.lower_ == lemma and lemma.endswith("s") and not lemma.endswith("ss")
    return (lemma[:-1] if plural else lemma)[:_STEM]


def _content(sentence: Sentence, names: tuple[Entity, ...]) -> Content:
    tokens = [token for token in sentence.span if not token.is_punct and not token.is_space]
    lower = {token.lower_ for token in tokens}
    roles = load_vocabulary().role_nouns | {"man", "woman", "boy", "girl"}
    speaks = any(t.lemma_ in load_vocabulary().reporting_verbs and t.pos_ == "VERB" for t in tokens)
    return Content(
        words=frozenset(
            stem_of(t)
            for t in tokens
            if t.pos_ in _CONTENT and len(t.text) > 2 and t.lemma_.lower() not in LIGHT
        ),
        roots=frozenset(t.lemma_.lower()[:ROOT] for t in tokens),
        names=names,
        has_person=speaks
        or any(each.type in _MAYBE_PEOPLE for each in names)
        or any(t.tag_ == "NN" and t.lemma_.lower() in roles for t in tokens),
        has_pronoun=bool(lower & (_GENDERED | _FIRST_PERSON)),
        has_speech=any(mark in sentence.text for mark in '“”"'),
        has_plural=any(t.tag_ in {"NNS", "NNPS"} or t.conjuncts for t in tokens)
        or bool(lower & _SEVERAL),
    )
