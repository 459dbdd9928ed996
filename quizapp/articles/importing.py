"""How does a file become an article, and what must be said when it cannot?

`read_document` takes plain text or Markdown and hands back a `Document`; whatever would make
a bank of questions worthless is refused with a sentence that says what to do about it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import yaml

from quizapp.articles.blocks import split_markdown, split_text
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.refusals import (
    MAX_BYTES,
    MIN_WORDS,
    NOT_TEXT,
    ArticleError,
    refuse_binary,
    refuse_files_of_programs,
    refuse_large,
    refuse_web_page,
    refuse_what_is_no_article,
)

__all__ = ["MAX_BYTES", "MIN_WORDS", "ArticleError", "read_document"]

_TITLE_WORDS = 8
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)


def read_document(raw: bytes | str, name: str = "") -> Document:
    """Read an article from plain text or Markdown.

    `raw` is what was uploaded or pasted, `name` its file name if it has one ("x.md" is read as
    Markdown, as is anything with front matter or `#` headings). Raises ArticleError when the
    text is empty, too short or too long, binary, a web page's source, not English, or no
    article at all.
    """
    text = _decode(raw)
    refuse_web_page(text, name)
    fields, text = _split_front_matter(text)
    blocks = split_markdown(text) if _is_markdown(text, name, fields) else split_text(text)
    refuse_what_is_no_article(text, blocks)
    title, blocks = _take_title(fields.get("title"), blocks)
    return Document(
        title=title,
        blocks=blocks,
        author=_field(fields, "author"),
        source=_field(fields, "source"),
        published_on=_published_on(fields.get("date")),
        licence=_field(fields, "licence") or _field(fields, "license"),
        level=_field(fields, "level"),
    )


def _decode(raw: bytes | str) -> str:
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    refuse_files_of_programs(data)
    refuse_large(len(data))
    if isinstance(raw, bytes):
        try:
            raw = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ArticleError(NOT_TEXT) from error
    refuse_binary(raw)
    if not raw.strip("\ufeff \t\r\n"):
        raise ArticleError("There is no text here. Paste the article or choose its file.")
    return raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text.lstrip("\n"))
    if not match:
        return {}, text
    try:
        fields = yaml.safe_load(match.group(1)) or {}
    except (yaml.YAMLError, ValueError) as error:  # an impossible date is a ValueError
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
    value = fields.get(key)
    return "" if value is None else str(value).strip()


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


def _take_title(given: object, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The given title, else the first heading before the body, else the first words.

    A heading that says the title is taken out of the blocks: pages print the title themselves.
    """
    title = "" if given is None else str(given).strip()
    for index, block in enumerate(blocks):
        if block.role is BlockRole.HEADING and (not title or block.text == title):
            return block.text, blocks[:index] + blocks[index + 1 :]
        if block.role is BlockRole.BODY:
            break
    if title:
        return title, blocks
    words = next(block.text for block in blocks if block.role is BlockRole.BODY).split()
    return " ".join(words[:_TITLE_WORDS]) + " …", blocks
