"""Which course file waits until its teacher has looked at what it would make?

A browser forgets a chosen file with the next page, so it is kept for a day. A teacher has one
at a time: the next one takes its place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.db import Base

KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 200


class WaitingCourse(Base):
    """A course file that a teacher has sent and has not yet brought; one a teacher."""

    __tablename__ = "waiting_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


def keep_file(session: Session, teacher_id: int, raw: bytes, name: str, *, now: datetime) -> None:
    """Keep a file in place of the teacher's former one."""
    session.execute(delete(WaitingCourse).where(WaitingCourse.teacher_id == teacher_id))
    file = WaitingCourse(teacher_id=teacher_id, name=name[-LONGEST_NAME:], raw=raw, created_at=now)
    session.add(file)
    session.flush()


def find_file(session: Session, teacher_id: int) -> WaitingCourse | None:
    """The file that the teacher may bring."""
    return session.scalar(select(WaitingCourse).where(WaitingCourse.teacher_id == teacher_id))


def take_file(session: Session, teacher_id: int) -> bytes | None:
    """The teacher's file, which waits no longer: of two requests only one has it."""
    taken = delete(WaitingCourse).where(WaitingCourse.teacher_id == teacher_id)
    return session.scalar(taken.returning(WaitingCourse.raw))


def forget_old(session: Session, *, now: datetime) -> None:
    """Let files go that have waited for a day: they may hold what learners did."""
    session.execute(delete(WaitingCourse).where(WaitingCourse.created_at < now - KEPT_FOR))
