"""Articles are kept as they came, once a teacher."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from quizapp.articles.document import Block, BlockRole
from quizapp.articles.library import add_article, list_articles
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, make_teacher


def test_an_article_comes_back_as_the_document_it_was(
    session: Session, clock: MovableClock
) -> None:
    article = add_article(session, make_teacher(session, clock()), DOCUMENT, now=clock())
    session.expire_all()
    assert article.to_document() == DOCUMENT
    assert (article.sha256, article.words) == (DOCUMENT.sha256, DOCUMENT.word_count)
    assert article.created_at == clock()
    assert [block.position for block in article.blocks] == [1, 2, 3, 4, 5]


def test_the_same_text_twice_is_one_article_of_a_teacher(
    session: Session, clock: MovableClock
) -> None:
    one, other = (make_teacher(session, clock(), name) for name in ("one", "other"))
    first = add_article(session, one, DOCUMENT, now=clock())
    again = replace(DOCUMENT, title="Another title", author="Somebody else")
    assert add_article(session, one, again, now=clock()) is first
    assert first.title == DOCUMENT.title
    assert add_article(session, other, DOCUMENT, now=clock()) is not first
    assert list_articles(session, one.id) == [first]


def test_a_changed_text_is_another_article_and_the_newest_comes_first(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    first = add_article(session, teacher, DOCUMENT, now=clock())
    clock.move(minutes=1)
    longer = replace(
        DOCUMENT, blocks=(*DOCUMENT.blocks, Block(BlockRole.BODY, "A ferry still runs."))
    )
    second = add_article(session, teacher, longer, now=clock())
    third = add_article(session, teacher, replace(longer, blocks=longer.blocks[1:4]), now=clock())
    assert list_articles(session, teacher.id) == [third, second, first]


def test_headings_and_captions_do_not_change_the_digest() -> None:
    body = tuple(block for block in DOCUMENT.blocks if block.role is BlockRole.BODY)
    assert replace(DOCUMENT, blocks=body).sha256 == DOCUMENT.sha256
    assert replace(DOCUMENT, blocks=body[:-1]).sha256 != DOCUMENT.sha256
