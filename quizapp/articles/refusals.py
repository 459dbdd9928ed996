"""Which texts can never become an article, and what must be said of them?

Every refusal is an `ArticleError` whose message is a sentence for the teacher: what the text
is, and what to bring instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.articles.document import Block, BlockRole
from quizapp.articles.languages import is_english_prose, name_other_language

MIN_WORDS = 100
MAX_BYTES = 1_000_000  # of text
MAX_FILE_BYTES = 10_000_000  # of a file that also has pictures, fonts and layout

_URL = re.compile(r"(?:https?://|www\.)\S+")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufffd]")


class ArticleError(ValueError):
    """A text that cannot become an article; its message is written for the teacher."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of a book, numbered from 1 among those that are long enough to ask about."""

    number: int
    title: str
    words: int


class ManyChaptersError(ArticleError):
    """A book that is too long for one article: one of its chapters has to be chosen."""

    def __init__(self, title: str, chapters: Sequence[Chapter]) -> None:
        words = sum(chapter.words for chapter in chapters)
        super().__init__(
            f"This book has {words:,} words in {len(chapters)} chapters, too many for one "
            "article. Choose one chapter."
        )
        self.title, self.chapters = title, tuple(chapters)


def refuse_binary(text: str) -> None:
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 200:
        raise ArticleError(NOT_TEXT)


NOT_TEXT = (
    "This file is not plain text in UTF-8. Open it in the program it was made with and save it "
    "as text (encoding UTF-8), or paste the article's words."
)


def refuse_large_file(size: int) -> None:
    """Say how large a file may be."""
    if size > MAX_FILE_BYTES:
        raise ArticleError(
            f"This file is {size / 1_000_000:.1f} MB large; a file may have 10 MB at most. Save it "
            "without its pictures, or paste the article's words."
        )


def refuse_large(size: int) -> None:
    """Say how long a text may be."""
    if size > MAX_BYTES:
        raise ArticleError(
            f"This text is {size / 1_000_000:.1f} MB long; an article may have 1 MB at most. "
            "Cut it into chapters and bring one at a time."
        )


def say_damaged(what: str) -> ArticleError:
    """What is said of a file whose inside is broken."""
    return ArticleError(
        f"This {what} is damaged or cut short, and cannot be read. Open it in the program it was "
        "made with and save it again, or paste the article's words."
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
    refuse_short(blocks)


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


def refuse_short(blocks: Sequence[Block]) -> None:
    """Say how many words are missing."""
    body = " ".join(block.text for block in blocks if block.role is BlockRole.BODY)
    count = len(body.split())
    if count < MIN_WORDS:
        raise ArticleError(
            f"The article has {count} words; it needs at least {MIN_WORDS} to ask about. "
            "Headings, captions and page furniture do not count. Add more of its text."
        )
