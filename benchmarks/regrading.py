"""How long does mending a key take when very many have sat the quiz, and how long do others wait?

`python -m benchmarks.regrading [--postgres] [--small]` lets a few learners sit ten questions, gives
the quiz as many more attempts with the same answers as are asked for, and measures the dry run,
the step and undoing it. During the step nobody else writes on SQLite, and nobody sits this quiz on
PostgreSQL; its floor is the bare UPDATE of the same rows. A question with options, a typed one and
one that is dropped are mended.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from benchmarks.course_files import PASSWORD, sit
from benchmarks.many_attempts import open_database
from benchmarks.memory import peak_memory_mb
from quizapp import create_app
from quizapp.accounts.models import Learner, Teacher
from quizapp.accounts.people import add_course, add_teacher, enrol
from quizapp.attempts.laying import lay, plan_laying, plan_undoing, undo
from quizapp.attempts.mended import list_asked
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.attempts.ruling_models import RulingChange
from quizapp.bank.loading import load_shipped_banks
from quizapp.clock import now
from quizapp.db import Base, begin_write_anew, db
from quizapp.generation.draft import CHOICE_KINDS, AcceptedAnswer
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

ATTEMPTS, SEATS = 100_000, 50
Row = dict[str, Any]


def measure(postgres: bool, *, small: bool = False) -> dict[str, object]:
    """Fill a database, and mend keys in it; a hundredth of the attempts is `small`."""
    attempts = ATTEMPTS // 100 if small else ATTEMPTS
    with open_database(postgres=postgres) as settings:
        app = create_app(settings)
        with app.app_context():
            upgrade()
            gc.freeze()  # as wsgi.py does
            record = _measure(db.session(), attempts)
            db.session.remove()
            db.engine.dispose()
    return record


def tell(figures: dict[str, object]) -> list[str]:
    """The figures as lines of Markdown."""
    mended: Any = figures["mended"]
    lines = [
        f"{figures['attempts']:,} attempts, {figures['memory_mb']} MB at most.",
        "",
        "| mended | papers | changed | looked | others wait | undone, they wait | floor | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, it in mended.items():
        times = [it[key] for key in ("dry_run", "step", "undoing", "floor")]
        looked, step, undone, floor = (f"{it['clock']} s ({it['processor']})" for it in times)
        lines.append(
            f"| {name} | {it['papers']:,} | {it['changed']:,} | {looked} | {step} | {undone} |"
            f" {floor} | {it['ratio']} |"
        )
    return [*lines, "", "In brackets the seconds of this process alone."]


def _measure(session: Session, attempts: int) -> Row:
    teacher = add_teacher(session, name="M", sign_in_name="m", password=PASSWORD, now=now())
    quiz = _play(session, teacher)
    _multiply(session, attempts // SEATS)
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    mended = {
        verdict.kind.value: _mend(session, quiz, version_id, verdict, teacher)
        for version_id, verdict in _choose(session, quiz)
    }
    return {"attempts": attempts, "mended": mended, "memory_mb": peak_memory_mb()}


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
            moved = [_shift(table, it, rows, copy) for it in rows[table]]
            session.connection().execute(insert(table), moved)


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
    more: Row = {"teacher": teacher, "now": now()}

    def step() -> Any:
        begin_write_anew(session)
        made = {**more, "reason": "Measured.", "digest": plan.digest, "ahead": plan}
        ruling = lay(session, quiz, version_id, verdict, **made)
        session.commit()
        return ruling

    laid, ruling = _timed(step)
    floor, _ = _timed(lambda: _write_barely(session, ruling.id, version_id))
    back = plan_undoing(session, ruling)
    digest = back.digest

    def take_back() -> None:
        begin_write_anew(session)
        undo(session, ruling, digest=digest, ahead=back, **more)
        session.commit()

    undone, _ = _timed(take_back)
    return {
        "papers": plan.papers,
        "changed": len(plan.listed),
        "dry_run": looked,
        "step": laid,
        "undoing": undone,
        "floor": floor,
        "ratio": round(laid["clock"] / max(floor["clock"], 0.01), 1),
    }


def _write_barely(session: Session, ruling_id: int, version_id: int) -> None:
    """Write each row once that the ruling has changed; nothing is decided, and nothing kept."""
    changed = select(RulingChange.attempt_id).where(RulingChange.ruling_id == ruling_id)
    items = update(PaperItem).where(PaperItem.version_id == version_id)
    attempts = update(Attempt).where(Attempt.id.in_(changed))
    begin_write_anew(session)
    connection = session.connection()
    connection.execute(items.where(PaperItem.attempt_id.in_(changed)).values(score=PaperItem.score))
    connection.execute(attempts.values(score=Attempt.score))
    session.commit()


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Seconds of the clock and of this process, and what came of it."""
    wall, cpu = perf_counter(), process_time()
    result = work()
    if hasattr(result, "digest"):
        _ = result.digest
    return {
        "clock": round(perf_counter() - wall, 2),
        "processor": round(process_time() - cpu, 2),
    }, result


if __name__ == "__main__":
    print("\n".join(tell(measure("--postgres" in sys.argv, small="--small" in sys.argv))))
