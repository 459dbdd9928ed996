"""How does a passage stand on a page, with its evidence lit? (pure)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quizapp.articles.document import BlockRole, Document
from quizapp.generation.draft import Kind, QuestionDraft, Span

Mark = tuple[Span, str]
Piece = tuple[str, str | None]
# What these marks cover never leaves the server: a gap shows that something is missing, a
# removed sentence leaves no trace, since its place is what is asked.
GAP, REMOVED = "gap", "removed"


@dataclass(frozen=True)
class PassageBlock:
    """A block as printed: pieces, each with its mark (critical, distractor, gap) or None."""

    role: BlockRole
    number: int | None
    pieces: tuple[Piece, ...]
    anchor: str


@dataclass(frozen=True)
class PassageView:
    """A passage as printed; boilerplate is left out. `key` tells it from others on the page."""

    key: int | None
    title: str
    level: str
    author: str
    source: str
    licence: str
    published_on: date | None
    words: int
    blocks: tuple[PassageBlock, ...]


def show_passage(
    document: Document, marks: Iterable[Mark] = (), key: int | None = None
) -> PassageView:
    """The document as a page prints it, with the marked spans as pieces of their own."""
    return PassageView(
        key=key,
        title=document.title,
        level=document.level,
        author=document.author,
        source=document.source,
        licence=document.licence,
        published_on=document.published_on,
        words=document.word_count,
        blocks=tuple(_show_blocks(document, list(marks), key)),
    )


def cut(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """`text` cut at the marks' ends; where marks overlap, the one that starts first wins.

    Joined, the pieces are the text again.
    """
    pieces: list[Piece] = []
    at = 0
    for start, end, mark in sorted(marks):
        start = max(start, at)
        end = min(end, len(text))
        if start >= end:
            continue
        if start > at:
            pieces.append((text[at:start], None))
        pieces.append((text[start:end], mark))
        at = end
    if at < len(text):
        pieces.append((text[at:], None))
    return tuple(pieces)


def hide_keys(drafts: Iterable[QuestionDraft]) -> list[Mark]:
    """What the passage must not show while these questions are being answered."""
    return [
        (span, REMOVED if draft.kind is Kind.INSERTION else GAP)
        for draft in drafts
        for span in draft.hidden_spans
    ]


def _keep_secret(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without the text of gaps and removed sentences.

    A removed sentence takes one of the spaces around it along: two would tell where it was.
    """
    kept: list[Piece] = []
    was_removed = False
    for text, mark in pieces:
        if mark == REMOVED:
            was_removed = True
            continue
        ends = not kept or kept[-1][0].endswith(" ")
        text = text.removeprefix(" ") if was_removed and ends else text
        kept.append(("", GAP) if mark == GAP else (text, mark))
        was_removed = False
    if was_removed and kept:
        kept[-1] = (kept[-1][0].removesuffix(" "), kept[-1][1])
    return tuple(kept)


def _show_blocks(document: Document, marks: list[Mark], key: int | None) -> Iterator[PassageBlock]:
    prefix = "p" if key is None else f"passage-{key}-p"
    number = 0
    for block in document.blocks:
        if block.role is BlockRole.BOILERPLATE:
            continue
        number += block.role is BlockRole.BODY
        here = number if block.role is BlockRole.BODY else None
        spans = [(it.start, it.end, mark) for it, mark in marks if it.paragraph == here]
        anchor = f"{prefix}{here}" if here else ""
        yield PassageBlock(block.role, here, _keep_secret(cut(block.text, spans)), anchor)
