"""Which book waits until its teacher has chosen a chapter?

A browser forgets a chosen file with the next page, so a book is kept for a day. A teacher has
one at a time: the next one takes its place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from quizapp.articles.models import WaitingBook

KEPT_FOR = timedelta(days=1)


def keep_book(
    session: Session, teacher_id: int, raw: bytes, name: str, *, now: datetime
) -> WaitingBook:
    """Keep a book in place of the teacher's former one; what is old of anybody's goes."""
    session.execute(
        delete(WaitingBook).where(
            or_(WaitingBook.teacher_id == teacher_id, WaitingBook.created_at < now - KEPT_FOR)
        )
    )
    book = WaitingBook(teacher_id=teacher_id, name=name[-200:], raw=raw, created_at=now)
    session.add(book)
    session.flush()
    return book


def find_book(session: Session, teacher_id: int) -> WaitingBook | None:
    """The book of which the teacher may take a chapter."""
    return session.scalar(select(WaitingBook).where(WaitingBook.teacher_id == teacher_id))
