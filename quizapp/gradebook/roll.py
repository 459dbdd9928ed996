"""Which learners stand in a course's gradebook? Who has left, only with work that was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.attempts.models import Attempt
from quizapp.gradebook.rows import GradebookRow, Person
from quizapp.quizzes.models import Assignment, Quiz

AT_ONCE = 250  # learners that are held in memory with their cells


def read_roll(session: Session, course_id: int) -> list[GradebookRow]:
    """Everybody, without cells: those who are there by the name they sign in with, then others."""
    return [_make_row(it) for it in session.execute(_list_places(course_id))]


def stream_roll(session: Session, course_id: int) -> Iterator[list[GradebookRow]]:
    """The same, a portion at a time."""
    found = session.execute(_list_places(course_id).execution_options(yield_per=AT_ONCE))
    for portion in found.partitions():
        yield [_make_row(it) for it in portion]


def count_roll(session: Session, course_id: int) -> int:
    """How many learners stand in the gradebook."""
    return session.scalar(select(func.count()).select_from(_list_places(course_id).subquery())) or 0


def _list_places(course_id: int) -> Select[int, str, str, str, datetime | None, str]:
    worked = (
        select(Attempt.id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .where(
            Attempt.learner_id == Enrolment.learner_id,
            Assignment.course_id == course_id,
            Quiz.is_practice.is_(False),
        )
        .correlate(Enrolment)
        .exists()
    )
    return (
        select(
            Learner.id,
            Learner.name,
            Learner.external_id,
            Enrolment.section,
            Enrolment.left_at,
            Enrolment.sign_in_name,
        )
        .join(Learner, Learner.id == Enrolment.learner_id)
        .where(Enrolment.course_id == course_id, or_(Enrolment.left_at.is_(None), worked))
        .order_by(Enrolment.left_at.is_not(None), Enrolment.sign_in_name, Enrolment.id)
    )


def _make_row(row: Any) -> GradebookRow:
    learner_id, name, external_id, section, left_at, sign_in_name = row
    return GradebookRow(Person(learner_id, name, external_id), section, (), left_at, sign_in_name)
