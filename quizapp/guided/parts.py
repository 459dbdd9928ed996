"""Which parts does a text have, and which of them are open to a reader? (pure)

A part opens when every gate before it has been passed. So more that is passed never opens less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.articles.document import BlockRole, Document
from quizapp.generation.draft import QuestionDraft

SHORTEST_PART = 80  # words; a shorter section goes on with the next
USUAL_PART = 250  # words of a part, where no headings divide the text
MOST_PARTS = 5  # of a text without headings


@dataclass(frozen=True)
class Gate:
    """A gate in force: after which paragraph it stands, and what it asks."""

    id: int
    after: int
    question_id: int
    version_id: int
    draft: QuestionDraft
    opens_after_tries: bool


@dataclass(frozen=True)
class Part:
    """Some paragraphs of a text that open together; all numbers from 1."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class Way:
    """A reader's way through a text: its parts, the gates, and the one that is still shut."""

    parts: tuple[Part, ...]
    gates: tuple[Gate, ...] = ()
    shut: Gate | None = None

    @property
    def count(self) -> int:
        """How many paragraphs the whole text has."""
        return self.parts[-1].last

    @property
    def last(self) -> int:
        """The last paragraph that is open."""
        return self.shut.after if self.shut else self.count

    @property
    def here(self) -> Part:
        """The last part that is open."""
        return next(it for it in self.parts if it.last == self.last)

    @property
    def is_guided(self) -> bool:
        return len(self.parts) > 1

    def find_next(self, gate: Gate) -> Part:
        """The part that the gate opens."""
        return next(it for it in self.parts if it.last > gate.after)


def find_way(count: int, gates: Iterable[Gate], passed: Collection[int]) -> Way:
    """The way through a text of `count` paragraphs, of whose gates these ids are `passed`."""
    ordered = tuple(sorted(gates, key=lambda it: (it.after, it.id)))
    shut = next((it for it in ordered if it.id not in passed), None)
    return Way(divide(count, {it.after for it in ordered}), ordered, shut)


def divide(count: int, ends: Collection[int]) -> tuple[Part, ...]:
    """The parts of a text of `count` paragraphs that end after the paragraphs `ends`."""
    bounds = [0, *sorted(ends), count]
    return tuple(
        Part(number, before + 1, last)
        for number, (before, last) in enumerate(pairwise(bounds), start=1)
    )


def cut(document: Document, last: int) -> Document:
    """The document up to body paragraph `last`; what follows is not there."""
    if last >= len(document.paragraphs):
        return document
    number = 0
    for place, block in enumerate(document.blocks, start=1):
        number += block.role is BlockRole.BODY
        if number == last:
            return replace(document, blocks=document.blocks[:place])
    return document


def suggest_ends(document: Document) -> tuple[int, ...]:
    """After which paragraphs a text falls into parts: where sections end, else in equal parts."""
    words = [len(text.split()) for text in document.paragraphs]
    sections = tuple(_join_short(words, _end_sections(document)))
    return sections or tuple(_share_equally(words))


def _end_sections(document: Document) -> Iterator[int]:
    """The paragraphs after which a heading comes."""
    number, count = 0, len(document.paragraphs)
    seen = 0
    for block in document.blocks:
        if block.role is BlockRole.HEADING and seen < number < count:
            seen = number
            yield number
        number += block.role is BlockRole.BODY


def _join_short(words: list[int], ends: Iterable[int]) -> Iterator[int]:
    begin = 0
    for end in ends:
        if sum(words[begin:end]) >= SHORTEST_PART:
            yield end
            begin = end


def _share_equally(words: list[int]) -> Iterator[int]:
    """Ends of parts of about the same length."""
    total = sum(words)
    parts = min(MOST_PARTS, len(words), max(2, round(total / USUAL_PART)))
    read, wanted = 0, 1
    for number, (length, following) in enumerate(pairwise(words), start=1):
        read += length
        # The end that is nearest: before the next paragraph rather than in its second half.
        middle = read + following / 2
        if middle >= total * wanted / parts:
            yield number
            wanted = int(middle * parts // total) + 1
