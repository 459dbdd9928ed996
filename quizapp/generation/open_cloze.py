"""Which one small word is missing?

A gap in the article's own sentence, without options: only where grammar or a fixed phrase leaves
exactly one word that fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from quizapp.generation.draft import (
    AcceptedAnswer,
    Difficulty,
    Kind,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.function_words import FunctionWord, find_function_words
from quizapp.generation.gapping import gap_in
from quizapp.generation.pattern import Pattern
from quizapp.reading.reading import Reading

_PER_1000 = 3.5
_SAME_WORD = 1
_CONFIDENCE = 0.72
_EASY = 0.4  # a word that so little is shown by is easy to find


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    limit = max(2, round(_PER_1000 * reading.document.word_count / 1000))
    same = _SAME_WORD + reading.document.word_count // 2000
    paragraphs: set[int] = set()
    words: Counter[str] = Counter()
    for found in sorted(find_function_words(reading), key=lambda each: _order(reading, each)):
        word, paragraph = found.gap.lower_, found.sentence.paragraph
        if len(paragraphs) >= limit or paragraph in paragraphs or words[word] >= same:
            continue
        draft = _ask(reading, found)
        if draft is not None:
            paragraphs.add(paragraph)
            words[word] += 1
            yield draft


def _order(reading: Reading, found: FunctionWord) -> tuple[float, int, int]:
    worth = reading.salience[found.sentence.index] + found.worth
    return -worth, found.sentence.index, found.gap.idx


def _ask(reading: Reading, found: FunctionWord) -> QuestionDraft | None:
    sentence, gap = found.sentence, found.gap
    shown = gap_in(sentence, gap, found.first, found.last)
    if shown is None or gap.i == sentence.span.start:
        return None
    word = gap.lower_
    stem = f"In paragraph {sentence.paragraph}, which one word fits the gap? {shown}"
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, word),
        kind=Kind.CLOZE,
        skill=Skill.COHESION,
        difficulty=Difficulty.EASY if found.worth <= _EASY else Difficulty.MEDIUM,
        stem=stem,
        critical_span=as_span(sentence),
        accepted_answers=(AcceptedAnswer(word),),
        hidden_spans=(Span(sentence.paragraph, gap.idx, gap.idx + len(gap.text), gap.text),),
        rationale=f"The missing word is “{word}”: {found.rule}.",
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


PATTERN = Pattern("open_cloze", Kind.CLOZE, Skill.COHESION, _draft)
