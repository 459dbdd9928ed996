"""How many are there, and what share of them?

"250 experts worked on the survey" (the number opens the subject), "London has 22,000 cabs" (it
opens the object) and "40% of the farmers of the valley sell milk". The answer is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.draft import Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, ask_number
from quizapp.generation.numbers import read_count, read_share
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import clean, predicate_tokens, subject_tokens, subject_words
from quizapp.reading.reading import Clause, Factuality, Reading

if TYPE_CHECKING:
    from spacy.tokens import Span

_SALIENT, _MIN_WORDS = 0.4, 8
_COMPARED = re.compile(r",? (?:as )?(?:compared|opposed) (?:to|with) .*$")


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for clause in reading.clauses:
        if clause.factuality is not Factuality.FACT or not clause.complete:
            continue
        predicate = predicate_tokens(reading, clause)
        salient = reading.salience[clause.sentence] >= _SALIENT
        if predicate is None or not salient or _is_aside(clause):
            continue
        if not leans(reading, (*subject_tokens(clause), *predicate)):
            for stem, value in (*ask_subject(clause, predicate), *_ask_object(reading, clause)):
                yield from _question(reading, clause, stem, value)


def _is_aside(clause: Clause) -> bool:
    """ "1,250 bears, which …": the number is said in passing, what is counted comes after it."""
    return clause.verb.dep_ == "relcl"


def ask_subject(clause: Clause, predicate: Span) -> Iterator[tuple[str, str]]:
    """ "Seven people were killed by tigers" -> "How many people were killed by tigers?" """
    subject = predicate.doc.char_span(clause.subject.start, clause.subject.end)
    if subject is None or len(predicate) < 3:
        return
    said = _COMPARED.sub("", clean(predicate.text))
    count, share = read_count(subject), read_share(subject)
    if count is not None:
        yield f"{count.question} {clean(count.things.text)} {said}?", count.value
    elif share is not None:
        yield f"{share[1]} {said}?", share[0]


def _ask_object(reading: Reading, clause: Clause) -> Iterator[tuple[str, str]]:
    """ "London has about 22,000 cabs" -> "About how many cabs does London have?" """
    verb = clause.verb
    predicate = predicate_tokens(reading, clause)
    subject = subject_words(reading, clause)
    if predicate is None or subject is None or clause.entity is None:
        return
    after = predicate.doc[verb.i + 1 : predicate.end]
    count = read_count(after) if len(after) else None
    helper = {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag_)
    plain = predicate[0] == verb and verb.lemma_ != "be"
    if count is None or helper is None or not plain or count.noun.dep_ != "dobj":
        return
    if any(token.pos_ == "ADP" and token.head == verb for token in count.things):
        return  # "killed ten people in May": the rest belongs behind the verb
    things = clean(count.things.text)
    yield f"{count.question} {things} {helper} {subject} {verb.lemma_}?", count.value


def _question(reading: Reading, clause: Clause, stem: str, value: str) -> Iterator[QuestionDraft]:
    evidence = as_span(evidence_of(reading, clause))
    stem = in_full(reading, stem, reading.sentences[clause.sentence])
    if len(stem.split()) < _MIN_WORDS:
        return  # "How many cabs does London have?" and no more: nothing to understand
    yield ask_number(
        reading, pattern=PATTERN.name, stem=stem, value=value, evidence=evidence, confidence=0.6
    )


PATTERN = Pattern("how_many", Kind.NUMERICAL, Skill.DETAIL, _draft)
