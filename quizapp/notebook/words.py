"""Which words has a learner kept, with what they mean and the sentence they stood in?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import Base
from quizapp.notebook.notes import Place

LONGEST_WORD, LONGEST_MEANING = 80, 600


class KeptWord(Base):
    """A word of a learner's own list; it stands there once.

    The sentence that it stood in is [start_offset, end_offset) of a paragraph of the article;
    of an article that is gone, nothing is known but the word.
    """

    __tablename__ = "kept_word"
    __table_args__ = (
        UniqueConstraint("learner_id", "headword"),
        CheckConstraint(
            "paragraph >= 1 AND start_offset >= 0 AND end_offset > start_offset",
            name="stood_in_a_sentence",
        ),
        CheckConstraint("headword <> '' AND meaning <> ''", name="means_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    headword: Mapped[str] = mapped_column(String(LONGEST_WORD))
    meaning: Mapped[str] = mapped_column(String(LONGEST_MEANING))
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    paragraph: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    kept_at: Mapped[datetime]


def keep_word(
    session: Session,
    learner: Learner,
    headword: str,
    meaning: str,
    article: Article,
    sentence: Place,
    *,
    now: datetime,
) -> KeptWord:
    """Put the word on the learner's list; one that stands there gets this meaning and sentence."""
    word = session.scalar(
        select(KeptWord).where(KeptWord.learner_id == learner.id, KeptWord.headword == headword)
    )
    if word is None:
        word = KeptWord(learner_id=learner.id, headword=headword, kept_at=now)
        session.add(word)
    word.meaning = meaning[:LONGEST_MEANING]
    word.article_id = article.id
    word.paragraph = sentence.paragraph
    word.start_offset, word.end_offset = sentence.start, sentence.end
    session.flush()
    return word


def list_words(session: Session, learner_id: int) -> Sequence[KeptWord]:
    """The learner's words, by the alphabet."""
    return session.scalars(
        select(KeptWord).where(KeptWord.learner_id == learner_id).order_by(KeptWord.headword)
    ).all()


def find_word(session: Session, learner_id: int, word_id: int) -> KeptWord | None:
    """The word, if it is on the learner's own list."""
    return session.scalar(
        select(KeptWord).where(KeptWord.id == word_id, KeptWord.learner_id == learner_id)
    )


def remove_word(session: Session, word: KeptWord) -> None:
    session.delete(word)
    session.flush()
