"""What does this word mean in its sentence?

The key is a plain substitute from our list of meanings; the wrong options stand beside it in
the list, chosen to fit the same place and to be no sense of the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from random import Random

from quizapp.generation.asked_words import AskedWord, words_with_options
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
)
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.excerpts import excerpts
from quizapp.generation.pattern import Pattern
from quizapp.reading.lexicon import forms
from quizapp.reading.reading import Reading

_CONFIDENCE = 0.8


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for word in words_with_options(reading):
        yield from ask_for_meaning(reading, word)


def ask_for_meaning(reading: Reading, word: AskedWord) -> Iterator[QuestionDraft]:
    """What the word means, in the fullest stretch of its sentence that passes the gates."""
    stems = [f"In “{each}”" for each in excerpts(word.sentence, word.token)]
    stems += [f"In paragraph {word.sentence.paragraph}"] * _stands_once(reading, word)
    sound = (
        draft for where in stems if not find_reasons(draft := _ask(reading, word, where), reading)
    )
    yield from islice(sound, 1)


def _stands_once(reading: Reading, word: AskedWord) -> bool:
    """Whether the paragraph's number tells which word is meant."""
    known = forms(word.meaning.word, word.meaning.tag)
    text = reading.document.paragraphs[word.sentence.paragraph - 1].lower()
    return sum(each in known for each in re.findall(r"[a-z]+", text)) == 1


def _ask(reading: Reading, word: AskedWord, where: str) -> QuestionDraft:
    meaning, evidence = word.meaning, as_span(word.sentence)
    stem = f"{where}, what does “{meaning.term}” mean?"
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, meaning.substitute),
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.VOCABULARY,
        difficulty=_difficulty(word),
        stem=stem,
        critical_span=evidence,
        options=(
            Option(meaning.substitute, key=True, rationale=_explain(word)),
            *(_wrong(word, text) for text in meaning.wrong),
        ),
        distractor_spans=(evidence,) * len(meaning.wrong),  # each misreads the word's sentence
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


def _difficulty(word: AskedWord) -> Difficulty:
    """Options help: with three to rule out, no word is hard."""
    return Difficulty.MEDIUM if word.difficulty is Difficulty.HARD else word.difficulty


def _explain(word: AskedWord) -> str:
    return f"“{_capital(word.meaning.term)}” means: {word.meaning.plain}."


def _wrong(word: AskedWord, text: str) -> Option:
    return Option(
        text,
        rationale=f"“{_capital(text)}” would fit the place, but not the word: "
        f"“{word.meaning.term}” means {word.meaning.plain}.",
        distractor_class=DistractorClass.MISREADING,
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


PATTERN = Pattern(
    "vocabulary_in_context", Kind.MULTIPLE_CHOICE, Skill.VOCABULARY, _draft, per_1000=12.0
)
