"""Where did it happen?

The place must end the clause ("started in NAME"), and the article must name other places.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.distractors import leading_rivals
from quizapp.generation.draft import Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, is_central, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import (
    accepted_names,
    ask_for_time,
    predicate_tokens,
    subject_tokens,
    subject_words,
)
from quizapp.reading.reading import Clause, Entity, EntityType, Factuality, Reading
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Span

_HAPPENING = word_set(
    "start begin bear die kill arrest capture open launch build discover find sign hold break "
    "publish attack meet study land crash"
)


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    words = load_vocabulary().change_verbs | _HAPPENING
    for clause in reading.clauses:
        if clause.factuality is Factuality.FACT and clause.verb.lemma_ in words:
            yield from _ask(reading, rng, clause)


def _ask(reading: Reading, rng: Random, clause: Clause) -> Iterator[QuestionDraft]:
    predicate = predicate_tokens(reading, clause)
    subject = subject_words(reading, clause)
    if predicate is None or subject is None:
        return
    found = _place(reading, clause, predicate)
    if found is None:
        return
    key, rest = found
    actor = reading.entity(clause.entity) if clause.entity else None
    if not is_central(reading, clause, actor) or leans(reading, (*subject_tokens(clause), *rest)):
        return
    stem = ask_for_time("Where", clause, rest, subject)
    if stem is None or len(stem.split()) < 5:
        return
    sentence = reading.sentences[clause.sentence]
    stem = in_full(reading, stem, sentence)
    evidence = as_span(evidence_of(reading, clause))
    if _happened_again(reading, clause):
        return
    yield ask(
        reading,
        pattern=PATTERN.name,
        stem=stem,
        key=key.name,
        accepted=(*accepted_names(key), *(f"in {name}" for name in accepted_names(key))),
        evidence=evidence,
        distractors=leading_rivals(reading, key, stem, evidence, rng),
        confidence=0.6,
    )


def _happened_again(reading: Reading, clause: Clause) -> bool:
    """Whether the same actor does the same elsewhere in the article."""
    return any(
        other.verb.lemma_ == clause.verb.lemma_
        and other.verb.i != clause.verb.i
        and (other.entity == clause.entity or other.subject.text == clause.subject.text)
        for other in reading.clauses
    )


def _place(reading: Reading, clause: Clause, predicate: Span) -> tuple[Entity, Span] | None:
    """The place at the predicate's end, and the predicate before its "in"."""
    last = predicate[-1]
    key = reading.entity_at(clause.predicate.paragraph, last.idx)
    if key is None or key.type is not EntityType.PLACE:
        return None
    for token in reversed(list(predicate)):
        if token.lower_ in {"in", "at", "near"} and token.dep_ == "prep":
            objects = [c for c in token.children if c.dep_ == "pobj"]
            direct = token.head == clause.verb and bool(objects)
            if (
                direct and reading.entity_at(clause.predicate.paragraph, objects[0].idx) == key
            ) or (direct and any(c.lower_ == "of" for c in objects[0].children)):
                rest: Span = predicate.doc[predicate.start : token.i]
                return (key, rest) if len(rest) else None
            return None
    return None


PATTERN = Pattern("where_did", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft)
