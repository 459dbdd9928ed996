"""A teacher brings an article, mends what was taken of it, and lets a wrong one go."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from quizapp.articles.document import BlockRole
from quizapp.articles.models import Article
from quizapp.bank.mending import has_questions
from quizapp.db import db
from tests.articles.files import make_epub
from tests.articles.pages import ENGLISH, PAGE, SECOND, THIRD
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build

NEW = "/teach/articles/new"


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids, clock: MovableClock) -> Visitor:
    clock.move(minutes=5)
    return sign_in_teacher(app)


def bring(teacher: Visitor, raw: bytes, name: str) -> str:
    """Upload a file; where the article's page is."""
    reply = teacher.send(NEW, {"file": FileStorage(io.BytesIO(raw), name)})
    assert reply.status_code == 302, reply.text
    return (reply.location or "").removesuffix("/blocks")


def kept(app: Flask, page: str) -> tuple[str, int, list[BlockRole]]:
    """Digest, words and roles of the article of a page."""
    with app.app_context():
        article = db.session.get_one(Article, int(page.rpartition("/")[2]))
        return article.sha256, article.words, [block.role for block in article.blocks]


def test_a_web_page_is_shown_with_a_switch_on_each_paragraph(app: Flask, teacher: Visitor) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    preview = teacher.see(f"{page}/blocks")
    assert len(re.findall('class="block"', preview)) == len(kept(app, page)[2])
    for words in (ENGLISH, "Most read", "Marta Delgren", "CEFR level, an estimate", "Leave out"):
        assert words in preview


def test_another_role_changes_paragraphs_words_and_digest(app: Flask, teacher: Visitor) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    digest, words, roles = kept(app, page)
    body = [place for place, role in enumerate(roles) if role is BlockRole.BODY]
    fields = {f"roles-{place}": role for place, role in enumerate(roles)}
    fields[f"roles-{body[1]}"] = BlockRole.BOILERPLATE
    fields[f"roles-{roles.index(BlockRole.HEADING)}"] = BlockRole.BODY
    reply = teacher.send(f"{page}/blocks", fields)
    assert reply.location == page
    assert kept(app, page)[0] != digest
    assert kept(app, page)[1] == words - len(SECOND.split()) + 5
    passage = teacher.see(page).partition("<article")[2]
    assert SECOND not in passage
    assert ENGLISH in passage


@ON_SQLITE
def test_what_would_leave_too_little_is_refused_and_chosen_again(
    app: Flask, teacher: Visitor
) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    before = kept(app, page)
    fields = {f"roles-{place}": BlockRole.CAPTION for place in range(len(before[2]))}
    reply = teacher.send(f"{page}/blocks", fields)
    assert "The article has 0 words; it needs at least 100" in reply.text
    assert reply.text.count("checked") == len(before[2])
    assert kept(app, page) == before


@pytest.mark.parametrize("fields", [{}, {"roles-0": "nonsense"}, {"roles-0": "body"}])
@ON_SQLITE
def test_a_page_that_was_changed_changes_nothing(
    app: Flask, teacher: Visitor, fields: dict[str, str]
) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    before = kept(app, page)
    assert teacher.send(f"{page}/blocks", fields).status_code in (200, 302)
    assert kept(app, page) == before


def test_an_article_with_questions_stays_as_it_is_and_says_why(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    page = f"/teach/articles/{ids.article_id}"
    before = kept(app, page)
    assert "This article has questions" in teacher.see(f"{page}/blocks")
    assert "This article has questions" in teacher.see(f"{page}/remove")
    fields = {f"roles-{place}": BlockRole.BODY for place in range(len(before[2]))}
    for path in ("blocks", "remove"):
        token = teacher.token(NEW)
        reply = teacher.client.post(f"{page}/{path}", data={"csrf_token": token, **fields})
        assert "This article has questions" in reply.text
    assert kept(app, page) == before
    with app.app_context():
        assert has_questions(db.session(), ids.article_id)


def test_an_article_waits_while_its_questions_are_being_written(
    app: Flask, teacher: Visitor
) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    teacher.send(f"{page}/generate", page=page)
    before = kept(app, page)
    token = teacher.token(NEW)
    reply = teacher.client.post(f"{page}/remove", data={"csrf_token": token})
    assert "Questions are being written" in reply.text
    assert kept(app, page) == before


def test_what_is_known_of_an_article_is_changed_at_any_time(ids: Ids, teacher: Visitor) -> None:
    page = f"/teach/articles/{ids.article_id}"
    facts = {"title": " A new title ", "author": "M. Delgren", "published_on": "2024-03-01"}
    assert teacher.send(f"{page}/about", facts | {"level": "B1"}).location == page
    shown = teacher.see(page)
    for words in ("<h1>A new title</h1>", "M. Delgren", "2024-03-01", "B1"):
        assert words in shown
    refused = teacher.send(f"{page}/about", {"title": "", "author": "Kept"})
    assert "Write a title." in refused.text
    assert 'value="Kept"' in refused.text


def test_an_article_without_questions_is_deleted_when_that_is_confirmed(
    app: Flask, teacher: Visitor
) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    assert "Delete “The empty lighthouse”?" in teacher.see(f"{page}/remove")
    teacher.see(page)
    assert teacher.send(f"{page}/remove").location == "/teach/articles"
    teacher.see(page, 404)


@ON_SQLITE
def test_the_same_file_twice_leads_to_the_article_that_is_there(
    clock: MovableClock, teacher: Visitor
) -> None:
    page = bring(teacher, PAGE.encode(), "lighthouse.html")
    clock.move(minutes=1)
    assert bring(teacher, PAGE.encode(), "again.html") == page
    assert "You have this article already" in teacher.see(page)


@ON_SQLITE
def test_nothing_of_a_page_reaches_another_page_unescaped(teacher: Visitor) -> None:
    hostile = (
        PAGE.replace("Marta Delgren", "&lt;script&gt;alert(1)&lt;/script&gt;")
        .replace("The empty lighthouse", "Light &lt;img src=x onerror=alert(1)&gt; house")
        .replace(THIRD, f"{THIRD} &lt;script&gt;alert(2)&lt;/script&gt;")
    )
    page = bring(teacher, hostile.encode(), "hostile.html")
    for url in (page, f"{page}/blocks", f"{page}/about", f"{page}/remove", "/teach/articles"):
        shown = teacher.see(url)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@ON_SQLITE
def test_a_refused_file_is_asked_for_again_and_what_was_typed_is_kept(teacher: Visitor) -> None:
    file = FileStorage(io.BytesIO(PAGE.encode()), "lighthouse.html")
    typed = {"file": file, "author": "Kept", "published_on": "yesterday"}
    reply = teacher.send(NEW, typed)
    assert "Choose the file again." in reply.text
    assert 'value="Kept"' in reply.text
    assert re.search(r'<details class="more" open', reply.text)
    gone = FileStorage(io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "old.doc")
    assert "an old Word or Office file (.doc)" in teacher.send(NEW, {"file": gone}).text


@ON_SQLITE
def test_a_file_that_is_too_large_is_told_how_large_it_may_be(teacher: Visitor) -> None:
    token = teacher.token(NEW)
    for size, status in ((10_500_000, 200), (13_000_000, 413)):
        file = FileStorage(io.BytesIO(b"word " * (size // 5)), "long.txt")
        reply = teacher.client.post(NEW, data={"csrf_token": token, "file": file})
        assert reply.status_code == status
        assert "10 MB at most" in reply.text


@ON_SQLITE
def test_a_long_book_waits_until_a_chapter_is_chosen(app: Flask, teacher: Visitor) -> None:
    assert "No book is here" in teacher.see("/teach/articles/book")
    tale = [f"{text} This was told {n} times." for n in range(20) for text in (ENGLISH, SECOND)]
    book = FileStorage(io.BytesIO(make_epub([("Tower", tale), ("Key", tale[::-1])] * 2)), "t.epub")
    assert teacher.send(NEW, {"file": book}).location == "/teach/articles/book"
    for chapter, sentence in (("", "Choose a chapter."), ("9", "There is no chapter 9")):
        refused = teacher.send("/teach/articles/book", {"chapter": chapter})
        assert sentence in refused.text
        assert "Key (" in refused.text
    page = teacher.send("/teach/articles/book", {"chapter": "2"}).location or ""
    assert "Tales of the Cape" in teacher.see(page)
    other = sign_in_teacher(app, "other")
    assert "No book is here" in other.see("/teach/articles/book")
