"""Teachers, learners and their sign-ins, courses, enrolments and accommodations, as tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.db import Base


class Teacher(Base):
    """Somebody who brings articles and reads the gradebook; `language` is that of their pages."""

    __tablename__ = "teacher"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    sign_in_name: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]

    role = "teacher"


class Learner(Base):
    """Somebody who takes quizzes.

    `external_id` is the school's own id, zeros kept; `language` is that of their pages.
    """

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    external_id: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]

    role = "learner"


class SignIn(Base):
    """A browser in which somebody is signed in (see `accounts.sign_ins`).

    The token is known to that browser alone: who reads this table can sign in nowhere.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(teacher_id IS NULL) <> (learner_id IS NULL)", name="of_one_person"),
        CheckConstraint("began_at <= seen_at AND seen_at < ends_at", name="ends_after_it_began"),
    )

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class Course(Base):
    """A class that learners join with its code.

    `teacher` owns it; others may teach it too (see `CoTeacher`). A course whose joining is
    closed keeps its learners; an archived one can only be read.
    """

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    join_code: Mapped[str] = mapped_column(String(12), unique=True)
    created_at: Mapped[datetime]
    joining_closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    teacher: Mapped[Teacher] = relationship()


class FormerCode(Base):
    """A join code that a course once had: it still signs in there, and nobody joins with it."""

    __tablename__ = "former_code"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)


class CoTeacher(Base):
    """A teacher who teaches a course that another one owns."""

    __tablename__ = "co_teacher"
    __table_args__ = (Index(None, "teacher_id"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), primary_key=True)
    added_at: Mapped[datetime]

    teacher: Mapped[Teacher] = relationship()


class Enrolment(Base):
    """A learner's place in a course, and the name that signs in there.

    `sign_in_name` is the folded form (see `passwords.fold_name`): unique in the course, so
    that a name and a password name one learner. Who has left keeps the place, with the work
    that was done there, and the name: nobody else becomes them.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("course_id", "learner_id"),
        UniqueConstraint("course_id", "sign_in_name"),
        Index(None, "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    sign_in_name: Mapped[str] = mapped_column(String(120))
    section: Mapped[str] = mapped_column(String(80), default="")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()
    learner: Mapped[Learner] = relationship()


class Accommodation(Base):
    """What a learner needs in every quiz (see `accounts.needs`)."""

    __tablename__ = "accommodation"
    __table_args__ = (
        CheckConstraint("time_multiplier >= 1", name="never_shortens"),
        CheckConstraint("break_count >= 0 AND break_seconds >= 0", name="breaks_not_negative"),
        CheckConstraint("(break_count = 0) = (break_seconds = 0)", name="breaks_have_a_length"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    time_multiplier: Mapped[float]
    untimed: Mapped[bool] = mapped_column(default=False)
    break_count: Mapped[int] = mapped_column(default=0)
    break_seconds: Mapped[int] = mapped_column(default=0)
    larger_type: Mapped[bool] = mapped_column(default=False)
    read_aloud: Mapped[bool] = mapped_column(default=False)
