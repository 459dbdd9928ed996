"""In what order did things happen?

Only events whose verbs carry explicit dates of one granularity, each date once, so that the
calendar proves the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import explain, make_uid
from quizapp.generation.events import DatedEvent, find_dated_events
from quizapp.generation.pattern import Pattern
from quizapp.reading.reading import Granularity, Reading

MIN_EVENTS, MAX_EVENTS = 3, 5
STEM = "Put these events in the order in which they happened, the earliest first."


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for chain in find_chains(reading):
        yield _question(reading, chain)


def find_chains(reading: Reading) -> list[list[DatedEvent]]:
    """For days and for years, the weightiest events that the calendar puts into one order."""
    events = find_dated_events(reading)
    found = []
    for granularity in (Granularity.DAY, Granularity.YEAR):
        same = [event for event in events if event.time.granularity is granularity]
        chain = chain_events(reading, same)
        if len(chain) >= MIN_EVENTS:
            found.append(chain)
    return found


def chain_events(reading: Reading, events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The weightiest events that the calendar puts into one strict order."""
    chain: list[DatedEvent] = []
    for event in sorted(events, key=lambda e: -reading.salience[e.sentence]):
        clear = all(
            event.time.precedes(other.time) or other.time.precedes(event.time) for other in chain
        )
        if clear and len(chain) < MAX_EVENTS:
            chain.append(event)
    return sorted(chain, key=lambda e: (e.time.year or 0, e.time.month or 0, e.time.day or 0))


def _question(reading: Reading, chain: Sequence[DatedEvent]) -> QuestionDraft:
    order = tuple(event.text for event in chain)
    dates = "; ".join(f"{event.time.text}: {event.text}" for event in chain)
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, STEM, "\x1f".join(order)),
        kind=Kind.ORDERING,
        skill=Skill.SEQUENCE,
        difficulty=Difficulty.MEDIUM,
        stem=STEM,
        critical_span=chain[0].evidence,
        order=order,
        distractor_spans=tuple(event.evidence for event in chain[1:]),
        rationale=f"The article gives the dates. {dates}. {explain(chain[0].evidence)}",
        pattern=PATTERN.name,
        confidence=0.7,
    )


PATTERN = Pattern("ordering_dated", Kind.ORDERING, Skill.SEQUENCE, _draft)
