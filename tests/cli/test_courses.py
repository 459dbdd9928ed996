"""A whole course goes into a file and comes back from a terminal."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.accounts.models import Course
from quizapp.db import db
from tests.cli.conftest import Run, fails
from tests.conftest import MovableClock
from tests.course_archive.courses import fill_course, read_members
from tests.factories import make_teacher


@pytest.fixture
def code(app: Flask, clock: MovableClock) -> str:
    """The join code of a course in which everything has happened."""
    with app.app_context():
        world = fill_course(db.session(), clock)
        make_teacher(db.session(), clock(), "other")
        db.session.commit()
        made = world.course.join_code
        db.session.remove()
    return made


def count_courses(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Course)) or 0


def test_a_course_is_exported_and_made_again_for_another_teacher(
    app: Flask, run: Run, code: str, tmp_path: Path
) -> None:
    out = tmp_path / "course.zip"
    assert "English 10A is in" in run("course", "export", code.lower(), "-o", out).stdout
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.part")) == []
    said = run("course", "import", out, "--teacher", "other").stdout
    assert "2 quizzes, 16 questions, 3 learners, 4 attempts" in said
    assert "choose them on the course's page" in said
    assert count_courses(app) == 2
    again = run("course", "import", out, "--teacher", "other").stdout
    assert "2 of its 2 articles were there already" in again
    assert again.split()[6] != said.split()[6]  # the join code


def test_learners_stay_behind_when_asked_to(run: Run, code: str, tmp_path: Path) -> None:
    out = tmp_path / "course.zip"
    assert run("course", "export", code, "-o", out, "--without-learners").exit_code == 0
    assert "learner.jsonl" not in read_members(out.read_bytes())
    assert "0 learners" in run("course", "import", out, "--teacher", "other").stdout


def test_what_cannot_be_done_is_said(app: Flask, run: Run, code: str, tmp_path: Path) -> None:
    out = tmp_path / "course.zip"
    unknown = run("course", "export", "NOSUCH", "-o", out)
    assert fails(unknown, "no course has the join code NOSUCH")
    away = run("course", "export", code, "-o", tmp_path / "no" / "course.zip")
    assert fails(away, "cannot be written: No such file or directory")
    out.write_bytes(b"PK")
    assert fails(run("course", "import", out, "--teacher", "other"), "This is no course file")
    run("course", "export", code, "-o", out)
    assert fails(run("course", "import", out, "--teacher", "nobody"), "no teacher signs in as")
    assert count_courses(app) == 1
