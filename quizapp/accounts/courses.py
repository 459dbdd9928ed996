"""Who is in a course, and which courses does somebody have?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import CoTeacher, Course, Enrolment, Learner
from quizapp.accounts.needs import NONE, Needs, list_needs
from quizapp.accounts.passwords import fold_name


@dataclass(frozen=True)
class Place:
    """A learner's place in a course, with what they need."""

    enrolment: Enrolment
    learner: Learner
    needs: Needs


def list_courses(session: Session, teacher_id: int) -> list[Course]:
    """The courses that the teacher teaches by name; those in the archive are left out."""
    return _list_taught(session, teacher_id, Course.archived_at.is_(None))


def list_archived_courses(session: Session, teacher_id: int) -> list[Course]:
    """The teacher's courses that are in the archive, by name."""
    return _list_taught(session, teacher_id, Course.archived_at.is_not(None))


def list_taught_ids(session: Session, teacher_id: int) -> set[int]:
    """All the courses that the teacher teaches, also archived ones."""
    return set(session.scalars(select(Course.id).where(is_taught_by(teacher_id))))


def list_places(session: Session, course_id: int) -> list[Place]:
    """The learners of a course by name."""
    return _list_places(session, course_id, Enrolment.left_at.is_(None))


def list_left_places(session: Session, course_id: int) -> list[Place]:
    """The learners who were in the course and have left, by name."""
    return _list_places(session, course_id, Enrolment.left_at.is_not(None))


def find_enrolment(session: Session, course_id: int, learner_id: int) -> Enrolment | None:
    """The learner's place in the course, also of one who has left."""
    return session.scalar(
        select(Enrolment).where(
            Enrolment.course_id == course_id, Enrolment.learner_id == learner_id
        )
    )


def is_enrolled(session: Session, course_id: int, learner_id: int) -> bool:
    """Whether the learner has a place in the course now, and the course is not archived."""
    sought = {"course_id": course_id, "learner_id": learner_id}
    return session.scalar(_PLACE, sought) is not None


def is_in_a_course(session: Session, learner_id: int) -> bool:
    """Whether the learner has a place in any course that is not in the archive."""
    found = select(Enrolment.id).join(Enrolment.course).where(has_place(learner_id)).limit(1)
    return session.scalar(found) is not None


def find_learners(session: Session, wanted: str) -> list[Learner]:
    """The learners with this name or this ID of their school, wherever they are or were."""
    folded = fold_name(wanted)
    places = select(Enrolment.learner_id).where(Enrolment.sign_in_name == folded)
    found = select(Learner).where(
        or_(
            Learner.id.in_(places),
            Learner.name == " ".join(wanted.split()),
            (Learner.external_id == wanted.strip()) & (Learner.external_id != ""),
        )
    )
    return list(session.scalars(found.order_by(Learner.id)))


def has_place(learner_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """The rows of Enrolment and Course that let the learner in now."""
    return and_(
        Enrolment.learner_id == learner_id,
        Enrolment.left_at.is_(None),
        Course.archived_at.is_(None),
    )


_PLACE = (
    select(Enrolment.id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(has_place(bindparam("learner_id")), Enrolment.course_id == bindparam("course_id"))
)


def is_taught_by(teacher_id: int) -> ColumnElement[bool]:
    """The rows of Course that the teacher teaches: as its owner or beside the owner."""
    beside = select(CoTeacher.course_id).where(CoTeacher.teacher_id == teacher_id)
    return or_(Course.teacher_id == teacher_id, Course.id.in_(beside))


def _list_taught(session: Session, teacher_id: int, which: ColumnElement[bool]) -> list[Course]:
    taught = select(Course).where(is_taught_by(teacher_id), which)
    return list(session.scalars(taught.order_by(Course.name, Course.id)))


def _list_places(session: Session, course_id: int, which: ColumnElement[bool]) -> list[Place]:
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == course_id, which)
        .options(joinedload(Enrolment.learner))
        .order_by(Enrolment.sign_in_name, Enrolment.id)
    ).all()
    needs = list_needs(session, [it.learner_id for it in enrolments])
    return [Place(it, it.learner, needs.get(it.learner_id, NONE)) for it in enrolments]
