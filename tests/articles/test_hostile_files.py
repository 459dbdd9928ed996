"""A hostile or broken file is refused with a sentence that says what to do, and hurts nobody."""

from __future__ import annotations

import contextlib
import os
import zipfile
from io import BytesIO
from time import monotonic

import pytest
from pypdf import PdfReader, PdfWriter

from quizapp.archives import MOST_MEMBERS
from quizapp.articles import confined
from quizapp.articles.confined import read_confined
from quizapp.articles.importing import ArticleError, read_document
from quizapp.articles.kinds import FileKind, tell_kind
from quizapp.articles.pdf import MOST_PAGES
from tests.articles.files import (
    lock_pdf,
    make_docx,
    make_epub,
    make_pdf,
    pack,
    set_lines,
)
from tests.articles.pages import ENGLISH, PARAGRAPHS, RUSSIAN

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    + "]><lolz>&lol9;</lolz>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(500)
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = set_lines(
    [
        line
        for text in PARAGRAPHS
        for line in (*(text[at : at + 80] for at in range(0, 320, 80)), "")
    ]
)


def refusal(raw: bytes | str, name: str = "", *, chapter: int | None = None) -> str:
    with pytest.raises(ArticleError) as caught:
        read_document(raw, name, chapter=chapter)
    return str(caught.value)


def picture_pdf() -> bytes:
    """A PDF with a page and not a letter on it, as a scanner makes it."""
    return make_pdf([[], []])


def bomb(size: int) -> bytes:
    return b"0" * size


@pytest.mark.parametrize(
    ("raw", "name", "what"),
    [
        (PNG, "article.pdf", "This is a picture"),
        (EXE, "article.docx", "This is a program"),
        (DOC, "article.doc", "an old Word or Office file (.doc)"),
        (b"\x7fELF" + bytes(99), "article.txt", "This is a program"),
        (pack({"xl/workbook.xml": "<x/>"}), "marks.xlsx", "an Excel or PowerPoint file"),
        (pack({"content.xml": "<x/>"}), "text.odt", "a LibreOffice file"),
        (pack({"a.txt": ENGLISH}), "article.docx", "a zip file"),
        (b"PK\x03\x04" + bytes(300), "article.docx", "damaged or was cut short"),
    ],
)
def test_the_wrong_kind_of_file_is_called_by_its_name(raw: bytes, name: str, what: str) -> None:
    message = refusal(raw, name)
    assert what in message
    assert "save it" in message


# PDF


def test_a_pdf_with_a_password_asks_for_one_without() -> None:
    assert "locked with a password" in refusal(lock_pdf(make_pdf([PAGE]), "secret"))


def test_a_pdf_of_pictures_asks_for_text_recognition() -> None:
    assert "pictures of its pages but no text" in refusal(picture_pdf(), "scan.pdf")


def test_a_pdf_of_many_pages_says_how_many_are_read() -> None:
    assert read_document(make_pdf([PAGE] * 2)).paragraphs
    message = refusal(make_pdf([PAGE] * (MOST_PAGES + 1)))
    assert f"has {MOST_PAGES + 1} pages; {MOST_PAGES} are the most" in message


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_a_pdf_that_was_cut_short_is_read_as_far_as_it_goes_or_refused(share: float) -> None:
    raw = make_pdf([PAGE] * 3)
    try:
        document = read_document(raw[: int(len(raw) * share)])
    except ArticleError as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        assert set(document.paragraphs) <= set(read_document(raw).paragraphs)


def test_a_pdf_with_nothing_but_its_mark_is_damaged() -> None:
    assert "damaged or cut short" in refusal(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")


def test_a_pdf_whose_stream_unpacks_without_end_is_refused_in_time() -> None:
    writer = PdfWriter(PdfReader(BytesIO(make_pdf([PAGE]))))
    stream = writer.pages[0].get_contents()
    assert stream is not None
    stream.set_data(b"q Q " * 40_000_000)
    writer.pages[0].replace_contents(stream)
    writer.pages[0].compress_content_streams(level=9)
    out = BytesIO()
    writer.write(out)
    assert len(out.getvalue()) < 1_000_000
    began = monotonic()
    assert "PDF" in refusal(out.getvalue())
    assert monotonic() - began < 2 * confined.SECONDS


# Zip files


def test_a_bomb_in_a_word_file_or_a_book_is_never_unpacked() -> None:
    for raw in (
        make_docx([("Normal", ENGLISH)], word__media__a_xml=bomb(50_000_000)),
        make_epub([("One", PARAGRAPHS)], {"OEBPS/font.bin": bomb(50_000_000)}),
    ):
        assert len(raw) < 200_000
        assert "unpacks to far more than an article has (50 MB)" in refusal(raw)


def test_many_members_are_as_bad_as_a_large_one() -> None:
    raw = make_epub([("One", PARAGRAPHS)], {f"x/{n}": b"" for n in range(MOST_MEMBERS)})
    assert "unpacks to far more" in refusal(raw)


def test_a_member_that_is_larger_than_it_says_is_damaged() -> None:
    raw = bytearray(make_epub([("One", PARAGRAPHS)]))
    with zipfile.ZipFile(BytesIO(bytes(raw))) as archive:
        size = archive.getinfo("OEBPS/c 0.xhtml").file_size
    lie = (size // 2).to_bytes(4, "little")
    honest = size.to_bytes(4, "little")
    assert honest in raw
    assert "damaged or cut short" in refusal(bytes(raw).replace(honest, lie))


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE], ids=["grows", "reads a file"])
def test_xml_that_defines_entities_is_not_read(xml: str) -> None:
    for raw in (
        make_docx([("Normal", ENGLISH)], word__document_xml=xml),
        make_docx([("Normal", text) for text in PARAGRAPHS], docProps__core_xml=xml),
        make_docx([("Normal", ENGLISH)], word__document_xml=xml.encode("utf-16")),
        make_epub([("One", PARAGRAPHS)], {"META-INF/container.xml": xml}),
        make_epub([("One", PARAGRAPHS)], {"OEBPS/book.opf": xml}),
    ):
        message = refusal(raw)
        assert "defines entities in its XML" in message
        assert "root:" not in message


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_word_file_or_a_book_that_was_cut_short_is_damaged(share: float) -> None:
    for raw in (make_docx([("Normal", ENGLISH)]), make_epub([("One", PARAGRAPHS)])):
        assert "damaged or was cut short" in refusal(raw[: int(len(raw) * share)])


def test_a_word_file_or_a_book_without_its_heart_is_damaged() -> None:
    assert "damaged" in refusal(pack({"word/document.xml": "<broken"}))
    assert "damaged" in refusal(pack({"META-INF/container.xml": "<container/>"}))
    assert "damaged" in refusal(make_epub([("One", PARAGRAPHS)], {"OEBPS/book.opf": "<x"}))


def test_a_locked_book_is_told_apart_from_one_with_locked_fonts() -> None:
    lock = '<encryption><CipherReference URI="OEBPS/{}"/></encryption>'
    locked = {"META-INF/encryption.xml": lock.format("c%200.xhtml")}
    assert "DRM" in refusal(make_epub([("One", PARAGRAPHS)], locked))
    fonts = {"META-INF/encryption.xml": lock.format("serif.otf")}
    assert read_document(make_epub([("One", PARAGRAPHS)], fonts)).paragraphs == PARAGRAPHS


def test_a_word_file_opens_nothing_outside_itself() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" TargetMode="External" Target="file:///etc/passwd" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    raw = make_docx(
        [("Normal", text) for text in PARAGRAPHS], **{"word___rels__document_xml.rels": relations}
    )
    assert read_document(raw).paragraphs == PARAGRAPHS


def test_scripts_in_a_book_are_not_taken() -> None:
    page = (
        "<html><head><script>alert(1)</script></head><body onload='alert(1)'>"
        + "".join(f"<p onclick='alert(1)'>{text}</p>" for text in PARAGRAPHS)
        + "<svg><script>alert(1)</script></svg><a href='javascript:alert(1)'>on</a></body></html>"
    )
    document = read_document(make_epub([("x", [])], {"OEBPS/c 0.xhtml": page}))
    assert document.paragraphs[:3] == PARAGRAPHS
    assert not any("alert" in block.text for block in document.blocks)


# Any file


def test_a_russian_text_is_refused_by_its_language_in_every_format() -> None:
    many = [RUSSIAN] * 6
    for raw in (
        make_docx([("Normal", text) for text in many]),
        make_epub([("Маяк", many)]),
        "\n\n".join(many).encode("utf-16"),
    ):
        assert "This looks like Russian" in refusal(raw)


def test_text_that_notepad_saved_as_unicode_is_read() -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        assert read_document("\n\n".join(PARAGRAPHS).encode(encoding)).paragraphs == PARAGRAPHS
    assert "not plain text in UTF-8" in refusal("\n\n".join(PARAGRAPHS).encode("utf-16-le"))


def test_a_large_file_is_weighed_and_not_opened() -> None:
    raw = make_pdf([PAGE]) + bytes(10_000_000)
    assert "10.0 MB large; a file may have 10 MB at most" in refusal(raw)


@pytest.mark.parametrize(
    "piece", ["<script>", "<script ", "<!-- --> ", "<p", "</style", "<style>a"]
)
def test_marks_without_end_are_looked_through_at_once(piece: str) -> None:
    began = monotonic()
    tell_kind((piece * (9_000_000 // len(piece))).encode(), "x.txt")
    assert monotonic() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 300_000,
        "_a " * 300_000,
        "[" * 900_000,
        "[a](" * 200_000,
        "![" * 400_000,
        "# " + "#" * 900_000 + "x",
        "a{" + ":" * 900_000,
        "(credit: " * 100_000,
        "- " * 400_000 + "x",
    ],
    ids=lambda text: text[:8],
)
def test_a_text_of_marks_is_read_or_refused_at_once(text: str) -> None:
    began = monotonic()
    for name in ("x.md", "x.txt"):
        with contextlib.suppress(ArticleError):
            read_document(f"{ENGLISH}\n\n{text}", name)
    assert monotonic() - began < 30


def test_front_matter_that_would_grow_without_end_is_no_field() -> None:
    laughs = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    text = "\n\n".join(PARAGRAPHS)
    document = read_document(f"---\na0: &a0 lol\n{laughs}author: *a8\n---\n{text}")
    assert document.author == ""
    assert "name: value" in refusal(f"---\na: {'[' * 5000}\n---\n{text}")


def test_an_empty_file_has_no_text() -> None:
    assert "There is no text here" in refusal(b"", "article.pdf")


# The child process


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ArticleError, match="takes longer than 0 seconds"):
        read_confined(make_pdf([PAGE]), FileKind.PDF, seconds=0.01)


def test_a_reader_knows_no_setting_and_cannot_ask_for_endless_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "only-for-the-program")
    environment = confined._bare_environment()
    assert set(environment) == {"PYTHONPATH", "PYTHONUTF8", "LC_ALL"}
    assert "only-for-the-program" not in str(environment)
    pid = os.fork()
    if pid == 0:
        confined.limit_myself()
        try:
            bytearray(2 * confined.MEMORY)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
