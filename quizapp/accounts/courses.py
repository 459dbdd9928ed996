"""Who is in a course, and which courses does somebody have?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Accommodation, Course, Enrolment, Learner


@dataclass(frozen=True)
class Place:
    """A learner's place in a course, with the extra time they have."""

    enrolment: Enrolment
    learner: Learner
    multiplier: float


def list_courses(session: Session, teacher_id: int) -> list[Course]:
    """The teacher's courses by name."""
    return list(
        session.scalars(
            select(Course).where(Course.teacher_id == teacher_id).order_by(Course.name, Course.id)
        )
    )


def list_places(session: Session, course_id: int) -> list[Place]:
    """The learners of a course by name."""
    rows = session.execute(
        select(Enrolment, Accommodation.time_multiplier)
        .outerjoin(Accommodation, Accommodation.learner_id == Enrolment.learner_id)
        .where(Enrolment.course_id == course_id)
        .options(joinedload(Enrolment.learner))
        .order_by(Enrolment.sign_in_name, Enrolment.id)
    )
    return [Place(place, place.learner, multiplier or 1.0) for place, multiplier in rows]


def is_enrolled(session: Session, course_id: int, learner_id: int) -> bool:
    """Whether the learner has a place in the course."""
    found = select(Enrolment.id).where(
        Enrolment.course_id == course_id, Enrolment.learner_id == learner_id
    )
    return session.scalar(found) is not None
