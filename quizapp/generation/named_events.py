"""Which events does the text tell by a noun: "the arrest on suspicion of treason of … NAME"?

The person must follow "of", at once or behind a role in apposition; an arrest that is only
demanded, feared or planned is no event. Shared by `who` and `events`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.generation.wording import clean
from quizapp.reading.reading import Entity, EntityType, Reading, Sentence, TextSpan, TimeExpression
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

# An event noun and the passive that asks for its object.
_PARTICIPLES = {
    "arrest": "arrested",
    "dismissal": "dismissed",
    "appointment": "appointed",
    "sacking": "sacked",
    "assassination": "assassinated",
    "murder": "murdered",
    "kidnapping": "kidnapped",
    "imprisonment": "imprisoned",
    "release": "released",
    "detention": "detained",
    "election": "elected",
    "nomination": "nominated",
    "execution": "executed",
    "removal": "removed",
    "extradition": "extradited",
}
_UNREAL = word_set(
    "call demand seek order fear threaten attempt plan prevent avoid deny expect want urge request "
    "attempted alleged possible planned failed likely rumoured rumored reported before against if "
    "warrant for until without unless potential imminent"
)
_GROUNDS = frozenset({"suspicion", "charges", "charge", "grounds"})


@dataclass(frozen=True)
class NamedEvent:
    """Somebody's arrest, dismissal and so on; `announced` is the date of its announcement."""

    person: Entity
    noun: str
    participle: str
    detail: str
    span: TextSpan
    sentence: int
    announced: TimeExpression | None


def find_named_events(reading: Reading) -> Iterator[NamedEvent]:
    """All such events that the text states as facts, in reading order."""
    for sentence in reading.sentences:
        for noun in sentence.span:
            if noun.lower_ in _PARTICIPLES and noun.pos_ == "NOUN" and _is_real(noun):
                yield from _named_event(reading, sentence, noun)


def _is_real(noun: Token) -> bool:
    above: Token = noun.head
    near = {above.lemma_, above.head.lemma_, *(child.lower_ for child in noun.lefts)}
    if noun.dep_ == "pobj":
        near.add(above.lower_)
    return not near & _UNREAL


def _named_event(reading: Reading, sentence: Sentence, noun: Token) -> Iterator[NamedEvent]:
    detail, after = _circumstance(noun)
    found = _person(reading, sentence, after)
    if found is None:
        return
    person, end = found
    start = noun.left_edge.idx
    text = sentence.text[start - sentence.start : end - sentence.start]
    span = TextSpan(sentence.paragraph, start, end, text)
    announced = _announcement(reading, sentence, noun)
    yield NamedEvent(
        person, noun.lower_, _PARTICIPLES[noun.lower_], detail, span, sentence.index, announced
    )


def _circumstance(noun: Token) -> tuple[str, int]:
    """A phrase between event and person ("on suspicion of treason"), and where "of" follows."""
    doc, i = noun.doc, noun.i + 1
    if i >= len(doc) or doc[i].lower_ not in {"on", "for"}:
        return "", i
    for token in doc[i + 2 : min(i + 8, noun.sent.end)]:
        if token.lower_ == "of" and token.nbor(-1).lower_ not in _GROUNDS:
            return f" {clean(doc[i : token.i].text)}", token.i
    return "", i


def _person(reading: Reading, sentence: Sentence, at: int) -> tuple[Entity, int] | None:
    """The person after "of", and where the name ends."""
    doc = sentence.span.doc
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    direct = reading.entity_at(sentence.paragraph, doc[at + 1].idx)
    if direct is None:
        return _behind_role(reading, sentence, doc[at].idx)
    mention = next(
        m
        for m in direct.mentions
        if m.sentence == sentence.index and m.start <= doc[at + 1].idx < m.end
    )
    possessed = any(t.tag_ == "POS" and t.idx in {mention.end, mention.end - 2} for t in doc)
    is_person = direct.type is EntityType.PERSON and not possessed
    return (direct, mention.end) if is_person else None


def _behind_role(reading: Reading, sentence: Sentence, of: int) -> tuple[Entity, int] | None:
    """ "of the former head of the committee, NAME" """
    for role in reading.roles:
        if role.paragraph == sentence.paragraph and of < role.start <= of + 8:
            person = reading.entity(role.entity)
            ends = [
                m.end
                for m in person.mentions
                if m.sentence == sentence.index and m.start >= role.end
            ]
            if ends:
                return person, ends[0]
    return None


def _announcement(reading: Reading, sentence: Sentence, noun: Token) -> TimeExpression | None:
    """The date in "the May 4 announcement of the arrest of …"."""
    above = noun.head.head
    if noun.dep_ != "pobj" or above.lower_ not in {"announcement", "news"}:
        return None
    return next(
        (
            time
            for time in reading.times
            if time.sentence == sentence.index and above.left_edge.idx <= time.start < above.idx
        ),
        None,
    )
