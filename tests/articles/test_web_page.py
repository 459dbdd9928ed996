"""What is read of a web page, and that nothing of it can run."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.articles.document import BlockRole, Document
from quizapp.articles.importing import ArticleError, read_document
from quizapp.articles.web_page import read_web_page
from tests.articles.pages import ENGLISH, PAGE, PARAGRAPHS, RUSSIAN, SECOND, THIRD


def texts(document: Document, role: BlockRole) -> list[str]:
    return [block.text for block in document.blocks if block.role is role]


@pytest.mark.parametrize("name", ["lighthouse.html", "pasted.txt", "lighthouse.pdf", ""])
def test_a_page_becomes_an_article_whatever_its_name(name: str) -> None:
    document = read_document(PAGE.encode(), name)
    assert document.title == "The empty lighthouse"
    assert document.paragraphs == (
        ENGLISH,
        SECOND,
        f"{THIRD} Read the plan of the council.",
    )


def test_what_is_around_the_article_is_left_out_and_kept() -> None:
    document = read_document(PAGE.encode(), "lighthouse.html")
    left_out = texts(document, BlockRole.BOILERPLATE)
    for text in ("Home", "All the news", "Share this", "A boat that nobody wanted was sold twice."):
        assert text in left_out
    assert texts(document, BlockRole.HEADING) == ["What will become of it?"]
    assert texts(document, BlockRole.CAPTION) == ["The tower in a storm of 2019."]


def test_the_head_of_a_page_tells_who_wrote_it_when_and_under_which_licence() -> None:
    document = read_document(PAGE.encode(), "lighthouse.html")
    assert document.author == "Marta Delgren"
    assert document.published_on == date(2024, 3, 1)
    assert document.source == "Harbour News, https://harbour.example/news/lighthouse"
    assert document.licence.startswith("CC BY")


def test_a_heading_of_a_menu_is_never_the_title() -> None:
    menu = "<div><h1>Keyboard shortcuts</h1><p>Press S to search.</p></div>"
    page = PAGE.replace("<article>", f"{menu}<article>")
    assert read_document(page.encode()).title == "The empty lighthouse"


def test_pasted_source_is_read_as_the_page_it_is() -> None:
    assert read_document(PAGE) == read_document(PAGE.encode(), "lighthouse.html")
    piece = PAGE[PAGE.index("<article>") : PAGE.index("</article>")]
    assert ENGLISH in read_document(piece).paragraphs


def test_loose_text_beside_a_script_is_read_without_the_script() -> None:
    loose = "\n\n".join(PARAGRAPHS) + "\n\n<script>var tracker = 1;</script>"
    document = read_document(loose)
    assert document.paragraphs == PARAGRAPHS


def test_an_old_page_that_breaks_lines_twice_has_paragraphs() -> None:
    page = f"<html><body>{'<br><br>'.join(PARAGRAPHS)}</body></html>"
    assert read_document(page.encode(), "old.htm").paragraphs == PARAGRAPHS


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">here</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>p { background: url(javascript:alert(1)) }</style>",
    "<math><mtext></p><script>alert(1)</script></mtext></math>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<!--><script>alert(1)</script>-->",
    "<p hidden>alert(1)</p>",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_could_run_is_taken_from_a_page(attack: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<html><body><article>{attack}{body}{attack}</article></body></html>"
    document = read_web_page(page.encode())
    assert set(PARAGRAPHS) <= set(document.paragraphs)
    for block in document.blocks:
        assert "alert(1)" not in block.text or block.role is BlockRole.BOILERPLATE
        assert "<script" not in block.text


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("windows-1252", '<meta charset="windows-1252">'),
        (
            "iso-8859-15",
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">',
        ),
        ("utf-16", ""),
        ("cp1252", ""),
        ("utf-8", '<meta charset="no-such-code">'),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(encoding: str, head: str) -> None:
    word = "the café’s coast" if "8859" not in encoding else "the café coast"
    body = "".join(f"<p>{text} They met at {word}.</p>" for text in PARAGRAPHS)
    raw = f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)
    assert word in read_web_page(raw).paragraphs[0]


def test_a_russian_page_is_refused_by_its_language() -> None:
    page = f"<html><body>{f'<p>{RUSSIAN}</p>' * 6}</body></html>"
    with pytest.raises(ArticleError, match="This looks like Russian"):
        read_document(page.encode(), "page.html")


@pytest.mark.parametrize(
    "source",
    [
        "<html><body></body></html>",
        "<html><head><script>render()</script></head><body><div id=app></div></body></html>",
        "<html><body><p>Sign in to read this story.</p></body></html>",
    ],
)
def test_a_page_without_words_says_how_few_it_has(source: str) -> None:
    with pytest.raises(ArticleError, match="it needs at least 100"):
        read_document(source.encode(), "page.html")


@pytest.mark.parametrize("depth", [300, 4000, 100_000])
def test_a_page_that_is_nested_without_end_is_refused_at_once(depth: int) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    with pytest.raises(ArticleError, match="nested so deeply"):
        read_document(f"<html><body>{'<div>' * depth}{body}</body></html>")


def test_entities_that_would_grow_without_end_stay_as_small_as_they_are() -> None:
    laughs = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    page = f"<!DOCTYPE html [<!ENTITY lol0 'lol'>{laughs}]><html><body><p>&lol9;</p></body></html>"
    with pytest.raises(ArticleError):
        read_document(page.encode(), "page.html")
