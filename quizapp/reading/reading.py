"""What does a text say, once it has been read?

The values that the reading hands to the generator. All spans are half-open character offsets
into the body paragraph they name (numbered from 1), so every finding can be shown in the text.
spaCy's own tokens stay reachable (`Sentence.span`, `Clause.verb`) but take no part in
comparison: two readings of one document are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.articles.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


class EntityType(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"  # a work, a product, an event: named, but none of the three
    UNKNOWN = "unknown"  # the evidence conflicts: never a key, never a distractor


class Granularity(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    DURATION = "duration"
    VAGUE = "vague"


_UNORDERED = frozenset({Granularity.DURATION, Granularity.VAGUE})


class Factuality(StrEnum):
    FACT = "fact"
    CLAIM = "claim"  # somebody says so
    HEDGED = "hedged"  # the writer says perhaps
    HYPOTHETICAL = "hypothetical"  # if, unless, before it happens
    NEGATED = "negated"
    CONTRADICTED = "contradicted"  # the text says so, and then that it is not so


class RelationKind(StrEnum):
    CAUSE = "cause"  # the first side is why the second is so
    PURPOSE = "purpose"  # the first side is what the second is done for
    CONTRAST = "contrast"  # the sides stand against each other, in the order of the text
    SEQUENCE = "sequence"  # the first side comes before the second
    OCCASION = "occasion"  # the first side is when the second happened


@dataclass(frozen=True)
class TextSpan:
    """A stretch of one body paragraph and its words."""

    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Sentence(TextSpan):
    index: int
    span: Span = field(repr=False, compare=False)


@dataclass(frozen=True)
class Mention(TextSpan):
    """A name where it stands; `title` is the form of address before it ("President")."""

    sentence: int
    title: str = ""


@dataclass(frozen=True)
class Entity:
    """Somebody or something with a name, and everything that speaks for its type."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    evidence: tuple[str, ...]

    @property
    def is_abbreviated(self) -> bool:
        """Whether the text gives both a full name and a shorter one in capitals."""
        return bool(self.abbreviation) and self.abbreviation != self.name

    @property
    def abbreviation(self) -> str:
        short = (name for name in self.aliases if name.isupper() and 2 <= len(name) <= 6)
        return next(short, "")

    def known_as(self, words: str) -> bool:
        """Whether `words` is one of its names, letter case and articles aside."""
        return _bare(words) in self.bare_names

    @cached_property
    def bare_names(self) -> frozenset[str]:
        """All its names in small letters, without an article."""
        return frozenset(_bare(name) for name in (self.name, *self.aliases))


def _bare(name: str) -> str:
    return name.lower().removeprefix("the ").strip()


@dataclass(frozen=True)
class Role(TextSpan):
    """What a person is, in the text's own words: "deputy head of the bank"."""

    entity: str


@dataclass(frozen=True)
class TimeExpression(TextSpan):
    """A date or a duration. What the text and the publication date leave open stays None."""

    sentence: int
    granularity: Granularity
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date | None:
        """The first day it may mean, or None while its year is unknown."""
        if self.year is None:
            return None
        return date(self.year, self.month or 1, self.day or 1)

    def precedes(self, other: TimeExpression) -> bool | None:
        """Whether it is earlier than `other`; None where the calendar does not tell."""
        if self.granularity is not other.granularity or self.granularity in _UNORDERED:
            return None
        if (self.year is None) != (other.year is None):
            return None
        if self.year is None and self.month != other.month:
            return None  # December 27 and January 4: which comes first depends on the year
        return self._parts < other._parts

    @property
    def _parts(self) -> tuple[int, int, int]:
        return (self.year or 0, self.month or 0, self.day or 0)


@dataclass(frozen=True)
class Claim(TextSpan):
    """What somebody says, believes or denies; the span is what is said."""

    sentence: int
    source: str
    entity: str | None
    verb: str
    verb_text: str = ""
    is_quotation: bool = False


@dataclass(frozen=True)
class Clause:
    """One finite verb, its subject, and the unbroken words from its first verb to its end.

    `predicate` is contiguous in the text; `times` are the dates that hang on the verb itself.
    `complete` is false where the predicate had to stop before a complement the verb needs.
    """

    sentence: int
    subject: TextSpan
    entity: str | None
    predicate: TextSpan
    factuality: Factuality
    times: tuple[TimeExpression, ...]
    passive: bool
    complete: bool
    verb: Token = field(repr=False, compare=False)


@dataclass(frozen=True)
class Relation:
    """Two stretches of the text and the marker that links them; see `RelationKind`."""

    kind: RelationKind
    first: TextSpan
    second: TextSpan
    marker: TextSpan


@dataclass(frozen=True)
class Salience:
    """How much a sentence matters, from 0 to 1, and why.

    `gains` add up, each share of `losses` multiplies what they come to.
    """

    score: float
    gains: tuple[tuple[str, float], ...]
    losses: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Reading:
    """Everything the generator knows of a document. `salience[i]` belongs to sentence i."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    roles: tuple[Role, ...]
    times: tuple[TimeExpression, ...]
    claims: tuple[Claim, ...]
    clauses: tuple[Clause, ...]
    salience: tuple[float, ...]
    relations: tuple[Relation, ...] = ()
    salience_reasons: tuple[Salience, ...] = ()

    @cached_property
    def _entities_by_id(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _entity_at(self) -> dict[tuple[int, int], Entity]:
        return {
            (mention.paragraph, offset): entity
            for entity in self.entities
            for mention in entity.mentions
            for offset in range(mention.start, mention.end)
        }

    @cached_property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences of each body paragraph that has any, in order."""
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.paragraph, []).append(sentence)
        return tuple(tuple(sentences) for sentences in grouped.values())

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises KeyError for an id that is not of this reading."""
        return self._entities_by_id[entity_id]

    @cached_property
    def _entities_by_name(self) -> dict[str, Entity]:
        found: dict[str, Entity] = {}
        for entity in self.entities:
            for name in entity.bare_names:
                found.setdefault(name, entity)
        return found

    def entity_named(self, words: str) -> Entity | None:
        """The first entity known as `words`."""
        return self._entities_by_name.get(_bare(words))

    def entity_at(self, paragraph: int, offset: int) -> Entity | None:
        """The entity whose name covers this character, if one does."""
        return self._entity_at.get((paragraph, offset))

    def of_type(self, wanted: EntityType) -> tuple[Entity, ...]:
        """All entities of one type, in order of their first mention."""
        return tuple(entity for entity in self.entities if entity.type is wanted)
