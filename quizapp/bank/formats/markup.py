"""What does a piece of HTML from another system say in plain words, and the other way? (pure)

Everything that comes in is cleaned (nh3) and becomes plain text: nothing that was in a file can
run or be drawn on a page of ours. Pictures are named, not followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from lxml import html

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.html_blocks import clean_html, split_html

_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class ShownPicture:
    """A picture in HTML: where its file is, and what it shows in words."""

    source: str
    description: str


def to_text(markup: str) -> str:
    """The words of a piece of HTML on one line.

    Raises:
        ArticleError: it is nested without end.
    """
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    return " ".join(block.text for block in split_html(clean_html(markup)))


def to_html(text: str) -> str:
    """The text as HTML that says just this."""
    return escape(text, quote=False)


def find_pictures(markup: str) -> tuple[ShownPicture, ...]:
    """The pictures in a piece of HTML, in their order."""
    parts = (part for tag in _IMAGE.findall(markup) for part in html.fragments_fromstring(tag))
    return tuple(
        ShownPicture(part.get("src", ""), " ".join(part.get("alt", "").split()))
        for part in parts
        if not isinstance(part, str)
    )


def drop_pictures(markup: str) -> str:
    return _IMAGE.sub("", markup)


def read_passage(markup: str, title: str) -> Document | None:
    """The passage in a piece of HTML: headings, and all else as body; None without body."""
    blocks = tuple(
        block if block.role is BlockRole.HEADING else Block(BlockRole.BODY, block.text)
        for block in split_html(clean_html(markup))
    )
    if blocks and blocks[0] == Block(BlockRole.HEADING, title):
        blocks = blocks[1:]
    document = Document(title=title, blocks=blocks)
    return document if document.paragraphs else None


def write_passage(document: Document) -> str:
    """The headings and the body paragraphs of a passage as HTML."""
    tags = {BlockRole.HEADING: "h3", BlockRole.BODY: "p"}
    return "\n".join(
        f"<{tags[block.role]}>{to_html(block.text)}</{tags[block.role]}>"
        for block in document.blocks
        if block.role in tags
    )
