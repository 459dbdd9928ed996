"""A school for measuring: two courses of made-up learners, whose attempts the database writes.

The large course has all learners, the small one a tenth of them; both have every quiz. One cell in
twelve is empty, scores follow from the ids, and each attempt has a few paper items.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner, Teacher
from quizapp.accounts.people import add_course, add_teacher
from quizapp.attempts.models import Attempt
from quizapp.bank.loading import load_shipped_banks
from quizapp.bank.models import QuestionVersion
from quizapp.gradebook.models import TouchedGrade
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

NAME, PASSWORD = "measure", "measured only"
ITEMS = 3
SECTIONS = 20
ATTEMPTS = """
INSERT INTO attempt (assignment_id, learner_id, number, started_at, added_seconds, paused_seconds,
  break_count, break_seconds, grace_seconds, at_bell, submit_grace_seconds, navigation, furthest,
  tab, max_score, closed_at, close_reason, score)
SELECT a.id, e.learner_id, 1, :began, 0, 0, 0, 0, 0, 'submit', 0, 'free', 1, '', 3 * :unit,
  :ended, 'submitted', (((e.learner_id * 7919 + a.id * 104729) % 301) * :unit) / 100
FROM assignment a JOIN enrolment e ON e.course_id = a.course_id
WHERE a.course_id = :course AND (e.learner_id * 31 + a.id * 17) % 12 <> 0
ORDER BY a.id, e.learner_id
"""
PAPERS = """
INSERT INTO paper_item (attempt_id, position, version_id, printed_order, max_score, score, share,
  is_flagged, needs_marking, comment)
SELECT t.id, p.id, p.version_id, '[]', 1 * :unit, ((t.id + p.id) % 2) * :unit, (t.id + p.id) % 2,
  :no, :no, ''
FROM attempt t JOIN assignment a ON a.id = t.assignment_id
CROSS JOIN (SELECT 1 AS id, :first AS version_id UNION ALL SELECT 2, :second
            UNION ALL SELECT 3, :third) p
WHERE a.course_id = :course
"""


@dataclass(frozen=True)
class School:
    """Where everything of it is."""

    large_id: int
    small_id: int
    learners: int
    quizzes: int
    attempts: int


def fill_school(session: Session, learners: int, quizzes: int, now: datetime) -> School:
    """Write the school, and let the database know how much there is of it."""
    teacher = add_teacher(session, name="Measure", sign_in_name=NAME, password=PASSWORD, now=now)
    banks = load_shipped_banks(session, teacher, now=now)
    began = now - timedelta(days=quizzes + 1)
    given = [
        add_quiz(session, teacher, banks[:1], QuizRules(f"Quiz {number}", draw(ITEMS)), now=began)
        for number in range(1, quizzes + 1)
    ]
    ids = []
    for count in (learners, max(1, learners // 10)):
        course = add_course(session, teacher, f"{count} learners", now=began, rng=Random(count))
        for at, quiz in enumerate(given):
            moment = began + timedelta(days=at)
            assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=moment)
        _enrol(session, course.id, count, began)
        _sit(session, course.id, now)
        ids.append(course.id)
    session.execute(delete(TouchedGrade))  # as a school that has sorted by totals before
    session.commit()
    attempts = session.scalar(
        select(func.count(Attempt.id)).join(Assignment).where(Assignment.course_id == ids[0])
    )
    return School(ids[0], ids[1], learners, quizzes, attempts or 0)


def _enrol(session: Session, course_id: int, count: int, now: datetime) -> None:
    people = [
        {
            "name": f"Learner {number * 7919 % 100_003:06d} of {course_id}",
            "external_id": f"{number:06d}",
            "password_hash": "-",
            "created_at": now,
        }
        for number in range(count)
    ]
    made = session.scalars(
        insert(Learner).returning(Learner.id, sort_by_parameter_order=True), people
    )
    session.execute(
        insert(Enrolment),
        [
            {
                "course_id": course_id,
                "learner_id": learner_id,
                "sign_in_name": f"learner{number:06d}",
                "section": f"Section {number % SECTIONS + 1:02d}",
                "joined_at": now,
            }
            for number, learner_id in enumerate(made)
        ],
    )


def _sit(session: Session, course_id: int, now: datetime) -> None:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    unit = 100_000 if is_sqlite else 1  # how a score stands in its column
    began, ended = (now - timedelta(days=at) for at in (2, 1))
    shown = [it.replace(tzinfo=None).isoformat(" ") if is_sqlite else it for it in (began, ended)]
    versions = session.scalars(select(QuestionVersion.id).order_by(QuestionVersion.id)).all()
    first, second, third = (versions[len(versions) * at // 4] for at in (1, 2, 3))
    given = {"course": course_id, "unit": unit}
    session.execute(text(ATTEMPTS), {**given, "began": shown[0], "ended": shown[1]})
    session.execute(
        text(PAPERS), {**given, "no": False, "first": first, "second": second, "third": third}
    )


def find_teacher(session: Session) -> Teacher:
    """Who teaches both courses."""
    return session.scalars(select(Teacher).where(Teacher.sign_in_name == NAME)).one()
