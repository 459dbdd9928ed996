"""Is it true, false, or does the article not say?

The last, for a person to whom something weighty happens: a likely detail of it that the article
provably leaves open, since no word near the detail comes up anywhere. A teacher decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random

import yaml

from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.named_events import find_named_events
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import is_central, is_sure_person
from quizapp.generation.subjects import evidence_of
from quizapp.reading.reading import Clause, Entity, EntityType, Factuality, Reading

_PASSIVE = frozenset({"arrest", "elect", "appoint", "dismiss", "bear"})
_EVENT_NOUNS = {"arrest": "arrest", "dismissal": "dismiss", "appointment": "appoint"}
_MOST = 1


@dataclass(frozen=True)
class OpenStatement:
    """A statement with a place for a name, and the word beginnings that would speak to it."""

    text: str
    near: tuple[str, ...]


@lru_cache(maxsize=1)
def load_open_statements() -> Mapping[str, tuple[OpenStatement, ...]]:
    """The statements by what happens. Raises ValueError for a line without its bar."""
    text = (files("quizapp.generation") / "data" / "not_given.yaml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = yaml.safe_load(text)
    return {verb: tuple(_read_line(line) for line in lines) for verb, lines in lists.items()}


def _read_line(line: str) -> OpenStatement:
    statement, bar, near = line.partition(" | ")
    if not bar or "{name}" not in statement:
        raise ValueError(f"not_given.yaml: “{line}” is not a statement | words near it")
    return OpenStatement(statement, tuple(near.split()))


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    happenings = list(_happenings(reading))
    if not happenings:
        return
    words = frozenset(token.lower_ for s in reading.sentences for token in s.span)
    asked = 0
    for person, verb, evidence in happenings:
        open_ones = [
            each for each in load_open_statements()[verb] if not _is_touched(each.near, words)
        ]
        if open_ones and asked < _MOST:
            asked += 1
            yield _question(reading, person, rng.choice(open_ones), evidence)


def _happenings(reading: Reading) -> Iterator[tuple[Entity, str, Span]]:
    """Who was arrested, elected and so on, told by a noun or by a verb."""
    for event in find_named_events(reading):
        verb = _EVENT_NOUNS.get(event.noun)
        if verb is not None and is_sure_person(event.person):
            yield event.person, verb, as_span(event.span)
    for clause in reading.clauses:
        person = reading.entity(clause.entity) if clause.entity else None
        if person is not None and _is_told(reading, clause, person):
            yield person, clause.verb.lemma_, as_span(evidence_of(reading, clause))


def _is_told(reading: Reading, clause: Clause, person: Entity) -> bool:
    lemma = clause.verb.lemma_
    known = lemma in load_open_statements() and clause.passive == (lemma in _PASSIVE)
    sure = person.type is EntityType.PERSON and is_sure_person(person)
    fact = clause.factuality is Factuality.FACT
    return known and sure and fact and is_central(reading, clause, person)


def _is_touched(near: Sequence[str], words: frozenset[str]) -> bool:
    return any(word.startswith(tuple(near)) for word in words)


def _question(
    reading: Reading, actor: Entity, statement: OpenStatement, evidence: Span
) -> QuestionDraft:
    stem = statement.text.format(name=actor.name)
    why = f"The article tells what happened to {actor.name}, but not this detail."
    wrong = (
        Option(word, rationale=why, distractor_class=DistractorClass.UNSUPPORTED)
        for word in ("True", "False")
    )
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, "Not given"),
        kind=Kind.TRUE_FALSE_NOT_GIVEN,
        skill=Skill.DETAIL,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=evidence,
        options=(*wrong, Option("Not given", key=True, rationale=why)),
        pattern=PATTERN.name,
        confidence=0.35,
    )


PATTERN = Pattern("true_false_not_given", Kind.TRUE_FALSE_NOT_GIVEN, Skill.DETAIL, _draft)
