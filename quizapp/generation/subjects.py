"""Which clauses are worth a who or which-organisation question, and how is it put?

Shared by `who` and `organisation`: the subject of a factual, complete clause gives way to the
question word; the rest of the clause stays as the article has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.distractors import is_answered_once, is_country, leading_rivals
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.drafting import as_span, ask
from quizapp.generation.standing_alone import (
    in_full,
    is_alone,
    is_central,
    is_obvious,
    is_sure_body,
    is_sure_person,
    leans,
)
from quizapp.generation.wording import (
    accepted_names,
    display_name,
    predicate_tokens,
    told_simply,
)
from quizapp.reading.reading import (
    Clause,
    Entity,
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
_MIN_TOKENS = 4
_SAME_KEY = 3  # more questions with one answer would answer each other
_COPULAR_STATES = frozenset({"arrest", "investigation", "pressure", "attack"})


def ask_for_subjects(
    reading: Reading, rng: Random, type_: EntityType, question_word: str, pattern: str
) -> Iterator[QuestionDraft]:
    """One question for every central clause of change whose subject is an entity of this type."""
    answered: Counter[str] = Counter()
    for clause in reading.clauses:
        key = reading.entity(clause.entity) if clause.entity else None
        if key is None or answered[key.id] == _SAME_KEY or not _is_askable(reading, key, type_):
            continue
        if type_ is EntityType.PLACE and clause.verb.dep_ == "relcl":
            continue  # "the revolution in Ruritania that replaced the king"
        stem = _stem(reading, clause, key, question_word)
        evidence = as_span(evidence_of(reading, clause))
        if stem is None or not is_answered_once(reading, key, stem, evidence):
            continue
        answered[key.id] += 1
        yield ask(
            reading,
            pattern=pattern,
            stem=stem,
            key=display_name(key),
            accepted=accepted_names(key),
            evidence=evidence,
            distractors=leading_rivals(reading, key, stem, evidence, rng),
            confidence=_confidence(clause),
        )


def _stem(reading: Reading, clause: Clause, key: Entity, question_word: str) -> str | None:
    """The question word and the predicate, where that is worth asking and can be understood."""
    predicate = predicate_tokens(reading, clause)
    if predicate is None or not is_worth_asking(clause, predicate) or _is_beside_its_key(clause):
        return None
    if not is_central(reading, clause, key) or not _is_told(reading, clause, predicate):
        return None
    said = told_simply(clause, predicate)
    sentence = reading.sentences[clause.sentence]
    return None if said is None else f"{question_word} {in_full(reading, said, sentence)}?"


def _is_beside_its_key(clause: Clause) -> bool:
    """ "Weiss, who led the study": whoever finds the words copies the name before them."""
    words = load_vocabulary()
    weighty = clause.verb.lemma_ in words.news_verbs | words.change_verbs
    return clause.verb.dep_ == "relcl" and not weighty


def _is_told(reading: Reading, clause: Clause, predicate: Span) -> bool:
    """Nobody shares in it, nothing in it points back; "its" would not be the question word's."""
    owned = any(token.lower_ in {"its", "their"} for token in predicate)
    body = reading.entity(clause.entity).type is not EntityType.PERSON if clause.entity else False
    return is_alone(reading, clause) and not leans(reading, predicate) and (body or not owned)


def _is_askable(reading: Reading, key: Entity, type_: EntityType) -> bool:
    """Of the right type beyond doubt; in a biography the answer is always the same."""
    if key.type is not type_ or key.known_as(reading.document.title) or is_obvious(reading, key):
        return False
    if type_ is EntityType.PLACE:
        return is_country(key)
    return is_sure_person(key) if type_ is EntityType.PERSON else is_sure_body(key)


def _confidence(clause: Clause) -> float:
    """Main and who-clauses parse best; a state such as "under arrest" leaves nothing to garble."""
    if clause.verb.lemma_ == "be" and clause.predicate.text.split()[1:2] == ["under"]:
        return 0.75
    if clause.verb.lemma_ not in load_vocabulary().change_verbs:
        return 0.45
    return 0.6 if clause.verb.dep_ in {"ROOT", "relcl"} else 0.5


def is_worth_asking(clause: Clause, predicate: Span) -> bool:
    """A fact, complete, about a change, an office or a state such as arrest, and long enough."""
    if clause.factuality is not Factuality.FACT or not clause.complete or len(predicate) < 3:
        return False
    if _joins_a_stranger(predicate):
        return False
    words = load_vocabulary()
    verb = clause.verb
    if verb.lemma_ == "be":
        return _is_office(predicate) or _is_state(predicate)
    if verb.lemma_ in words.change_verbs:
        return _says_enough(predicate, verb) and len(predicate) >= _MIN_TOKENS
    named = any(token.pos_ == "PROPN" for token in predicate)
    return (
        named
        and verb.lemma_ not in _LIGHT | words.reporting_verbs
        and (_says_enough(predicate, verb) and len(predicate) >= 6)
    )


def _joins_a_stranger(predicate: Span) -> bool:
    """ "was moved to the crew and NAME": the parser has joined a person to a thing."""
    return any(
        after.ent_type_ == "PERSON" and before.ent_type_ != "PERSON"
        for before, word, after in zip(predicate, predicate[1:], predicate[2:], strict=False)
        if word.lower_ == "and"
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
