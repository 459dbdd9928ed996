"""Which articles does a teacher have? Storing and finding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.articles.document import BlockRole, Document
from quizapp.articles.models import Article, ArticleBlock
from quizapp.articles.refusals import ArticleError, refuse_short

LEVELS = ("introductory", "intermediate", "advanced")  # the usual words, the easiest first


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


def describe(session: Session, article: Article, facts: Mapping[str, str | date | None]) -> None:
    """Set what is known about an article: title, author, source and so on; its text stays."""
    for name, value in facts.items():
        setattr(article, name, value.strip() if isinstance(value, str) else value)
    session.flush()


def set_roles(session: Session, article: Article, roles: Sequence[BlockRole]) -> None:
    """Say of each block in order what it is. Raises ArticleError when too little is body."""
    document = article.to_document()
    if len(roles) != len(document.blocks):
        raise ArticleError("This page was of another text. Load it again and choose anew.")
    pairs = zip(document.blocks, roles, strict=True)
    changed = replace(document, blocks=tuple(replace(block, role=role) for block, role in pairs))
    refuse_short(changed.blocks)
    for block, role in zip(article.blocks, roles, strict=True):
        block.role = role
    article.sha256, article.words = changed.sha256, changed.word_count
    session.flush()


def list_siblings(session: Session, article: Article) -> list[Article]:
    """The article at its levels, the easiest first: what bears the same title and another level.

    Where a level is there twice, the article itself stands for its own.
    """
    found = session.scalars(
        select(Article)
        .where(
            Article.teacher_id == article.teacher_id,
            Article.title == article.title,
            Article.level != "",
        )
        .order_by(Article.id)
    )
    by_level: dict[str, list[Article]] = {}
    for it in found:
        by_level.setdefault(it.level, []).append(it)
    if not article.level or len(by_level) < 2:
        return []
    by_level[article.level] = [article]
    return sorted((it for own in by_level.values() for it in own), key=_by_level)


def _by_level(article: Article) -> tuple[int, str, int]:
    level = article.level.casefold()
    place = LEVELS.index(level) if level in LEVELS else len(LEVELS)
    return place, level, article.id
