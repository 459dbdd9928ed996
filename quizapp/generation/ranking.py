"""Which of the sound drafts make the bank, and in which order?

What needs no review first, then what matters: salience of the sentence and the pattern's own
confidence. Every pattern has its room, so that a bank holds many kinds; facts have a room of
their own, so that half a bank asks for more than detail. At most two questions a sentence, no
two that ask the same, spread over the paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizapp.generation.draft import QuestionDraft, Skill, Status
from quizapp.generation.pattern import Pattern
from quizapp.generation.sameness import WIDE, Asked
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import load_vocabulary

PER_SENTENCE = 2
WORDS_PER_QUESTION, MIN_BANK = 20, 10
WORDS_PER_FACT, MIN_FACTS = 60, 4
_SALIENCE_FLOOR = 0.3
_FACTS = frozenset({Skill.DETAIL, Skill.ATTRIBUTION, Skill.SEQUENCE})


def select(
    drafts: Iterable[QuestionDraft], reading: Reading, patterns: Mapping[str, Pattern]
) -> tuple[QuestionDraft, ...]:
    """The bank, best first.

    Questions about many sentences are taken first, so that no single question repeats a part.
    """
    places = Places(reading)
    worth = {draft.uid: _worth(draft, reading, places) for draft in drafts}
    ranked = sorted(drafts, key=lambda draft: (-worth[draft.uid], draft.uid))
    taken = _Taken(_Room(reading, patterns), places)
    for draft in sorted(ranked, key=lambda draft: draft.kind not in WIDE):
        if _matters(draft, reading, places) and taken.has_room_for(draft):
            taken.add(draft)
    return tuple(sorted(taken.drafts, key=lambda draft: (-worth[draft.uid], draft.uid)))


class Places:
    """Which sentence a question is about."""

    def __init__(self, reading: Reading) -> None:
        self._sentences = reading.sentences
        self._starts = [(sentence.paragraph, sentence.start) for sentence in reading.sentences]

    def sentence_of(self, draft: QuestionDraft) -> int:
        """The last sentence of its evidence."""
        span = draft.critical_span
        return max(bisect_left(self._starts, (span.paragraph, span.end)) - 1, 0)


class _Room:
    """How many questions the bank takes: in all, of facts, of each pattern, of a paragraph."""

    def __init__(self, reading: Reading, patterns: Mapping[str, Pattern]) -> None:
        words = reading.document.word_count
        self.bank = max(MIN_BANK, words // WORDS_PER_QUESTION)
        self.facts = max(MIN_FACTS, words // WORDS_PER_FACT)
        self.paragraph = max(3, self.bank // 4)
        self._patterns, self._words = patterns, words

    def of(self, pattern: str) -> int:
        known = self._patterns.get(pattern)
        return max(2, round(known.per_1000 * self._words / 1000)) if known else self.bank


@dataclass
class _Taken:
    """What the bank holds so far."""

    room: _Room
    places: Places
    drafts: list[QuestionDraft] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)
    patterns: Counter[str] = field(default_factory=Counter)
    sentences: Counter[int] = field(default_factory=Counter)
    paragraphs: Counter[int] = field(default_factory=Counter)
    facts: int = 0

    def has_room_for(self, draft: QuestionDraft) -> bool:
        if self.patterns[draft.pattern] >= self.room.of(draft.pattern):
            return False
        if len(self.drafts) >= self.room.bank:
            return False
        if draft.kind not in WIDE:
            if draft.skill in _FACTS and self.facts >= self.room.facts:
                return False
            if self.sentences[self.places.sentence_of(draft)] >= PER_SENTENCE:
                return False
            if self.paragraphs[draft.critical_span.paragraph] >= self.room.paragraph:
                return False
        return not self.asked.is_repeated_by(draft)

    def add(self, draft: QuestionDraft) -> None:
        self.drafts.append(draft)
        self.asked.add(draft)
        self.patterns[draft.pattern] += 1
        if draft.kind not in WIDE:
            self.facts += draft.skill in _FACTS
            self.sentences[self.places.sentence_of(draft)] += 1
            self.paragraphs[draft.critical_span.paragraph] += 1


def _matters(draft: QuestionDraft, reading: Reading, places: Places) -> bool:
    """Whether a fact is worth a question; words and links are asked wherever they stand."""
    if draft.kind in WIDE or draft.skill not in _FACTS:
        return True
    salient = reading.salience[places.sentence_of(draft)] >= _SALIENCE_FLOOR
    return salient or _is_news(draft, reading, places)


def _worth(draft: QuestionDraft, reading: Reading, places: Places) -> float:
    """Approval, salience of the sentence, confidence, and whether it is what makes news."""
    salience = reading.salience[places.sentence_of(draft)]
    approved = 1.0 if draft.status is Status.APPROVED else 0.0
    news = 0.25 if _is_news(draft, reading, places) else 0.0
    return approved + 0.5 * salience + 0.5 * draft.confidence + news


def _is_news(draft: QuestionDraft, reading: Reading, places: Places) -> bool:
    if draft.skill not in _FACTS:
        return False
    span = draft.critical_span
    sentence = reading.sentences[places.sentence_of(draft)]
    return any(
        token.lemma_ in load_vocabulary().news_verbs
        for token in sentence.span
        if span.start <= token.idx < span.end
    )
