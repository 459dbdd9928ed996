"""Which name or number is missing?

A weighty sentence of the article, unbroken from its subject to its end, with one gap to type into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quizapp.generation.draft import GAP, AcceptedAnswer, Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import accepted_names, subject_tokens
from quizapp.reading.evidence import tokens_of
from quizapp.reading.reading import Clause, EntityType, Factuality, Mention, Reading, TextSpan
from quizapp.reading.vocabulary import load_vocabulary

_NUMBER = re.compile(r"(?<![\w$£€.,])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?%?)(?![\w-])(?!,\d)")
_NAMED = frozenset({EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION})
_MIN_WORDS, _MAX_WORDS = 8, 24
_SALIENT, _RECURS = 0.55, 2


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for clause in reading.clauses:
        if _is_sound(reading, clause):
            statement = evidence_of(reading, clause)
            yield from _gap_name(reading, statement, clause)
            yield from _gap_number(reading, statement, clause)


def _is_sound(reading: Reading, clause: Clause) -> bool:
    """A whole statement of fact about something with a name, or about how many there are."""
    between = reading.document.paragraphs[clause.predicate.paragraph - 1][
        clause.subject.end : clause.predicate.start
    ]
    words = len(clause.subject.text.split()) + len(clause.predicate.text.split())
    if clause.factuality is not Factuality.FACT or not clause.complete or between.strip():
        return False
    if not _is_clear(reading, clause):
        return False
    if clause.subject.text.lower().startswith(("the number of", "the population of")):
        return words <= _MAX_WORDS
    if not _is_whole(reading, clause):
        return False
    verbs = load_vocabulary()
    plain = clause.verb.lemma_ not in verbs.reporting_verbs | {"be", "have", "do", "say"}
    return plain and clause.entity is not None and _MIN_WORDS <= words <= _MAX_WORDS


def _is_whole(reading: Reading, clause: Clause) -> bool:
    """Whether the statement runs from the start of its sentence to the end: nothing is cut off."""
    sentence = reading.sentences[clause.sentence]
    after = sentence.text[clause.predicate.end - sentence.start :]
    return clause.subject.start == sentence.start and after.strip() in {".", ""}


def _is_clear(reading: Reading, clause: Clause) -> bool:
    """Whether it matters and can be read by itself."""
    predicate = clause.verb.doc.char_span(clause.predicate.start, clause.predicate.end)
    salient = reading.salience[clause.sentence] >= _SALIENT
    words = (*subject_tokens(clause), *(predicate or ()))
    return salient and predicate is not None and not leans(reading, words)


def _gap_name(reading: Reading, statement: TextSpan, clause: Clause) -> Iterator[QuestionDraft]:
    """A gap for the last name of the predicate, unless the statement says that name twice."""
    last = None
    for mention in reading.mentions:
        if mention.paragraph == statement.paragraph and (
            clause.predicate.start <= mention.start and mention.end <= statement.end
        ):
            last = mention
    entity = reading.entity_at(last.paragraph, last.start) if last else None
    if last is None or entity is None or entity.type not in _NAMED:
        return
    if len(reading.of_type(entity.type)) < 3 or _is_in_list(reading, last):
        return  # the only name in sight, or one of several in a list
    answers = accepted_names(entity)
    if len(entity.mentions) < _RECURS or not _stands_free(reading, last):
        return
    stem = _with_gap(reading, statement, clause, last.start, last.end)
    if not any(name in stem for name in answers):
        yield _question(reading, stem, last.text, answers, statement, 0.55)


def _stands_free(reading: Reading, mention: Mention) -> bool:
    """Not part of a longer phrase: no "the new NAME", no "NAME titles", nothing in brackets."""
    span = tokens_of(mention, reading.sentences[mention.sentence])
    if span is None or span.root.dep_ in {"compound", "amod", "nmod", "poss", "appos"}:
        return False
    before = span[0].nbor(-1) if span[0].i else None
    return before is not None and before.pos_ in {"ADP", "VERB", "AUX", "DET", "PART"}


def _is_in_list(reading: Reading, mention: Mention) -> bool:
    span = tokens_of(mention, reading.sentences[mention.sentence])
    return (
        span is None
        or span.root.dep_ == "conj"
        or any(child.dep_ == "conj" for child in span.root.children)
    )


def _gap_number(reading: Reading, statement: TextSpan, clause: Clause) -> Iterator[QuestionDraft]:
    """A gap for the only number, if it is no date, no age and no year."""
    numbers = list(_NUMBER.finditer(statement.text))
    if len(numbers) != 1:
        return
    number = numbers[0]
    start = statement.start + number.start()
    dated = any(
        time.paragraph == statement.paragraph and time.start <= start < time.end
        for time in reading.times
    )
    if not dated:
        stem = _with_gap(reading, statement, clause, start, start + len(number.group()))
        plain = number.group().replace(",", "").rstrip("%")
        yield _question(reading, stem, number.group(), (number.group(), plain), statement, 0.55)


def _with_gap(reading: Reading, statement: TextSpan, clause: Clause, start: int, end: int) -> str:
    """The statement with its gap; a sure pronoun as subject gives way to the name."""
    text = statement.text
    gapped = text[: start - statement.start] + GAP + text[end - statement.start :]
    if clause.subject.text.lower() in {"he", "she", "it"} and clause.entity:
        gapped = reading.entity(clause.entity).name + gapped[len(clause.subject.text) :]
    gapped = in_full(reading, gapped, reading.sentences[clause.sentence])
    return gapped[0].upper() + gapped[1:] + "."


def _question(
    reading: Reading,
    stem: str,
    key: str,
    answers: tuple[str, ...],
    statement: TextSpan,
    confidence: float,
) -> QuestionDraft:
    evidence = as_span(statement)
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, key),
        kind=Kind.CLOZE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=evidence,
        accepted_answers=tuple(AcceptedAnswer(text) for text in dict.fromkeys((key, *answers))),
        rationale=explain(evidence),
        pattern=PATTERN.name,
        confidence=confidence,
    )


PATTERN = Pattern("cloze_name_or_number", Kind.CLOZE, Skill.DETAIL, _draft)
