"""How does a learner's place change? Leaving, coming back, moving, another name or number.

Nothing here touches what was done in a course: attempts, marks and needs are the learner's, and
the place that they were done from is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.courses import find_enrolment
from quizapp.accounts.models import Course, Enrolment
from quizapp.accounts.passwords import fold_name
from quizapp.accounts.people import AccountError

LONGEST_NAME = 120  # what the columns hold
LONGEST_SIGN_IN_NAME = LONGEST_NAME - 5  # there is room for a number
LONGEST_ID = LONGEST_SECTION = 80


def list_enrolments(
    session: Session, course_id: int, learner_ids: Collection[int]
) -> list[Enrolment]:
    """The places of these learners who are in the course now, by name."""
    return list(
        session.scalars(
            select(Enrolment)
            .where(
                Enrolment.course_id == course_id,
                Enrolment.learner_id.in_(learner_ids),
                Enrolment.left_at.is_(None),
            )
            .options(joinedload(Enrolment.learner))
            .order_by(Enrolment.sign_in_name, Enrolment.id)
        )
    )


def leave(session: Session, enrolments: Sequence[Enrolment], *, now: datetime) -> None:
    """End these places. What was done there stays; an attempt that runs goes on to its end."""
    for enrolment in enrolments:
        enrolment.left_at = enrolment.left_at or now
    session.flush()


def put_back(session: Session, enrolment: Enrolment) -> None:
    """Let somebody who had left have their place again, under the same name."""
    enrolment.left_at = None
    session.flush()


def move(
    session: Session, enrolments: Sequence[Enrolment], target: Course, *, now: datetime
) -> None:
    """Give each a place in `target`, as the same learner, and end the old one.

    Who has a place there already, or had one, keeps that one.

    Raises:
        AccountError: the course is archived, or the one that they are in.
    """
    if target.archived_at:
        raise AccountError(f"{target.name} is archived. Take it out of the archive first.")
    if any(it.course_id == target.id for it in enrolments):
        raise AccountError("Choose another course: they are in this one already.")
    taken = list_sign_in_names(session, target.id)
    for enrolment in enrolments:
        place = find_enrolment(session, target.id, enrolment.learner_id)
        if place:
            place.left_at = None
        else:
            name = free_sign_in_name(enrolment.learner.name, taken)
            taken.add(name)
            session.add(
                Enrolment(
                    course_id=target.id,
                    learner_id=enrolment.learner_id,
                    sign_in_name=name,
                    joined_at=now,
                )
            )
    leave(session, enrolments, now=now)


def change_learner(
    session: Session,
    enrolment: Enrolment,
    *,
    name: str,
    external_id: str,
    section: str,
    sign_in_name: str,
) -> None:
    """Keep what a learner is called, and their number and section.

    Raises:
        AccountError: a name is empty, or another learner of the course has the name or number.
    """
    learner, folded = enrolment.learner, fold_name(sign_in_name)
    if not name.strip():
        raise AccountError("Write the learner's name.")
    if not folded:
        raise AccountError("Write the name that the learner signs in with.")
    others = _list_others(session, enrolment)
    if any(it.sign_in_name == folded for it in others):
        raise AccountError(f"Another learner of this course signs in as {folded}.")
    number = external_id.strip()
    same = next((it for it in others if number and it.learner.external_id == number), None)
    if same:
        raise AccountError(f"{same.learner.name} has the ID {number} already.")
    learner.name, learner.external_id = " ".join(name.split()), number
    enrolment.section, enrolment.sign_in_name = " ".join(section.split()), folded
    session.flush()


def list_sign_in_names(session: Session, course_id: int) -> set[str]:
    """The names that are taken in a course, also by those who have left."""
    found = select(Enrolment.sign_in_name).where(Enrolment.course_id == course_id)
    return set(session.scalars(found))


def free_sign_in_name(name: str, taken: Collection[str]) -> str:
    """The name to sign in with: the learner's own, with a number where somebody has it.

    >>> free_sign_in_name("Ada Lovelace", {"ada lovelace"})
    'ada lovelace 2'
    """
    base = fold_name(name)[:LONGEST_SIGN_IN_NAME].strip()
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base} {number}"
    return found


def _list_others(session: Session, enrolment: Enrolment) -> Sequence[Enrolment]:
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.course_id == enrolment.course_id, Enrolment.id != enrolment.id)
        .options(joinedload(Enrolment.learner))
    ).all()
