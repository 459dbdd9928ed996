"""How long does a whole course take to export and to bring, and how much memory?

`python -m benchmarks.course_files` plays a course of ten quizzes and ten learners who sit each
twice, gives it as many more learners with the same answers as are asked for, and measures both
ways on SQLite. The figures go to `benchmarks/results/course_files.json`.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, TypeVar

from flask_migrate import upgrade
from sqlalchemy.orm import Session

from benchmarks.memory import peak_memory_mb
from quizapp import create_app
from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.people import add_course, add_teacher, enrol
from quizapp.attempts import saving, sitting
from quizapp.attempts.answers import to_page
from quizapp.attempts.responses import Answer
from quizapp.bank.content import load_versions
from quizapp.bank.loading import load_shipped_banks
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.course_archive.contents import MANIFEST, MEMBERS
from quizapp.course_archive.measuring import measure_course
from quizapp.course_archive.planning import plan_course
from quizapp.course_archive.reading import open_course
from quizapp.course_archive.restoring import restore_course
from quizapp.course_archive.writing import write_course
from quizapp.db import db
from quizapp.demo import draw_value
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import QuizRules, draw
from quizapp.quizzes.setting import add_quiz, assign_quiz

T = TypeVar("T")
QUIZZES, SEATS, ATTEMPTS, LEARNERS = 10, 10, 2, 200
RESULTS = Path(__file__).parent / "results" / "course_files.json"
PASSWORD = "measured only"
# Which members belong to one learner, and so are there once for each copy of a learner.
OF_LEARNERS = {it.table.name for it in MEMBERS if it.of_learners}


def main(learners: int = LEARNERS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance=folder, secret_key="benchmark", demo=False))
        with app.app_context():
            upgrade()
            record = _measure(db.session(), learners)
            db.session.remove()
            db.engine.dispose()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))


def _measure(session: Session, learners: int) -> dict[str, Any]:
    moment = now()
    teacher = add_teacher(
        session, name="Measure", sign_in_name="measure", password=PASSWORD, now=moment
    )
    other = add_teacher(
        session, name="Measure", sign_in_name="other", password=PASSWORD, now=moment
    )
    small = _export(session, _play(session, teacher, moment), moment)
    large = _multiply(small, learners // SEATS)
    course, opening, bringing = _bring(session, large, other)
    session.commit()
    before = peak_memory_mb()
    seconds, raw = _timed(lambda: _export(session, course, moment))
    guess = measure_course(session, course, reader_id=None, with_learners=True)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        unpacked = sum(it.file_size for it in archive.infolist())
    return {
        "quizzes": QUIZZES,
        "learners": learners,
        "attempts": guess.rows["attempt"],
        "rows": sum(guess.rows.values()),
        "packed_mb": round(len(raw) / 1e6, 2),
        "guessed_mb": round(guess.size / 1e6, 2),
        "unpacked_mb": round(unpacked / 1e6, 1),
        "export_cpu_seconds": round(seconds, 1),
        "opening_cpu_seconds": round(opening, 1),
        "bringing_cpu_seconds": round(bringing, 1),
        "peak_memory_mb_after_bringing": before,
        "peak_memory_mb": peak_memory_mb(),
        "came_back_the_same": _read(raw) == _read(large),
    }


def _play(session: Session, teacher: Teacher, moment: datetime) -> Course:
    """Ten learners sit ten quizzes twice, with ten answers each time."""
    rng, began = Random(1), moment - timedelta(days=30)
    course = add_course(session, teacher, "Measured", now=began, rng=rng)
    banks = load_shipped_banks(session, teacher, now=began)
    learners = [
        Learner(name=f"Learner {number}", password_hash="", created_at=began)
        for number in range(SEATS)
    ]
    session.add_all(learners)
    session.flush()
    for learner in learners:
        enrol(session, course, learner, now=began)
    for number in range(QUIZZES):
        rules = QuizRules(f"Quiz {number + 1}", draw(10))
        quiz = add_quiz(session, teacher, [banks[number % len(banks)]], rules, now=began)
        given = assign_quiz(session, quiz, course, opens_at=None, closes_at=None, now=began)
        for learner in learners * ATTEMPTS:
            sit(session, given, learner, began, rng)
    session.flush()
    return course


def sit(
    session: Session, assignment: Assignment, learner: Learner, began: datetime, rng: Random
) -> None:
    attempt = sitting.start(session, assignment, learner, now=began, rng=rng, grace_seconds=60)
    drafts = load_versions(session, [it.version_id for it in attempt.items])
    for item in attempt.items:
        draft = drafts[item.version_id]
        order = [int(it) for it in item.printed_order]
        at = began + timedelta(seconds=rng.randint(30, 900))
        fields = to_page(draft, order, draw_value(draft, rng.gauss(0, 1), rng))
        answer = Answer(item.position, "tab", 1, fields, seconds=rng.randint(5, 90))
        saving.respond(session, attempt.id, answer, now=at)
    sitting.submit(session, attempt.id, now=began + timedelta(minutes=16))


def _export(session: Session, course: Course, moment: datetime) -> bytes:
    out = io.BytesIO()
    write_course(session, course, out, with_learners=True, now=moment)
    return out.getvalue()


def _bring(session: Session, raw: bytes, teacher: Teacher) -> tuple[Course, float, float]:
    """The course that is made, and the seconds that trying and making it took."""
    start = process_time()
    with open_course(io.BytesIO(raw)) as archive:
        tried = process_time()
        plan = plan_course(session, archive, teacher)
        course = restore_course(session, archive, plan, teacher, rng=Random(2))
        return course, tried - start, process_time() - tried


def _multiply(raw: bytes, times: int) -> bytes:
    """The file with its learners, and all they did, `times` times."""
    members = _read(raw)
    sizes = {name: content.count(b"\n") for name, content in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        told = json.loads(archive.read(MANIFEST))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in MEMBERS:
            content = members[member.name]
            if member.table.name in OF_LEARNERS:
                copies = (_shift(content, member.name, sizes, n) for n in range(times))
                content = b"".join(line for lines in copies for line in lines)
            archive.writestr(member.name, content)
            told["members"][member.name] = {
                "rows": content.count(b"\n"),
                "sha256": sha256(content).hexdigest(),
            }
        archive.writestr(MANIFEST, json.dumps(told))
    return out.getvalue()


def _shift(content: bytes, name: str, sizes: dict[str, int], copy: int) -> Iterator[bytes]:
    """The rows of a member once more: their numbers, and those they refer to, follow on."""
    (member,) = (it for it in MEMBERS if it.name == name)
    moved = {
        name: sizes[f"{target}.jsonl"]
        for name, target in member.references.items()
        if target in OF_LEARNERS
    }
    if member.has_numbers:
        moved["id"] = sizes[name]
    for line in content.splitlines():
        row = json.loads(line)
        row |= {key: row[key] + copy * size for key, size in moved.items()}
        if name == "enrolment.jsonl":
            row["sign_in_name"] = f"learner {row['id']}"
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {it: archive.read(it) for it in archive.namelist() if it != MANIFEST}


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = process_time()
    done = work()
    return process_time() - start, done


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
