"""Quizzes and their assignments to courses, as tables."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Course
from quizapp.bank.models import Bank
from quizapp.db import Base, enum_column
from quizapp.generation.draft import Skill


class ReviewPolicy(StrEnum):
    """What a learner sees once an attempt is closed."""

    EVERYTHING = "everything"
    AFTER_CLOSING = "after_closing"
    SCORE_ONLY = "score_only"


class Quiz(Base):
    """A quiz: which bank, how many questions, and the rules of an attempt."""

    __tablename__ = "quiz"
    __table_args__ = (
        CheckConstraint("question_count >= 1", name="asks_something"),
        CheckConstraint("time_limit_seconds > 0", name="time_limit_is_positive"),
        CheckConstraint("max_attempts >= 1", name="allows_an_attempt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    question_count: Mapped[int]
    time_limit_seconds: Mapped[int | None]
    max_attempts: Mapped[int | None]
    review_policy: Mapped[ReviewPolicy] = mapped_column(enum_column(ReviewPolicy))
    created_at: Mapped[datetime]

    bank: Mapped[Bank] = relationship()
    skills: Mapped[list[QuizSkill]] = relationship(
        order_by="QuizSkill.skill", cascade="all, delete-orphan"
    )


class QuizSkill(Base):
    """A skill that the quiz draws from; a quiz with none of these draws from all."""

    __tablename__ = "quiz_skill"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    skill: Mapped[Skill] = mapped_column(enum_column(Skill), primary_key=True)


class Assignment(Base):
    """A quiz given to a course, in a window of time (either end may be open)."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("quiz_id", "course_id"),
        CheckConstraint("opens_at < closes_at", name="window_has_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    quiz: Mapped[Quiz] = relationship()
    course: Mapped[Course] = relationship()
