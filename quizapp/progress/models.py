"""Cards of spaced practice, and the append-only reviews of them, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.bank.models import Question
from quizapp.db import Base, Strings, enum_column
from quizapp.notebook.words import KeptWord


class CardState(StrEnum):
    """Where a card stands on its way into memory [FSRS]."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class Topic(StrEnum):
    """What a card is about."""

    QUESTION = "question"
    WORD = "word"


class WordTask(StrEnum):
    """How a word is asked: its meaning is chosen, or the word is typed [Laufer & Goldstein]."""

    RECOGNITION = "recognition"
    RECALL = "recall"


@dataclass(frozen=True, order=True)
class Subject:
    """The question or the kept word that is practised; `id` is its number."""

    topic: Topic
    id: int


class PracticeCard(Base):
    """What a learner practises, from its first review on, and when it is due again.

    It is about a question or about a word that the learner has kept; with the word it goes.
    `stability` is how many days it takes until nine of ten such answers would still be right,
    `difficulty` goes from 1 to 10 [FSRS]. `reviews` counts those that there are.
    """

    __tablename__ = "practice_card"
    __table_args__ = (
        UniqueConstraint("learner_id", "question_id"),
        UniqueConstraint("learner_id", "kept_word_id"),
        CheckConstraint(
            "(question_id IS NULL) <> (kept_word_id IS NULL)", name="about_a_question_or_a_word"
        ),
        CheckConstraint("(step IS NULL) = (state = 'review')", name="steps_until_learnt"),
        CheckConstraint("stability > 0", name="stability_is_positive"),
        CheckConstraint("difficulty BETWEEN 1 AND 10", name="difficulty_has_ten_steps"),
        CheckConstraint("due >= last_review", name="due_after_its_review"),
        CheckConstraint("reviews >= 1", name="begins_with_a_review"),
        Index(None, "question_id"),
        Index(None, "kept_word_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    kept_word_id: Mapped[int | None] = mapped_column(ForeignKey("kept_word.id", ondelete="CASCADE"))
    state: Mapped[CardState] = mapped_column(enum_column(CardState))
    step: Mapped[int | None]
    stability: Mapped[float]
    difficulty: Mapped[float]
    due: Mapped[datetime]
    last_review: Mapped[datetime]
    reviews: Mapped[int]

    question: Mapped[Question | None] = relationship()
    kept_word: Mapped[KeptWord | None] = relationship()

    @property
    def subject(self) -> Subject:
        if self.question_id is not None:
            return Subject(Topic.QUESTION, self.question_id)
        assert self.kept_word_id is not None
        return Subject(Topic.WORD, self.kept_word_id)


class PracticeReview(Base):
    """One answer to a card, with the version that was asked, or how a word was. It is never
    changed.

    `value` is in the indices of the version; of a word it is the meaning that was chosen, or
    what was typed.
    `number` counts the reviews of a card from 1, so that a form that is sent twice is one.
    `share` tells how much is right, `rating` what follows from it: 1 again, 2 hard, 3 good,
    4 easy [FSRS].
    """

    __tablename__ = "practice_review"
    __table_args__ = (
        UniqueConstraint("card_id", "number"),
        CheckConstraint("(version_id IS NULL) <> (task IS NULL)", name="asks_a_version_or_a_word"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share_in_range"),
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating_has_four_steps"),
        CheckConstraint("seconds >= 0", name="seconds_not_negative"),
        CheckConstraint("certainty BETWEEN 1 AND 3", name="certainty_has_three_steps"),
        Index(None, "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("practice_card.id", ondelete="CASCADE"))
    number: Mapped[int]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))
    task: Mapped[WordTask | None] = mapped_column(enum_column(WordTask))
    at: Mapped[datetime]
    value: Mapped[tuple[str, ...]] = mapped_column(Strings)
    share: Mapped[float]
    rating: Mapped[int]
    seconds: Mapped[int | None]
    certainty: Mapped[int | None]

    card: Mapped[PracticeCard] = relationship()

    @property
    def topic(self) -> Topic:
        return Topic.QUESTION if self.version_id is not None else Topic.WORD
