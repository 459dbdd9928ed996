"""PDF, Word files and e-books become articles."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest

from quizapp.articles.document import BlockRole, Document
from quizapp.articles.importing import ArticleError, ManyChaptersError, read_document
from tests.articles.files import lock_pdf, make_docx, make_epub, make_pdf, set_lines
from tests.articles.pages import ENGLISH, PARAGRAPHS, SECOND, THIRD

HEAD, FOOT = "Harbour News, March 2024", "Page {}"


def texts(document: Document, role: BlockRole) -> list[str]:
    return [block.text for block in document.blocks if block.role is role]


def wrap(text: str, width: int = 80) -> list[str]:
    return textwrap.wrap(text, width)


# PDF


def test_lines_of_a_pdf_are_paragraphs_again_across_pages() -> None:
    second = wrap(SECOND)
    first_page = [*wrap(ENGLISH), "", *second[:2]]
    pages = [
        [(18.0, 60.0, 780.0, "The empty lighthouse"), *set_lines(first_page)],
        set_lines([*second[2:], "", *wrap(THIRD)]),
    ]
    document = read_document(make_pdf(pages), "lighthouse.pdf")
    assert document.title == "The empty lighthouse"
    assert document.paragraphs == PARAGRAPHS


def test_heads_feet_and_page_numbers_of_a_pdf_are_left_out() -> None:
    pages = [
        [(9.0, 60.0, 815.0, HEAD), *set_lines(wrap(text)), (9.0, 280.0, 30.0, FOOT.format(number))]
        for number, text in enumerate(PARAGRAPHS, start=1)
    ]
    document = read_document(make_pdf(pages))
    assert document.paragraphs == PARAGRAPHS
    assert texts(document, BlockRole.BOILERPLATE) == [
        line for number in (1, 2, 3) for line in (HEAD, FOOT.format(number))
    ]


def test_a_word_that_is_parted_at_a_line_end_is_whole_again() -> None:
    lines = ["The light-", "house was a well-", "known sight to all the fishermen."]
    page = set_lines([*lines, "", *wrap(ENGLISH), "", *wrap(SECOND), "", *wrap(THIRD)])
    first = read_document(make_pdf([page])).paragraphs[0]
    assert first == "The lighthouse was a well-known sight to all the fishermen."


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    left, right = wrap(f"{ENGLISH} {SECOND}", 40), wrap(THIRD, 40)
    page = [*set_lines(left), *((size, 320.0, y, text) for size, _, y, text in set_lines(right))]
    assert " ".join(read_document(make_pdf([page])).paragraphs) == " ".join(PARAGRAPHS)


def test_indented_first_lines_part_the_paragraphs_of_a_pdf() -> None:
    lines = [line for text in PARAGRAPHS for line in wrap(text)]
    starts = {wrap(text)[0] for text in PARAGRAPHS}
    page = [
        (size, x + (15 if text in starts else 0), y, text) for size, x, y, text in set_lines(lines)
    ]
    assert read_document(make_pdf([page])).paragraphs == PARAGRAPHS


def test_a_pdf_that_is_locked_against_printing_alone_is_read() -> None:
    page = set_lines([line for text in PARAGRAPHS for line in (*wrap(text), "")])
    assert read_document(lock_pdf(make_pdf([page]), "")).paragraphs == PARAGRAPHS


# Word


def test_styles_of_a_word_file_tell_headings_and_captions() -> None:
    raw = make_docx(
        [
            ("Title", "The empty lighthouse"),
            ("Normal", ENGLISH),
            ("caption", "The tower in a storm."),
            ("heading1", "What will become of it?"),
            ("Normal", SECOND),
            ("Normal", THIRD),
        ]
    )
    document = read_document(raw, "lighthouse.docx")
    assert document.title == "The empty lighthouse"
    assert document.author == "Marta Delgren"
    assert document.paragraphs == PARAGRAPHS
    assert texts(document, BlockRole.HEADING) == ["What will become of it?"]
    assert texts(document, BlockRole.CAPTION) == ["The tower in a storm."]


def test_markup_that_is_typed_into_a_word_file_stays_text() -> None:
    raw = make_docx(
        [("Normal", f"{ENGLISH} <script>alert(1)</script>"), ("Normal", SECOND + THIRD)]
    )
    assert read_document(raw).paragraphs[0] == f"{ENGLISH} <script>alert(1)</script>"


# E-books


def test_a_short_book_is_one_article_in_the_order_of_its_spine() -> None:
    raw = make_epub([("The tower", [ENGLISH]), ("The museum", [SECOND, THIRD])])
    document = read_document(raw, "tales.epub")
    assert document.paragraphs == PARAGRAPHS
    assert (document.title, document.author) == ("Tales of the Cape", "Marta Delgren")
    assert (document.source, document.published_on) == ("Harbour Press", date(2019, 5, 2))
    assert texts(document, BlockRole.HEADING) == ["The tower", "The museum"]


def long_book() -> bytes:
    tale = [f"{text} This was told {n} times." for n in range(15) for text in PARAGRAPHS]
    chapters = [("The tower", tale), ("Thanks", ["To all."]), ("The museum", tale[::-1])]
    return make_epub([*chapters, ("The key", tale[3:])])


def test_a_long_book_lists_its_chapters_and_gives_one() -> None:
    raw = long_book()
    with pytest.raises(ManyChaptersError, match="Choose one chapter") as caught:
        read_document(raw, "tales.epub")
    chapters = caught.value.chapters
    assert [(it.number, it.title) for it in chapters] == [
        (1, "The tower"),
        (2, "The museum"),
        (3, "The key"),
    ]
    document = read_document(raw, "tales.epub", chapter=2)
    assert document.title == "The museum"
    assert document.source == "Tales of the Cape, Harbour Press"
    assert document.word_count == chapters[1].words


def test_a_chapter_that_is_not_there_is_refused() -> None:
    with pytest.raises(ArticleError, match="There is no chapter 9"):
        read_document(long_book(), "tales.epub", chapter=9)


# The name does not decide


@pytest.mark.parametrize("name", ["x.txt", "x.docx", "x.html", "x", "photo.png"])
def test_bytes_tell_what_a_file_is_whatever_its_name(name: str) -> None:
    pdf = make_pdf([set_lines([line for text in PARAGRAPHS for line in (*wrap(text), "")])])
    docx = make_docx([("Normal", text) for text in PARAGRAPHS])
    epub = make_epub([("The tower", PARAGRAPHS)])
    for raw in (pdf, docx, epub):
        assert read_document(raw, name).paragraphs == PARAGRAPHS
