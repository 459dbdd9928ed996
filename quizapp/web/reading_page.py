"""How does a text stand on the page where it is read, with its reader's notes? (pure)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.articles.document import BlockRole, Document
from quizapp.guided.parts import Part, Way
from quizapp.notebook.notes import Note
from quizapp.web.passage import Mark
from quizapp.web.shown_text import Paragraph, leave_out


@dataclass(frozen=True)
class Piece:
    """Some words of one look: within a note, or a gap. `ends` are the notes that end here."""

    text: str
    note: ShownNote | None = None
    is_gap: bool = False
    ends: tuple[ShownNote, ...] = ()


@dataclass(frozen=True)
class ShownNote:
    """A note as its reader may see it now: of the marked words, those that are shown."""

    id: int
    number: int
    paragraph: int
    colour: str
    quote: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class RoomBlock:
    """A heading or caption, or a numbered paragraph: its sentences in pieces, and its notes."""

    role: BlockRole
    number: int | None
    anchor: str
    sentences: tuple[tuple[Piece, ...], ...]
    notes: tuple[ShownNote, ...] = ()


def lay_out(
    document: Document, key: int, marks: Sequence[Mark], notes: Iterable[Note]
) -> tuple[RoomBlock, ...]:
    """The blocks of a text that is read, without what the marks hide."""
    shown = show_notes(document, marks, notes)
    blocks, number = [], 0
    for block in document.blocks:
        if block.role is BlockRole.BOILERPLATE:
            continue
        if block.role is not BlockRole.BODY:
            blocks.append(RoomBlock(block.role, None, "", ((Piece(block.text),),)))
            continue
        number += 1
        own = tuple(it for it in shown if it.paragraph == number)
        paragraph = leave_out(block.text, number, marks)
        sentences = tuple(_cut(paragraph, start, end, own) for start, end in paragraph.sentences)
        anchor = f"passage-{key}-p{number}"
        blocks.append(RoomBlock(block.role, number, anchor, sentences, own))
    return tuple(blocks)


def divide_blocks(
    blocks: Iterable[RoomBlock], way: Way
) -> list[tuple[Part, tuple[RoomBlock, ...]]]:
    """The blocks of each part that is open; a heading belongs to what follows it."""
    ends = {it.last for it in way.parts}
    groups: list[list[RoomBlock]] = [[]]
    for block in blocks:
        groups[-1].append(block)
        if block.number in ends and block.number < way.last:
            groups.append([])
    return [(part, tuple(own)) for part, own in zip(way.parts, groups, strict=False)]


def show_notes(
    document: Document, marks: Sequence[Mark], notes: Iterable[Note]
) -> tuple[ShownNote, ...]:
    """The notes, numbered in the order of reading; one on hidden words alone waits until they
    are shown again."""
    shown: list[ShownNote] = []
    texts = document.paragraphs
    for note in notes:
        if note.paragraph > len(texts):
            continue
        paragraph = leave_out(texts[note.paragraph - 1], note.paragraph, marks)
        start, end = paragraph.show(note.start_offset), paragraph.show(note.end_offset)
        if note.marks_words and start == end:
            continue
        shown.append(
            ShownNote(
                note.id,
                len(shown) + 1,
                note.paragraph,
                note.colour.value,
                paragraph.text[start:end],
                note.text,
                start,
                end,
            )
        )
    return tuple(shown)


def _cut(
    paragraph: Paragraph, start: int, end: int, notes: Sequence[ShownNote]
) -> tuple[Piece, ...]:
    """A sentence in pieces; where notes overlap, the one that begins last lies on top."""
    bounds = {start, end, *paragraph.gaps}
    bounds |= {it for note in notes for it in (note.start, note.end)}
    inside = sorted(it for it in bounds if start <= it <= end)
    pieces: list[Piece] = []
    for begin, stop in pairwise(inside):
        if begin in paragraph.gaps:
            pieces.append(Piece("", is_gap=True))
        over = [it for it in notes if it.start <= begin and stop <= it.end]
        ends = tuple(it for it in notes if it.start < stop == it.end)
        pieces.append(Piece(paragraph.text[begin:stop], over[-1] if over else None, ends=ends))
    if end == len(paragraph.text) and end in paragraph.gaps:
        pieces.append(Piece("", is_gap=True))
    return tuple(pieces)
