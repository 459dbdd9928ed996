"""What a teacher decides about grades, and what is kept of totals, as tables.

A decision is never changed: the next one follows it, and the last one of a learner in a quiz is
in force. Totals are kept only so that ten thousand learners can be put in order of them.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.db import Base

LONGEST_NAME = 80
LONGEST_REASON = 500
LONGEST_COMMENT = 2000
WHOLE_COURSE = 0  # in place of a period's id


class GradingTerms(Base):
    """How a course's totals are made; a course without a row has what the columns begin with.

    `other_weight` is that of the quizzes that are in no category.
    """

    __tablename__ = "grading_terms"
    __table_args__ = (CheckConstraint("other_weight > 0", name="weight_is_positive"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    missed_counts: Mapped[bool] = mapped_column(default=False)
    other_weight: Mapped[Decimal] = mapped_column(default=Decimal(1))


class GradeCategory(Base):
    """Quizzes of a course that count together; the `drop_lowest` worst of them do not."""

    __tablename__ = "grade_category"
    __table_args__ = (
        UniqueConstraint("course_id", "name"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint("drop_lowest >= 0", name="drops_none_or_some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    weight: Mapped[Decimal]
    drop_lowest: Mapped[int] = mapped_column(default=0)


class CategorisedQuiz(Base):
    """The category of a quiz in a course: it has one at most."""

    __tablename__ = "categorised_quiz"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("grade_category.id", ondelete="CASCADE"), index=True
    )


class MarkingPeriod(Base):
    """A stretch of days of a course; both its days belong to it, and no day to two periods."""

    __tablename__ = "marking_period"
    __table_args__ = (
        UniqueConstraint("course_id", "title"),
        UniqueConstraint("course_id", "first_day"),
        CheckConstraint("first_day <= last_day", name="has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_NAME))
    first_day: Mapped[date]
    last_day: Mapped[date]


class GradeDecision(Base):
    """All that a teacher has decided about a learner's grade in a quiz, from a moment on.

    `score` out of `max_score` takes the place of what the attempts earned; an excused quiz does
    not count at all. `comment` is for the learner to read, the reasons are not.
    """

    __tablename__ = "grade_decision"
    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= max_score", name="score_in_range"),
        CheckConstraint("(score IS NULL) = (max_score IS NULL)", name="score_is_out_of_something"),
        CheckConstraint("(score IS NULL) = (score_reason = '')", name="score_has_a_reason"),
        CheckConstraint("is_excused = (excuse_reason <> '')", name="excuse_has_a_reason"),
        Index(None, "assignment_id", "learner_id"),
        Index(None, "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    at: Mapped[datetime]
    score: Mapped[Decimal | None]
    max_score: Mapped[Decimal | None]
    score_reason: Mapped[str] = mapped_column(Text, default="")
    is_excused: Mapped[bool] = mapped_column(default=False)
    excuse_reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")

    teacher: Mapped[Teacher] = relationship()

    @property
    def overrules(self) -> bool:
        """Whether attempts do not count as they are."""
        return self.is_excused or self.score is not None


class KeptTotals(Base):
    """Of which terms the totals of a course are that are kept.

    `revision` grows whenever some are thrown away, so that what was reckoned before that is not
    kept after it.
    """

    __tablename__ = "kept_totals"

    course_id: Mapped[int] = mapped_column(
        ForeignKey("course.id", ondelete="CASCADE"), primary_key=True
    )
    terms: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=0)


class KeptTotal(Base):
    """A learner's total in a period or the whole course; it holds until `until` or a change."""

    __tablename__ = "kept_total"
    __table_args__ = (Index(None, "learner_id"),)

    course_id: Mapped[int] = mapped_column(
        ForeignKey("course.id", ondelete="CASCADE"), primary_key=True
    )
    period_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(
        ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True
    )
    share: Mapped[float | None] = mapped_column(Float(53))
    until: Mapped[datetime | None]


class TouchedGrade(Base):
    """Something has changed that a learner's total is made of. Triggers write this, see the
    migration: whoever changes an attempt, an override or a decision, and however."""

    __tablename__ = "touched_grade"
    __table_args__ = (Index(None, "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int]
    learner_id: Mapped[int]
