"""According to X, who, which country, how many or what share?

The claim of a named source is asked as its claim: the number that opens it, the number after
"there are", or the name that is its subject. The answer is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quizapp.generation.distractors import is_answered_once, is_country, leading_rivals
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import as_span, ask, ask_number
from quizapp.generation.how_many import ask_subject
from quizapp.generation.numbers import read_count
from quizapp.generation.pattern import Pattern
from quizapp.generation.standing_alone import in_full, is_sure_person, leans
from quizapp.generation.wording import (
    accepted_names,
    clean,
    display_name,
    predicate_tokens,
    subject_tokens,
)
from quizapp.reading.reading import Claim, Clause, Entity, EntityType, Reading, TextSpan

_SALIENT = 0.4
_SEVERAL = re.compile(  # "park officials", "police", "organisers"
    r"(?:[A-Za-z]+ ){0,2}(?:officials|scientists|researchers|experts|police|organisers|organizers|"
    r"campaigners|activists|doctors|analysts|economists|authorities|prosecutors|rescuers)"
)
_ASKING = {EntityType.PERSON: "who", EntityType.ORGANISATION: "which organisation"}
_OPEN = frozenset({"ask", "question", "doubt", "deny", "accuse", "hope", "fear"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    clauses: dict[int, list[Clause]] = {}
    for clause in reading.clauses:
        clauses.setdefault(clause.sentence, []).append(clause)
    for claim in reading.claims:
        source = _source(reading, claim)
        if not source or reading.salience[claim.sentence] < _SALIENT:
            continue
        yield from _ask_existing(reading, claim, source)
        for clause in clauses.get(claim.sentence, ()):
            if claim.start <= clause.subject.start and clause.predicate.end <= claim.end:
                yield from _ask_clause(reading, rng, claim, clause, source)


def _source(reading: Reading, claim: Claim) -> str:
    """Who claims it, as it follows "according to"; "" where that is not certain.

    A hope or a question is no claim.
    """
    if claim.verb in _OPEN or claim.is_quotation:
        return ""
    if claim.entity is None:
        return claim.source if _SEVERAL.fullmatch(claim.source) else ""
    source = reading.entity(claim.entity)
    if source.type is EntityType.PERSON:
        return source.name if is_sure_person(source) else ""
    if source.type is EntityType.ORGANISATION:
        return f"the {source.name}" if " " in source.name else source.name
    return source.name if is_country(source) else ""


def _ask_existing(reading: Reading, claim: Claim, source: str) -> Iterator[QuestionDraft]:
    """ "there were 400 boats in Quelmar" -> "how many boats were in Quelmar?" """
    sentence = reading.sentences[claim.sentence]
    tokens = [t for t in sentence.span if claim.start <= t.idx < claim.end]
    if len(tokens) < 4 or tokens[0].lower_ != "there" or tokens[1].lower_ not in {"were", "are"}:
        return
    phrase = sentence.span.doc[tokens[2].i : tokens[-1].i + 1]
    end = next(
        (t.i for t in phrase if t.text in {",", ";", "–", "—"} or t.dep_ == "cc"), phrase.end
    )
    phrase = sentence.span.doc[phrase.start : end]
    count = read_count(phrase)
    if count is None or leans(reading, phrase):
        return
    things = sentence.span.doc[count.things.start : count.noun.i + 1]
    rest = clean(sentence.span.doc[count.noun.i + 1 : phrase.end].text)
    if not rest or sentence.span.doc[count.noun.i + 1].pos_ != "ADP":
        return
    asked = f"{count.question.lower()} {things.text} {tokens[1].lower_} {rest}"
    stem = in_full(reading, f"According to {source}, {asked}?", sentence)
    yield _number(reading, stem, count.value, _evidence(reading, claim))


def _ask_clause(
    reading: Reading, rng: Random, claim: Claim, clause: Clause, source: str
) -> Iterator[QuestionDraft]:
    predicate = predicate_tokens(reading, clause)
    opens = clause.subject.start - claim.start <= 1
    if predicate is None or not clause.complete or not opens or len(predicate) < 4:
        return
    if leans(reading, (*subject_tokens(clause), *predicate)):
        return
    sentence = reading.sentences[clause.sentence]
    for asked, value in ask_subject(clause, predicate):
        stem = in_full(reading, f"According to {source}, {asked[0].lower()}{asked[1:]}", sentence)
        yield _number(reading, stem, value, _evidence(reading, claim))
    key = reading.entity(clause.entity) if clause.entity else None
    word = _question_word(key)
    if key is not None and word and not key.known_as(source):
        stem = in_full(reading, f"According to {source}, {word} {clean(predicate.text)}?", sentence)
        yield from _name(reading, rng, stem, key, _evidence(reading, claim))


def _name(
    reading: Reading, rng: Random, stem: str, key: Entity, evidence: Span
) -> Iterator[QuestionDraft]:
    if not is_answered_once(reading, key, stem, evidence):
        return
    yield ask(
        reading,
        pattern=PATTERN.name,
        stem=stem,
        key=display_name(key),
        accepted=accepted_names(key),
        evidence=evidence,
        distractors=leading_rivals(reading, key, stem, evidence, rng),
        skill=Skill.ATTRIBUTION,
        difficulty=Difficulty.MEDIUM,
        confidence=0.55,
    )


def _question_word(key: Entity | None) -> str:
    if key is None:
        return ""
    if key.type is EntityType.PLACE:
        return "which country" if is_country(key) else ""
    return (
        _ASKING.get(key.type, "")
        if key.type is not EntityType.PERSON or is_sure_person(key)
        else ""
    )


def _number(reading: Reading, stem: str, value: str, evidence: Span) -> QuestionDraft:
    return ask_number(
        reading,
        pattern=PATTERN.name,
        stem=stem,
        value=value,
        evidence=evidence,
        skill=Skill.ATTRIBUTION,
        confidence=0.65,
    )


def _evidence(reading: Reading, claim: Claim) -> Span:
    """From the sentence's start, so that the source is in it, to the end of the claim."""
    sentence = reading.sentences[claim.sentence]
    end = max(claim.end, sentence.end)
    text = reading.document.paragraphs[sentence.paragraph - 1][sentence.start : end]
    return as_span(TextSpan(sentence.paragraph, sentence.start, end, text))


PATTERN = Pattern("according_to", Kind.SHORT_ANSWER, Skill.ATTRIBUTION, _draft)
