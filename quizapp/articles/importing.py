"""How does a file become an article, and what must be said when it cannot?

`read_document` takes text, Markdown, a web page, a PDF, a Word file or an e-book and hands back a
`Document`; whatever would make a bank of questions worthless is refused with a sentence that says
what to do about it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import yaml

from quizapp.articles.blocks import split_markdown, split_text
from quizapp.articles.confined import read_confined
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.kinds import FileKind, decode_marked, tell_kind
from quizapp.articles.refusals import (
    MAX_BYTES,
    MIN_WORDS,
    NOT_TEXT,
    ArticleError,
    ManyChaptersError,
    refuse_binary,
    refuse_large,
    refuse_large_file,
    refuse_what_is_no_article,
)

__all__ = ["MAX_BYTES", "MIN_WORDS", "ArticleError", "ManyChaptersError", "read_document"]

# What the columns of an article hold.
_LONGEST = {"title": 300, "author": 200, "source": 500, "licence": 120, "level": 40}
_TITLE_WORDS = 8
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)


def read_document(raw: bytes | str, name: str = "", *, chapter: int | None = None) -> Document:
    """Read an article from what was uploaded or pasted; `name` is its file name if it has one.

    The bytes decide what it is: a web page, a PDF, a Word file, an e-book, or text ("x.md" is
    read as Markdown, as is anything with front matter or `#` headings). Raises ArticleError when
    it cannot be read, or is empty, too short or too long, not English, or no article at all;
    ManyChaptersError when it is a book of which a `chapter` has to be chosen.
    """
    # Pasted text marks itself as UTF-8, whatever a page's head says about the file it was.
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8-sig", "surrogatepass")
    refuse_large_file(len(data))
    kind = tell_kind(data, name)
    if kind is FileKind.TEXT:
        found, text = _read_text(_decode(data), name)
    else:
        found = read_confined(data, kind, chapter=chapter)
        text = "\n\n".join(_text_of(found))
    refuse_what_is_no_article(text, found.blocks)
    title, blocks = _take_title(found.title, found.blocks)
    return _clip(replace(found, title=title, blocks=blocks))


def _read_text(text: str, name: str) -> tuple[Document, str]:
    """The document in a text, and the text that it was made of."""
    fields, text = _split_front_matter(text)
    blocks = split_markdown(text) if _is_markdown(text, name, fields) else split_text(text)
    document = Document(
        title=_field(fields, "title"),
        blocks=blocks,
        author=_field(fields, "author"),
        source=_field(fields, "source"),
        published_on=_published_on(fields.get("date")),
        licence=_field(fields, "licence") or _field(fields, "license"),
        level=_field(fields, "level"),
    )
    return document, text


def _text_of(document: Document) -> list[str]:
    """What is judged of a file: its body; all of it when no body was found."""
    return list(document.paragraphs) or [block.text for block in document.blocks]


def _clip(document: Document) -> Document:
    """The document with no field longer than can be kept."""
    fields = {name: str(getattr(document, name)) for name in _LONGEST}
    short = {
        name: f"{text[: _LONGEST[name] - 1]}…"
        for name, text in fields.items()
        if len(text) > _LONGEST[name]
    }
    return replace(document, **short)  # type: ignore[arg-type]


def _decode(data: bytes) -> str:
    refuse_large(len(data))
    text = decode_marked(data)
    if text is None:
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise ArticleError(NOT_TEXT) from error
    refuse_binary(text)
    if not text.strip("\ufeff \t\r\n"):
        raise ArticleError("There is no text here. Paste the article or choose its file.")
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text.lstrip("\n"))
    if not match:
        return {}, text
    try:
        fields = yaml.safe_load(match.group(1)) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # an impossible date, deep lists
        raise ArticleError(
            "The lines between the two --- at the top cannot be read. Write one "
            "“name: value” on a line, for example “title: The Last Lighthouse”."
        ) from error
    if not isinstance(fields, dict):  # a rule above the text, not front matter
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, text.lstrip("\n")[
        match.end() :
    ]


def _field(fields: dict[str, Any], key: str) -> str:
    """A field's text; lists are none, and written out they can grow without end."""
    value = fields.get(key)
    return "" if value is None or isinstance(value, list | dict) else str(value).strip()


def _published_on(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ArticleError(
            f"The date “{value}” at the top cannot be read. Write it as year-month-day, "
            "for example 2022-01-09."
        ) from error


def _is_markdown(text: str, name: str, fields: dict[str, Any]) -> bool:
    return (
        bool(fields)
        or name.lower().endswith((".md", ".markdown"))
        or re.search(r"^#{1,3} \S", text, re.MULTILINE) is not None
    )


def _take_title(given: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The given title, else the first heading before the body, else the first words.

    A heading that says the title is taken out of the blocks: pages print the title themselves.
    """
    title = given.strip()
    for index, block in enumerate(blocks):
        if block.role is BlockRole.HEADING and (not title or block.text == title):
            return block.text, blocks[:index] + blocks[index + 1 :]
        if block.role is BlockRole.BODY:
            break
    if title:
        return title, blocks
    words = next(block.text for block in blocks if block.role is BlockRole.BODY).split()
    return " ".join(words[:_TITLE_WORDS]) + " …", blocks
