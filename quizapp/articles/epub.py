"""What does an e-book (EPUB) say, chapter by chapter?

container.xml names the package, the package names the chapters in the order of its spine, and
each chapter is a web page. A book that is longer than an article is not refused: its chapters
are listed, and one can be read alone.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from quizapp.articles.archives import find_text, open_archive, read_xml
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.html_blocks import clean_html, split_html
from quizapp.articles.kinds import FileKind
from quizapp.articles.refusals import (
    MIN_WORDS,
    ArticleError,
    Chapter,
    ManyChaptersError,
    say_damaged,
)
from quizapp.articles.web_page import decode_page

MOST_WORDS = 5_000  # of a book that is read as one article
_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_BODY = re.compile(r"<body\b[^>]*>(.*)</body\s*>", re.IGNORECASE | re.DOTALL)
_TITLE_WORDS = 8
_FONT = re.compile(r"\.(?:ttf|otf|woff2?)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Part:
    """One document of the spine."""

    blocks: tuple[Block, ...]

    @property
    def body(self) -> list[str]:
        return [block.text for block in self.blocks if block.role is BlockRole.BODY]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.body)

    @property
    def title(self) -> str:
        for block in self.blocks:
            if block.role is BlockRole.HEADING:
                return block.text
        first = " ".join(self.body).split()[:_TITLE_WORDS]
        return f"{' '.join(first)} …"


def read_epub(raw: bytes, *, chapter: int | None = None) -> Document:
    """The book, or one `chapter` of it.

    Raises ManyChaptersError when the book is too long and no chapter is named.
    """
    archive = open_archive(raw, FileKind.BOOK)
    _refuse_locks(archive)
    package_name = _find_package(archive)
    package = read_xml(archive, package_name, FileKind.BOOK)
    parts = [_Part(_read_part(archive, name)) for name in _follow_spine(package, package_name)]
    book = _describe(package)
    long_enough = [part for part in parts if part.words >= MIN_WORDS]
    if chapter is not None:
        return _take(book, long_enough, chapter)
    if len(long_enough) > 1 and sum(part.words for part in parts) > MOST_WORDS:
        raise ManyChaptersError(
            book.title,
            [Chapter(n, part.title, part.words) for n, part in enumerate(long_enough, start=1)],
        )
    return replace(book, blocks=tuple(block for part in parts for block in part.blocks))


def _refuse_locks(archive: zipfile.ZipFile) -> None:
    """Fonts may be locked without harm; locked chapters cannot be read."""
    if _LOCKS not in archive.namelist():
        return
    for element in read_xml(archive, _LOCKS, FileKind.BOOK).iter():
        target = element.get("URI")
        if target and not _FONT.search(target):
            raise ArticleError(
                "This e-book is locked by its shop (DRM) and cannot be read. Bring a book without "
                "a lock, or paste the words you may use."
            )


def _find_package(archive: zipfile.ZipFile) -> str:
    for element in read_xml(archive, _CONTAINER, FileKind.BOOK).iter():
        path = element.get("full-path")
        if path:
            return path
    raise say_damaged(FileKind.BOOK)


def _follow_spine(package: Element, package_name: str) -> Iterator[str]:
    """The members that are read one after the other."""
    folder = posixpath.dirname(package_name)
    items = {
        element.get("id"): element.get("href", "")
        for element in package.iter()
        if _is(element, "item") and "html" in element.get("media-type", "")
    }
    for element in package.iter():
        href = items.get(element.get("idref")) if _is(element, "itemref") else None
        if href:
            yield posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _is(element: Element, tag: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == tag


def _read_part(archive: zipfile.ZipFile, name: str) -> tuple[Block, ...]:
    try:
        page = decode_page(archive.read(name))
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise say_damaged(FileKind.BOOK) from error
    body = _BODY.search(page)
    return split_html(clean_html(body.group(1) if body else page))


def _describe(package: Element) -> Document:
    try:
        day = date.fromisoformat(find_text(package, "date")[:10])
    except ValueError:
        day = None
    return Document(
        title=find_text(package, "title"),
        blocks=(),
        author=find_text(package, "creator"),
        source=find_text(package, "publisher"),
        published_on=day,
        licence=find_text(package, "rights"),
    )


def _take(book: Document, parts: list[_Part], chapter: int) -> Document:
    """One chapter as an article of its own; the book becomes its source."""
    if not 1 <= chapter <= len(parts):
        raise ArticleError(f"There is no chapter {chapter}: the book has {len(parts)}.")
    part = parts[chapter - 1]
    source = ", ".join(it for it in (book.title, book.source) if it)
    return replace(book, title=part.title, source=source, blocks=part.blocks)
