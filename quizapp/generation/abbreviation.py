"""What does the abbreviation stand for?

Only where the article itself puts the short name behind the full one, uses it again, and where
it is not one that everybody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quizapp.generation.draft import Kind, QuestionDraft, Skill, Span
from quizapp.generation.drafting import ask
from quizapp.generation.pattern import Pattern
from quizapp.reading.reading import Entity, EntityType, Reading
from quizapp.reading.vocabulary import load_vocabulary

_RECURS, _MOST = 3, 2
_SMALL_WORDS = 2  # "of the" has no letter; a longer name is another's


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    known = load_vocabulary().organisations
    bodies = [
        body
        for body in reading.of_type(EntityType.ORGANISATION)
        if body.is_abbreviated
        and body.abbreviation not in known
        and len(body.mentions) >= _RECURS
        and len(body.name.split()) <= len(body.abbreviation) + _SMALL_WORDS
    ]
    for body in sorted(bodies, key=lambda each: -len(each.mentions))[:_MOST]:
        evidence = _introduction(reading, body)
        if evidence is not None:
            yield ask(
                reading,
                pattern=PATTERN.name,
                stem=f"What does the abbreviation {body.abbreviation} stand for?",
                key=body.name,
                accepted=(body.name, *_other_full_names(body)),
                evidence=evidence,
                distractors=(),
                confidence=0.6,
            )


def _other_full_names(body: Entity) -> list[str]:
    return [name for name in body.aliases if " " in name and body.abbreviation not in name]


def _introduction(reading: Reading, body: Entity) -> Span | None:
    """ "Northern Rescue Alliance (NRA)", where it stands in the text."""
    wanted = re.compile(rf"{re.escape(body.name)} \({re.escape(body.abbreviation)}\)")
    for number in dict.fromkeys(mention.paragraph for mention in body.mentions):
        found = wanted.search(reading.document.paragraphs[number - 1])
        if found:
            return Span(number, found.start(), found.end(), found.group())
    return None


PATTERN = Pattern("abbreviation", Kind.SHORT_ANSWER, Skill.DETAIL, _draft)
