"""Which role does a person have, or who has the role?

"Which role does NAME have?" where the article gives three other people roles that are nothing
alike; otherwise "Who is the head of BODY?", with the name to type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.distractors import leading_rivals
from quizapp.generation.draft import DistractorClass, Kind, Option, QuestionDraft, Skill, Span
from quizapp.generation.drafting import Distractor, as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.roles_of_people import find_telling_roles, role_words
from quizapp.generation.wording import accepted_names
from quizapp.reading.reading import Reading, Role
from quizapp.reading.vocabulary import load_vocabulary, word_set

_MOST, _RECURS, _OTHERS = 2, 2, 3
_NAMED = 2  # "the Commission" may be any, "the Hartley Commission" may not
_ONLY_ONE = word_set(
    "head chief director president chairman chairwoman chair chairperson secretary leader editor "
    "founder ambassador minister mayor governor manager boss owner coordinator commissioner"
)


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    roles = find_telling_roles(reading)
    asked = 0
    for role in roles:
        if asked == _MOST or not _matters(reading, role):
            continue
        others = [other for other in roles if other.entity != role.entity]
        draft = (
            _ask_role(reading, role, others)
            if len(others) >= _OTHERS
            else _ask_holder(reading, role, rng)
        )
        if draft is not None:
            asked += 1
            yield draft


def _matters(reading: Reading, role: Role) -> bool:
    return len(reading.entity(role.entity).mentions) >= _RECURS


def _ask_role(reading: Reading, role: Role, others: Sequence[Role]) -> QuestionDraft | None:
    person = reading.entity(role.entity)
    key = role_words(reading, role)
    return ask(
        reading,
        pattern=PATTERN.name,
        stem=f"What is {person.name}’s role, according to the article?",
        key=key,
        accepted=(key,),
        evidence=_evidence(reading, role),
        distractors=[_distractor(reading, other) for other in others],
        confidence=0.55,
    )


def _distractor(reading: Reading, other: Role) -> Distractor:
    owner = reading.entity(other.entity).name
    option = Option(
        role_words(reading, other),
        rationale=f"In the article, this is the role of {owner}.",
        distractor_class=DistractorClass.OTHER_SPAN,
    )
    return Distractor(option, as_span(other))


def _ask_holder(reading: Reading, role: Role, rng: Random) -> QuestionDraft | None:
    """Only an office that one person holds at a time, with the body or place it belongs to."""
    office, *body = re.split(r" (?:of|for|at|to) ", role.text)
    words = " ".join(body).split()
    capitals = sum(word[0].isupper() for word in words)
    known = bool(words) and words[-1] in load_vocabulary().organisations
    if not (known or capitals >= _NAMED) or office.split()[-1].lower() not in _ONLY_ONE:
        return None
    person = reading.entity(role.entity)
    stem = f"Who is the {role_words(reading, role)}?"
    evidence = _evidence(reading, role)
    return ask(
        reading,
        pattern=PATTERN.name,
        stem=stem,
        key=person.name,
        accepted=accepted_names(person),
        evidence=evidence,
        distractors=leading_rivals(reading, person, stem, evidence, rng),
        confidence=0.55,
    )


def _evidence(reading: Reading, role: Role) -> Span:
    """The role together with the name it stands beside."""
    mentions = [
        mention
        for mention in reading.entity(role.entity).mentions
        if mention.paragraph == role.paragraph
    ]
    nearest = min(mentions, key=lambda mention: abs(mention.start - role.start))
    start, end = min(role.start, nearest.start), max(role.end, nearest.end)
    text = reading.document.paragraphs[role.paragraph - 1][start:end]
    return Span(role.paragraph, start, end, text)


PATTERN = Pattern("which_role", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft)
