"""A small file that would unpack, nest or run without end is refused in a sentence, in time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from time import monotonic

import pytest

from quizapp.accounts.roster_files import RosterFileError, decode_roster, read_roster
from quizapp.articles import confined as articles
from quizapp.articles.importing import ArticleError, read_document
from quizapp.bank.formats import confined as questions
from quizapp.bank.formats.exchange import FormatError
from quizapp.course_archive.contents import MANIFEST
from quizapp.course_archive.errors import CourseFileError
from quizapp.course_archive.opening import MOST_UNPACKED, CourseFile
from tests.articles.files import make_docx, make_epub
from tests.articles.pages import ENGLISH, PARAGRAPHS
from tests.test_archives import pack

SECONDS = 2.5 * articles.SECONDS  # the child's limit, and its start on a machine that is busy
DEEP, MANY = 60_000, 25_000
SENTENCE = re.compile(r"[A-Z“].+[.!?”]$", re.DOTALL)


def nest(times: int) -> bytes:
    """A zip file in a zip file, and so on."""
    raw = pack({"imsmanifest.xml": b"0" * 900_000})
    for _ in range(times):
        raw = pack({"inner.zip": raw, "imsmanifest.xml": b"<manifest/>"})
    return raw


def page(body: str) -> bytes:
    words = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"<html><body>{words}{body}</body></html>".encode()


XML = {
    "depth": b"<quiz>" + b"<question>" * DEEP,
    "attributes": b"<quiz " + b" ".join(b'a%d="x"' % at for at in range(MANY)) + b"/>",
    "siblings": b"<quiz>" + b"<question/>" * MANY + b"</quiz>",
    "entities": b'<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a;" * 50) for at in range(50))
    + b"]><quiz>&a49;</quiz>",
    "comments": b"<quiz>" + b"<!--" * MANY,
    "one long text": b"<quiz><question type='shortanswer'><name>" + b"x" * 5_000_000,
}
HTML = {
    "depth": page("<div>" * DEEP),
    "tables": page("<table><tr><td>" * 20_000),
    "attributes": page("<p " + " ".join(f"a{at}=x" for at in range(MANY)) + ">"),
    "open marks": page("<b><i><u>" * 30_000),
    "list items": page("<ul>" + "<li>x" * MANY),
    "entities": page("&lt;" * 800_000),
}
TABLES = {
    "an endless line": b"Name,ID\n" + b"x" * 900_000,
    "many columns": b"Name" + b"," * 900_000,
    "an open quotation": b'Name,ID\n"' + b"x,\n" * 250_000,
    "quotations": b"Name\n" + b'""' * 400_000,
    "many lines": b"Name\n" + b"a\n" * 400_000,
    "tabs": b"Name\t" * 180_000,
}
UNICODE = {
    "combining": ("a" + "\u0301" * 400_000).encode(),
    "growing under NFKC": ("\ufdfa" * 250_000).encode(),
    "bidi": ("\u202e\u2066a" * 100_000).encode(),
    "case": ("ŉİ" * 200_000).encode(),
    "joined": ("👩\u200d" * 120_000).encode(),
    "tags": ("\U000e0061" * 200_000).encode(),
}
TEXTS = {
    "gaps": b"Q {" + b"=" * 500_000,
    "escapes": b"\\" * 900_000,
    "braces": b"{" * 900_000,
    "cloze": b"{1:MC:" * 150_000,
    "answers": b"What?\n" + b"A) x\n" * 150_000,
    "titles": b"::" * 400_000,
    "numbers": b"::q:: How many? {#" + b"9" * 900_000 + b"}",
    "exponent": b"::q:: How many? {#1e999999999:1}",
}
ZIPS = {
    "swollen": pack({"imsmanifest.xml": b"0" * 50_000_000}),
    "nested": nest(6),
    "many": pack({f"{at}": b"" for at in range(6_000)}),
}


def read_article(raw: bytes) -> None:
    for name in ("x.html", "x.md", ""):
        read_document(raw, name)


def read_questions(raw: bytes) -> None:
    questions.read_confined(raw)


def read_list(raw: bytes) -> None:
    read_roster(decode_roster(raw)[0])


def read_course(raw: bytes) -> None:
    file = CourseFile(io.BytesIO(raw), MOST_UNPACKED)
    for member in file.members:
        list(file.list_rows(member))


CASES = [
    *(("article", read_article, it) for it in (HTML, UNICODE, ZIPS)),
    *(("questions", read_questions, it) for it in (XML, TABLES, UNICODE, TEXTS, ZIPS)),
    *(("class list", read_list, it) for it in (TABLES, UNICODE, ZIPS)),
    ("course", read_course, ZIPS),
]
BOMBS = [
    pytest.param(read, raw, id=f"{what}: {name}")
    for what, read, bombs in CASES
    for name, raw in bombs.items()
]
REFUSALS = (ArticleError, FormatError, RosterFileError, CourseFileError)


@pytest.mark.parametrize(("read", "raw"), BOMBS)
def test_a_bomb_is_read_or_refused_in_time(read: Callable[[bytes], None], raw: bytes) -> None:
    began = monotonic()
    try:
        read(raw)
    except REFUSALS as refusal:
        assert SENTENCE.match(str(refusal)), str(refusal)  # noqa: PT017
    assert monotonic() - began < SECONDS


@pytest.mark.parametrize("depth", [500, DEEP])
def test_a_manifest_that_nests_without_end_is_refused(depth: int) -> None:
    with pytest.raises(CourseFileError):
        read_course(pack({MANIFEST: b"[" * depth}))


@pytest.mark.parametrize("xml", [XML["depth"], XML["attributes"]], ids=["depth", "attributes"])
def test_xml_in_a_word_file_or_a_book_is_read_or_refused_in_time(xml: bytes) -> None:
    began = monotonic()
    for raw in (
        make_docx([("Normal", ENGLISH)], word__document_xml=xml),
        make_epub([("One", PARAGRAPHS)], {"OEBPS/book.opf": xml}),
        make_epub([("One", PARAGRAPHS)], {"OEBPS/c 0.xhtml": HTML["depth"]}),
    ):
        try:
            read_document(raw)
        except ArticleError as refusal:
            assert SENTENCE.match(str(refusal)), str(refusal)  # noqa: PT017
    assert monotonic() - began < 3 * SECONDS
