"""Quizzes with their rules, and their assignments to courses, as tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy import func as sql
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.bank.models import Bank, Question
from quizapp.db import Base, ExactDecimal, Strings, enum_column
from quizapp.generation.draft import Difficulty, Kind, Skill
from quizapp.quizzes.rules import Aspect, BellRule, GradingMethod, Layout, Moment, Navigation


class QuizSlot(Base):
    """A place on the paper: a fixed question, or `count` drawn from a pool (see SlotRule)."""

    __tablename__ = "quiz_slot"
    __table_args__ = (
        UniqueConstraint("quiz_id", "position"),
        UniqueConstraint("quiz_id", "question_id"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("count >= 1", name="asks_something"),
        CheckConstraint("question_id IS NULL OR count = 1", name="fixed_is_one"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    position: Mapped[int]
    count: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    difficulty: Mapped[Difficulty | None] = mapped_column(enum_column(Difficulty))
    weight: Mapped[Decimal]

    question: Mapped[Question | None] = relationship()
    skills: Mapped[list[SlotSkill]] = relationship(
        order_by="SlotSkill.skill", cascade="all, delete-orphan", lazy="joined"
    )
    kinds: Mapped[list[SlotKind]] = relationship(
        order_by="SlotKind.kind", cascade="all, delete-orphan", lazy="joined"
    )


class SlotSkill(Base):
    """A skill that the slot draws from; a slot with none of these draws from all."""

    __tablename__ = "slot_skill"

    slot_id: Mapped[int] = mapped_column(ForeignKey("quiz_slot.id"), primary_key=True)
    skill: Mapped[Skill] = mapped_column(enum_column(Skill), primary_key=True)


class SlotKind(Base):
    """A kind that the slot draws from; a slot with none of these draws from all."""

    __tablename__ = "slot_kind"

    slot_id: Mapped[int] = mapped_column(ForeignKey("quiz_slot.id"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), primary_key=True)


class ReviewRight(Base):
    """At this moment a learner may see this aspect of an attempt; what is absent is hidden."""

    __tablename__ = "review_right"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    moment: Mapped[Moment] = mapped_column(enum_column(Moment), primary_key=True)
    aspect: Mapped[Aspect] = mapped_column(enum_column(Aspect), primary_key=True)


class OverallFeedback(Base):
    """What a learner with at least `from_percent` of the score is told."""

    __tablename__ = "overall_feedback"
    __table_args__ = (CheckConstraint("from_percent BETWEEN 0 AND 100", name="is_a_percentage"),)

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    from_percent: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class QuizBank(Base):
    """A bank that the quiz draws from."""

    __tablename__ = "quiz_bank"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    bank_id: Mapped[int] = mapped_column(
        ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Quiz(Base):
    """A quiz: which banks, what stands on a paper, and the rules of an attempt (see rules.py)."""

    __tablename__ = "quiz"
    __table_args__ = (
        CheckConstraint("time_limit_seconds > 0", name="time_limit_is_positive"),
        CheckConstraint("question_seconds > 0", name="question_limit_is_positive"),
        CheckConstraint(
            "question_seconds IS NULL OR (navigation = 'sequential' AND layout = 'one')",
            name="question_limit_goes_forward",
        ),
        CheckConstraint(
            "navigation = 'free' OR layout = 'one'", name="sequential_shows_one_question"
        ),
        CheckConstraint(
            "submit_grace_seconds >= 0 AND (at_bell = 'grace') = (submit_grace_seconds > 0)",
            name="grace_has_a_length",
        ),
        CheckConstraint("max_attempts >= 1", name="allows_an_attempt"),
        CheckConstraint("wait_seconds >= 0", name="wait_is_not_negative"),
        CheckConstraint("spelling_distance BETWEEN 0 AND 2", name="spelling_distance_is_small"),
        CheckConstraint(
            "negative_share >= 0 AND (NOT uses_certainty OR negative_share = 0)",
            name="one_kind_of_negative_mark",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]

    shuffle_questions: Mapped[bool]
    shuffle_options: Mapped[bool]

    time_limit_seconds: Mapped[int | None]
    question_seconds: Mapped[int | None]
    at_bell: Mapped[BellRule] = mapped_column(enum_column(BellRule))
    submit_grace_seconds: Mapped[int]

    max_attempts: Mapped[int | None]
    wait_seconds: Mapped[int]
    grading_method: Mapped[GradingMethod] = mapped_column(enum_column(GradingMethod))
    navigation: Mapped[Navigation] = mapped_column(enum_column(Navigation))
    layout: Mapped[Layout] = mapped_column(enum_column(Layout))
    is_practice: Mapped[bool]
    access_code: Mapped[str] = mapped_column(String(80))
    ip_ranges: Mapped[tuple[str, ...]] = mapped_column(Strings)
    one_sitting: Mapped[bool]

    case_matters: Mapped[bool]
    accents_matter: Mapped[bool]
    spelling_distance: Mapped[int]
    negative_share: Mapped[Decimal]
    uses_certainty: Mapped[bool]
    marked_by_hand: Mapped[bool]

    question_count: Mapped[int] = column_property(
        select(sql.coalesce(sql.sum(QuizSlot.count), 0))
        .where(QuizSlot.quiz_id == id)
        .correlate_except(QuizSlot)
        .scalar_subquery()
    )
    max_score: Mapped[Decimal] = column_property(
        select(sql.sum(QuizSlot.count * QuizSlot.weight, type_=ExactDecimal()))
        .where(QuizSlot.quiz_id == id)
        .correlate_except(QuizSlot)
        .scalar_subquery()
    )

    teacher: Mapped[Teacher] = relationship()
    banks: Mapped[list[Bank]] = relationship(secondary="quiz_bank", order_by=Bank.id)
    slots: Mapped[list[QuizSlot]] = relationship(
        order_by=QuizSlot.position, cascade="all, delete-orphan"
    )
    review_rights: Mapped[list[ReviewRight]] = relationship(cascade="all, delete-orphan")
    feedback: Mapped[list[OverallFeedback]] = relationship(
        order_by=OverallFeedback.from_percent, cascade="all, delete-orphan"
    )

    @property
    def bank_ids(self) -> tuple[int, ...]:
        return tuple(bank.id for bank in self.banks)

    @property
    def source(self) -> str:
        """The titles of its banks: what learners read that the quiz is about."""
        return "; ".join(bank.title for bank in self.banks)


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


class Override(Base):
    """What one learner is given in one assignment; NULL is as everybody.

    It only ever adds to what the quiz and the learner's accommodation give (see
    `quizzes.entitlement`): `untimed` lifts the limit, `any_number` the number of attempts.
    """

    __tablename__ = "override"
    __table_args__ = (
        CheckConstraint("time_limit_seconds > 0", name="time_limit_is_positive"),
        CheckConstraint("max_attempts >= 1", name="allows_an_attempt"),
        CheckConstraint("opens_at < closes_at", name="window_has_length"),
        Index(None, "learner_id"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    time_limit_seconds: Mapped[int | None]
    untimed: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    max_attempts: Mapped[int | None]
    any_number: Mapped[bool] = mapped_column(default=False)
    access_code: Mapped[str | None] = mapped_column(String(80))

    assignment: Mapped[Assignment] = relationship()
    learner: Mapped[Learner] = relationship()
