"""What does the log of what was done look like as a table? It has no answer and no secret."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db import Base, enum_column

LONGEST_TITLE = 300


class Deed(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    DECIDED = "decided"  # a question's status, or a learner's grade
    SHARED = "shared"
    UNSHARED = "unshared"
    COPIED = "copied"
    MERGED = "merged"
    IMPORTED = "imported"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"
    MENDED = "mended"
    ARCHIVED = "archived"  # or taken out of the archive
    HANDED_OVER = "handed_over"
    PASSWORD_SET = "password_set"
    TIME_GIVEN = "time_given"
    CLOSED = "closed"
    REOPENED = "reopened"
    COUNTED = "counted"
    MARKED = "marked"
    ERASED = "erased"
    RESTORED = "restored"


class Thing(StrEnum):
    """What it was done to."""

    ARTICLE = "article"
    BANK = "bank"
    QUESTION = "question"
    QUIZ = "quiz"
    COURSE = "course"
    CLASS_LIST = "class_list"
    LEARNER = "learner"
    GRADE = "grade"
    GRADING = "grading"
    ASSIGNMENT = "assignment"
    ATTEMPT = "attempt"
    TEACHER = "teacher"
    PROGRAM = "program"  # the installation itself


class AuditEntry(Base):
    """One thing that was done. Without a teacher an operator did it.

    The names of teachers and titles are those of the moment. Of a learner it has the number alone,
    so that nothing here tells who they were once they are erased.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("(teacher_id IS NULL) = (teacher_name = '')", name="teacher_with_name"),
        Index(None, "course_id", "at"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    teacher_name: Mapped[str] = mapped_column(String(120))
    deed: Mapped[Deed] = mapped_column(enum_column(Deed))
    thing: Mapped[Thing] = mapped_column(enum_column(Thing))
    thing_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
