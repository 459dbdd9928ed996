"""Which file of questions waits until its teacher has looked at it?

A browser forgets a chosen file with the next page, so it is kept for a day. A teacher has one at a
time: the next one takes its place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.bank.library_models import WaitingQuestions

KEPT_FOR = timedelta(days=1)


def keep_file(
    session: Session, teacher_id: int, raw: bytes, name: str, format_name: str, *, now: datetime
) -> None:
    """Keep a file in place of the teacher's former one."""
    take_file(session, teacher_id)
    session.add(
        WaitingQuestions(
            teacher_id=teacher_id, name=name[-200:], format=format_name, raw=raw, created_at=now
        )
    )
    session.flush()


def find_file(session: Session, teacher_id: int) -> WaitingQuestions | None:
    """The file that the teacher may import."""
    return session.scalar(select(WaitingQuestions).where(WaitingQuestions.teacher_id == teacher_id))


def take_file(session: Session, teacher_id: int) -> bytes | None:
    """The teacher's file, which waits no longer: of two requests only one has it."""
    taken = delete(WaitingQuestions).where(WaitingQuestions.teacher_id == teacher_id)
    return session.scalar(taken.returning(WaitingQuestions.raw))


def forget_old(session: Session, *, now: datetime) -> None:
    """Let files go that have waited for a day."""
    session.execute(delete(WaitingQuestions).where(WaitingQuestions.created_at < now - KEPT_FOR))
