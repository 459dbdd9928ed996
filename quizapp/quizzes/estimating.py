"""How long does a quiz take, and how hard is it? (pure)

Before anybody has sat a quiz its time is an estimate: reading every passage once, and some
seconds for each question, which include looking back into the passage. Once enough attempts
are there, the time that learners took takes its place.

Adults read English non-fiction silently at 238 words a minute (Brysbaert, How many words do
we read per minute?, Journal of Memory and Language 109, 2019). Learners who study a text in a
foreign language are slower. By how much is not measured here: the figures below are ours, and
docs/decisions/0018 says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from quizapp.generation.draft import GAP, Difficulty, Kind, QuestionDraft

# Words a minute, by the level of the passage; a passage without a level is intermediate.
PACE = {"introductory": 100, "intermediate": 150, "advanced": 200}
USUAL_PACE = 150
SECONDS = {
    Kind.TRUE_FALSE: 25,
    Kind.TRUE_FALSE_NOT_GIVEN: 35,
    Kind.MULTIPLE_CHOICE: 40,
    Kind.MULTIPLE_RESPONSE: 50,
    Kind.SHORT_ANSWER: 45,
    Kind.NUMERICAL: 40,
    Kind.INSERTION: 60,
    Kind.SELECT_SENTENCE: 50,
    Kind.IRRELEVANT_SENTENCE: 45,
}
EACH = {Kind.CLOZE: 25, Kind.MATCHING: 20, Kind.ORDERING: 20}  # for each gap, premise, item
SLOW = 1.5  # a slow reader takes so many times as long
STABLE_FROM = 5  # attempts that say more than the estimate
NEARLY = 0.95  # of a limit: whoever took so long had hardly any time left


@dataclass(frozen=True)
class Estimate:
    """How many seconds an attempt takes, for most learners and for slow ones.

    `n` attempts were measured; with 0 it is an estimate, of which `reading` seconds are for
    the passages.
    """

    typical: int
    slow: int
    reading: int = 0
    n: int = 0


@dataclass(frozen=True)
class Text:
    """What there is to read: so many words, at a level."""

    words: int
    level: str = ""


def estimate_time(texts: Iterable[Text], questions: Iterable[QuestionDraft]) -> Estimate:
    """What a paper with these questions about these passages takes, before anybody sat it."""
    reading = sum(60 * it.words / PACE.get(it.level.lower(), USUAL_PACE) for it in texts)
    typical = reading + sum(map(seconds_for, questions))
    return Estimate(round(typical), round(SLOW * typical), round(reading))


def measure_time(seconds: Sequence[int]) -> Estimate | None:
    """What attempts of these lengths took: their median, and what nine of ten stay below.

    None when they are too few to say more than the estimate.
    """
    if len(seconds) < STABLE_FROM:
        return None
    ordered = sorted(seconds)
    slow = ordered[-(-len(ordered) * 9 // 10) - 1]  # nearest rank
    return Estimate(round(median(ordered)), slow, n=len(ordered))


def seconds_for(question: QuestionDraft) -> int:
    """How long one question takes once its passage is read."""
    if question.kind in SECONDS:
        return SECONDS[question.kind]
    parts = {
        Kind.CLOZE: question.stem.count(GAP),
        Kind.MATCHING: sum(bool(pair.premise) for pair in question.pairs),
        Kind.ORDERING: len(question.order),
    }
    return EACH[question.kind] * max(1, parts[question.kind])


def count_by_difficulty(questions: Iterable[QuestionDraft]) -> dict[Difficulty, int]:
    """How many of the questions are easy, medium and hard, in this order."""
    counts = Counter(it.difficulty for it in questions)
    return {step: counts[step] for step in Difficulty}


def is_too_short(limit: int | None, estimate: Estimate) -> bool:
    """Whether a slow reader would hardly finish within the limit."""
    return limit is not None and estimate.slow > NEARLY * limit
