"""What does an article consist of once its layout is gone?

Plain values without Flask or database: importing makes them, the reading and the
generator take them, and the database keeps them (`articles.models`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class BlockRole(StrEnum):
    """What a block of text is for; questions are asked about BODY alone."""

    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True)
class Block:
    """One block of an article: a paragraph, a heading, a caption or a piece of boilerplate."""

    role: BlockRole
    text: str


@dataclass(frozen=True)
class Document:
    """An article as imported: what is known about it, and its blocks in reading order.

    Body paragraphs are numbered from 1 as the learner sees them; every span of a question
    names that number and half-open character offsets into the paragraph's text.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    source: str = ""
    published_on: date | None = None
    licence: str = ""
    level: str = ""

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the body paragraphs; paragraph number n is `paragraphs[n - 1]`."""
        return tuple(block.text for block in self.blocks if block.role is BlockRole.BODY)

    @cached_property
    def word_count(self) -> int:
        """How many words the body has, split at white space."""
        return sum(len(text.split()) for text in self.paragraphs)

    @cached_property
    def sha256(self) -> str:
        """Digest of the body paragraphs: tells whether a bank still fits its passage."""
        return hashlib.sha256("\n\n".join(self.paragraphs).encode()).hexdigest()
