"""Which words has a learner kept, with what they mean and the sentence they stood in?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import Base

LONGEST_WORD, LONGEST_MEANING = 80, 600


@dataclass(frozen=True)
class Sentence:
    """Where a word stood: half-open offsets of its sentence in a paragraph."""

    article: Article
    paragraph: int
    start: int
    end: int


class KeptWord(Base):
    """A word of a learner's own list; it stands there once.

    The sentence that it stood in is [start_offset, end_offset) of a paragraph of the article.
    A word that was looked up by itself has none, and of an article that is gone none is known.
    """

    __tablename__ = "kept_word"
    __table_args__ = (
        UniqueConstraint("learner_id", "headword"),
        CheckConstraint(
            "(paragraph IS NULL) = (start_offset IS NULL)"
            " AND (paragraph IS NULL) = (end_offset IS NULL)",
            name="place_is_whole",
        ),
        CheckConstraint(
            "paragraph >= 1 AND start_offset >= 0 AND end_offset > start_offset",
            name="stood_in_a_sentence",
        ),
        CheckConstraint("article_id IS NULL OR paragraph IS NOT NULL", name="article_has_a_place"),
        CheckConstraint("headword <> '' AND meaning <> ''", name="means_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    headword: Mapped[str] = mapped_column(String(LONGEST_WORD))
    meaning: Mapped[str] = mapped_column(String(LONGEST_MEANING))
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("article.id", ondelete="SET NULL"), index=True
    )
    paragraph: Mapped[int | None]
    start_offset: Mapped[int | None]
    end_offset: Mapped[int | None]
    kept_at: Mapped[datetime]


def keep_word(
    session: Session,
    learner: Learner,
    headword: str,
    meaning: str,
    sentence: Sentence | None,
    *,
    now: datetime,
) -> KeptWord:
    """Put the word on the learner's list; one that stands there gets this meaning and sentence."""
    word = find_kept(session, learner.id, headword)
    if word is None:
        word = KeptWord(learner_id=learner.id, headword=headword, kept_at=now)
        session.add(word)
    word.meaning = meaning[:LONGEST_MEANING]
    word.article_id = sentence.article.id if sentence else None
    word.paragraph = sentence.paragraph if sentence else None
    word.start_offset = sentence.start if sentence else None
    word.end_offset = sentence.end if sentence else None
    session.flush()
    return word


def find_kept(session: Session, learner_id: int, headword: str) -> KeptWord | None:
    """The word on the learner's list that is spelt so."""
    return session.scalar(
        select(KeptWord).where(KeptWord.learner_id == learner_id, KeptWord.headword == headword)
    )


def find_word(
    session: Session, learner_id: int, kept_word_id: int, *, keep: bool = False
) -> KeptWord | None:
    """A word of the learner's list; `keep` it there until the transaction ends."""
    found = select(KeptWord).where(KeptWord.id == kept_word_id, KeptWord.learner_id == learner_id)
    return session.scalar(found.with_for_update(read=True, key_share=True) if keep else found)


def list_words(session: Session, learner_id: int) -> Sequence[KeptWord]:
    """The learner's words, by the alphabet."""
    return session.scalars(
        select(KeptWord).where(KeptWord.learner_id == learner_id).order_by(KeptWord.headword)
    ).all()


def list_kept_from(session: Session, learner_id: int, texts: Collection[str]) -> frozenset[int]:
    """The ids of the learner's words that stood in one of these texts, told by their sha256."""
    found = (
        select(KeptWord.id)
        .join(Article, Article.id == KeptWord.article_id)
        .where(KeptWord.learner_id == learner_id, Article.sha256.in_(texts))
    )
    return frozenset(session.scalars(found))


def remove_word(session: Session, word: KeptWord) -> None:
    session.delete(word)
    session.flush()
