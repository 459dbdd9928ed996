"""Who teaches a course, and what may its owner alone do with it?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import CoTeacher, Course, FormerCode, Teacher
from quizapp.accounts.people import AccountError, draw_code, find_teacher_by_name


def teaches(session: Session, course: Course, teacher_id: int) -> bool:
    """Whether the teacher owns the course or teaches it beside its owner."""
    return owns(course, teacher_id) or _find(session, course, teacher_id) is not None


def owns(course: Course, teacher_id: int) -> bool:
    """Whether the course is the teacher's own: to archive, to hand over, to share."""
    return course.teacher_id == teacher_id


def list_co_teachers(session: Session, course_id: int) -> list[Teacher]:
    """Who teaches the course beside its owner, by name."""
    found = session.scalars(
        select(CoTeacher)
        .join(CoTeacher.teacher)
        .where(CoTeacher.course_id == course_id)
        .options(joinedload(CoTeacher.teacher))
        .order_by(Teacher.name, Teacher.id)
    )
    return [it.teacher for it in found]


def list_teacher_ids(session: Session, course_ids: Collection[int]) -> dict[int, set[int]]:
    """Who teaches each of the courses: its owner, and those beside them."""
    courses = session.execute(select(Course.id, Course.teacher_id).where(Course.id.in_(course_ids)))
    teachers = {course_id: {teacher_id} for course_id, teacher_id in courses}
    beside = select(CoTeacher).where(CoTeacher.course_id.in_(course_ids))
    for it in session.scalars(beside):
        teachers[it.course_id].add(it.teacher_id)
    return teachers


def list_teachers_of(session: Session, course_ids: Collection[int]) -> list[Teacher]:
    """Everybody who teaches one of the courses, by name."""
    ids = set().union(*list_teacher_ids(session, course_ids).values())
    found = select(Teacher).where(Teacher.id.in_(ids)).order_by(Teacher.name, Teacher.id)
    return list(session.scalars(found))


def add_co_teacher(
    session: Session, course: Course, sign_in_name: str, *, now: datetime
) -> Teacher:
    """Let another teacher teach the course too.

    Raises:
        AccountError: nobody signs in under that name, or they teach the course already.
    """
    teacher = find_teacher_by_name(session, sign_in_name)
    if teacher is None:
        raise AccountError(
            f"No teacher signs in as {sign_in_name.strip()}."
            " Ask your colleague which name they sign in with."
        )
    if teaches(session, course, teacher.id):
        raise AccountError(f"{teacher.name} teaches this course already.")
    session.add(CoTeacher(course_id=course.id, teacher_id=teacher.id, added_at=now))
    session.flush()
    return teacher


def remove_co_teacher(session: Session, course: Course, teacher_id: int) -> None:
    """End a co-teacher's part in the course; what they assigned stays. Twice changes nothing."""
    found = _find(session, course, teacher_id)
    if found:
        session.delete(found)
        session.flush()


def hand_over(session: Session, course: Course, teacher_id: int, *, now: datetime) -> Teacher:
    """Make a co-teacher the owner; who owned the course teaches it beside them.

    Raises:
        AccountError: the teacher is no co-teacher of the course.
    """
    found = _find(session, course, teacher_id)
    if found is None:
        raise AccountError("Only a co-teacher can become the owner. Add the teacher first.")
    teacher = found.teacher
    session.delete(found)
    session.add(CoTeacher(course_id=course.id, teacher_id=course.teacher_id, added_at=now))
    course.teacher_id = teacher.id
    session.flush()
    return teacher


def rename_course(session: Session, course: Course, name: str) -> None:
    """Give the course another name.

    Raises:
        AccountError: the name is empty.
    """
    if not name.strip():
        raise AccountError("Write the course's name.")
    course.name = " ".join(name.split())
    session.flush()


def change_code(session: Session, course: Course, *, rng: Random) -> str:
    """Draw a new join code. The old one lets nobody join; it still signs in who is in."""
    session.add(FormerCode(code=course.join_code, course_id=course.id))
    course.join_code = draw_code(session, rng)
    session.flush()
    return course.join_code


def close_joining(session: Session, course: Course, *, now: datetime) -> None:
    """Let nobody join any more; who is in stays in. Twice changes nothing."""
    course.joining_closed_at = course.joining_closed_at or now
    session.flush()


def open_joining(session: Session, course: Course) -> None:
    course.joining_closed_at = None
    session.flush()


def archive(session: Session, course: Course, *, now: datetime) -> None:
    """Put the course away: nobody joins it, signs in there or starts an attempt.

    Attempts that run may end; the gradebook stays readable. Twice changes nothing.
    """
    course.archived_at = course.archived_at or now
    session.flush()


def unarchive(session: Session, course: Course) -> None:
    course.archived_at = None
    session.flush()


def _find(session: Session, course: Course, teacher_id: int) -> CoTeacher | None:
    return session.get(CoTeacher, (course.id, teacher_id))
