"""When did it happen?

The date must hang on the verb itself. The wrong options are other dates of the article, written
the same way and printed in order of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quizapp.generation.dating import date_key, format_time, near_times, time_distractor
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import MIN_DISTRACTORS, as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, is_central, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import (
    ask_for_time,
    drop_time,
    predicate_tokens,
    subject_tokens,
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

_SALIENT = 0.5
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
    words = (*subject_tokens(clause), *dated)
    named = clause.entity is not None or any(token.pos_ == "PROPN" for token in words)
    if not named or not is_weighty(reading, clause) or leans(reading, words):
        return
    stem = ask_for_time(_ASKED[time.granularity], clause, dated, subject)
    if stem is None:
        return
    stem = in_full(reading, stem, reading.sentences[clause.sentence])
    yield ask_for_date(
        reading, PATTERN.name, stem, time, as_span(evidence_of(reading, clause, time)), 0.6
    )


def is_weighty(reading: Reading, clause: Clause) -> bool:
    """Whether the date of it matters: a central change of a named actor or of what is titled."""
    actor = reading.entity(clause.entity) if clause.entity else None
    salient = reading.salience[clause.sentence] >= _SALIENT
    return salient and is_central(reading, clause, actor)


def ask_for_date(
    reading: Reading,
    pattern: str,
    stem: str,
    time: TimeExpression,
    evidence: Span,
    confidence: float,
) -> QuestionDraft:
    """The finished question: options of one granularity, or a typed date."""
    rivals, differ = near_times(reading, time, evidence)
    chosen = len(rivals) >= MIN_DISTRACTORS
    with_year = differ if chosen else str(time.year) in time.text
    key = format_time(time, with_year)
    return ask(
        reading,
        pattern=pattern,
        stem=stem,
        key=key,
        accepted=_accepted(time, key),
        evidence=evidence,
        distractors=[
            time_distractor(rival, format_time(rival, with_year), evidence) for rival in rivals
        ],
        difficulty=Difficulty.EASY,
        confidence=confidence,
        sort_key=lambda text: date_key(text) or (),
    )


def _accepted(time: TimeExpression, key: str) -> tuple[str, ...]:
    """All ways to write the date; without the year only where the text leaves it out too."""
    forms = [key, time.text, format_time(time, with_year=True)]
    if str(time.year) not in time.text:
        forms.append(format_time(time, with_year=False))
    for form in tuple(forms):
        found = re.fullmatch(r"([A-Z][a-z]+) (\d{1,2})(?:, (\d{4}))?", form)
        if found:
            forms.append(f"{found[2]} {found[1]} {found[3] or ''}".strip())
    plain = [form for form in dict.fromkeys(forms) if form]
    return (*plain, *(f"{_preposition(form)} {form}" for form in plain))


def _preposition(form: str) -> str:
    return "on" if re.search(r"\b\d{1,2}\b", form) else "in"


PATTERN = Pattern("when_did", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft)
