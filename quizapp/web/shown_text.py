"""What of a paragraph is shown, and where do its words stand in the whole one? (pure)

A page tells of words by their offsets in the text that it shows. Where words are left out those
are not the paragraph's own, and nothing on the page may tell how much is missing, or where a
removed sentence stood: only the server turns the one into the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quizapp.articles.sentences import split_sentences
from quizapp.web.passage import GAP, Mark

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with what is left out of it: stretches in order, and whether each is a gap."""

    whole: str
    hidden: tuple[tuple[int, int, bool], ...] = ()

    @cached_property
    def kept(self) -> tuple[Stretch, ...]:
        """The stretches of the whole paragraph that are shown."""
        ends = [0, *(end for _, end, _ in self.hidden)]
        starts = [*(start for start, _, _ in self.hidden), len(self.whole)]
        return tuple(it for it in zip(ends, starts, strict=True) if it[0] < it[1])

    @cached_property
    def text(self) -> str:
        """What is shown, without a sign where something is missing."""
        return "".join(self.whole[start:end] for start, end in self.kept)

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """Where in the shown text a gap stands."""
        return tuple(self.show(start) for start, _, is_gap in self.hidden if is_gap)

    @cached_property
    def sentences(self) -> tuple[Stretch, ...]:
        """The sentences of the shown text, each up to the beginning of the next."""
        starts = [0, *(start for start, _ in split_sentences(self.text)[1:])]
        return tuple(zip(starts, [*starts[1:], len(self.text)], strict=True)) if self.text else ()

    def show(self, offset: int) -> int:
        """Where an offset of the whole paragraph stands in the shown text."""
        return sum(max(0, min(offset, end) - start) for start, end in self.kept)

    def find(self, start: int, end: int) -> Stretch:
        """The stretch of the whole paragraph from the first to the last of some shown characters.

        Raises ValueError when there are no such characters.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"nothing is shown from {start} to {end}")
        return self._find(start), self._find(end - 1) + 1

    def _find(self, offset: int) -> int:
        shown = [self.show(start) for start, _ in self.kept]
        place = bisect_right(shown, offset) - 1
        return self.kept[place][0] + offset - shown[place]


def leave_out(whole: str, number: int, marks: Iterable[Mark]) -> Paragraph:
    """Paragraph `number` without what the marks hide; where they overlap, the first counts."""
    return Paragraph(whole, tuple(_tidy(whole, number, marks)))


def _tidy(whole: str, number: int, marks: Iterable[Mark]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    spans = sorted((it.start, it.end, mark == GAP) for it, mark in marks if it.paragraph == number)
    for start, end, is_gap in spans:
        start, end = max(start, at), min(end, len(whole))
        if start < end:
            yield start, end, is_gap
            at = end
