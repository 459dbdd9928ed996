"""What can be taken back? A quiz, or its place in a course, that nobody has sat yet."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.attempts.mended import forget_rulings
from quizapp.attempts.models import Attempt
from quizapp.quizzes.models import Assignment, Override, Quiz


class WithdrawalError(ValueError):
    """Something was sat already, so it stays; the message says what to do instead."""


def count_attempts(session: Session, quiz_id: int) -> dict[int, int]:
    """How many attempts each assignment of the quiz has; those without any are left out."""
    rows = session.execute(
        select(Attempt.assignment_id, func.count())
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.quiz_id == quiz_id)
        .group_by(Attempt.assignment_id)
    )
    return {row[0]: row[1] for row in rows}


def withdraw(session: Session, assignment: Assignment) -> None:
    """Take the quiz back from the course, with what was arranged for single learners in it.

    Raises:
        WithdrawalError: somebody in the course has an attempt.
    """
    # An attempt that starts meanwhile waits for this row, and finds no assignment then.
    session.refresh(assignment, with_for_update=True)
    if count_attempts(session, assignment.quiz_id).get(assignment.id):
        raise WithdrawalError(
            f"{assignment.course.name} has attempts, and they stay."
            " Choose Change and set a closing time instead."
        )
    session.execute(delete(Override).where(Override.assignment_id == assignment.id))
    session.delete(assignment)
    session.flush()


def delete_quiz(session: Session, quiz: Quiz) -> None:
    """Delete the quiz, and take it back from all courses.

    Raises:
        WithdrawalError: somebody has an attempt.
    """
    if count_attempts(session, quiz.id):
        raise WithdrawalError(
            "This quiz has attempts, and they stay. Set a closing time in its courses instead."
        )
    for assignment in session.scalars(select(Assignment).where(Assignment.quiz_id == quiz.id)):
        withdraw(session, assignment)
    forget_rulings(session, quiz.id)
    session.delete(quiz)
    session.flush()
