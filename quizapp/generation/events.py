"""What happened on which date?

Shared by `ordering` and `true_false`: clauses that state a fact and carry one date, said
without the date and without a pronoun.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.generation.draft import Span
from quizapp.generation.drafting import as_span
from quizapp.generation.named_events import find_named_events
from quizapp.generation.standing_alone import in_full, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.when import STAND_ALONE
from quizapp.generation.wording import (
    drop_time,
    predicate_tokens,
    simple_past,
    subject_tokens,
    subject_words,
    time_preposition,
)
from quizapp.reading.reading import (
    Clause,
    Factuality,
    Granularity,
    Reading,
    TextSpan,
    TimeExpression,
)
from quizapp.reading.vocabulary import load_vocabulary, word_set

_DATED = frozenset({Granularity.DAY, Granularity.MONTH, Granularity.YEAR})
_PRONOUNS = word_set("he she it they him them this that these those i we you who which")
_POSSESSIVES = frozenset({"his", "her", "its", "their"})


@dataclass(frozen=True)
class DatedEvent:
    """An event in a short sentence without its date ("Reyes won the race")."""

    text: str
    time: TimeExpression
    sentence: int
    evidence: Span
    opens_with_name: bool


def find_dated_events(reading: Reading) -> tuple[DatedEvent, ...]:
    """All events of change with a date of their own, in reading order."""
    found = (_event(reading, clause) for clause in reading.clauses)
    told = [event for event in found if event is not None]
    told.extend(_announcements(reading))
    return tuple(sorted(told, key=lambda event: (event.sentence, event.evidence.start)))


def _announcements(reading: Reading) -> Iterator[DatedEvent]:
    """ "the May 4 announcement of the arrest of NAME": the announcing is what has the date."""
    for event in find_named_events(reading):
        if event.announced is not None and event.announced.granularity in _DATED:
            start, end = min(event.announced.start, event.span.start), event.span.end
            text = reading.document.paragraphs[event.span.paragraph - 1][start:end]
            evidence = TextSpan(event.span.paragraph, start, end, text)
            said = f"The {event.noun} of {event.person.name} was announced"
            yield DatedEvent(said, event.announced, event.sentence, as_span(evidence), False)


def _event(reading: Reading, clause: Clause) -> DatedEvent | None:
    dates = [time for time in clause.times if time.granularity in _DATED]
    if clause.factuality is not Factuality.FACT or len(dates) != 1:
        return None
    words = load_vocabulary()
    if clause.verb.lemma_ not in words.change_verbs:
        return None
    if clause.verb.lemma_ in words.reporting_verbs and not clause.passive:
        return None  # what was said is then the event, and it may be left out
    if time_preposition(dates[0], clause) not in {"on", "in", "during", ""}:
        return None
    predicate = predicate_tokens(reading, clause)
    subject = subject_words(reading, clause)
    if predicate is None or subject is None or len(subject) > 60:
        return None
    dated = drop_time(predicate, dates[0])
    whole = clause.complete or len(dated) < len(predicate)
    short = len(dated) < (1 if clause.verb.lemma_ in STAND_ALONE else 3)
    if not whole or short or any(token.lower_ in _PRONOUNS for token in dated):
        return None
    said = simple_past(clause, dated)
    text = in_full(reading, f"{subject} {said}", reading.sentences[clause.sentence])
    if said is None or _leans(text, clause) or leans(reading, (*subject_tokens(clause), *dated)):
        return None
    return DatedEvent(
        text[0].upper() + text[1:],
        dates[0],
        clause.sentence,
        as_span(evidence_of(reading, clause, dates[0])),
        clause.entity is not None and not text.startswith("The "),
    )


def _leans(text: str, clause: Clause) -> bool:
    """Whether a possessive in it has nothing to refer to: only the subject may own things."""
    words = text.lower().split()
    if words[0] in _POSSESSIVES | _PRONOUNS | {"such"}:
        return True
    return any(word in _POSSESSIVES for word in words) and clause.entity is None
