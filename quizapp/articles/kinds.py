"""What kind of file is this, as its own bytes tell?

A name can lie; how a file begins does not. What no reader here can read is refused by name,
with what to bring instead.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from enum import StrEnum
from io import BytesIO

from quizapp.articles.refusals import ArticleError


class FileKind(StrEnum):
    """What an article can be brought as; the value is how the sentences call it."""

    TEXT = "text"
    WEB_PAGE = "web page"
    PDF = "PDF file"
    WORD = "Word file"
    BOOK = "e-book"


# How files begin that no reader here can read, and what they are.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file (.doc)"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"ID3", "a sound or film"),
    (b"OggS", "a sound or film"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3", "a database"),
)
_BOX_OF_FILM = re.compile(rb"....ftyp", re.DOTALL)
_RIFF = re.compile(rb"RIFF....(WEBP|WAVE|AVI )", re.DOTALL)
_PEEK = 1_000_000  # bytes that tell a web page from text
_PDF_WITHIN = 1024  # a PDF may have a little before its mark

_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CODE_ELEMENTS = ("script", "style", "iframe", "svg", "noscript")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|span|ul|ol|li|table|tr|td|h[1-6]|article|section|nav|header|footer|main|aside|"
    r"figure|meta|link|a)\b[^<>]*>",
    re.IGNORECASE,
)
_TAGS_OF_A_PAGE = 6  # a line of HTML inside Markdown is no page
_PAGE_NAMES = (".html", ".htm", ".xhtml")


def tell_kind(raw: bytes, name: str = "") -> FileKind:
    """The kind of file that `raw` is; `name` only helps where bytes leave it open.

    Raises ArticleError for what nothing here can read.
    """
    if b"%PDF-" in raw[:_PDF_WITHIN]:
        return FileKind.PDF
    if raw.startswith(b"PK"):
        return _tell_archive(raw)
    _refuse_others(raw)
    return FileKind.WEB_PAGE if is_web_page(_peek(raw), name) else FileKind.TEXT


def is_web_page(text: str, name: str = "") -> bool:
    """Whether this is the source of a web page, or a piece of one."""
    if name.lower().endswith(_PAGE_NAMES) and "<" in text:
        return True
    tags = _BLOCK_TAG.findall(text)
    return (
        _PAGE_START.match(text) is not None
        or any(_has_element(text, name) for name in _CODE_ELEMENTS)
        or len(tags) >= max(_TAGS_OF_A_PAGE, len(text.split()) / 50)
    )


def _has_element(text: str, name: str) -> bool:
    """Whether an element is opened and closed; looked for in two steps, since one pattern for
    both would try every end for every beginning."""
    opened = re.search(rf"<{name}\b[^<>]*>", text, re.IGNORECASE)
    closed = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    return opened is not None and closed.search(text, opened.end()) is not None


def decode_marked(raw: bytes) -> str | None:
    """The text when a byte order mark says how it is written, else None."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _peek(raw: bytes) -> str:
    raw = raw[:_PEEK]
    text = decode_marked(raw)
    return raw.decode("utf-8", "replace") if text is None else text


def _tell_archive(raw: bytes) -> FileKind:
    """Word files and e-books are zip files; their members tell which."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise ArticleError(
            "This file is damaged or was cut short on its way. Choose it again, or open it in the "
            "program it was made with and save it anew."
        ) from error
    if "word/document.xml" in names:
        return FileKind.WORD
    if "META-INF/container.xml" in names:
        return FileKind.BOOK
    raise ArticleError(_wrong_kind(_name_archive(names)))


def _name_archive(names: set[str]) -> str:
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        return "an Excel or PowerPoint file"
    if "content.xml" in names:
        return "a LibreOffice file"
    if "EncryptedPackage" in names:
        return "a locked Office file"
    return "a zip file"


def _refuse_others(raw: bytes) -> None:
    for start, what in _OTHERS:
        if raw.startswith(start) and not (len(start) < 4 and _is_ascii_text(raw[:64])):
            raise ArticleError(_wrong_kind(what))
    if _RIFF.match(raw) or _BOX_OF_FILM.match(raw):
        raise ArticleError(_wrong_kind("a picture, a sound or a film"))


def _is_ascii_text(start: bytes) -> bool:
    """Whether two letters that a program may begin with begin an English sentence here."""
    return start.isascii() and all(byte >= 32 or byte in b"\t\r\n" for byte in start)


def _wrong_kind(what: str) -> str:
    return (
        f"This is {what}, which cannot be read. Open it in the program it was made with and save "
        "it as Word (.docx), PDF or text (encoding UTF-8), or paste the article's words."
    )
