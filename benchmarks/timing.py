"""How long do reading and generating take, and how much memory?

Machines are noisy, so the time of a text is set against spaCy's own parse of the same text in the
same process, and both are the best of several runs that take turns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

from benchmarks.texts import Text, join_texts
from quizapp.articles.document import Document
from quizapp.generation import generate
from quizapp.generation.targeting import draft_for, find_spans
from quizapp.reading import read
from quizapp.reading.parser import parse
from quizapp.reading.reading import Reading

T = TypeVar("T")
_GROWTH_REPEATS = 2  # long texts take long; their ratio to the parse is steady all the same


@dataclass(frozen=True)
class Pace:
    """Seconds for one document: the parse alone, and all of quizapp's work (parse included)."""

    words: int
    parse: float
    reading: float
    generation: float
    targeting: float = 0.0  # drafting for one picked name, once the text is read

    @property
    def total(self) -> float:
        return self.reading + self.generation

    @property
    def ratio(self) -> float:
        return self.total / self.parse

    def as_record(self) -> dict[str, float]:
        return {
            "words": self.words,
            "parse_words_per_second": round(self.words / self.parse),
            "words_per_second": round(self.words / self.total),
            "ratio_to_parse": round(self.ratio, 2),
            "seconds_per_1000_words": round(1000 * self.total / self.words, 3),
            "reading_share": round(self.reading / self.total, 2),
            "targeting_seconds": round(self.targeting, 3),
        }


def warm_up(document: Document) -> None:
    """Load the model and every word list, so that no run pays for them."""
    generate(read(document))


def time_document(document: Document, repeats: int, seed: int) -> Pace:
    """The best of several runs; parse and full work take turns, so both meet the same noise."""
    runs = [_time_once(document, seed) for _ in range(repeats)]
    whole = min(runs, key=lambda run: run.total)
    parse_alone = min(run.parse for run in runs)
    targeting = min(run.targeting for run in runs)
    return Pace(document.word_count, parse_alone, whole.reading, whole.generation, targeting)


def _time_once(document: Document, seed: int) -> Pace:
    parse_alone, _ = _timed(lambda: parse(document.paragraphs))
    reading_time, reading = _timed(lambda: read(document))
    generation_time, _ = _timed(lambda: generate(reading, seed))
    targeting_time, _ = _timed(lambda: _draft_for_the_first_name(reading, seed))
    return Pace(document.word_count, parse_alone, reading_time, generation_time, targeting_time)


def _draft_for_the_first_name(reading: Reading, seed: int) -> None:
    """What a teacher asks for who picks the name that the article names most often."""
    entity = max(reading.entities, key=lambda each: len(each.mentions), default=None)
    if entity is not None:
        draft_for(reading, find_spans(reading, entity.mentions[0].text), seed)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    done = work()
    return perf_counter() - start, done


def add_up(paces: Sequence[Pace]) -> Pace:
    """All documents as one."""
    return Pace(
        sum(pace.words for pace in paces),
        sum(pace.parse for pace in paces),
        sum(pace.reading for pace in paces),
        sum(pace.generation for pace in paces),
        max(pace.targeting for pace in paces),
    )


def time_growth(texts: Sequence[Text], sizes: Sequence[int], seed: int) -> list[Pace]:
    """The same work on longer and longer texts: is it still linear?"""
    joined = (join_texts(texts, size) for size in sizes)
    return [time_document(document, _GROWTH_REPEATS, seed) for document in joined]
