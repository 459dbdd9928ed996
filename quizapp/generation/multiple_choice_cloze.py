"""Which of four words goes with its neighbours?

Prepositions that a word asks for, fixed phrases, verbs with their nouns, particles: a gap in the
article's own sentence, and three words that English does not put there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from quizapp.generation.companions import Companions, find_companions
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.gapping import gap_in
from quizapp.generation.pattern import Pattern
from quizapp.reading.collocations import Frame
from quizapp.reading.lexicon import frequency, inflect
from quizapp.reading.reading import Reading

_PER_1000 = 6
_PER_PARAGRAPH = 2
_SAME_KEY = 2  # how often one word may be the key, in a text of 1,000 words
_CONFIDENCE = 0.75
_EASY, _HARD = 5.0, 3.8  # on Zipf's scale: how common the word is that chooses its companion
# What is worth asking before what: a learner goes wrong with these, and not with "carry out".
_WORTH = {
    Frame.VERB_OF_NOUN: 0.4,
    Frame.AFTER_OBJECT: 0.4,
    Frame.AFTER_VERB: 0.35,
    Frame.AFTER_ADJECTIVE: 0.35,
    Frame.PHRASE: 0.35,
    Frame.AFTER_NOUN: 0.25,
    Frame.PARTICLE: 0.15,
}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    limit = max(2, round(_PER_1000 * reading.document.word_count / 1000))
    same = _SAME_KEY * max(1, reading.document.word_count // 1000)
    sentences: set[int] = set()
    paragraphs: Counter[int] = Counter()
    keys: Counter[str] = Counter()
    for found in sorted(find_companions(reading), key=lambda each: _order(reading, each)):
        place, key = found.sentence, found.gap.lower_
        full = place.index in sentences or paragraphs[place.paragraph] >= _PER_PARAGRAPH
        if full or keys[key] >= same or len(sentences) >= limit:
            continue
        draft = _ask(reading, found)
        if draft is not None:
            sentences.add(place.index)
            paragraphs[place.paragraph] += 1
            keys[key] += 1
            yield draft


def _order(reading: Reading, found: Companions) -> tuple[float, int]:
    worth = reading.salience[found.sentence.index] + _WORTH[found.entry.frame]
    return -worth, found.gap.idx + found.sentence.index


def _ask(reading: Reading, found: Companions) -> QuestionDraft | None:
    sentence, gap = found.sentence, found.gap
    wrong = _wrong_forms(found)
    shown = gap_in(sentence, gap, found.first, found.last)
    if shown is None or len(set(wrong)) < len(found.entry.wrong):
        return None
    stem = f"In paragraph {sentence.paragraph}, which word fits the gap? {shown}"
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, gap.text),
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.VOCABULARY,
        difficulty=_difficulty(found),
        stem=stem,
        critical_span=as_span(sentence),
        options=_options(found, wrong),
        hidden_spans=(Span(sentence.paragraph, gap.idx, gap.idx + len(gap.text), gap.text),),
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


def _wrong_forms(found: Companions) -> list[str]:
    """The wrong words in the form of the right one: "did" beside "paid", "On" beside "In"."""
    words = list(found.entry.wrong)
    if found.entry.frame is Frame.VERB_OF_NOUN:
        words = [inflect(word, found.gap.tag_) for word in words]
    words = [word for word in words if word != found.gap.lower_]
    return [word.capitalize() for word in words] if found.gap.is_title else words


def _difficulty(found: Companions) -> Difficulty:
    if found.entry.frame is Frame.PHRASE:
        return Difficulty.MEDIUM
    spoken = max(frequency(found.first.lower_), frequency(found.entry.words[0]))
    common = min(spoken, frequency(found.entry.words[1]))
    if common >= _EASY:
        return Difficulty.EASY
    return Difficulty.MEDIUM if common >= _HARD else Difficulty.HARD


def _options(found: Companions, wrong: list[str]) -> tuple[Option, ...]:
    reason = _reason(found)
    key = Option(found.gap.text, key=True, rationale=f"“{found.gap.text}” is right: {reason}.")
    return (
        key,
        *(
            Option(
                word,
                rationale=f"“{word}” does not fit here: {reason}.",
                distractor_class=DistractorClass.MISREADING,
            )
            for word in wrong
        ),
    )


def _reason(found: Companions) -> str:
    entry = found.entry
    if entry.frame is Frame.PHRASE:
        return f"the fixed phrase is “{entry.text}”"
    if entry.frame is Frame.VERB_OF_NOUN:
        verb, noun = entry.words
        return f"the verb that goes with the noun “{noun}” here is “{verb}”"
    if entry.frame is Frame.PARTICLE:
        return f"the verb is “{entry.text}”"
    word, preposition = entry.words
    if entry.frame is Frame.AFTER_OBJECT and found.gap.i != found.first.i + 1:
        return f"English says “{word} somebody or something {preposition}”"
    return f"“{word}” is followed by “{preposition}”"


PATTERN = Pattern(
    "multiple_choice_cloze", Kind.MULTIPLE_CHOICE, Skill.VOCABULARY, _draft, per_1000=5.0
)
