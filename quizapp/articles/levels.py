"""Roughly for which readers is a text: how long to read, which year of school, which CEFR level?

The level is an estimate from the look of a text, as every readability formula is. It does not
know how hard the ideas are, or how much a class knows about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from quizapp.articles.readability import count_sentences, find_words, flesch_kincaid_grade

WORDS_A_MINUTE = 200
LEVELS = ("A2", "B1", "B2", "C1")

# What a text of each level has, in the order of LEVELS; between two anchors a line is drawn.
_SENTENCE_WORDS = (8.0, 12.0, 17.0, 22.0)
_RARE_WORDS = (0.01, 0.03, 0.06, 0.09)
_WORD_LETTERS = (4.2, 4.5, 4.8, 5.1)
_WEIGHTS = (0.4, 0.4, 0.2)
_RARE = 4.0  # on Zipf's scale: rarer than once in a hundred thousand words


@dataclass(frozen=True)
class Readability:
    """How hard a text is, as far as its sentences and words tell."""

    words: int
    minutes: int
    grade: float
    level: str


def measure(paragraphs: Sequence[str]) -> Readability:
    """Measure the body of an article. Raises ValueError for a text without words."""
    words = sum(len(text.split()) for text in paragraphs)
    return Readability(
        words=words,
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        grade=round(flesch_kincaid_grade("\n\n".join(paragraphs)), 1),
        level=estimate_level(paragraphs),
    )


def estimate_level(paragraphs: Sequence[str]) -> str:
    """Estimate the CEFR level that a text asks of its readers: A2, B1, B2 or C1.

    Three features are set against anchors for the levels and put together:

    - 40 %: words in a sentence (8, 12, 17, 22 at A2, B1, B2, C1);
    - 40 %: the share of words that are rarer than Zipf 4, once in a hundred thousand words of
      English (1, 3, 6, 9 %); names are not counted, since capitals hide whether they are words;
    - 20 %: letters in a word (4.2, 4.5, 4.8, 5.1).

    Length of sentences and frequency of words are the two predictors that readability research
    keeps finding (J. S. Chall and E. Dale, "Readability Revisited", 1995; A. J. Stenner,
    "Measuring Reading Comprehension with the Lexile Framework", 1996, which uses these two
    alone). Frequencies are those of wordfreq (R. Speer, 2022). The anchors were set by hand on
    texts that were graded by people; they were not fitted to learners' answers.
    """
    found = [word for text in paragraphs for word in find_words(text)]
    plain = [word for word in found if word[0].islower() and len(word) > 1]
    if not plain:
        raise ValueError("a text without words has no level")
    sentences = sum(count_sentences(text) for text in paragraphs)
    places = (
        _place(len(found) / sentences, _SENTENCE_WORDS),
        _place(fmean(_is_rare(word) for word in plain), _RARE_WORDS),
        _place(fmean(len(word) for word in plain), _WORD_LETTERS),
    )
    index = sum(weight * place for weight, place in zip(_WEIGHTS, places, strict=True))
    return LEVELS[min(max(round(index), 0), len(LEVELS) - 1)]


def _is_rare(word: str) -> bool:
    from wordfreq import zipf_frequency  # its list takes a moment to load

    return bool(zipf_frequency(word, "en", wordlist="small") < _RARE)


def _place(value: float, anchors: Sequence[float]) -> float:
    """Where a value lies among the anchors, 0 at the first; at most half a step beyond them."""
    steps = len(anchors) - 1
    at = next((n for n in range(1, steps) if value < anchors[n]), steps)
    low, high = anchors[at - 1], anchors[at]
    return min(max(at - 1 + (value - low) / (high - low), -0.5), steps + 0.5)
