"""Which texts can never become an article, and what must be said of them?

Every refusal is an `ArticleError` whose message is a sentence for the teacher: what the text
is, and what to bring instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quizapp.articles.document import Block, BlockRole
from quizapp.articles.languages import is_english_prose, name_other_language

MIN_WORDS = 100
MAX_BYTES = 1_000_000

# How files begin that are opened by a program, not read as text.
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word, LibreOffice, e-book or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PAGE_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_CODE_ELEMENT = re.compile(r"<(script|style|iframe|svg|noscript)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|span|ul|ol|li|table|tr|td|h[1-6]|article|section|nav|header|footer|main|aside|"
    r"figure|meta|link|a)\b[^<>]*>",
    re.I,
)
_TAGS_OF_A_PAGE = 6  # a line of HTML inside Markdown is no page
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufffd]")


class ArticleError(ValueError):
    """A text that cannot become an article; its message is written for the teacher."""


def refuse_files_of_programs(raw: bytes) -> None:
    """Say which program's file this is, or that it is no text at all."""
    for start, what in _FORMATS:
        if raw.startswith(start):
            raise ArticleError(
                f"This is {what}, not plain text. Open it in the program it was made with and "
                "save it as text (encoding UTF-8), or paste the article's words."
            )


def refuse_binary(text: str) -> None:
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 200:
        raise ArticleError(NOT_TEXT)


NOT_TEXT = (
    "This file is not plain text in UTF-8. Open it in the program it was made with and save it "
    "as text (encoding UTF-8), or paste the article's words."
)


def refuse_large(size: int) -> None:
    if size > MAX_BYTES:
        raise ArticleError(
            f"This text is {size / 1_000_000:.1f} MB long; an article may have 1 MB at most. "
            "Cut it into chapters and bring one at a time."
        )


def refuse_web_page(text: str, name: str) -> None:
    """The source of a web page is mostly menus and scripts; none of it may become body."""
    named = name.lower().endswith((".html", ".htm", ".xhtml")) and "<" in text
    tags = _BLOCK_TAG.findall(text)
    if (
        named
        or _PAGE_START.match(text)
        or _CODE_ELEMENT.search(text)
        or len(tags) >= max(_TAGS_OF_A_PAGE, len(text.split()) / 50)
    ):
        raise ArticleError(
            "This is the source of a web page (HTML), which cannot be read yet. Open the page in "
            "a browser and paste the words of its article, or save the page as text."
        )


def refuse_what_is_no_article(text: str, blocks: Sequence[Block]) -> None:
    """The clearest complaint first: what it is, then what it lacks."""
    _refuse_links(text)
    _refuse_other_language(text)
    _refuse_repetition([word.lower() for word in text.split()])
    if not is_english_prose(text):
        raise ArticleError(
            "This does not look like English prose. Questions can be made for English articles "
            "only: bring running text in whole sentences."
        )
    _refuse_short(blocks)


def _refuse_links(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    linked = sum(1 for line in lines if _URL.search(line) and len(line.split()) < 15)
    urls, words = len(_URL.findall(text)), len(text.split())
    if linked > len(lines) / 2 or urls > words / 4:
        raise ArticleError(
            "This is a list of links. Open the page that you want and bring the text it shows."
        )


def _refuse_other_language(text: str) -> None:
    language = name_other_language(text)
    if language:
        raise ArticleError(
            f"This looks like {language}. Questions can be made for English articles only; "
            "bring an English text or a translation."
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


def _refuse_short(blocks: Sequence[Block]) -> None:
    body = " ".join(block.text for block in blocks if block.role is BlockRole.BODY)
    count = len(body.split())
    if count < MIN_WORDS:
        raise ArticleError(
            f"The article has {count} words; it needs at least {MIN_WORDS} to ask about. "
            "Headings, captions and page furniture do not count. Add more of its text."
        )
