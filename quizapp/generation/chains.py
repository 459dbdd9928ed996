"""Are two neighbouring sentences links of one chain, and by which words?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.generation.discourse import Discourse, stem_of
from quizapp.generation.leaning import find_pointer, is_explained_by, pointing_words
from quizapp.generation.quoting import quote
from quizapp.generation.ties import Sort, find_ties
from quizapp.reading.reading import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 12


@dataclass(frozen=True)
class Link:
    """How a sentence hangs on the one before it.

    `points` when a word of it looks back; otherwise both only speak of the same thing.
    """

    words: str
    shared: str
    points: bool

    def explain(self) -> str:
        """For the second of the two sentences."""
        if not self.points:
            return f"like the sentence before it in the article, it speaks of {quote(self.shared)}."
        if not self.shared:
            return f"{quote(self.words)} looks back at the sentence before it in the article."
        return f"{quote(self.words)} looks back at {quote(self.shared)} in the sentence before."

    def explain_onward(self) -> str:
        """For the first of the two."""
        if not self.points:
            return f"the next sentence of the paragraph speaks of {quote(self.shared)} as well."
        return f"{quote(self.words)} in the next sentence of the paragraph looks back at it."

    def explain_parting(self) -> str:
        """For an intruder between the two."""
        return f"It parts {quote(self.words)} in the next sentence from what it looks back at."


def find_link(discourse: Discourse, before: Sentence, sentence: Sentence) -> Link | None:
    ties = [t for t in find_ties(discourse, before, sentence) if t.sort is not Sort.SPEAKER]
    if ties:
        sure = ties[0].antecedent if ties[0].is_sure else ""
        return Link(ties[0].words, sure, points=True)
    pointer = find_pointer(sentence)
    shared = _shared_word(discourse, before, sentence)
    if pointer is not None and pointer.i - sentence.span.start < _NEAR:
        goes_on = shared or discourse.shared(before, sentence)
        if goes_on or is_explained_by(pointer, before) or _may_be_he(discourse, pointer, before):
            return Link(pointing_words(pointer), "", points=True)
        return None
    return Link("", shared, points=False) if shared else None


def _may_be_he(discourse: Discourse, pointer: Token, before: Sentence) -> bool:
    return pointer.lower_ in {"he", "she", "his", "her"} and bool(discourse.people(before))


def _shared_word(discourse: Discourse, before: Sentence, sentence: Sentence) -> str:
    """The noun or name that both have and that is said least elsewhere."""
    shared = discourse.shared(before, sentence)
    nouns = [
        t
        for t in sentence.span
        if stem_of(t) in shared
        and (t.pos_ == "NOUN" or (t.pos_ == "PROPN" and not discourse.is_topic(stem_of(t))))
    ]
    source = min(nouns, key=lambda t: (discourse.spread[stem_of(t)], t.i), default=None)
    return source.text if source is not None else ""
