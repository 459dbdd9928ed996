"""When did it happen?

The date must hang on the verb itself. The wrong options are other dates of the article, written
the same way and printed in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.dating import date_key, format_time, rival_times, time_distractor
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import Distractor, as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import (
    ask_for_time,
    drop_time,
    predicate_tokens,
    subject_words,
    time_preposition,
)
from quizapp.reading.reading import (
    Clause,
    Factuality,
    Granularity,
    Reading,
    TimeExpression,
)
from quizapp.reading.vocabulary import load_vocabulary

STAND_ALONE = frozenset({"die", "resign", "retire", "surrender", "open", "close"})
AT_TIME = frozenset({"on", "in", "during", "at", ""})  # not "until 2019", not "since May"
_ASKED = {Granularity.DAY: "When", Granularity.MONTH: "When", Granularity.YEAR: "In which year"}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for clause in reading.clauses:
        if clause.factuality is not Factuality.FACT:
            continue
        verb = clause.verb
        if verb.lemma_ in load_vocabulary().reporting_verbs and not clause.passive:
            continue
        dates = [time for time in clause.times if time.granularity in _ASKED]
        if (
            len(dates) == 1
            and verb.lemma_ in load_vocabulary().change_verbs
            and (time_preposition(dates[0], clause) in AT_TIME)
        ):
            yield from _ask(reading, clause, dates[0])


def _ask(reading: Reading, clause: Clause, time: TimeExpression) -> Iterator[QuestionDraft]:
    predicate = predicate_tokens(reading, clause)
    subject = subject_words(reading, clause)
    if predicate is None or subject is None:
        return
    dated = drop_time(predicate, time)
    whole = clause.complete or len(dated) < len(predicate)
    if not whole or (len(dated) < 2 and clause.verb.lemma_ not in STAND_ALONE):
        return
    stem = ask_for_time(_ASKED[time.granularity], clause, dated, subject)
    if stem is None:
        return
    yield ask_for_date(
        reading, PATTERN.name, stem, time, as_span(evidence_of(reading, clause, time)), 0.6
    )


def ask_for_date(
    reading: Reading,
    pattern: str,
    stem: str,
    time: TimeExpression,
    evidence: Span,
    confidence: float,
) -> QuestionDraft:
    """The finished question: options of one granularity, or a typed date."""
    rivals, with_year = rival_times(reading, time, evidence)
    key = format_time(time, with_year)
    options: list[Distractor] = [
        time_distractor(rival, format_time(rival, with_year), evidence) for rival in rivals
    ]
    return ask(
        reading,
        pattern=pattern,
        stem=stem,
        key=key,
        accepted=_accepted(time, key),
        evidence=evidence,
        distractors=options,
        difficulty=Difficulty.EASY,
        confidence=confidence,
        sort_key=lambda text: date_key(text) or (),
    )


def _accepted(time: TimeExpression, key: str) -> tuple[str, ...]:
    forms = [key, time.text, format_time(time, with_year=True), format_time(time, with_year=False)]
    if time.day is not None:
        forms.append(f"{time.day} {format_time(time, with_year=False).split()[0]}")
    return tuple(dict.fromkeys(form for form in forms if form))


PATTERN = Pattern("when_did", Kind.MULTIPLE_CHOICE, Skill.DETAIL, "trial", _draft)
