"""Attempts, their papers and the append-only responses, as tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Learner
from quizapp.bank.models import QuestionVersion
from quizapp.db import Base, Strings, enum_column
from quizapp.quizzes.models import Assignment

IS_OPEN = text("closed_at IS NULL")


class CloseReason(StrEnum):
    SUBMITTED = "submitted"
    TIME_UP = "time_up"


class Attempt(Base):
    """A sitting: a snapshot of paper, deadline, grace and accommodation at its start."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "learner_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("time_multiplier >= 1", name="never_shortens"),
        CheckConstraint("grace_seconds >= 0", name="grace_is_not_negative"),
        CheckConstraint("deadline IS NULL OR deadline > started_at", name="ends_after_start"),
        CheckConstraint(
            "(closed_at IS NULL) = (score IS NULL)"
            " AND (closed_at IS NULL) = (close_reason IS NULL)",
            name="closed_means_scored",
        ),
        CheckConstraint("score >= 0 AND score <= max_score", name="score_in_range"),
        Index(
            "uq_attempt_one_open",
            "assignment_id",
            "learner_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(None, "learner_id"),
        Index(
            "ix_attempt_open_deadline", "deadline", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    grace_seconds: Mapped[int]
    time_multiplier: Mapped[float]
    max_score: Mapped[Decimal]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    score: Mapped[Decimal | None]

    assignment: Mapped[Assignment] = relationship()
    learner: Mapped[Learner] = relationship()
    items: Mapped[list[PaperItem]] = relationship(
        order_by="PaperItem.position", cascade="all, delete-orphan"
    )


class PaperItem(Base):
    """One question of an attempt's paper: the version asked, and in which printed order.

    `printed_order` holds the version's own indices (from 0) as they stand on the learner's
    page: of options, of a matching's responses, or of an ordering's items.
    """

    __tablename__ = "paper_item"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("score >= 0 AND score <= max_score", name="score_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    printed_order: Mapped[tuple[str, ...]] = mapped_column(Strings, default=())
    max_score: Mapped[Decimal]
    score: Mapped[Decimal | None]

    version: Mapped[QuestionVersion] = relationship()


class Response(Base):
    """One answer as it was given. It is never overwritten; the next one follows it.

    `value` is written in the version's own indices, see `attempts.answers`.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position", "sequence"),
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    sequence: Mapped[int]
    value: Mapped[tuple[str, ...]] = mapped_column(Strings)
    received_at: Mapped[datetime]
