"""A database in which everything has happened, what its gradebooks say, and a process beside it."""

from __future__ import annotations

import os
import subprocess
import sys

from flask import Flask
from sqlalchemy import select

from quizapp import create_app
from quizapp.accounts.models import Course
from quizapp.config import ROOT, Settings
from quizapp.db import db
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.reading import stream_gradebook
from tests.conftest import MovableClock
from tests.course_archive.courses import fill_course

PROGRAM = "import sys; from quizapp.cli import main; main(sys.argv[1:])"


def environment(settings: Settings) -> dict[str, str]:
    return {
        "QUIZAPP_INSTANCE": settings.instance,
        "QUIZAPP_DATABASE_URL": settings.database_url,
    }


def start(
    settings: Settings, *words: object, before: str = "", stdout: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """`quizapp` in a process of its own, which does `before` first."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{before}\n{PROGRAM}", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment(settings)},
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def fill(settings: Settings, clock: MovableClock) -> None:
    app = create_app(settings, clock)
    with app.app_context():
        fill_course(db.session(), clock)
        db.session.commit()
    leave(app)


def leave(app: Flask) -> None:
    """Nothing of the program has its database open any more."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["jobs"].huey.storage.close()


def export_gradebooks(settings: Settings, clock: MovableClock) -> dict[str, bytes]:
    """What the gradebook of the one course is, in both kinds of CSV."""
    app = create_app(settings, clock)
    made = {}
    with app.app_context():
        course = db.session.scalars(select(Course)).one()
        for name in ("wide", "long"):
            book = stream_gradebook(db.session(), course, now=clock(), zone=settings.zone)
            made[name] = DIALECTS[name].write(book, Wishes()).content
    leave(app)
    return made
