"""Which file of questions waits until its teacher has looked at it?

A browser forgets a chosen file with the next page, so it is kept for a day. A teacher has one at a
time: the next one takes its place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from quizapp.bank.library_models import WaitingQuestions

KEPT_FOR = timedelta(days=1)


def keep_file(
    session: Session, teacher_id: int, raw: bytes, name: str, format_name: str, *, now: datetime
) -> None:
    """Keep a file in place of the teacher's former one; what is old of anybody's goes."""
    session.execute(
        delete(WaitingQuestions).where(
            or_(
                WaitingQuestions.teacher_id == teacher_id,
                WaitingQuestions.created_at < now - KEPT_FOR,
            )
        )
    )
    session.add(
        WaitingQuestions(
            teacher_id=teacher_id, name=name[-200:], format=format_name, raw=raw, created_at=now
        )
    )
    session.flush()


def find_file(session: Session, teacher_id: int) -> WaitingQuestions | None:
    """The file that the teacher may import."""
    return session.scalar(select(WaitingQuestions).where(WaitingQuestions.teacher_id == teacher_id))


def forget_file(session: Session, teacher_id: int) -> None:
    """Let the teacher's file go: it was imported, or is not wanted."""
    session.execute(delete(WaitingQuestions).where(WaitingQuestions.teacher_id == teacher_id))
