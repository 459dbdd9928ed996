"""Which questions have just this stretch of the passage as their answer?

A gap in its sentence always; a question word in its place where the clause allows one: as the
subject, as the time, or as the object that stands right behind its verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from quizapp.generation.draft import GAP, AcceptedAnswer, Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.draft import Span as TextSpan
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.excerpts import excerpts
from quizapp.generation.proposals import sentence_at, time_at, tokens_in
from quizapp.generation.quoting import quote
from quizapp.generation.wording import (
    accepted_names,
    ask_for_time,
    clean,
    drop_time,
    predicate_tokens,
    subject_words,
    told_simply,
)
from quizapp.reading.reading import Clause, EntityType, Factuality, Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Span

_CONFIDENCE = 0.4  # asked for by a person, judged by nobody yet
_LEADING = ("the ", "a ", "an ", "on ", "in ", "at ", "during ")
_HELPERS = {"VBD": "did", "VBZ": "does", "VBP": "do"}


def ask_for_span(reading: Reading, span: TextSpan) -> Iterator[QuestionDraft]:
    """Typed questions whose answer is the span, the most natural first."""
    sentence = sentence_at(reading, span)
    if sentence is None:
        return
    for clause in reading.clauses:
        if clause.sentence == sentence.index and clause.factuality is Factuality.FACT:
            yield from _ask_clause(reading, clause, sentence, span)
    yield from _gaps(reading, sentence, span)


def _ask_clause(
    reading: Reading, clause: Clause, sentence: Sentence, span: TextSpan
) -> Iterator[QuestionDraft]:
    predicate = predicate_tokens(reading, clause)
    if predicate is None:
        return
    stems = (
        _subject_stem(reading, clause, predicate, span),
        _time_stem(reading, clause, predicate, span),
        _object_stem(reading, clause, predicate, span),
    )
    for stem in stems:
        if stem is not None:
            yield _typed(reading, stem, span, as_span(sentence), "span_question")


def _subject_stem(reading: Reading, clause: Clause, predicate: Span, span: TextSpan) -> str | None:
    entity = reading.entity_at(span.paragraph, span.end - 1)
    acts = entity is not None and entity.id == clause.entity  # "Mayor Novak", asked as "Novak"
    whole = span.end == clause.subject.end and (acts or _covers(span, clause.subject.start))
    if not (whole and clause.complete):
        return None
    person = entity is not None and entity.type is EntityType.PERSON
    said = told_simply(clause, predicate)
    return None if said is None else f"{'Who' if person else 'What'} {said}?"


def _time_stem(reading: Reading, clause: Clause, predicate: Span, span: TextSpan) -> str | None:
    time = time_at(reading, span)
    subject = subject_words(reading, clause)
    if time is None or time not in clause.times or subject is None:
        return None
    return ask_for_time("When", clause, drop_time(predicate, time), subject)


def _object_stem(reading: Reading, clause: Clause, predicate: Span, span: TextSpan) -> str | None:
    """ "The mayor opened the bridge in May" -> "What did the mayor open in May?" """
    verb = clause.verb
    subject = subject_words(reading, clause)
    helper = _HELPERS.get(verb.tag_)
    inside = predicate.doc.char_span(span.start, span.end)
    direct = inside is not None and inside.start == verb.i + 1 and inside.root.dep_ == "dobj"
    if not direct or inside is None or subject is None or helper is None or predicate[0] != verb:
        return None
    if inside.root.right_edge.i >= inside.end:
        return None  # "a law that …": what follows belongs to the answer
    entity = reading.entity_at(span.paragraph, span.end - 1)
    word = "Whom" if entity is not None and entity.type is EntityType.PERSON else "What"
    rest = clean(predicate.doc[inside.end : predicate.end].text)
    return " ".join(part for part in (word, helper, subject, verb.lemma_, rest) if part) + "?"


def _gaps(reading: Reading, sentence: Sentence, span: TextSpan) -> Iterator[QuestionDraft]:
    """A gap in the fullest stretch of the sentence that is short enough to read."""
    tokens = tokens_in(sentence, span)
    if tokens is None:
        return
    stretches = (*(f"“{each}”." for each in excerpts(sentence, tokens.root)), quote(sentence.text))
    for stretch in stretches:
        if stretch.count(span.quote) == 1:
            stem = f"Fill the gap: {stretch.replace(span.quote, GAP)}"
            draft = _typed(reading, stem, span, as_span(sentence), "span_gap")
            fitting = _beside(draft.accepted_answers, stem)
            gap = replace(draft, kind=Kind.CLOZE, accepted_answers=fitting)
            yield replace(gap, hidden_spans=(span,))
            return


def _beside(answers: tuple[AcceptedAnswer, ...], stem: str) -> tuple[AcceptedAnswer, ...]:
    """The span itself, and what repeats no word of the stem: "Mayor ____" is no "Mayor Novak"."""
    said = set(stem.split())
    return answers[:1] + tuple(a for a in answers[1:] if not said & set(a.text.split()))


def _typed(
    reading: Reading, stem: str, span: TextSpan, evidence: TextSpan, pattern: str
) -> QuestionDraft:
    return QuestionDraft(
        uid=make_uid(reading, pattern, stem, span.quote),
        kind=Kind.SHORT_ANSWER,
        skill=Skill.DETAIL,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=evidence,
        accepted_answers=tuple(AcceptedAnswer(text) for text in _accepted(reading, span)),
        rationale=explain(evidence),
        pattern=pattern,
        confidence=_CONFIDENCE,
    )


def _accepted(reading: Reading, span: TextSpan) -> tuple[str, ...]:
    """The span, every other name of it, and both without an article or preposition."""
    entity = reading.entity_at(span.paragraph, span.end - 1)
    names = accepted_names(entity) if entity is not None and entity.known_as(span.quote) else ()
    lower = span.quote.lower()
    bare = [span.quote[len(word) :] for word in _LEADING if lower.startswith(word)]
    return tuple(dict.fromkeys((span.quote, *bare, *names)))


def _covers(span: TextSpan, start: int) -> bool:
    """Whether the span begins where the subject does, an article before it aside."""
    return start <= span.start <= start + len("the ")
