"""A course with very many learners, put into the database at once: how long do its pages take?

Attempts and their papers are written as rows, not sat: only what is read from them is measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.people import add_course, add_teacher
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.bank.content import load_latest
from quizapp.bank.learnt import LearntDifficulty
from quizapp.bank.loading import load_shipped_banks
from quizapp.progress.class_skills import follow_class
from quizapp.progress.difficulties import keep_difficulties, measure_difficulties
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz
from quizapp.week.digest import read_week

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUESTIONS, ATTEMPTS = 10, 5
AT_ONCE = 20_000


def measure_speed(session: Session, learners: int) -> dict[str, Any]:
    """Seconds for the week, the progress of the class, and learning all difficulties, by the clock
    and of this process's processor (on PostgreSQL what the server does is not in it)."""
    course_id = fill(session, learners)
    weeks = [NOW - timedelta(weeks=it) for it in reversed(range(12))]
    measured: dict[int, LearntDifficulty] = {}
    work: dict[str, Callable[[], object]] = {
        "week": lambda: read_week(session, course_id, until=NOW, now=NOW),
        "progress": lambda: follow_class(session, course_id, weeks),
        "difficulties_read": lambda: measured.update(measure_difficulties(session)),
        "difficulties_write": lambda: keep_difficulties(session, measured, now=NOW),
    }
    took = {name: _time(it) for name, it in work.items()}
    return {"learners": learners, "answers": learners * QUESTIONS * ATTEMPTS, **took}


def fill(session: Session, learners: int) -> int:
    """A course whose learners have all sat five quizzes of ten questions, one a week."""
    rng = Random(1)
    teacher = add_teacher(session, name="T", sign_in_name="big", password="big-class", now=NOW)
    bank = load_shipped_banks(session, teacher, now=NOW)[0]
    course = add_course(session, teacher, "Big", now=NOW, rng=rng)
    versions = [version.id for _, version, _ in load_latest(session, bank.id)]
    people = [
        {"name": f"Learner {it}", "external_id": str(it), "password_hash": "-", "created_at": NOW}
        for it in range(learners)
    ]
    ids = list(session.scalars(insert(Learner).returning(Learner.id), people))
    session.execute(
        insert(Enrolment),
        [
            {"course_id": course.id, "learner_id": it, "joined_at": NOW, "sign_in_name": str(it)}
            for it in ids
        ],
    )
    for week in range(ATTEMPTS):
        at = NOW - timedelta(weeks=ATTEMPTS - week) + timedelta(days=3)
        rules = QuizRules(title=f"Week {week}", paper=draw(QUESTIONS))
        quiz = add_quiz(session, teacher, [bank], rules, now=at)
        given = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=at)
        _sit(session, given.id, ids, versions, at, rng)
    session.commit()
    return course.id


def _sit(
    session: Session, assignment_id: int, ids: list[int], versions: list[int], at: Any, rng: Random
) -> None:
    common = {"assignment_id": assignment_id, "number": 1, "started_at": at, "grace_seconds": 60}
    ended = {
        "closed_at": at,
        "close_reason": CloseReason.SUBMITTED,
        "score": Decimal(5),
        "max_score": Decimal(10),
    }
    rows = [{**common, **ended, "learner_id": it} for it in ids]
    attempts = list(session.scalars(insert(Attempt).returning(Attempt.id), rows))
    items, answers = [], []
    for attempt_id in attempts:
        for position, version_id in enumerate(rng.sample(versions, QUESTIONS), start=1):
            place = {"attempt_id": attempt_id, "position": position}
            share = float(rng.random() < 0.6)
            mark = {
                "version_id": version_id,
                "max_score": Decimal(1),
                "score": Decimal(int(share)),
                "share": share,
            }
            items.append({**place, **mark})
            answer = {"sequence": 1, "value": (str(rng.randint(0, 1)),), "received_at": at}
            answers.append({**place, **answer})
    for start in range(0, len(items), AT_ONCE):
        session.execute(insert(PaperItem), items[start : start + AT_ONCE])
        session.execute(insert(Response), answers[start : start + AT_ONCE])


def _time(work: Callable[[], object]) -> dict[str, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return {
        "clock": round(time.perf_counter() - clock, 2),
        "processor": round(time.process_time() - processor, 2),
    }
