"""Who is in a course, and which courses does somebody have?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Course, Enrolment, Learner
from quizapp.accounts.needs import NONE, Needs, list_needs


@dataclass(frozen=True)
class Place:
    """A learner's place in a course, with what they need."""

    enrolment: Enrolment
    learner: Learner
    needs: Needs


def list_courses(session: Session, teacher_id: int) -> list[Course]:
    """The teacher's courses by name."""
    return list(
        session.scalars(
            select(Course).where(Course.teacher_id == teacher_id).order_by(Course.name, Course.id)
        )
    )


def list_places(session: Session, course_id: int) -> list[Place]:
    """The learners of a course by name."""
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == course_id)
        .options(joinedload(Enrolment.learner))
        .order_by(Enrolment.sign_in_name, Enrolment.id)
    ).all()
    needs = list_needs(session, [it.learner_id for it in enrolments])
    return [Place(it, it.learner, needs.get(it.learner_id, NONE)) for it in enrolments]


def is_enrolled(session: Session, course_id: int, learner_id: int) -> bool:
    """Whether the learner has a place in the course."""
    found = select(Enrolment.id).where(
        Enrolment.course_id == course_id, Enrolment.learner_id == learner_id
    )
    return session.scalar(found) is not None
