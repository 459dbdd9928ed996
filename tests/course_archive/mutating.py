"""What may come instead of a course file? Files with bytes, values, rows or members changed.

`python -m tests.course_archive.mutating FILE 10000` tries that many on a file of your own.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.courses import list_places
from quizapp.accounts.models import Course
from quizapp.attempts.clock import read_clock
from quizapp.attempts.closing import close, score
from quizapp.attempts.drawing import draw_paper
from quizapp.attempts.models import CloseReason
from quizapp.attempts.overview import list_due
from quizapp.attempts.paper import print_paper
from quizapp.attempts.responses import read_given
from quizapp.bank.content import load_versions
from quizapp.course_archive.contents import MANIFEST
from quizapp.course_archive.errors import CourseFileError
from quizapp.course_archive.reading import open_course
from quizapp.gradebook.csv_long import write_long
from quizapp.gradebook.csv_wide import write_wide
from quizapp.gradebook.reading import read_gradebook
from quizapp.quizzes.models import Quiz
from quizapp.statistics.reading import list_question_statistics
from tests.conftest import NOON
from tests.course_archive.courses import (
    change_members,
    describe_result,
    list_attempts,
    read_members,
)

LATER = NOON + timedelta(days=400)

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 3, 7, 2**31, 2**63, 10**400, 0.5, -0.0, 1e308),
    *(float("nan"), float("inf"), "", " ", "0", "1", "-1", "0.5", "1e9", "NaN", "x", "x" * 500),
    *("\0", "\ud800", "\u202e", "<script>", "=1+1", "true", "submitted", "draft", "cloze"),
    *("2026-03-02T12:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-02"),
    *([], {}, [""], ["0"], ["1", "0"], ["x", None], [["0"]], {"id": 1}, "../../x", "10.0.0.0/99"),
)


def mutate(raw: bytes, rng: Random) -> bytes:
    """The file with one to three changes of one sort."""
    change = rng.choice([_flip_bytes, *[_change_values] * 5, _change_lines, _drop, _cut])
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        raw = change(raw, rng)
    return raw


def _flip_bytes(raw: bytes, rng: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, rng: Random) -> bytes:
    start, end = sorted(rng.randrange(len(raw) + 1) for _ in range(2))
    return rng.choice([raw[:start], raw[start:], raw[:start] + raw[end:], raw + raw[start:end]])


def _change_values(raw: bytes, rng: Random) -> bytes:
    """Another value, or the value of another row, in one or several rows of a member."""
    members = _read(raw)
    name = rng.choice([name for name, content in members.items() if content] or [""])
    rows = [json.loads(it) for it in members.get(name, b"").splitlines()]
    if not rows:
        return raw
    column = rng.choice(list(rows[0]))
    for _ in range(rng.choice([1, 1, 1, 5])):
        value = rng.choice([rng.choice(VALUES), rng.choice(rows)[column]])
        rng.choice(rows)[column] = value
    lines = b"".join(json.dumps(it).encode("utf-8", "surrogatepass") + b"\n" for it in rows)
    return change_members(raw, {name: lines})


def _change_lines(raw: bytes, rng: Random) -> bytes:
    """A row less, twice, elsewhere, or with a byte changed."""
    members = _read(raw)
    name = rng.choice([name for name, content in members.items() if content] or [""])
    lines = members.get(name, b"").splitlines(keepends=True)
    if not lines:
        return raw
    place = rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[place]
        case 1:
            lines.insert(rng.randrange(len(lines)), lines[place])
        case 2:
            rng.shuffle(lines)
        case _:
            lines[place] = _flip_bytes(lines[place][:-1], rng).replace(b"\n", b"") + b"\n"
    return change_members(raw, {name: b"".join(lines)})


def _drop(raw: bytes, rng: Random) -> bytes:
    """A member less, an empty one, or a manifest that says something else."""
    members = _read(raw)
    if not members:
        return raw
    name = rng.choice(list(members))
    match rng.randrange(3):
        case 0:
            return change_members(raw, {name: None})
        case 1:
            return change_members(raw, {name: b""})
        case _:
            told = ("format", "version", "program", "exported_at", "course", "with_learners")
            return change_members(raw, {}, **{rng.choice(told): rng.choice(VALUES)})


def _read(raw: bytes) -> dict[str, bytes]:
    """The members, as long as the file can be unpacked and its manifest be read."""
    try:
        members = read_members(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            told = json.loads(archive.read(MANIFEST))["members"]
        for name, content in members.items():
            told[name]["rows"] += 0
            for line in content.splitlines():
                json.loads(line).keys()
    except Exception:  # what was broken by an earlier change is broken enough
        return {}
    return members


def use(rows: Session) -> None:
    """Do with a course what pages, files and the next sittings do with it."""
    course = rows.scalars(select(Course)).one()
    book = read_gradebook(rows, course)
    assert "".join(write_wide(book))
    assert "".join(write_long(book))
    for attempt in list_attempts(rows, course):
        describe_result(rows, attempt)
        drafts = load_versions(rows, [it.version_id for it in attempt.items])
        print_paper(attempt, drafts, read_given(rows, attempt.id), LATER)
        read_clock(attempt, LATER)
        if attempt.closed_at is None:
            close(rows, attempt, CloseReason.SUBMITTED, LATER)
        elif attempt.score is not None:
            score(rows, attempt)
    for quiz in rows.scalars(select(Quiz)):
        list_question_statistics(rows, quiz.id)
        draw_paper(rows, quiz, Random(1))
    for place in list_places(rows, course.id):
        list_due(rows, place.learner.id, now=LATER)
    rows.rollback()


def run(raw: bytes, count: int, seed: int = 1) -> Counter[str]:
    """Open `count` changed files; how many were sound, and how often each refusal came."""
    rng, told = Random(seed), Counter[str]()
    for number in range(count):
        changed = mutate(raw, rng)
        try:
            with open_course(io.BytesIO(changed)) as archive:
                use(archive.rows)
                told["sound"] += 1
        except CourseFileError as error:
            told[str(error)[:60]] += 1
        except Exception as error:
            error.add_note(f"changed file {number} of seed {seed}")
            raise
    return told


def _tell(told: Counter[str]) -> Iterator[str]:
    return (f"{count:7d}  {sentence}" for sentence, count in told.most_common())


if __name__ == "__main__":
    path, count = sys.argv[1:]
    print("\n".join(_tell(run(Path(path).read_bytes(), int(count)))))
