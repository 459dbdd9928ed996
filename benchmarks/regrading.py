"""How long does mending a key take when very many have sat the quiz?

`python -m benchmarks.regrading [ATTEMPTS] [DATABASE_URL]` lets a few learners sit ten questions,
gives the quiz as many more attempts with the same answers as are asked for, and measures the dry
run, the step and undoing it. A typed question and one with options are mended.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks.course_files import PASSWORD, sit
from benchmarks.timing import peak_memory_mb
from quizapp import create_app
from quizapp.accounts.models import Learner, Teacher
from quizapp.accounts.people import add_course, add_teacher, enrol
from quizapp.attempts.laying import lay, plan_laying, plan_undoing, undo
from quizapp.attempts.mended import list_asked
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.bank.loading import load_shipped_banks
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import Base, db
from quizapp.generation.draft import CHOICE_KINDS, AcceptedAnswer
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

ATTEMPTS, SEATS = 100_000, 50
Row = dict[str, Any]


def main(attempts: int = ATTEMPTS, database_url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            instance=folder, secret_key="benchmark", demo=False, database_url=database_url
        )
        app = create_app(settings)
        with app.app_context():
            upgrade()
            print(json.dumps(_measure(db.session(), attempts), indent=1))
            db.session.remove()
            db.engine.dispose()


def _measure(session: Session, attempts: int) -> Row:
    teacher = add_teacher(session, name="M", sign_in_name="m", password=PASSWORD, now=now())
    quiz = _play(session, teacher)
    _multiply(session, attempts // SEATS)
    session.commit()
    record: Row = {"attempts": attempts, "memory_mb_before": peak_memory_mb()}
    for version_id, verdict in _choose(session, quiz):
        record[verdict.kind] = _mend(session, quiz, version_id, verdict, teacher)
    return record | {"memory_mb": peak_memory_mb()}


def _play(session: Session, teacher: Teacher) -> Quiz:
    """A quiz that draws ten questions, and that a class has sat."""
    rng, began = Random(1), now() - timedelta(days=1)
    course = add_course(session, teacher, "Measured", now=began, rng=rng)
    bank = load_shipped_banks(session, teacher, now=began)[0]
    quiz = add_quiz(session, teacher, [bank], QuizRules("Measured", draw(10)), now=began)
    given = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=began)
    for number in range(SEATS):
        learner = Learner(name=f"Learner {number}", password_hash="", created_at=began)
        session.add(learner)
        session.flush()
        enrol(session, course, learner, now=began)
        sit(session, given, learner, began, rng)
    session.flush()
    return quiz


def _multiply(session: Session, times: int) -> None:
    """The attempts of the class `times` times, each as the next attempt of its learner."""
    tables = (Attempt, PaperItem, Response)
    rows = {
        it: [dict(row._mapping) for row in session.execute(select(it.__table__))] for it in tables
    }
    for copy in range(1, times):
        for table in tables:
            session.execute(insert(table), [_shift(table, it, rows, copy) for it in rows[table]])
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE")


def _shift(table: type[Base], row: Row, rows: dict[Any, list[Row]], copy: int) -> Row:
    moved = {**row, "id": row["id"] + copy * len(rows[table])}
    if table is Attempt:
        moved["number"] = copy + 1
    else:
        moved["attempt_id"] = row["attempt_id"] + copy * len(rows[Attempt])
    return moved


def _choose(session: Session, quiz: Quiz) -> list[tuple[int, Verdict]]:
    """The question with options, and the typed one, that are on most papers; and one to drop."""
    asked = [it.version for it in list_asked(session, quiz.id)]
    chosen = next(it for it in asked if it.kind in CHOICE_KINDS)
    other = next(place for place, it in enumerate(chosen.options) if not it.is_key)
    found = [(chosen.id, Verdict(RulingKind.ANOTHER_KEY, (other,)))]
    typed = next((it for it in asked if it.answers), None)
    if typed:
        answers = tuple(AcceptedAnswer("measured", it.gap) for it in typed.answers)
        found.append((typed.id, Verdict(RulingKind.ACCEPT_BOTH, answers=answers)))
    return [*found, (asked[-1].id, Verdict(RulingKind.DROPPED))]


def _mend(session: Session, quiz: Quiz, version_id: int, verdict: Verdict, teacher: Teacher) -> Row:
    looked, plan = _timed(lambda: plan_laying(session, quiz, version_id, verdict))
    more: Row = {"reason": "Measured.", "digest": plan.digest, "teacher": teacher, "now": now()}
    laid, ruling = _timed(lambda: lay(session, quiz, version_id, verdict, **more))
    session.commit()
    digest = plan_undoing(session, ruling).digest

    def take_back() -> None:
        undo(session, ruling, digest=digest, teacher=teacher, now=now())
        session.commit()

    undone, _ = _timed(take_back)
    return {
        "papers": plan.papers,
        "changed": len(plan.listed),
        "dry_run_seconds": looked,
        "step_seconds": laid,
        "undoing_seconds": undone,
    }


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Seconds of the clock and of this process, and what came of it."""
    wall, cpu = perf_counter(), process_time()
    result = work()
    if hasattr(result, "digest"):
        _ = result.digest
    return {
        "clock": round(perf_counter() - wall, 1),
        "processor": round(process_time() - cpu, 1),
    }, result


if __name__ == "__main__":
    main(*(int(it) if it.isdecimal() else it for it in sys.argv[1:]))  # type: ignore[arg-type]
