"""Which paragraph reports a refusal, says how old somebody is, tells of a rise?

Only what one paragraph of the article does openly, and what the other paragraphs among the
options do not do even by a hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import explain, make_uid
from quizapp.generation.pattern import Pattern
from quizapp.generation.sentence_functions import Mark, SentenceFunction, load_functions
from quizapp.reading.reading import Reading, Sentence

_OPTIONS = 4
_MIN_WORDS = 25  # a shorter paragraph is read at a glance
_NEAREST = 6
_WORDS_PER_QUESTION = 300


@dataclass(frozen=True)
class Found:
    """The one sentence of the article that does it, and paragraphs that do not."""

    function: SentenceFunction
    sentence: Sentence
    mark: Mark
    others: tuple[int, ...]


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    paragraphs = [
        sentences
        for sentences in reading.paragraphs
        if sum(len(each.text.split()) for each in sentences) >= _MIN_WORDS
    ]
    left = max(1, reading.document.word_count // _WORDS_PER_QUESTION)
    asked: set[int] = set()
    for function in load_functions():
        found = (
            _find(reading, function, paragraphs, rng) if function.of_paragraphs and left else None
        )
        if found is not None and found.sentence.paragraph not in asked:
            asked.add(found.sentence.paragraph)
            left -= 1
            yield _question(reading, found)


def _find(
    reading: Reading,
    function: SentenceFunction,
    paragraphs: Sequence[Sequence[Sentence]],
    rng: Random,
) -> Found | None:
    marked = [
        (sentence, mark)
        for sentences in paragraphs
        for sentence in sentences
        if (mark := function.find_mark(reading, sentence)) is not None
    ]
    if len({sentence.paragraph for sentence, _ in marked}) != 1:
        return None
    key, mark = marked[0]
    free = [
        sentences[0].paragraph
        for sentences in paragraphs
        if not any(function.is_hinted(sentence) for sentence in sentences)
    ]
    if len(free) < _OPTIONS - 1:
        return None
    free.sort(key=lambda number: (abs(number - key.paragraph), number))
    near = free[:_NEAREST]  # a choice among them, so that the key is not always in the middle
    return Found(function, key, mark, tuple(rng.sample(near, _OPTIONS - 1)))


def _question(reading: Reading, found: Found) -> QuestionDraft:
    key = found.sentence
    asks = found.function.ask(found.mark, names_actor=_is_named_elsewhere(found))
    stem = f"Which paragraph {asks}?"
    evidence = Span(key.paragraph, key.start, key.end, key.text)
    right = Option(f"Paragraph {key.paragraph}", key=True, rationale=explain(evidence))
    options = [(key.paragraph, right), *_wrong(found)]
    options.sort(key=lambda pair: pair[0])
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, right.text),
        kind=Kind.MULTIPLE_CHOICE,
        skill=found.function.skill,
        difficulty=Difficulty.EASY,
        stem=stem,
        critical_span=evidence,
        options=tuple(option for _, option in options),
        pattern=PATTERN.name,
        confidence=0.65,
    )


def _is_named_elsewhere(found: Found) -> bool:
    """Whether another of the paragraphs names the actor too: the name alone does not lead there."""
    actor = found.mark.actor
    return actor is not None and any(m.paragraph in found.others for m in actor.mentions)


def _wrong(found: Found) -> Iterator[tuple[int, Option]]:
    for number in found.others:
        why = f"Paragraph {number} does nothing of the kind."
        yield (
            number,
            Option(
                f"Paragraph {number}",
                rationale=why,
                distractor_class=DistractorClass.OTHER_SPAN,
            ),
        )


PATTERN = Pattern("paragraph_finding", Kind.MULTIPLE_CHOICE, Skill.DETAIL, _draft, per_1000=1.0)
