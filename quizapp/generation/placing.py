"""Which places stand near a sentence's own, and which of them can it not take?

A place is ruled out for one of two reasons. Before it nobody has spoken of what the sentence
takes up; or the sentences around it say nothing of that, and share no telling words with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.generation.discourse import Discourse
from quizapp.generation.quoting import place_after, place_before, quote
from quizapp.generation.ties import Sort, Tie
from quizapp.reading.reading import Sentence

_MOST_SHARED = 1  # telling words that a place's neighbours may share with the sentence
_REACH = 4  # how many sentences back an antecedent still is in mind


@dataclass(frozen=True)
class Place:
    """Between two sentences, either of which may be missing at the edge of a paragraph."""

    paragraph: int
    order: int  # the index of the sentence after which it stands
    before: Sentence | None
    after: Sentence | None

    @property
    def text(self) -> str:
        if self.before is not None:
            return place_after(self.before.text)
        return place_before(self.after.text) if self.after is not None else ""


@dataclass(frozen=True)
class Removed:
    """A sentence that is taken out, what ties it to the one before it, and its old place."""

    discourse: Discourse
    sentence: Sentence
    ties: tuple[Tie, ...]

    @property
    def tie(self) -> Tie:
        return self.ties[0]

    def cannot_stand(self, place: Place) -> str:
        """Why the sentence cannot stand in a place; empty where it perhaps can."""
        early, late = self._reason(place)
        if self.tie.sort is not Sort.LOOSE and self._is_too_early(place):
            return early
        return late if self._is_elsewhere(place) else ""

    def _reason(self, place: Place) -> tuple[str, str]:
        words = quote(_shortened(self.tie.words))
        if self.tie.sort is Sort.LOOSE:
            late = f"The sentences around this place say nothing of {quote(self.tie.antecedent)}."
            return late, late
        return (
            f"By then nobody has mentioned what {words} takes up.",
            f"The sentence before this place says nothing that {words} could take up.",
        )

    def _is_too_early(self, place: Place) -> bool:
        """Whether nothing has been said yet that the sentence could take up."""
        if place.order >= self.sentence.index:
            return False
        said, tie = self._said_before(place), self.tie
        if tie.sort is Sort.NAME:
            known = self.discourse.reading.entity(tie.entity).mentions[0].sentence
            return known > place.order
        if tie.sort is Sort.PERSON and tie.is_met_by(self.discourse, said[-2:]):
            return False
        if tie.sort is Sort.PLURAL:
            return not tie.is_met_by(self.discourse, said[-2:]) and self._is_elsewhere(place)
        return not tie.is_met_by(self.discourse, said[-_REACH:])

    def _said_before(self, place: Place) -> list[Sentence]:
        """The sentences that lead up to a place, without the one that was taken out."""
        last = self.discourse.reading.sentences[max(place.order - _REACH, 0) : place.order + 1]
        return [each for each in last if each.index != self.sentence.index]

    def _is_elsewhere(self, place: Place) -> bool:
        """Whether the sentence would lean on nothing, amid sentences on another subject."""
        around = [each for each in (place.before, place.after) if each is not None]
        if any(self._speaks_of_much_the_same(each) for each in around):
            return False
        reach = 1 if self.tie.sort is Sort.PLURAL and place.before is not None else 2
        back = self._said_before(place)[-reach:]
        if self._speaks_of_somebody and any(
            self.discourse.content(each).has_person or self.discourse.content(each).has_pronoun
            for each in back
        ):
            return False
        said = back if self.tie.sort is Sort.PLURAL else [*around, *back]
        return not any(tie.is_met_by(self.discourse, said) for tie in self.ties)

    @property
    def _speaks_of_somebody(self) -> bool:
        """Whether he or she, whoever it is, may be anybody who is named before a place."""
        words = {token.lower_ for token in self.sentence.span}
        return bool(words & {"he", "she", "his", "her", "him"})

    def _speaks_of_much_the_same(self, other: Sentence) -> bool:
        own = self.discourse.own_words(other, self.sentence)
        if self.discourse.own_names(other) & self.discourse.own_names(self.sentence):
            return True
        if self.tie.is_sure:
            return len(own) > _MOST_SHARED
        return bool(own) or len(self.discourse.shared(other, self.sentence)) > _MOST_SHARED


def _shortened(words: str) -> str:
    parts = words.split()
    return words if len(parts) <= 6 else " ".join(parts[:6]) + "…"


def places_in(sentences: Sequence[Sentence], removed: Sentence) -> Iterator[Place]:
    """Every place of a paragraph without the removed sentence, its beginning too."""
    kept = [each for each in sentences if each.index != removed.index]
    for place in range(len(kept) + 1):
        before = kept[place - 1] if place else None
        after = kept[place] if place < len(kept) else None
        order = before.index if before else kept[0].index - 1
        yield Place(sentences[0].paragraph, order, before, after)
