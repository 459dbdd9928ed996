"""Which meaning belongs to which word of the article?

Four words of one class, each with its plain meaning, and one meaning more that belongs to none.
The words stand near each other, so that all can be looked up in one stretch of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from quizapp.generation.asked_words import AskedWord, words_to_match
from quizapp.generation.draft import Difficulty, Kind, Pair, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.near_words import PALE
from quizapp.generation.pattern import Pattern
from quizapp.reading.lexicon import related
from quizapp.reading.reading import Reading

PAIRS = 4
_CONFIDENCE = 0.8
# No adverbs: "to a high degree" and "by a great deal" fit half of them.
_CLASSES = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    for tag, name in _CLASSES.items():
        words = [word for word in words_to_match(reading) if word.meaning.tag == tag]
        words.sort(key=lambda word: word.sentence.index)
        while len(group := _apart(words)) >= PAIRS:
            spare = group[PAIRS] if len(group) > PAIRS else None
            yield _ask(reading, name, group[:PAIRS], spare)
            words = [word for word in words if word not in group[: PAIRS + 1]]


def _apart(words: Sequence[AskedWord]) -> list[AskedWord]:
    """The first words of which no two mean much the same."""
    group: list[AskedWord] = []
    for word in words:
        if len(group) <= PAIRS and not any(_alike(word, other) for other in group):
            group.append(word)
    return group


def _alike(one: AskedWord, other: AskedWord) -> bool:
    a, b = one.meaning, other.meaning
    near = related(a.word) | related(b.word)
    shared = _telling(a.plain, a.substitute) & _telling(b.plain, b.substitute)
    return bool({a.word, b.word, a.substitute, b.substitute} & near) or bool(shared)


def _telling(*texts: str) -> frozenset[str]:
    """Beginnings of the words that a meaning turns on."""
    words = " ".join(texts).replace("'s", "").split()
    return frozenset(word[:4] for word in words if len(word) > 3 and word not in PALE)


def _ask(
    reading: Reading, name: str, words: Sequence[AskedWord], spare: AskedWord | None
) -> QuestionDraft:
    paragraphs = sorted({word.sentence.paragraph for word in words})
    where = f"paragraphs {paragraphs[0]} to {paragraphs[-1]}"
    if len(paragraphs) == 1:
        where = f"paragraph {paragraphs[0]}"
    stem = f"Match these {name} of {where} with what they mean in the article."
    pairs = [Pair(_named(word), word.meaning.plain) for word in words]
    if spare is not None:
        pairs.append(Pair("", spare.meaning.plain))
    evidence = tuple(as_span(word.sentence) for word in words)
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, " ".join(pair.premise for pair in pairs)),
        kind=Kind.MATCHING,
        skill=Skill.VOCABULARY,
        difficulty=_difficulty(words),
        stem=stem,
        critical_span=evidence[0],
        distractor_spans=evidence[1:],
        pairs=tuple(pairs),
        rationale=" ".join(_explain(word) for word in words),
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


def _named(word: AskedWord) -> str:
    """The word as a dictionary has it, with its paragraph: where to look."""
    return f"{word.meaning.term} (paragraph {word.sentence.paragraph})"


def _difficulty(words: Sequence[AskedWord]) -> Difficulty:
    ranks = sorted(list(Difficulty).index(word.difficulty) for word in words)
    return list(Difficulty)[ranks[len(ranks) // 2]]


def _explain(word: AskedWord) -> str:
    term = word.meaning.term
    return f"“{term[0].upper()}{term[1:]}” means: {word.meaning.plain}."


PATTERN = Pattern("matching_meanings", Kind.MATCHING, Skill.VOCABULARY, _draft, per_1000=1.5)
