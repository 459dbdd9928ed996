"""What is the article on a web page, and what does the page say about it?

trafilatura finds the article among menus, promotions and comments; what it leaves out is kept
as boilerplate, so that a teacher can take it back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import date

import trafilatura
from trafilatura.settings import Document as Facts

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.html_blocks import clean_html, split_html
from quizapp.articles.kinds import decode_marked

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page has to say how it is written
_SHORT = 60  # characters: a shorter text may stand inside another one by chance
_NOT_ALIKE = re.compile(r"[\W_]+")


def read_web_page(raw: bytes) -> Document:
    """The page's article with what its metadata say; the title is empty if there is none."""
    source = decode_page(raw)
    tree = clean_html(source)  # first: it refuses what would take the rest for ever
    facts = _extract(source)
    blocks = split_html(tree, _recognise(facts))
    return Document(
        title=_choose_title(facts, blocks),
        blocks=blocks,
        author=_plain(facts and facts.author),
        source=_name_source(facts),
        published_on=_read_date(facts),
        licence=_plain(facts and facts.license),
    )


def decode_page(raw: bytes) -> str:
    """The page as text, in the encoding that its mark or its head names."""
    marked = decode_marked(raw)
    if marked is not None:
        return marked.lstrip("\ufeff")
    named = _CHARSET.search(raw[:_HEAD])
    for encoding in (named.group(1).decode("ascii") if named else "utf-8", "utf-8"):
        try:
            return codecs.lookup(encoding).decode(raw, "strict")[0]
        except (LookupError, UnicodeError, TypeError):
            continue
    return raw.decode("cp1252", "replace")


def _extract(source: str) -> Facts | None:
    found = trafilatura.bare_extraction(
        source,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return found if isinstance(found, Facts) else None


def _recognise(facts: Facts | None) -> Callable[[str, BlockRole], bool]:
    """Tells whether a block is part of the article; without an article found, everything is."""
    if facts is None or not facts.text:
        return lambda _text, _role: True
    lines = {_fold(line) for line in facts.text.splitlines()}
    whole = _fold(facts.text)
    titles = {_fold(facts.title or "")}

    def is_main(text: str, role: BlockRole) -> bool:
        folded = _fold(text)
        if role is BlockRole.CAPTION or (role is BlockRole.HEADING and folded in titles):
            return True
        return folded in lines or (len(text) >= _SHORT and folded in whole)

    return is_main


def _fold(text: str) -> str:
    """Letters and figures alone: spaces and marks differ between two readings of a page."""
    return _NOT_ALIKE.sub("", text).casefold()


def _choose_title(facts: Facts | None, blocks: tuple[Block, ...]) -> str:
    """The headline on the page where the page's own title begins with it: it lacks the site."""
    title = _plain(facts and facts.title)
    for block in blocks:
        if block.role is BlockRole.HEADING and title and _fold(title).startswith(_fold(block.text)):
            return block.text
    return title


def _name_source(facts: Facts | None) -> str:
    if facts is None:
        return ""
    url = _plain(facts.url)
    names = (_plain(facts.sitename), url if url.startswith(("http://", "https://")) else "")
    return ", ".join(name for name in names if name)


def _read_date(facts: Facts | None) -> date | None:
    try:
        return date.fromisoformat(_plain(facts and facts.date))
    except ValueError:
        return None


def _plain(value: object) -> str:
    return " ".join(str(value).split()) if value else ""
