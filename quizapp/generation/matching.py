"""Who is who, which short name stands for what, who said what, and what happened when?

Every pair has its own evidence in the text; nobody fits two of the responses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.dating import format_time
from quizapp.generation.draft import Difficulty, Kind, Pair, QuestionDraft, Skill, Span
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.events import DatedEvent, find_dated_events
from quizapp.generation.ordering import chain_events, find_chains
from quizapp.generation.pattern import Pattern
from quizapp.generation.roles_of_people import find_telling_roles, role_words
from quizapp.generation.sayings import Saying, find_sayings
from quizapp.reading.reading import EntityType, Granularity, Reading

MIN_PAIRS, MAX_PAIRS = 3, 5


def _draft_roles(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    """People and their roles; of two people with one kind of role neither is taken."""
    people = find_telling_roles(reading)[:MAX_PAIRS]
    pairs = tuple(
        Pair(reading.entity(role.entity).name, role_words(reading, role)) for role in people
    )
    yield from _question(
        reading,
        ROLES.name,
        Skill.DETAIL,
        "Match each person with his or her role.",
        pairs,
        [as_span(role) for role in people],
    )


def _draft_abbreviations(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    bodies = [
        entity for entity in reading.of_type(EntityType.ORGANISATION) if entity.is_abbreviated
    ]
    pairs = tuple(Pair(body.abbreviation, body.name) for body in bodies[:MAX_PAIRS])
    spans = [as_span(body.mentions[0]) for body in bodies[:MAX_PAIRS]]
    yield from _question(
        reading,
        ABBREVIATIONS.name,
        Skill.DETAIL,
        "Match each abbreviation with the name it stands for.",
        pairs,
        spans,
    )


def _draft_sayings(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    """One saying a person, the first that stands alone."""
    chosen: dict[str, Saying] = {}
    for saying in find_sayings(reading):
        if saying.speaker.type is EntityType.PERSON:
            chosen.setdefault(saying.speaker.id, saying)
    sayings = list(chosen.values())[:MAX_PAIRS]
    pairs = tuple(Pair(saying.speaker.name, _printed(saying)) for saying in sayings)
    yield from _question(
        reading,
        SAYINGS.name,
        Skill.ATTRIBUTION,
        "Match each person with what he or she says in the article.",
        pairs,
        [as_span(saying.evidence) for saying in sayings],
    )


def _draft_events(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    """Events and their dates: those that no question of order asks about."""
    ordered = {event for chain in find_chains(reading) for event in chain}
    rest = [event for event in find_dated_events(reading) if event not in ordered]
    for granularity in (Granularity.DAY, Granularity.MONTH, Granularity.YEAR):
        same = [event for event in rest if event.time.granularity is granularity]
        chain = [e for e in chain_events(reading, same) if not _tells_date(e)]
        with_year = len({event.time.year for event in chain}) > 1
        pairs = tuple(Pair(e.text, format_time(e.time, with_year)) for e in chain)
        yield from _question(
            reading,
            EVENTS.name,
            Skill.DETAIL,
            "Match each event with its date.",
            pairs,
            [event.evidence for event in chain],
        )


def _tells_date(event: DatedEvent) -> bool:
    return str(event.time.year) in event.text


def _printed(saying: Saying) -> str:
    return f"“{saying.text}”" if saying.is_quotation else saying.text


def _question(
    reading: Reading,
    pattern: str,
    skill: Skill,
    stem: str,
    pairs: tuple[Pair, ...],
    spans: Sequence[Span],
) -> Iterator[QuestionDraft]:
    if len(pairs) < MIN_PAIRS:
        return
    yield QuestionDraft(
        uid=make_uid(
            reading, pattern, stem, "\x1f".join(f"{p.premise}={p.response}" for p in pairs)
        ),
        kind=Kind.MATCHING,
        skill=skill,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=spans[0],
        pairs=pairs,
        distractor_spans=tuple(spans[1:]),
        rationale=" ".join(explain(span) for span in spans),
        pattern=pattern,
        confidence=0.7,
    )


ROLES = Pattern("matching_roles", Kind.MATCHING, Skill.DETAIL, _draft_roles)
ABBREVIATIONS = Pattern("matching_abbreviations", Kind.MATCHING, Skill.DETAIL, _draft_abbreviations)
EVENTS = Pattern("matching_events", Kind.MATCHING, Skill.DETAIL, _draft_events)
SAYINGS = Pattern("matching_sayings", Kind.MATCHING, Skill.ATTRIBUTION, _draft_sayings)
