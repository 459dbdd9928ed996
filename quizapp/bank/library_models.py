"""Tags, shares, pairs to keep, files to import, and what a search looks in, as tables."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.db import Base, enum_column

LONGEST_TAG = 40


class Access(StrEnum):
    """What a teacher may do with another teacher's bank."""

    READ = "read"
    EDIT = "edit"


class BankTag(Base):
    """A word that teachers have put on a bank, in its normal form (see `bank.tags`)."""

    __tablename__ = "bank_tag"
    __table_args__ = (CheckConstraint("word <> ''", name="says_something"),)

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(String(LONGEST_TAG), primary_key=True, index=True)


class QuestionTag(Base):
    """A word that teachers have put on a question, in its normal form."""

    __tablename__ = "question_tag"
    __table_args__ = (CheckConstraint("word <> ''", name="says_something"),)

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(String(LONGEST_TAG), primary_key=True, index=True)


class BankShare(Base):
    """A teacher to whom the bank's owner has opened it, and how far."""

    __tablename__ = "bank_share"

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True
    )
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), primary_key=True, index=True)
    access: Mapped[Access] = mapped_column(enum_column(Access))

    teacher: Mapped[Teacher] = relationship()


class KeptPair(Base):
    """Two questions that look alike, of which a teacher has said that both shall stay."""

    __tablename__ = "kept_pair"
    __table_args__ = (CheckConstraint("first_id < second_id", name="is_in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, index=True)


class QuestionText(Base):
    """What a search looks in: the stems of the words of the version in force.

    It is kept by `bank.indexing`, and the migration puts each engine's own index on it.
    """

    __tablename__ = "question_text"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    stem: Mapped[str] = mapped_column(Text)
    labels: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class WaitingQuestions(Base):
    """A file of questions that a teacher has sent and looks at before it is imported; one each."""

    __tablename__ = "waiting_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(40))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
