"""Is it true that it happened then?

A date is swapped only where a reader could really confuse the two: events of the same days or
years that share somebody or something. Half of the statements are left true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.dating import format_time
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
)
from quizapp.generation.drafting import explain, make_uid
from quizapp.generation.events import DatedEvent, find_dated_events
from quizapp.generation.pattern import Pattern
from quizapp.generation.wording import lower_first
from quizapp.reading.reading import Granularity, Reading

_NEAR_DAYS, _NEAR_YEARS = 10, 4
_SALIENT = 0.5


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    events = find_dated_events(reading)
    make_true = rng.random() < 0.5
    for event in events:
        if reading.salience[event.sentence] < _SALIENT:
            continue
        rival = _confusable(reading, event, events)
        if rival is not None:
            yield _question(reading, event, rival, make_true)
            make_true = not make_true


def _confusable(
    reading: Reading, event: DatedEvent, events: Sequence[DatedEvent]
) -> DatedEvent | None:
    """The nearest event with another date, told beside this one or sharing a name with it."""
    near = [
        other
        for other in events
        if _are_near(event, other)
        and (
            event.evidence.paragraph == other.evidence.paragraph
            or _names(reading, event) & _names(reading, other)
        )
    ]
    return min(near, key=lambda other: abs(other.sentence - event.sentence), default=None)


def _are_near(one: DatedEvent, other: DatedEvent) -> bool:
    a, b = one.time, other.time
    if not (a.precedes(b) or b.precedes(a)):
        return False
    if a.granularity is Granularity.YEAR:
        return abs((a.year or 0) - (b.year or 0)) <= _NEAR_YEARS
    return a.month == b.month and abs((a.day or 0) - (b.day or 0)) <= _NEAR_DAYS


def _names(reading: Reading, event: DatedEvent) -> set[str]:
    """Whom and what the event's sentence names."""
    return {
        entity.id
        for entity in reading.entities
        if any(mention.sentence == event.sentence for mention in entity.mentions)
    }


def _question(
    reading: Reading, event: DatedEvent, rival: DatedEvent, make_true: bool
) -> QuestionDraft:
    with_year = event.time.year is not None and event.time.year != rival.time.year
    shown = event.time if make_true else rival.time
    preposition = "On" if event.time.day else "In"
    day = format_time(shown, with_year)
    said = lower_first(event.text, event.opens_with_name)
    statement = f"{preposition} {day}, {said}."
    right = format_time(event.time, with_year)
    why_true = explain(event.evidence)
    why_false = f"It happened {preposition.lower()} {right}. {why_true}"
    wrong = Option(
        "False" if make_true else "True",
        rationale=why_true if make_true else why_false,
        distractor_class=DistractorClass.MISREADING,
    )
    key = Option(
        "True" if make_true else "False", key=True, rationale=why_true if make_true else why_false
    )
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, statement, key.text),
        kind=Kind.TRUE_FALSE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem=statement,
        critical_span=event.evidence,
        options=(key, wrong) if make_true else (wrong, key),
        distractor_spans=(rival.evidence,),
        pattern=PATTERN.name,
        confidence=0.5,
    )


PATTERN = Pattern("true_false_date", Kind.TRUE_FALSE, Skill.DETAIL, _draft)
