"""How files become articles, and which are refused with what advice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.articles.document import BlockRole
from quizapp.articles.importing import MAX_BYTES, ArticleError, read_document

SHARED = Path(__file__).parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared reading texts are not beside this checkout"
)

PARAGRAPH = (
    "The old ferry to the island stopped last spring, and the people of the harbour had to find "
    "another way to bring their fish to the market. For a while they used small boats, but the "
    "sea was rough and the trips were long. In the end the council bought a second ship."
)
LONG = "\n\n".join([PARAGRAPH, PARAGRAPH.replace("ferry", "boat"), PARAGRAPH.replace("old", "red")])
PAGE = f"""Skip to main content

Breaking News

A Ferry Comes Back To The Island

A boat lies at the quay.
A boat lies at the quay.

{LONG}

What Happens Next?

The new captain, seen in the harbour last week (file photo)

{PARAGRAPH}

Share on Facebook

Sign up for our weekly newsletter

About This Blog

Harbour News is written by people who like ships and everything that swims or floats near them.
"""


def roles(text: str, name: str = "") -> dict[str, BlockRole]:
    return {block.text: block.role for block in read_document(text, name).blocks}


def test_front_matter_fills_the_fields_of_the_document() -> None:
    document = read_document(
        "---\ntitle: The Ferry\nauthor: A. Sailor\nlevel: intermediate\nsource: Harbour News\n"
        f"date: 2024-03-01\nlicence: CC-BY-4.0\n---\n\n{LONG}"
    )
    assert document.title == "The Ferry"
    assert (document.author, document.level) == ("A. Sailor", "intermediate")
    assert (document.source, document.licence) == ("Harbour News", "CC-BY-4.0")
    assert document.published_on == date(2024, 3, 1)


def test_markdown_lines_of_one_paragraph_are_joined_by_single_spaces() -> None:
    document = read_document("# Ferry\n\n" + LONG.replace(" and ", "\nand "), "ferry.md")
    assert "the sea was rough and the trips" in document.paragraphs[0]
    assert "\n" not in document.paragraphs[0]


def test_a_year_at_the_start_of_a_wrapped_line_is_no_list_item() -> None:
    document = read_document(f"# Ferry\n\nThe ship was built in\n2019. Later it sank.\n\n{LONG}")
    assert document.paragraphs[0] == "The ship was built in 2019. Later it sank."


def test_markdown_marks_are_stripped_and_quotes_kept() -> None:
    text = f"# Ferry\n\n> The **sea** was _rough_, says [a sailor](https://x.org).\n\n{LONG}"
    assert read_document(text).paragraphs[0] == "The sea was rough, says a sailor."


def test_markdown_headings_are_headings_and_the_title_is_taken_out() -> None:
    document = read_document(f"# The Ferry\n\n## How it began\n\n{LONG}")
    assert document.title == "The Ferry"
    assert [b.text for b in document.blocks if b.role is BlockRole.HEADING] == ["How it began"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Skip to main content", BlockRole.BOILERPLATE),
        ("Breaking News", BlockRole.BOILERPLATE),
        ("A boat lies at the quay.", BlockRole.CAPTION),
        ("What Happens Next?", BlockRole.HEADING),
        ("The new captain, seen in the harbour last week (file photo)", BlockRole.CAPTION),
        ("Share on Facebook", BlockRole.BOILERPLATE),
        ("Sign up for our weekly newsletter", BlockRole.BOILERPLATE),
        ("About This Blog", BlockRole.BOILERPLATE),
        (PARAGRAPH, BlockRole.BODY),
    ],
)
def test_the_lines_of_a_web_page_are_told_apart(text: str, role: BlockRole) -> None:
    assert roles(PAGE)[text] is role


def test_everything_after_about_this_blog_is_boilerplate() -> None:
    assert not any("Harbour News" in text for text in read_document(PAGE).paragraphs)


def test_the_title_is_the_first_heading_that_is_no_boilerplate() -> None:
    assert read_document(PAGE).title == "A Ferry Comes Back To The Island"


def test_a_text_without_heading_is_called_by_its_first_words() -> None:
    assert read_document(LONG).title == "The old ferry to the island stopped last …"


def test_a_list_of_learning_objectives_is_no_body() -> None:
    text = f"Ships\n\nLearning Objectives\n\nExplain how ferries float on rough water\n\n{LONG}"
    assert roles(text)["Explain how ferries float on rough water"] is BlockRole.BOILERPLATE


def test_one_long_line_is_one_paragraph_even_without_blank_lines() -> None:
    assert len(read_document(LONG.replace("\n\n", "\n")).paragraphs) == 3


def test_curly_quotes_and_dashes_stay_as_the_learner_sees_them() -> None:
    text = LONG.replace("the sea was rough", "the “sea” was the people’s – rough –")
    assert "the “sea” was the people’s – rough –" in read_document(text).paragraphs[0]


@pytest.mark.parametrize(
    ("raw", "advice"),
    [
        ("", "no text"),
        (" \n\t ", "no text"),
        ("A few words only.", "has 4 words; it needs at least 100"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a picture"),
        ("Grüße aus dem Hafen".encode("latin-1"), "not plain text"),
        ("a" * (MAX_BYTES + 1), "1 MB at most"),
        ("bread " * 200, "repeated again and again"),
        ("\n".join(f"https://example.org/{n} Page {n}" for n in range(150)), "list of links"),
        (f"---\ntitle: [\n---\n{LONG}", "name: value"),
        (f"---\ntitle: X\ndate: someday\n---\n{LONG}", "year-month-day"),
    ],
)
def test_what_is_no_article_is_refused_with_advice(raw: bytes | str, advice: str) -> None:
    with pytest.raises(ArticleError, match=advice):
        read_document(raw)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Der Hafen ist alt und die Leute sind nicht froh mit dem Wetter auf der Insel.", "German"),
        ("Le port est vieux et les gens ne sont pas contents du temps dans une île.", "French"),
        (
            "El puerto es viejo y los vecinos no están contentos con el tiempo en la isla.",
            "Spanish",
        ),
        ("Гавань старая и люди не рады погоде на острове, но они живут там и не едут.", "Russian"),
    ],
)
def test_another_language_is_named(sentence: str, language: str) -> None:
    text = " ".join(f"{sentence} ({n})" for n in range(12))
    with pytest.raises(ArticleError, match=language):
        read_document(text)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_any_input_is_an_article_or_an_article_error(raw: bytes | str) -> None:
    try:
        words = read_document(raw).word_count
    except ArticleError:
        words = 100
    assert words >= 100


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_bytes_and_text_of_one_article_are_read_alike(extra: str) -> None:
    text = f"{LONG}\n\n{extra}"
    try:
        document = read_document(text)
    except ArticleError:
        return
    assert read_document(text.encode()) == document


@needs_shared
def test_the_raw_page_loses_its_furniture_and_keeps_its_title() -> None:
    page = next((SHARED / "seeds").glob("000_*.txt")).read_bytes()
    document = read_document(page, "page.txt")
    assert document.title == "Is A Battle For Power Raging Within Kazakhstan's Government?"
    assert 1850 < document.word_count < 1950
    body = "\n".join(document.paragraphs)
    for furniture in ("Accessibility", "Breaking News", "file photo", "Qishloq Ovozi", "Archive"):
        assert furniture not in body
    headings = [b.text for b in document.blocks if b.role is BlockRole.HEADING]
    assert len(headings) == 5
    assert all(len(text.split()) <= 4 for text in headings)
