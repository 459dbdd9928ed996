"""The log of erasures, as a table: that somebody was erased, never who it was."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.db import Base, enum_column


class ErasedBy(StrEnum):
    TEACHER = "teacher"
    OPERATOR = "operator"
    RETENTION = "retention"  # nobody asked: the time that the installation keeps them was over


class Erasure(Base):
    """A line of the log: when a learner was erased and by whom. The number is all it has of them.

    With the number an operator erases them again who come back from a backup.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("(erased_by = 'teacher') = (teacher_id IS NOT NULL)", name="by_somebody"),
        Index(None, "erased_at"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    erased_at: Mapped[datetime]
    erased_by: Mapped[ErasedBy] = mapped_column(enum_column(ErasedBy))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)

    teacher: Mapped[Teacher | None] = relationship()
