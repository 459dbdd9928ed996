"""Rulings on questions that learners have sat, and the scores they changed, as tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.attempts.models import Attempt
from quizapp.attempts.ruled import RulingKind
from quizapp.bank.models import QuestionVersion
from quizapp.db import Base, Strings, enum_column
from quizapp.quizzes.models import Quiz

IN_FORCE = text("ended_at IS NULL")


class Ruling(Base):
    """What a teacher has ruled about a question in a quiz; in force until `ended_at`.

    `options` are the indices of the right options. It was undone, or replaced by the one whose
    `replaces_id` it is: undone, that one gives way to it again. `mended_id` is the version that
    says so in the bank, where the teacher has asked for one.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_at >= made_at", name="ends_after_it_was_made"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint(
            "options = '[]' OR kind IN ('another_key', 'accept_both')", name="key_where_it_is_one"
        ),
        Index(
            "uq_ruling_one_in_force",
            "quiz_id",
            "version_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(None, "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    kind: Mapped[RulingKind] = mapped_column(enum_column(RulingKind))
    options: Mapped[tuple[str, ...]] = mapped_column(Strings, default=())
    reason: Mapped[str] = mapped_column(Text)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))
    mended_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))

    quiz: Mapped[Quiz] = relationship()
    version: Mapped[QuestionVersion] = relationship(foreign_keys=[version_id])
    teacher: Mapped[Teacher] = relationship(foreign_keys=[teacher_id])
    ender: Mapped[Teacher | None] = relationship(foreign_keys=[ended_by])
    answers: Mapped[list[RulingAnswer]] = relationship(
        order_by="RulingAnswer.position", cascade="all, delete-orphan", lazy="selectin"
    )


class RulingAnswer(Base):
    """A typed answer that a ruling accepts, for its gap (from 1)."""

    __tablename__ = "ruling_answer"
    __table_args__ = (CheckConstraint("gap >= 1", name="gap_from_one"),)

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gap: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    tolerance: Mapped[str] = mapped_column(String(40), default="")


class RulingChange(Base):
    """What a ruling, or undoing it (`undoes`), has changed in an attempt.

    `before` and `after` are of the attempt; NULL while it runs. Those of the question tell what
    undoing gives back, where nothing else has changed it since.
    """

    __tablename__ = "ruling_change"
    __table_args__ = (
        CheckConstraint(
            "(score_before IS NULL) = (score_after IS NULL)", name="scored_before_and_after"
        ),
        CheckConstraint(
            "(item_before IS NULL) = (share_before IS NULL)"
            " AND (item_after IS NULL) = (share_after IS NULL)",
            name="score_has_a_share",
        ),
        Index(None, "attempt_id"),
    )

    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), primary_key=True)
    undoes: Mapped[bool] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    score_before: Mapped[Decimal | None]
    score_after: Mapped[Decimal | None]
    max_before: Mapped[Decimal]
    max_after: Mapped[Decimal]
    item_before: Mapped[Decimal | None]
    item_after: Mapped[Decimal | None]
    share_before: Mapped[float | None]
    share_after: Mapped[float | None]
    waited: Mapped[bool]
    waits: Mapped[bool]

    attempt: Mapped[Attempt] = relationship()
    ruling: Mapped[Ruling] = relationship()
