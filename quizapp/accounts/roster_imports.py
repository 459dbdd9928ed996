"""How does a planned class list become a course's roster? (see `rosters` for the plan)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.courses import find_enrolment, is_taught_by
from quizapp.accounts.models import Course, Enrolment, Learner
from quizapp.accounts.passwords import Secret
from quizapp.accounts.roster_matching import Member, RosterRow, Where
from quizapp.accounts.rosters import Outcome, PlannedRow, RosterPlan, plan_roster
from quizapp.accounts.slips import Slip, write_slip


def plan_import(
    session: Session, course: Course, teacher_id: int, rows: Sequence[RosterRow]
) -> RosterPlan:
    """What `rows` would change in the course, as it is now."""
    return plan_roster(rows, list_members(session, course, teacher_id))


def lock_course(session: Session, course_id: int) -> None:
    """Keep the course's row until the transaction ends: of two imports one waits."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def list_members(session: Session, course: Course, teacher_id: int) -> list[Member]:
    """Who was ever in the course, and who is in another one that the teacher teaches."""
    enrolments = session.scalars(
        select(Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .where((Enrolment.course_id == course.id) | is_taught_by(teacher_id))
        .options(joinedload(Enrolment.learner), joinedload(Enrolment.course))
        .order_by(Course.name, Enrolment.id)
    ).all()
    here = {it.learner_id for it in enrolments if it.course_id == course.id}
    return [
        _describe(it, course)
        for it in enrolments
        if it.course_id == course.id or it.learner_id not in here
    ]


@dataclass(frozen=True)
class Imported:
    """How many lines were carried out, and the slips of the new learners."""

    count: int
    slips: list[Slip]


def apply_plan(
    session: Session,
    course: Course,
    plan: RosterPlan,
    secrets: Mapping[int, Secret],
    *,
    now: datetime,
) -> Imported:
    """Carry out a plan. New learners for whose line `secrets` has no password have to wait."""
    slips, count = [], 0
    for planned in plan.changes:
        if planned.outcome is not Outcome.NEW:
            _change(session, course, planned, now)
        elif secret := secrets.get(planned.row.line):
            slips.append(write_slip(_add(session, course, planned, secret, now), secret))
        else:
            continue
        count += 1
    session.flush()
    return Imported(count, slips)


def _describe(enrolment: Enrolment, course: Course) -> Member:
    is_here = enrolment.course_id == course.id
    inside = Where.LEFT if enrolment.left_at else Where.HERE
    return Member(
        enrolment.learner_id,
        enrolment.learner.name,
        enrolment.learner.external_id,
        enrolment.sign_in_name,
        enrolment.section if is_here else "",
        inside if is_here else Where.ELSEWHERE,
        enrolment.course.name,
    )


def _add(
    session: Session, course: Course, planned: PlannedRow, secret: Secret, now: datetime
) -> Enrolment:
    learner = Learner(
        name=planned.name,
        external_id=planned.external_id,
        password_hash=secret.hashed,
        created_at=now,
    )
    session.add(learner)
    session.flush()
    return _enrol(session, course, learner, planned, now)


def _change(session: Session, course: Course, planned: PlannedRow, now: datetime) -> None:
    learner = session.get_one(Learner, planned.learner_id)
    learner.name, learner.external_id = planned.name, planned.external_id
    place = find_enrolment(session, course.id, learner.id)
    if place is None:
        _enrol(session, course, learner, planned, now)
    else:
        place.left_at, place.section = None, planned.section


def _enrol(
    session: Session, course: Course, learner: Learner, planned: PlannedRow, now: datetime
) -> Enrolment:
    enrolment = Enrolment(
        course_id=course.id,
        learner_id=learner.id,
        sign_in_name=planned.sign_in_name,
        section=planned.section,
        joined_at=now,
    )
    enrolment.learner = learner
    session.add(enrolment)
    session.flush()
    return enrolment
