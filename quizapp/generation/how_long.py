"""For how long did it go on?

The duration must hang on the verb ("led the bank for thirty years", "survived 38 days on a raft")
and the rest of the clause must say by itself what went on. The answer is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.draft import Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, is_central, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import ask_for_time, clean, predicate_tokens, subject_words
from quizapp.reading.reading import (
    Clause,
    Entity,
    EntityType,
    Factuality,
    Granularity,
    Reading,
    TimeExpression,
)
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span

_POINTS = re.compile(r"\b(?:ago|later|earlier|before|after|old)$|-|^an? |\b(?:several|many|few)\b")
_ABOUT = re.compile(r"^(?:about|around|nearly|almost|more than|over|at least|up to) ", re.I)
_LASTING = word_set(
    "lead rule run live work serve survive last spend stay remain govern study teach hold reign "
    "head chair fight occupy play drift travel wait sleep train wander besiege hide stand"
)
_WORDS = {
    "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight",
    "9": "nine", "10": "ten", "11": "eleven", "12": "twelve", "15": "fifteen", "20": "twenty",
    "30": "thirty", "40": "forty", "50": "fifty", "60": "sixty",
}  # fmt: skip
_DIGITS = {word: digits for digits, word in _WORDS.items()}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for clause in reading.clauses:
        actor = reading.entity(clause.entity) if clause.entity else None
        if actor is None or clause.factuality is not Factuality.FACT:
            continue
        if clause.verb.lemma_ in _LASTING and is_central(reading, clause, actor):
            yield from _ask(reading, clause, actor)


def _ask(reading: Reading, clause: Clause, actor: Entity) -> Iterator[QuestionDraft]:
    predicate = predicate_tokens(reading, clause)
    times = [t for t in reading.times if t.sentence == clause.sentence and _is_lasting(t)]
    if predicate is None or len(times) != 1:
        return
    rest = _without_duration(clause, predicate, times[0])
    subject = _subject(reading, clause, actor)
    if rest is None or subject is None:
        return
    before, after = rest
    stem = ask_for_time("For how long", clause, before, subject)
    if stem is None or leans(reading, (*before, *after)):
        return
    stem = f"{stem.rstrip('?')} {clean(after.text)}".strip() if len(after) else stem.rstrip("?")
    stem = in_full(reading, f"{stem}?", reading.sentences[clause.sentence])
    if len(stem.split()) < 7:
        return
    answers = _answers(times[0].text)
    yield ask(
        reading,
        pattern=PATTERN.name,
        stem=stem,
        key=times[0].text,
        accepted=answers,
        evidence=as_span(evidence_of(reading, clause)),
        distractors=(),
        confidence=0.6,
    )


def _is_lasting(time: TimeExpression) -> bool:
    return time.granularity is Granularity.DURATION and _POINTS.search(time.text) is None


def _subject(reading: Reading, clause: Clause, actor: Entity) -> str | None:
    """A person by name, without "the 81-year-old"."""
    return actor.name if actor.type is EntityType.PERSON else subject_words(reading, clause)


def _without_duration(
    clause: Clause, predicate: Span, time: TimeExpression
) -> tuple[Span, Span] | None:
    """What stands before and after "for thirty years", where that hangs on the verb."""
    inside = [t for t in predicate if time.start <= t.idx < time.end]
    if not inside:
        return None
    doc, first, last = predicate.doc, inside[0], inside[-1]
    link = doc[first.i - 1]
    hangs = link.lower_ == "for" and link.head == clause.verb
    unit = last if last.dep_ in {"npadvmod", "dobj"} else None
    if not hangs and (unit is None or unit.head != clause.verb):
        return None
    before = doc[predicate.start : link.i if hangs else first.i]
    after = doc[last.i + 1 : predicate.end]
    if len(after) and after[0].lower_ in {"until", "till", "from"}:
        after = doc[predicate.end : predicate.end]  # when it ended says how long it was
    known = len(after) == 0 or after[0].pos_ in {"ADP", "SCONJ"}
    return (before, after) if len(before) and known else None


def _answers(text: str) -> tuple[str, ...]:
    """ "nearly 30 years": with and without "nearly" and "for", in digits and in words."""
    plain = _ABOUT.sub("", text)
    number, _, unit = plain.partition(" ")
    other = _WORDS.get(number) or _DIGITS.get(number.lower())
    forms = [text, plain, *([f"{other} {unit}"] if other else [])]
    return tuple(dict.fromkeys((*forms, *(f"for {form}" for form in forms))))


PATTERN = Pattern("how_long", Kind.SHORT_ANSWER, Skill.DETAIL, _draft)
