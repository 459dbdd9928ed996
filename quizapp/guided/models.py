"""Gates between the parts of a text, and the append-only answers to them, as tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.db import Base, Strings


class ReadingGate(Base):
    """A question that stands after a body paragraph: what follows opens once it is answered.

    `opens_after_tries`: it opens after some tries too, right or not.
    """

    __tablename__ = "reading_gate"
    __table_args__ = (
        UniqueConstraint("article_id", "after_paragraph"),
        UniqueConstraint("article_id", "question_id"),
        CheckConstraint("after_paragraph >= 1", name="after_paragraph_from_one"),
        Index(None, "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    after_paragraph: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    opens_after_tries: Mapped[bool]

    article: Mapped[Article] = relationship()
    question: Mapped[Question] = relationship()


class GateAnswer(Base):
    """One answer of a learner's at a gate, with the version that was asked. It is never changed.

    `number` counts a learner's answers at a gate from 1, so that a form that is sent twice is
    one. `opens`: from this answer on the way was open, whatever becomes of the gate's rules.
    """

    __tablename__ = "gate_answer"
    __table_args__ = (
        UniqueConstraint("gate_id", "learner_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share_in_range"),
        CheckConstraint("opens OR share < 1", name="right_opens"),
        Index(None, "learner_id"),
        Index(None, "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("reading_gate.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    value: Mapped[tuple[str, ...]] = mapped_column(Strings)
    share: Mapped[float]
    opens: Mapped[bool]
    at: Mapped[datetime]
