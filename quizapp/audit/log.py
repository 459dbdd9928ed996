"""How does something come into the log of what was done, who reads it, and when does it go?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, event, func, or_, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Teacher
from quizapp.audit.models import LONGEST_TITLE, AuditEntry, Deed, Thing
from quizapp.db import db
from quizapp.quizzes.models import Assignment


def note(
    session: Session,
    deed: Deed,
    thing: Thing,
    thing_id: int | None = None,
    title: str = "",
    *,
    by: Teacher | None,
    now: datetime,
    course_id: int | None = None,
    details: Mapping[str, int] | None = None,
) -> None:
    """Add an entry, to be committed with what was done; `by` is nobody when an operator did it."""
    session.add(
        AuditEntry(
            at=now,
            teacher_id=by.id if by else None,
            teacher_name=by.name if by else "",
            deed=deed,
            thing=thing,
            thing_id=thing_id,
            title=title[:LONGEST_TITLE],
            course_id=course_id,
            details=dict(details or {}),
        )
    )


def tell_before_commit(tell: Callable[[], None]) -> None:
    """Let `tell` note what is about to be committed in the session of the request."""
    event.listen(db.session, "before_commit", lambda _session: tell())


def list_for_course(session: Session, course_id: int, most: int) -> Sequence[AuditEntry]:
    """The newest `most` entries about a course, or a quiz that it was given; the newest first."""
    quizzes = select(Assignment.quiz_id).where(Assignment.course_id == course_id)
    about_quizzes = (AuditEntry.thing == Thing.QUIZ) & AuditEntry.thing_id.in_(quizzes)
    return session.scalars(
        select(AuditEntry)
        .where(or_(AuditEntry.course_id == course_id, about_quizzes))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(most)
    ).all()


def list_since(session: Session, begin: datetime | None) -> Sequence[AuditEntry]:
    """All entries from `begin` on, the oldest first."""
    entries = select(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)
    return session.scalars(entries.where(AuditEntry.at >= begin) if begin else entries).all()


def count_before(session: Session, end: datetime) -> int:
    """How many entries are older than `end`."""
    return session.scalar(select(func.count()).where(AuditEntry.at < end)) or 0


def forget_before(session: Session, end: datetime) -> None:
    """Let go of the entries that are older than `end`."""
    session.execute(delete(AuditEntry).where(AuditEntry.at < end))
