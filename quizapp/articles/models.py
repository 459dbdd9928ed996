"""Articles and their blocks, as tables."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.articles.document import Block, BlockRole, Document
from quizapp.db import Base, enum_column


class Article(Base):
    """An article that a teacher owns. Its text never changes once it has questions."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    published_on: Mapped[date | None]
    licence: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[str] = mapped_column(String(40), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    words: Mapped[int]
    created_at: Mapped[datetime]

    teacher: Mapped[Teacher] = relationship()
    blocks: Mapped[list[ArticleBlock]] = relationship(
        order_by="ArticleBlock.position", cascade="all, delete-orphan"
    )

    def to_document(self) -> Document:
        """The article as the plain value that reading and generation take."""
        return Document(
            title=self.title,
            blocks=tuple(Block(block.role, block.text) for block in self.blocks),
            author=self.author,
            source=self.source,
            published_on=self.published_on,
            licence=self.licence,
            level=self.level,
        )


class ArticleBlock(Base):
    """One block of an article at its place, from 1."""

    __tablename__ = "article_block"
    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    position: Mapped[int]
    role: Mapped[BlockRole] = mapped_column(enum_column(BlockRole))
    text: Mapped[str] = mapped_column(Text)


class WaitingBook(Base):
    """A book that a teacher has sent and of which a chapter is to be chosen; one a teacher."""

    __tablename__ = "waiting_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
