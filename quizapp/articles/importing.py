"""How does a file become an article, and what must be said when it cannot?

`read_document` takes plain text or Markdown and hands back a `Document`; whatever would make
a bank of questions worthless is refused with a sentence that says what to do about it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from typing import Any

import yaml

from quizapp.articles.blocks import split_markdown, split_text
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.furniture import STOP_WORDS

MIN_WORDS = 100
MAX_BYTES = 1_000_000
_TITLE_WORDS = 8
_URL = re.compile(r"(?:https?://|www\.)\S+")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)


class ArticleError(ValueError):
    """A text that cannot become an article; its message is written for the teacher."""


def read_document(raw: bytes | str, name: str = "") -> Document:
    """Read an article from plain text or Markdown.

    `raw` is what was uploaded or pasted, `name` its file name if it has one ("x.md" is read as
    Markdown, as is anything with front matter or `#` headings). Raises ArticleError when the
    text is empty, too short or too long, binary, not English, or no article at all.
    """
    text = _decode(raw)
    fields, text = _split_front_matter(text)
    blocks = split_markdown(text) if _is_markdown(text, name, fields) else split_text(text)
    _refuse_non_articles(text, blocks)
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
    size = len(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ArticleError(
            f"This text is {size / 1_000_000:.1f} MB long; an article may have 1 MB at most. "
            "Cut it into chapters and bring one at a time."
        )
    if isinstance(raw, bytes):
        if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ArticleError(_NOT_TEXT)
        try:
            raw = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ArticleError(_NOT_TEXT) from error
    if "\0" in raw:
        raise ArticleError(_NOT_TEXT)
    if not raw.strip("\ufeff \t\r\n"):
        raise ArticleError("There is no text here. Paste the article or choose its file.")
    return raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


_NOT_TEXT = (
    "This file is not plain text in UTF-8. Open it in the program it was made with and save it "
    "as text (encoding UTF-8), or paste the article's words."
)


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


def _refuse_non_articles(text: str, blocks: tuple[Block, ...]) -> None:
    body = " ".join(block.text for block in blocks if block.role is BlockRole.BODY)
    words = [word.strip("\"'“”‘’.,;:!?()[]").lower() for word in body.split()]
    _refuse_links(text)
    _refuse_repetition([word.lower() for word in text.split()])
    _refuse_other_language(text)
    if len(words) < MIN_WORDS:
        raise ArticleError(
            f"The article has {len(words)} words; it needs at least {MIN_WORDS} to ask about. "
            "Headings, captions and page furniture do not count. Add more of its text."
        )


def _refuse_links(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    linked = sum(1 for line in lines if _URL.search(line) and len(line.split()) < 15)
    if linked > len(lines) / 2:
        raise ArticleError(
            "This is a list of links. Open the page that you want and bring the text it shows."
        )


def _refuse_repetition(words: list[str]) -> None:
    if len(words) < 20:
        return  # the length is then the clearer complaint
    word, count = Counter(words).most_common(1)[0]
    if count > len(words) / 4 or len(set(words)) < min(20, len(words) / 4):
        raise ArticleError(
            f"“{word}” and the like are repeated again and again here; there is nothing to "
            "understand. Bring the article's own text."
        )


def _refuse_other_language(text: str) -> None:
    words = re.findall(r"[^\W\d_]+", text.lower())[:3000]
    if len(words) < 20:
        return
    votes = {
        language: sum(1 for word in words if word in stop_words)
        for language, stop_words in STOP_WORDS.items()
    }
    looks_like = max(votes, key=lambda language: votes[language])
    if looks_like != "English" and votes[looks_like] > 0.08 * len(words):
        raise ArticleError(
            f"This looks like {looks_like}. Questions can be made for English articles only; "
            "bring an English text or a translation."
        )
    if votes["English"] < 0.05 * len(words):
        raise ArticleError(
            "This does not look like English prose. Questions can be made for English articles "
            "only: bring running text in whole sentences."
        )
