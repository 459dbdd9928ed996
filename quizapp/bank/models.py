"""Banks, questions and their versions, as tables.

A version is never changed: what a learner answered stays what was asked. Its content has a
shape, so it has columns and child tables (`bank.content` turns them into a QuestionDraft).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.articles.models import Article
from quizapp.db import Base, Strings, enum_column
from quizapp.generation.draft import (
    LONGEST_WRITER,
    Difficulty,
    DistractorClass,
    Kind,
    Origin,
    Skill,
    Status,
)


class Bank(Base):
    """Questions that a teacher keeps together.

    The bank of an article takes what is drafted about it; a collection has no article of its
    own and holds questions about any.
    """

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]

    teacher: Mapped[Teacher] = relationship()
    article: Mapped[Article | None] = relationship()


class Question(Base):
    """A question about an article through all its versions; `latest` numbers the one in force."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("bank_id", "uid"),
        CheckConstraint("latest >= 1", name="latest_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    uid: Mapped[str] = mapped_column(String(80))
    status: Mapped[Status] = mapped_column(enum_column(Status))
    latest: Mapped[int] = mapped_column(default=1)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)

    bank: Mapped[Bank] = relationship()
    article: Mapped[Article] = relationship()


class QuestionVersion(Base):
    """What a question said from one moment on."""

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    created_at: Mapped[datetime]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    skill: Mapped[Skill] = mapped_column(enum_column(Skill))
    difficulty: Mapped[Difficulty] = mapped_column(enum_column(Difficulty))
    stem: Mapped[str] = mapped_column(Text)
    rationale: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    pattern: Mapped[str] = mapped_column(String(80), default="")
    writer: Mapped[str] = mapped_column(String(LONGEST_WRITER), default="")  # a language model
    confidence: Mapped[float]
    reasons: Mapped[tuple[str, ...]] = mapped_column(Strings, default=())

    question: Mapped[Question] = relationship()
    teacher: Mapped[Teacher | None] = relationship()
    options: Mapped[list[VersionOption]] = relationship(
        order_by="VersionOption.position", cascade="all, delete-orphan"
    )
    answers: Mapped[list[VersionAnswer]] = relationship(
        order_by="VersionAnswer.position", cascade="all, delete-orphan"
    )
    pairs: Mapped[list[VersionPair]] = relationship(
        order_by="VersionPair.position", cascade="all, delete-orphan"
    )
    order: Mapped[list[VersionOrderItem]] = relationship(
        order_by="VersionOrderItem.position", cascade="all, delete-orphan"
    )
    spans: Mapped[list[VersionSpan]] = relationship(
        order_by="VersionSpan.position", cascade="all, delete-orphan"
    )
    pictures: Mapped[list[VersionPicture]] = relationship(
        order_by="VersionPicture.position", cascade="all, delete-orphan"
    )


class ReviewDecision(Base):
    """A teacher gives one or several questions a status; undone, it counts no longer."""

    __tablename__ = "review_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    teacher: Mapped[Teacher] = relationship()
    questions: Mapped[list[DecidedQuestion]] = relationship(cascade="all, delete-orphan")


class DecidedQuestion(Base):
    """A question of a decision, and the status that it had before."""

    __tablename__ = "decided_question"

    decision_id: Mapped[int] = mapped_column(ForeignKey("review_decision.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id"), primary_key=True, index=True
    )
    before: Mapped[Status] = mapped_column(enum_column(Status))

    question: Mapped[Question] = relationship()


class VersionOption(Base):
    """An option of a choice question."""

    __tablename__ = "version_option"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("NOT is_key OR distractor_class IS NULL", name="key_is_no_distractor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_key: Mapped[bool]
    rationale: Mapped[str] = mapped_column(Text, default="")
    distractor_class: Mapped[DistractorClass | None] = mapped_column(enum_column(DistractorClass))


class VersionAnswer(Base):
    """A typed answer that is accepted, for its gap (from 1)."""

    __tablename__ = "version_answer"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("gap >= 1", name="gap_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    gap: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    tolerance: Mapped[str] = mapped_column(String(40), default="")


class VersionPair(Base):
    """A premise and its response; an empty premise makes the response a distractor."""

    __tablename__ = "version_pair"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    premise: Mapped[str] = mapped_column(Text)
    response: Mapped[str] = mapped_column(Text)


class VersionOrderItem(Base):
    """An item of an ordering question; its position is its right place."""

    __tablename__ = "version_order_item"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class SpanRole(StrEnum):
    """What a span of the passage is to its question; see QuestionDraft."""

    CRITICAL = "critical"
    DISTRACTOR = "distractor"
    HIDDEN = "hidden"


class VersionSpan(Base):
    """A stretch of the passage that the question leans on."""

    __tablename__ = "version_span"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("start_offset >= 0 AND end_offset > start_offset", name="span_has_text"),
        CheckConstraint("paragraph >= 1", name="paragraph_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    role: Mapped[SpanRole] = mapped_column(enum_column(SpanRole))
    paragraph: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)


class StoredPicture(Base):
    """The file of a picture, kept once however many questions show it."""

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp')",
            name="can_be_drawn",
        ),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class VersionPicture(Base):
    """A picture that is shown with the stem, and what it shows in words."""

    __tablename__ = "version_picture"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("picture.sha256"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
