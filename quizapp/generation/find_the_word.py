"""Which word of a paragraph has this meaning?

The answer is typed from the passage. Only words that no other word of their paragraph comes
near in meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.generation.asked_words import AskedWord, words_to_find
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.reading.lexicon import forms
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import word_set

_CONFIDENCE = 0.75
_LINKING = word_set("by of to for with from at in on about as than which")  # a meaning cut short


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for word in words_to_find(reading):
        yield from ask_for_word(reading, word)


def ask_for_word(reading: Reading, word: AskedWord) -> Iterator[QuestionDraft]:
    """Which word has this meaning, told in the first of two ways that passes the gates."""
    told = (word.meaning.plain, word.meaning.substitute)
    for meaning in (each for each in told if each.split()[-1] not in _LINKING):
        draft = _ask(reading, word, meaning)
        if not find_reasons(draft, reading):
            yield draft
            return


def _ask(reading: Reading, word: AskedWord, meaning: str) -> QuestionDraft:
    stem = f"Find a word in paragraph {word.sentence.paragraph} that means “{meaning}”."
    surface = word.token.lower_
    answers = dict.fromkeys((surface, *forms(word.meaning.word, word.meaning.tag)))
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, surface),
        kind=Kind.SHORT_ANSWER,
        skill=Skill.VOCABULARY,
        difficulty=word.difficulty,
        stem=stem,
        critical_span=as_span(word.sentence),
        accepted_answers=tuple(AcceptedAnswer(text) for text in answers),
        rationale=f"The word is “{surface}” in “{word.sentence.text.rstrip('.')}”.",
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


PATTERN = Pattern("find_the_word", Kind.SHORT_ANSWER, Skill.VOCABULARY, _draft, per_1000=6.0)
