"""How far has a learner read, where did they stop, and for how long did they read?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import Base

MOST_SECONDS = 60  # of one report: a page tells of its reading several times a minute


class ReadingPlace(Base):
    """Where a learner is in an article, and how far they have come; paragraphs from 1."""

    __tablename__ = "reading_place"
    __table_args__ = (
        CheckConstraint("paragraph >= 1 AND furthest >= paragraph", name="furthest_is_furthest"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    paragraph: Mapped[int]
    furthest: Mapped[int]
    read_at: Mapped[datetime]


class ReadingDay(Base):
    """For how many seconds a learner read an article on one day (the school's own)."""

    __tablename__ = "reading_day"
    __table_args__ = (
        CheckConstraint("seconds BETWEEN 1 AND 90000", name="seconds_fit_a_day"),
        Index(None, "day"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    seconds: Mapped[int]


@dataclass(frozen=True)
class ReadingTime:
    """Seconds that were read of one article on one day."""

    article_id: int
    day: date
    seconds: int


def note_reading(
    session: Session,
    learner: Learner,
    article: Article,
    *,
    paragraph: int,
    seconds: int,
    now: datetime,
    day: date,
) -> ReadingPlace:
    """Keep that the reader is at a paragraph, after some seconds of reading since the last report.

    Raises ValueError for a paragraph that the article lacks. More seconds than have passed since
    the last report, or than one may tell of, do not count.
    """
    if not 1 <= paragraph <= len(article.to_document().paragraphs):
        raise ValueError(f"the article has no paragraph {paragraph}")
    place = session.get(ReadingPlace, (learner.id, article.id), with_for_update=True)
    passed = MOST_SECONDS if place is None else int((now - place.read_at).total_seconds())
    if place is None:
        place = ReadingPlace(learner_id=learner.id, article_id=article.id, furthest=paragraph)
        session.add(place)
    place.paragraph, place.read_at = paragraph, now
    place.furthest = max(place.furthest, paragraph)
    _add_seconds(session, place, day, max(0, min(seconds, passed, MOST_SECONDS)))
    session.flush()
    return place


def find_place(session: Session, learner_id: int, article_id: int) -> ReadingPlace | None:
    """Where the learner stopped in the article."""
    return session.get(ReadingPlace, (learner_id, article_id))


def list_places(
    session: Session, learner_id: int, article_ids: Collection[int]
) -> dict[int, ReadingPlace]:
    """Where the learner stopped, by article."""
    found = session.scalars(
        select(ReadingPlace).where(
            ReadingPlace.learner_id == learner_id, ReadingPlace.article_id.in_(article_ids)
        )
    )
    return {it.article_id: it for it in found}


def list_all_places(session: Session, learner_id: int) -> list[ReadingPlace]:
    """Where the learner stopped in all articles, the latest first."""
    found = select(ReadingPlace).where(ReadingPlace.learner_id == learner_id)
    return list(session.scalars(found.order_by(ReadingPlace.read_at.desc())))


def sum_reading(
    session: Session, learner_id: int, *, since: date | None = None
) -> list[ReadingTime]:
    """What the learner has read, day by day and article by article, the newest day first."""
    rows = session.execute(
        select(ReadingDay.article_id, ReadingDay.day, func.sum(ReadingDay.seconds))
        .where(ReadingDay.learner_id == learner_id, ReadingDay.day >= (since or date.min))
        .group_by(ReadingDay.article_id, ReadingDay.day)
        .order_by(ReadingDay.day.desc(), ReadingDay.article_id)
    )
    return [ReadingTime(article_id, day, int(seconds)) for article_id, day, seconds in rows]


def move_place(place: ReadingPlace, paragraphs: int, others: int) -> int:
    """The paragraph of a text of `others` paragraphs that is as far on as `place` in its own.

    >>> move_place(ReadingPlace(paragraph=4), 8, 4)
    2
    """
    return min(others, max(1, 1 + (place.paragraph - 1) * others // paragraphs))


def _add_seconds(session: Session, place: ReadingPlace, day: date, seconds: int) -> None:
    if not seconds:
        return
    key = (place.learner_id, place.article_id, day)
    found = session.get(ReadingDay, key, with_for_update=True)
    if found is None:
        session.add(
            ReadingDay(
                **dict(zip(("learner_id", "article_id", "day"), key, strict=True)), seconds=seconds
            )
        )
    else:
        found.seconds += seconds
