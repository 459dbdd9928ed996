"""Who did it, and to whom was it done?

Two patterns: the subject of a clause of change, and the narrow "arrest of NAME", where a noun
names the event ("the arrest on suspicion of treason of the former head of the bank, NAME").
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.distractors import leading_rivals, rival_entities
from quizapp.generation.draft import Kind, QuestionDraft, Skill
from quizapp.generation.drafting import MIN_DISTRACTORS, as_span, ask
from quizapp.generation.named_events import find_named_events
from quizapp.generation.pattern import Pattern
from quizapp.generation.subjects import ask_for_subjects
from quizapp.generation.wording import accepted_names
from quizapp.reading.reading import EntityType, Reading


def _draft_subjects(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    yield from ask_for_subjects(reading, rng, EntityType.PERSON, "Who", WHO_DID.name)


def _draft_events(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for event in find_named_events(reading):
        stem = f"Who was {event.participle}{event.detail}?"
        if not event.detail:
            stem = f"According to the article, who was {event.participle}?"
        evidence = as_span(event.span)
        rivals = leading_rivals(reading, event.person, stem, evidence, rng)
        if not event.detail and not rivals:
            rivals = rival_entities(reading, event.person, stem, evidence, rng)
            if len(rivals) < MIN_DISTRACTORS:
                continue  # others may have been arrested too: a typed answer would not be unique
        yield ask(
            reading,
            pattern=EVENT_OF.name,
            stem=stem,
            key=event.person.name,
            accepted=accepted_names(event.person),
            evidence=evidence,
            distractors=rivals,
            confidence=0.8 if event.detail else 0.7,
        )


WHO_DID = Pattern("who_did", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft_subjects)
EVENT_OF = Pattern("who_event_of", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft_events)
