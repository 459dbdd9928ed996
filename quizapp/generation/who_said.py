"""Who says, believes or claims it?

Only sayings of named people, bodies or countries that can be read by themselves. The others who
speak in the article are the options; where too few do, the name is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.distractors import rival_entities
from quizapp.generation.draft import Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import Distractor, as_span, ask
from quizapp.generation.pattern import Pattern
from quizapp.generation.sayings import Saying, find_sayings, find_speakers
from quizapp.generation.wording import accepted_names, display_name
from quizapp.reading.reading import EntityType, Reading

_PER_SPEAKER, _MOST = 2, 6
_QUESTION_WORDS = {
    EntityType.PERSON: "Who",
    EntityType.ORGANISATION: "Which organisation",
    EntityType.PLACE: "Which country",
}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for saying in _weightiest(reading):
        stem = _stem(saying)
        evidence = as_span(saying.evidence)
        rivals = _other_speakers(reading, saying, stem, rng)
        if saying.is_quotation and not rivals:
            continue  # whose words they are is clear where nobody else speaks
        key = saying.speaker
        yield ask(
            reading,
            pattern=PATTERN.name,
            stem=stem,
            key=display_name(key),
            accepted=accepted_names(key),
            evidence=evidence,
            distractors=rivals,
            skill=Skill.ATTRIBUTION,
            difficulty=Difficulty.EASY if saying.is_quotation else Difficulty.MEDIUM,
            confidence=0.55 if saying.is_quotation else 0.65,
        )


def _weightiest(reading: Reading) -> list[Saying]:
    """A few sayings, the weightiest of each speaker."""
    count: dict[str, int] = {}
    chosen: list[Saying] = []
    ranked = sorted(
        find_sayings(reading), key=lambda s: (-reading.salience[s.sentence], s.sentence)
    )
    for saying in ranked:
        told = count.get(saying.speaker.id, 0)
        if told < _PER_SPEAKER and len(chosen) < _MOST:
            count[saying.speaker.id] = told + 1
            chosen.append(saying)
    return chosen


def _stem(saying: Saying) -> str:
    word = _QUESTION_WORDS[saying.speaker.type]
    if saying.is_quotation:
        return f"{word} {saying.verb}, “{saying.text}”?"
    return f"{word} {saying.verb} that {saying.text}?"


def _other_speakers(
    reading: Reading, saying: Saying, stem: str, rng: Random
) -> tuple[Distractor, ...]:
    """Those who also say something in the article, and not this."""
    speaking = {display_name(speaker) for speaker in find_speakers(reading)}
    rivals = rival_entities(reading, saying.speaker, stem, as_span(saying.evidence), rng)
    return tuple(rival for rival in rivals if rival.option.text in speaking)


PATTERN = Pattern("who_said", Kind.MULTIPLE_CHOICE, Skill.ATTRIBUTION, _draft)
