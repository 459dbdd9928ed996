"""Which clauses are worth a who or which-organisation question, and how is it put?

Shared by `who` and `organisation`: the subject of a factual, complete clause gives way to the
question word; the rest of the clause stays as the article has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.distractors import rival_entities
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.drafting import as_span, ask
from quizapp.generation.wording import (
    accepted_names,
    ask_for_subject,
    display_name,
    predicate_tokens,
)
from quizapp.reading.reading import (
    Clause,
    EntityType,
    Factuality,
    Reading,
    TextSpan,
    TimeExpression,
)
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LIGHT = word_set(
    "be have do seem look go get make keep try want come let need use appear continue consider see "
    "begin like prefer refuse put know feel remain stay stand allege expect manage fail"
)
_COPULAR_STATES = frozenset({"arrest", "investigation", "pressure", "attack"})


def ask_for_subjects(
    reading: Reading, rng: Random, type_: EntityType, question_word: str, pattern: str
) -> Iterator[QuestionDraft]:
    """One question for every clause of change whose subject is an entity of this type."""
    for clause in reading.clauses:
        if clause.entity is None or reading.entity(clause.entity).type is not type_:
            continue
        if reading.entity(clause.entity).known_as(reading.document.title):
            continue  # in a biography the answer is always the same
        predicate = predicate_tokens(reading, clause)
        if predicate is None or not is_worth_asking(clause, predicate):
            continue
        stem = ask_for_subject(question_word, predicate)
        key = reading.entity(clause.entity)
        evidence = as_span(evidence_of(reading, clause))
        yield ask(
            reading,
            pattern=pattern,
            stem=stem,
            key=display_name(key),
            accepted=accepted_names(key),
            evidence=evidence,
            distractors=rival_entities(reading, key, stem, evidence, rng),
            confidence=_confidence(clause, predicate),
        )


def _confidence(clause: Clause, predicate: Span) -> float:
    """Main and who-clauses parse best; a state such as "under arrest" leaves nothing to garble."""
    if clause.verb.lemma_ == "be" and _is_state(predicate):
        return 0.75
    if clause.verb.lemma_ not in load_vocabulary().change_verbs:
        return 0.45
    return 0.6 if clause.verb.dep_ in {"ROOT", "relcl"} else 0.5


def is_worth_asking(clause: Clause, predicate: Span) -> bool:
    """A fact, complete, about a change, an office or a state such as arrest, and long enough."""
    if clause.factuality is not Factuality.FACT or not clause.complete or len(predicate) < 3:
        return False
    words = load_vocabulary()
    verb = clause.verb
    if verb.lemma_ == "be":
        return _is_office(predicate) or _is_state(predicate)
    if verb.lemma_ in words.change_verbs:
        return _says_enough(predicate, verb)
    named = any(token.pos_ in {"PROPN", "NUM"} for token in predicate)
    return (
        named
        and verb.lemma_ not in _LIGHT | words.reporting_verbs
        and (_says_enough(predicate, verb) and len(predicate) >= 6)
    )


def _is_state(predicate: Span) -> bool:
    """ "under arrest" """
    return any(
        token.lower_ in _COPULAR_STATES and token.nbor(-1).lower_ == "under" for token in predicate
    )


def _is_office(predicate: Span) -> bool:
    words = load_vocabulary()
    return any(
        token.dep_ == "attr" and token.lower_ in words.role_nouns for token in predicate
    ) and any(token.pos_ in {"PROPN", "NUM"} for token in predicate)


def _says_enough(predicate: Span, verb: Token) -> bool:
    """At least a name or number beside the verb, or three words of content."""
    content = [
        t
        for t in predicate
        if t != verb and (t.pos_ in {"NOUN", "PROPN", "NUM", "ADJ"} or t.tag_ == "VBN")
    ]
    named = any(token.pos_ in {"PROPN", "NUM"} for token in content)
    return len(content) >= (2 if named else 3)


def evidence_of(reading: Reading, clause: Clause, time: TimeExpression | None = None) -> TextSpan:
    """The text from the clause's subject to the end of its predicate.

    With a date that stands before the subject, from the beginning of the sentence.
    """
    start = min(clause.subject.start, clause.predicate.start)
    end = max(clause.subject.end, clause.predicate.end)
    if time is not None and time.start < start:
        start = reading.sentences[clause.sentence].start
    end = end if time is None else max(end, time.end)
    paragraph = clause.predicate.paragraph
    text = reading.document.paragraphs[paragraph - 1][start:end]
    return TextSpan(paragraph, start, end, text)
