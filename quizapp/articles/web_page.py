"""What is the article on a web page, and what does the page say about it?

trafilatura finds the article among menus, promotions and comments; what it leaves out is kept
as boilerplate, so that a teacher can take it back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import trafilatura
from trafilatura.settings import Document as Facts

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.html_blocks import clean_html, split_html
from quizapp.articles.kinds import decode_marked

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>([^<]*)", re.IGNORECASE)
_LEAST_HEADLINE = 5  # characters: a shorter one may begin any title
_HEAD = 4096  # bytes in which a page has to say how it is written
_SHORT = 60  # characters: a shorter text may stand inside another one by chance
_NOT_ALIKE = re.compile(r"[\W_]+")


def read_web_page(raw: bytes) -> Document:
    """The page's article with what its metadata say; the title is empty if there is none."""
    source = decode_page(raw)
    tree = clean_html(source)  # first: it refuses what would take the rest for ever
    facts = _extract(source)
    named = _name_page(source) or _plain(facts and facts.title)
    blocks = split_html(tree, _recognise(facts, named))
    return Document(
        title=_choose_title(named, blocks) or _plain(facts and facts.title),
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


def _name_page(source: str) -> str:
    """What the window's title says: usually the headline, then the site."""
    found = _TITLE.search(source)
    return _plain(unescape(found.group(1))) if found else ""


def _recognise(facts: Facts | None, named: str) -> Callable[[str, BlockRole], bool]:
    """Tells whether a block is part of the article; without an article found, everything is."""
    if facts is None or not facts.text:
        return lambda _text, _role: True
    lines = {_fold(line) for line in facts.text.splitlines()}
    whole = _fold(facts.text)

    def is_main(text: str, role: BlockRole) -> bool:
        folded = _fold(text)
        if role is BlockRole.CAPTION or (role is BlockRole.HEADING and _is_headline(text, named)):
            return True
        return folded in lines or (len(text) >= _SHORT and folded in whole)

    return is_main


def _fold(text: str) -> str:
    """Letters and figures alone: spaces and marks differ between two readings of a page."""
    return _NOT_ALIKE.sub("", text).casefold()


def _is_headline(text: str, named: str) -> bool:
    return len(text) >= _LEAST_HEADLINE and _fold(named).startswith(_fold(text))


def _choose_title(named: str, blocks: tuple[Block, ...]) -> str:
    """The headline on the page that its name begins with; so it lacks the site's name."""
    headings = (block.text for block in blocks if block.role is BlockRole.HEADING)
    return next((text for text in headings if _is_headline(text, named)), "")


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
