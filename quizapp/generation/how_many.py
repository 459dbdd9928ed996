"""How many are there?

Two constructions: "250 experts worked on the survey" (the number opens the subject) and "London
has 22,000 cabs" (the number opens the object). The answer is typed; words and digits both count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.draft import AcceptedAnswer, Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import clean, predicate_tokens, subject_words
from quizapp.reading.reading import Clause, Factuality, Reading
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NUMBER_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "thousand": 1000,
}
_ABOUT = word_set("about around nearly almost more than over at least up to some only just")
_MEASURES = word_set(
    "year month week day hour minute second mile kilometre kilometer metre meter percent time "
    "decade century dollar pound euro stint"
)


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for clause in reading.clauses:
        if clause.factuality is not Factuality.FACT or not clause.complete:
            continue
        predicate = predicate_tokens(reading, clause)
        if predicate is not None:
            yield from _ask_subject(reading, clause, predicate)
            yield from _ask_object(reading, clause, predicate)


def _ask_subject(reading: Reading, clause: Clause, predicate: Span) -> Iterator[QuestionDraft]:
    """ "Seven people were killed by tigers" -> "How many people were killed by tigers?" """
    subject = predicate.doc.char_span(clause.subject.start, clause.subject.end)
    split = _split(subject) if subject is not None else None
    if split is None or len(predicate) < 4:
        return
    number, things = split
    stem = f"How many {clean(things.text)} {clean(predicate.text)}?"
    yield from _question(reading, clause, stem, number)


def _ask_object(reading: Reading, clause: Clause, predicate: Span) -> Iterator[QuestionDraft]:
    """ "London has about 22,000 cabs" -> "How many cabs does London have?" """
    verb = clause.verb
    subject = subject_words(reading, clause)
    after = predicate.doc[verb.i + 1 : predicate.end]
    split = _split(after) if len(after) else None
    if split is None or subject is None or predicate[0] != verb or verb.lemma_ == "be":
        return
    number, things = split
    helper = {"VBD": "did", "VBZ": "does", "VBP": "do"}.get(verb.tag_)
    if helper is None or not any(c.dep_ == "dobj" and c in things for c in verb.children):
        return
    if any(token.pos_ == "ADP" and token.head == verb for token in things):
        return  # "killed two people in May": the rest belongs behind the verb
    stem = f"How many {clean(things.text)} {helper} {subject} {verb.lemma_}?"
    yield from _question(reading, clause, stem, number)


def _split(phrase: Span) -> tuple[Token, Span] | None:
    """The number at the start of a phrase, and the things it counts."""
    start = 0
    while start < len(phrase) and phrase[start].lower_ in _ABOUT:
        start += 1
    if start + 1 >= len(phrase) or phrase[start].tag_ != "CD" or not _value(phrase[start]):
        return None
    things = phrase[start + 1 :]
    counted = phrase[start].head
    sound = (
        counted.tag_ in {"NNS", "NNPS"}
        and counted in things
        and counted.lemma_.lower() not in _MEASURES
        and things[0].pos_ in {"NOUN", "ADJ", "PROPN"}
    )
    return (phrase[start], things) if sound else None


def _value(number: Token) -> str:
    text = number.text.replace(",", "")
    if re.fullmatch(r"\d+", text):
        return text
    return str(_NUMBER_WORDS.get(number.lower_, ""))


def _question(
    reading: Reading, clause: Clause, stem: str, number: Token
) -> Iterator[QuestionDraft]:
    evidence = as_span(evidence_of(reading, clause))
    value = _value(number)
    yield QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, value),
        kind=Kind.NUMERICAL,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=evidence,
        accepted_answers=(AcceptedAnswer(value, tolerance="0"),),
        rationale=explain(evidence),
        pattern=PATTERN.name,
        confidence=0.6,
    )


PATTERN = Pattern("how_many", Kind.NUMERICAL, Skill.DETAIL, "trial", _draft)
