"""What is left of a learner's account once they are erased, and who has been gone for long?

The account's row stays, for the work that was done refers to it, and says nothing any more:
without a password nobody signs in, and who is signed in is so no longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, delete, func, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Accommodation, Course, Enrolment, Learner, SignIn

ERASED_NAME = "Erased learner"
NO_PASSWORD = ""  # no password has this hash


def list_courses_of(session: Session, learner_id: int) -> Sequence[Course]:
    """All the courses that the learner is or was in, also archived ones, by name."""
    return session.scalars(
        select(Course)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.learner_id == learner_id)
        .order_by(Course.name, Course.id)
    ).all()


def list_enrolments_of(session: Session, learner_id: int) -> Sequence[Enrolment]:
    """The learner's places in all courses, also those that have ended, the oldest first."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.learner_id == learner_id)
        .order_by(Enrolment.joined_at, Enrolment.id)
    ).all()


def has_needs(session: Session, learner_id: int) -> bool:
    """Whether something is kept of what the learner needs."""
    return session.get(Accommodation, learner_id) is not None


def empty_account(session: Session, learner: Learner) -> None:
    """Take everything from the account that tells whose it was."""
    for model in (Enrolment, Accommodation, SignIn):
        session.execute(delete(model).where(model.learner_id == learner.id))
    learner.name, learner.external_id = ERASED_NAME, ""
    learner.password_hash, learner.language = NO_PASSWORD, None
    learner.created_at = learner.created_at.replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    session.flush()


def find_gone_since(session: Session, learner_id: int) -> datetime | None:
    """Since when the learner is in no course: they have left each, or it is in the archive."""
    return session.scalar(_list_gone().where(Enrolment.learner_id == learner_id))


def list_gone(session: Session, before: datetime) -> list[int]:
    """The learners who are in no course since this moment or longer, the longest first."""
    gone = _list_gone().add_columns(Enrolment.learner_id).having(_last_end() <= before)
    return [learner_id for _, learner_id in session.execute(gone.order_by(_last_end()))]


def _list_gone() -> Select[datetime | None]:
    """A row for each learner all of whose places have ended: when the last one did."""
    running = func.sum(case((_end().is_(None), 1), else_=0))
    return (
        select(_last_end())
        .group_by(Enrolment.learner_id)
        .join(Enrolment.course)
        .having(running == 0)
    )


def _last_end() -> ColumnElement[datetime | None]:
    return func.max(_end())


def _end() -> ColumnElement[datetime | None]:
    """When a place ended; NULL while it has not."""
    left, archived = Enrolment.left_at, Course.archived_at
    return case(
        (left.is_(None), archived),
        (archived.is_(None), left),
        (left < archived, left),
        else_=archived,
    )
