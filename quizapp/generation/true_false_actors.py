"""Is it true that this one did it to that one, or was it the other way round?

Only where the clause names two of one kind, once each, and the verb tells who acts on whom: a
reader can take the one for the other, and never rightly. Half of the statements are left true.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.distractors import is_country, shares_name
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import as_span, explain, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import is_alone, is_sure_body, is_sure_person, leans
from quizapp.generation.subjects import evidence_of
from quizapp.generation.wording import clean
from quizapp.reading.reading import Clause, Entity, EntityType, Factuality, Mention, Reading
from quizapp.reading.vocabulary import word_set

_ONE_WAY = word_set(
    "defeat beat arrest replace succeed appoint dismiss sack fire sue buy acquire attack invade "
    "conquer occupy criticise criticize accuse blame order urge help support teach hire found "
    "nominate elect kill shoot capture imprison free release rescue warn invite ask persuade "
    "convince thank praise pay lend sell give hand award grant owe tie disappoint supply "
    "recognise recognize influence inspire employ follow overtake sponsor fund finance"
)
_SALIENT = 0.4


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    make_true = rng.random() < 0.5
    for clause in reading.clauses:
        pair = _actors(reading, clause)
        if pair is None or not _is_sound(reading, clause):
            continue
        whole = _is_whole_sentence(reading, clause)
        yield _question(reading, clause, pair, make_true and not whole)
        make_true = not make_true


def _is_sound(reading: Reading, clause: Clause) -> bool:
    predicate = clause.verb.doc.char_span(clause.predicate.start, clause.predicate.end)
    salient = reading.salience[clause.sentence] >= _SALIENT
    told = clause.factuality is Factuality.FACT and clause.complete and is_alone(reading, clause)
    between = reading.document.paragraphs[clause.predicate.paragraph - 1][
        clause.subject.end : clause.predicate.start
    ]
    plain = not between.strip() and clause.subject.start < clause.predicate.start
    return salient and told and plain and predicate is not None and not leans(reading, predicate)


def _actors(reading: Reading, clause: Clause) -> tuple[Mention, Mention] | None:
    """The name that is the whole subject, and the one other name of its kind in the predicate."""
    if clause.entity is None or clause.verb.lemma_ not in _ONE_WAY:
        return None
    actor = reading.entity(clause.entity)
    paragraph = clause.predicate.paragraph
    first = _mention_at(actor, paragraph, clause.subject.start)
    if first is None or first.end != clause.subject.end:
        return None
    named: dict[int, Entity] = {}
    for token in clause.verb.doc[clause.verb.i + 1 : clause.verb.sent.end]:
        entity = reading.entity_at(paragraph, token.idx)
        if entity is not None and token.idx < clause.predicate.end and _are_like(actor, entity):
            mention = _mention_at(entity, paragraph, token.idx)
            if mention is not None:
                named[mention.start] = entity
    if len(named) != 1:
        return None
    (place, other), *_ = named.items()
    second = _mention_at(other, paragraph, place)
    return (first, second) if second is not None and other.id != actor.id else None


def _mention_at(entity: Entity, paragraph: int, offset: int) -> Mention | None:
    return next(
        (m for m in entity.mentions if m.paragraph == paragraph and m.start <= offset < m.end), None
    )


def _are_like(one: Entity, other: Entity) -> bool:
    if one.type is not other.type or (one.id != other.id and shares_name(one, other)):
        return False
    if one.type is EntityType.PERSON:
        return is_sure_person(one) and is_sure_person(other)
    if one.type is EntityType.ORGANISATION:
        return is_sure_body(one) and is_sure_body(other)
    return one.type is EntityType.PLACE and is_country(one) and is_country(other)


def _is_whole_sentence(reading: Reading, clause: Clause) -> bool:
    sentence = reading.sentences[clause.sentence]
    return clause.predicate.end - clause.subject.start > 0.8 * len(sentence.text)


def _question(
    reading: Reading, clause: Clause, pair: tuple[Mention, Mention], make_true: bool
) -> QuestionDraft:
    evidence = as_span(evidence_of(reading, clause))
    names = [_name(reading, mention) for mention in pair]
    first, second = names if make_true else reversed(names)
    statement = _told(reading, clause, pair, (first, second))
    why = explain(evidence)
    if not make_true:
        why = f"It was the other way round. {why}"
    key = Option("True" if make_true else "False", key=True, rationale=why)
    wrong = Option(
        "False" if make_true else "True",
        rationale=why,
        distractor_class=DistractorClass.MISREADING,
    )
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, statement, key.text),
        kind=Kind.TRUE_FALSE,
        skill=Skill.DETAIL,
        difficulty=Difficulty.MEDIUM,
        stem=statement,
        critical_span=evidence,
        options=(key, wrong) if make_true else (wrong, key),
        distractor_spans=(_as_span(pair[1]),),
        pattern=PATTERN.name,
        confidence=0.5,
    )


def _name(reading: Reading, mention: Mention) -> str:
    entity = reading.entity_at(mention.paragraph, mention.start)
    if entity is None or entity.type is not EntityType.PERSON:
        return mention.text
    return entity.name


def _as_span(mention: Mention) -> Span:
    return Span(mention.paragraph, mention.start, mention.end, mention.text)


def _told(
    reading: Reading, clause: Clause, pair: tuple[Mention, Mention], names: tuple[str, str]
) -> str:
    """The clause in the article's words, with these names in the two places."""
    paragraph = reading.document.paragraphs[clause.predicate.paragraph - 1]
    first, second = pair
    middle = paragraph[first.end : second.start]
    text = clean(f"{names[0]}{middle}{names[1]}{paragraph[second.end : clause.predicate.end]}")
    return f"{text[0].upper()}{text[1:]}."


PATTERN = Pattern("true_false_actors", Kind.TRUE_FALSE, Skill.DETAIL, _draft)
