"""Which organisation or country did it, or whose people were sent?

The subject of a clause of change, and the narrow "send ORG peacekeepers", where
the body stands before the people it sends ("a small force of ORG observers was deployed").
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.distractors import rival_entities
from quizapp.generation.draft import Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import Distractor, as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import is_sure_body
from quizapp.generation.subjects import ask_for_subjects
from quizapp.generation.wording import accepted_names, clean, display_name, past_participle
from quizapp.reading.factuality import judge_factuality
from quizapp.reading.reading import Entity, EntityType, Factuality, Reading, Sentence, TextSpan
from quizapp.reading.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_SENDING = frozenset({"send", "deploy", "dispatch", "provide", "withdraw"})


def _draft_subjects(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    yield from ask_for_subjects(
        reading, rng, EntityType.ORGANISATION, "Which organisation", ORGANISATION_DID.name
    )


def _draft_countries(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    yield from ask_for_subjects(reading, rng, EntityType.PLACE, "Which country", COUNTRY_DID.name)


def _draft_forces(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    forces = load_vocabulary().force_nouns
    for sentence in reading.sentences:
        for noun in sentence.span:
            if noun.lemma_.lower() in forces and noun.i > sentence.span.start:
                yield from _ask_force(reading, rng, sentence, noun)


def _ask_force(
    reading: Reading, rng: Random, sentence: Sentence, noun: Token
) -> Iterator[QuestionDraft]:
    before = noun.nbor(-1)
    key = reading.entity_at(sentence.paragraph, before.idx)
    verb, group = _sending(noun)
    if key is None or key.type is not EntityType.ORGANISATION or verb is None:
        return
    if before.dep_ not in {"compound", "nmod", "amod"}:
        return
    if judge_factuality(verb, load_vocabulary()) not in {Factuality.FACT}:
        return
    sent = _without_name(group, before, noun)
    place = _destination(verb, noun)
    stem = f"Which organisation {past_participle(verb)} {sent}{place}?"
    start, end = min(group.left_edge.idx, verb.idx), noun.idx + len(noun.text)
    end = max(end, verb.idx + len(verb.text), end + len(place))
    text = sentence.text[start - sentence.start : end - sentence.start]
    evidence = as_span(TextSpan(sentence.paragraph, start, start + len(text), text))
    yield ask(
        reading,
        pattern=FORCES_OF.name,
        stem=stem,
        key=display_name(key),
        accepted=accepted_names(key),
        evidence=evidence,
        distractors=_other_bodies(reading, key, stem, evidence, rng),
        confidence=0.7,
    )


def _other_bodies(
    reading: Reading, key: Entity, stem: str, evidence: Span, rng: Random
) -> tuple[Distractor, ...]:
    """Bodies told of elsewhere; whoever stands in the same sentence may share in the act."""
    sure = {display_name(e) for e in reading.of_type(key.type) if is_sure_body(e)}
    rivals = rival_entities(reading, key, stem, evidence, rng, from_elsewhere=True)
    return tuple(rival for rival in rivals if rival.option.text in sure)


def _sending(noun: Token) -> tuple[Token | None, Token]:
    """The verb of sending that has the noun, or the group it is part of, as its object."""
    group = noun
    while group.dep_ == "pobj" and group.head.lower_ == "of" and group.head.head.pos_ == "NOUN":
        group = group.head.head
    verb = group.head
    if group.dep_ in {"dobj", "nsubjpass"} and verb.lemma_ in _SENDING:
        return verb, group
    return None, group


def _without_name(group: Token, name: Token, noun: Token) -> str:
    """ "a small force of ORG peacekeepers" -> "a small force of peacekeepers" """
    tokens = noun.doc[group.left_edge.i : noun.i + 1]
    kept = "".join(t.text_with_ws for t in tokens if t not in set(name.subtree) and t != name)
    words = clean(kept)
    first = words.split()[0] if words else ""
    return first.lower() + words[len(first) :] if first in {"A", "An", "The", "Some"} else words


def _destination(verb: Token, noun: Token) -> str:
    """ " to Kazakhstan", where the place follows at once."""
    for child in (*verb.rights, *noun.rights):
        if child.dep_ == "prep" and child.lower_ == "to" and child.i > noun.i:
            place = next(
                (c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None
            )
            if place is not None and child.i == noun.i + 1:
                return " " + clean(noun.doc[child.i : place.i + 1].text)
    return ""


ORGANISATION_DID = Pattern("organisation_did", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft_subjects)
COUNTRY_DID = Pattern("country_did", Kind.SHORT_ANSWER, Skill.DETAIL, _draft_countries)
FORCES_OF = Pattern("organisation_forces", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft_forces)
