"""Who says, believes or claims it?

Only sayings of named people that stand alone in the article's own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.distractors import rival_entities
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.sayings import find_sayings
from quizapp.generation.wording import accepted_names
from quizapp.reading.reading import Reading


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for saying in find_sayings(reading):
        stem = f"Who {saying.verb} that {saying.text}?"
        key = saying.speaker
        yield ask(
            reading,
            pattern=PATTERN.name,
            stem=stem,
            key=key.name,
            accepted=accepted_names(key),
            evidence=as_span(saying.evidence),
            distractors=rival_entities(reading, key, stem, as_span(saying.evidence), rng),
            skill=Skill.ATTRIBUTION,
            difficulty=Difficulty.MEDIUM,
            confidence=0.65,
        )


PATTERN = Pattern("who_said", Kind.MULTIPLE_CHOICE, Skill.ATTRIBUTION, "trial", _draft)
