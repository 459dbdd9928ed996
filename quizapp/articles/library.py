"""Which articles does a teacher have? Storing and finding them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.document import Document
from quizapp.articles.models import Article, ArticleBlock


def add_article(
    session: Session, teacher: Teacher, document: Document, *, now: datetime
) -> Article:
    """Store `document` for `teacher`; the same text twice is one article."""
    found = session.scalar(
        select(Article).where(Article.teacher_id == teacher.id, Article.sha256 == document.sha256)
    )
    if found:
        return found
    article = Article(
        teacher_id=teacher.id,
        title=document.title,
        author=document.author,
        source=document.source,
        published_on=document.published_on,
        licence=document.licence,
        level=document.level,
        sha256=document.sha256,
        words=document.word_count,
        created_at=now,
        blocks=[
            ArticleBlock(position=position, role=block.role, text=block.text)
            for position, block in enumerate(document.blocks, start=1)
        ],
    )
    session.add(article)
    session.flush()
    return article


def list_articles(session: Session, teacher_id: int) -> list[Article]:
    """The teacher's articles, the newest first."""
    return list(
        session.scalars(
            select(Article)
            .where(Article.teacher_id == teacher_id)
            .order_by(Article.created_at.desc(), Article.id.desc())
        )
    )
