"""How long do the statistics of a quiz take that very many have sat, and how much memory?

Everything of the page is worked out: all figures, who chose what, the findings. Beside it stands
the floor, the bare driver reading the same rows and doing nothing with them. Each is measured in
a process of its own, so that neither profits from the other's memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter, process_time

from benchmarks.many_attempts import QUESTIONS, fill, open_database
from benchmarks.memory import peak_memory_mb
from quizapp import create_app
from quizapp.config import ROOT, Settings
from quizapp.db import db
from quizapp.quizzes.models import Quiz
from quizapp.statistics.findings import list_findings
from quizapp.statistics.reading import read_quiz_statistics

SIZES, SMALL_SIZES = (1_000, 10_000, 100_000), (1_000, 5_000)
MOST_SECONDS, MOST_MEMORY_MB = 10.0, 500.0  # with a hundred thousand attempts
READ = (
    "SELECT attempt_id, version_id, score, max_score, share, given, needs_marking FROM paper_item"
)


def measure(postgres: bool, small: bool = False) -> dict[str, object]:
    """Seconds and memory for each number of attempts."""
    rows = [_measure_size(postgres, size) for size in (SMALL_SIZES if small else SIZES)]
    first, last = rows[-2], rows[-1]
    grown = last["attempts"] / first["attempts"]
    return {
        "questions": QUESTIONS,
        "sizes": rows,
        "growth_of_time_for_tenfold": round(10 * last["seconds"] / first["seconds"] / grown, 2),
        "is_quick_and_small": last["seconds"] < MOST_SECONDS and last["peak_mb"] < MOST_MEMORY_MB,
    }


def tell(figures: dict[str, object]) -> list[str]:
    """The figures as lines for a terminal."""
    sizes = figures["sizes"]
    assert isinstance(sizes, list)
    lines = [
        f"{'attempts':>10}{'seconds':>10}{'floor':>8}{'ratio':>8}{'peak MB':>10}{'floor MB':>10}"
    ]
    lines += [
        f"{it['attempts']:>10,}{it['seconds']:>10.2f}{it['floor_seconds']:>8.2f}{it['ratio']:>8.2f}"
        f"{it['peak_mb']:>10.0f}{it['floor_peak_mb']:>10.0f}"
        for it in sizes
    ]
    growth = figures["growth_of_time_for_tenfold"]
    return [*lines, f"Ten times as many attempts take {growth} times as long (10 is linear)."]


def _measure_size(postgres: bool, attempts: int) -> dict[str, float]:
    with open_database(postgres=postgres) as settings:
        quiz_id = fill(settings, attempts)
        worked, floor = (_run_child(settings, what, quiz_id) for what in ("statistics", "floor"))
    return {
        "attempts": attempts,
        "seconds": worked["seconds"],
        "cpu_seconds": worked["cpu_seconds"],
        "floor_seconds": floor["seconds"],
        "ratio": round(worked["seconds"] / floor["seconds"], 2),
        "peak_mb": worked["peak_mb"],
        "floor_peak_mb": floor["peak_mb"],
    }


def _run_child(settings: Settings, what: str, quiz_id: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.results_statistics", what, str(quiz_id)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QUIZAPP_INSTANCE": settings.instance,
            "QUIZAPP_DATABASE_URL": settings.database_url,
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _work_out(quiz_id: int) -> None:
    found = read_quiz_statistics(db.session(), db.session.get_one(Quiz, quiz_id))
    list_findings(found)
    assert len(found.questions) == QUESTIONS
    assert found.internal_consistency is not None


def _read_bare(_quiz_id: int) -> None:
    connection = db.engine.raw_connection()
    is_postgres = db.engine.dialect.name == "postgresql"
    # On PostgreSQL a cursor with a name streams; without one it holds every row.
    cursor = connection.cursor(**({"name": "floor"} if is_postgres else {}))
    cursor.execute(READ)
    while cursor.fetchmany(5_000):
        pass
    connection.close()


WORK: dict[str, Callable[[int], None]] = {"statistics": _work_out, "floor": _read_bare}


def main(what: str, quiz_id: int) -> None:
    """Do one thing in this process, and print what it took."""
    app = create_app(
        Settings(
            instance=os.environ["QUIZAPP_INSTANCE"],
            secret_key="benchmark",
            demo=False,
            database_url=os.environ["QUIZAPP_DATABASE_URL"],
        )
    )
    with app.app_context():
        start, cpu = perf_counter(), process_time()
        WORK[what](quiz_id)
        seconds, cpu_seconds = perf_counter() - start, process_time() - cpu
    took = {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3),
        "peak_mb": peak_memory_mb(),
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
