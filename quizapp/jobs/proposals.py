"""What has a teacher asked the school's language model for, and what did it propose?

A question put better, or a text at another level. Nothing of it is in a bank or among the articles
until a teacher takes it; what nobody takes is forgotten after a day.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import Teacher
from quizapp.articles.models import Article
from quizapp.bank.file import to_draft, to_entry
from quizapp.bank.models import Question
from quizapp.db import Base, enum_column
from quizapp.generation.draft import LONGEST_WRITER, QuestionDraft
from quizapp.jobs.states import JobState, end_is_told


class WriterTask(StrEnum):
    """What a language model is asked for."""

    DISTRACTORS = "distractors"  # better wrong options for a question
    WORDING = "wording"  # its stem in simpler words
    TRANSLATION = "translation"  # its stem in another language
    RETELLING = "retelling"  # an article at another level


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it would read, beside the article's own; `invented` stands in none of it.

    `lost` are names and numbers of the original that are left out. `refused` says why the text is
    the original's, if it is.
    """

    original: str
    text: str
    invented: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Proposed:
    """What came of it: a question, a translated stem, or the paragraphs of a text."""

    draft: QuestionDraft | None = None
    text: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


class ProposedColumn(TypeDecorator[Proposed]):
    """What a model proposed as one text: written once, read as a whole, and forgotten soon."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Proposed | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        entry = {
            "draft": to_entry(value.draft) if value.draft else None,
            "text": value.text,
            "paragraphs": [asdict(each) for each in value.paragraphs],
        }
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Proposed | None:
        if value is None:
            return None
        entry = json.loads(value)
        return Proposed(
            to_draft(entry["draft"]) if entry["draft"] else None,
            entry["text"],
            tuple(
                Paragraph(
                    each["original"],
                    each["text"],
                    tuple(each["invented"]),
                    tuple(each["lost"]),
                    each["refused"],
                )
                for each in entry["paragraphs"]
            ),
        )


class WriterJob(Base):
    """A teacher has asked the language model for something, and how far that is.

    `aim` is the language of a translation or the level of a retelling; `version` the number of the
    question's version that was shown to the model.
    """

    __tablename__ = "writer_job"
    __table_args__ = (
        CheckConstraint(
            "(question_id IS NULL) = (task = 'retelling')", name="asks_about_a_question_or_a_text"
        ),
        CheckConstraint("(question_id IS NULL) = (version IS NULL)", name="version_of_a_question"),
        CheckConstraint("done >= 0 AND done <= total", name="progress_in_range"),
        end_is_told(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int | None]
    task: Mapped[WriterTask] = mapped_column(enum_column(WriterTask))
    aim: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[JobState] = mapped_column(enum_column(JobState), index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    writer: Mapped[str] = mapped_column(String(LONGEST_WRITER), default="")
    calls: Mapped[int] = mapped_column(default=0)
    tokens: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    proposed: Mapped[Proposed | None] = mapped_column(ProposedColumn)
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    teacher: Mapped[Teacher] = relationship()
    article: Mapped[Article] = relationship()
    question: Mapped[Question | None] = relationship()
