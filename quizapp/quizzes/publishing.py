"""Who gets a quiz, from when until when? Giving it to courses, and copying it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Course
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.setting import TITLE, assign_quiz
from quizapp.quizzes.terms import read_rules, write_rules

_WITH_QUIZ = (
    select(Assignment)
    .where(Assignment.id == bindparam("assignment_id"))
    .options(joinedload(Assignment.quiz))
)
COPY = "Copy of "


def find_assignment(session: Session, assignment_id: int) -> Assignment | None:
    """The assignment with its quiz, in one statement."""
    return session.scalar(_WITH_QUIZ, {"assignment_id": assignment_id})


def publish(
    session: Session,
    quiz: Quiz,
    courses: Sequence[Course],
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    access_code: str = "",
    now: datetime,
) -> list[Assignment]:
    """Give `quiz` to all of `courses` with one window; an access code is one for all courses, also
    those that have the quiz already. Without one the quiz keeps what it has.

    Raises:
        QuizError: the window closes before it opens, or never while answers wait for that.
    """
    quiz.access_code = access_code or quiz.access_code
    return [
        assign_quiz(session, quiz, course, opens_at=opens_at, closes_at=closes_at, now=now)
        for course in courses
    ]


def duplicate_quiz(session: Session, quiz: Quiz, *, now: datetime) -> Quiz:
    """A quiz of the same teacher with the same rules and banks, which no course has.

    It is not asked whether the banks can still fill it: its page and its form tell.
    """
    copy = Quiz(teacher_id=quiz.teacher_id, banks=list(quiz.banks), created_at=now)
    rules = read_rules(quiz)
    write_rules(copy, replace(rules, title=f"{COPY}{rules.title}"[:TITLE]))
    session.add(copy)
    session.flush()
    session.refresh(copy, ["question_count", "max_score"])
    return copy
