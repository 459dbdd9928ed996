"""One address tells whether the program is alive, another whether pages can be served."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db


def readiness(app: Flask) -> tuple[int, str]:
    reply = app.test_client().get("/readyz")
    return reply.status_code, (reply.json or {})["status"]


def without_database(folder: Path) -> Flask:
    """A program whose database cannot be opened: a folder has its place."""
    app = create_app(Settings(instance=str(folder), secret_key="test"))
    with app.app_context():
        db.engine.dispose()
    (folder / "quizapp.sqlite3").unlink(missing_ok=True)
    (folder / "quizapp.sqlite3").mkdir()
    return app


def test_a_migrated_database_is_ready(app: Flask) -> None:
    assert readiness(app) == (200, "ready")


def test_a_database_that_is_not_migrated_is_not(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.commit()
    status, reason = readiness(app)
    assert status == 503
    assert "quizapp db upgrade" in reason


def test_an_empty_database_is_not(tmp_path: Path) -> None:
    app = create_app(Settings(instance=str(tmp_path), secret_key="test"))
    assert readiness(app)[0] == 503


def test_a_database_that_does_not_answer_is_not(tmp_path: Path) -> None:
    assert readiness(without_database(tmp_path)) == (503, "the database does not answer")


@pytest.mark.parametrize("cookie", ["", "not a session"])
def test_who_only_asks_whether_the_program_is_alive_needs_no_database(
    tmp_path: Path, cookie: str
) -> None:
    client = without_database(tmp_path).test_client()
    client.set_cookie("session", cookie)
    reply = client.get("/healthz")
    assert (reply.status_code, reply.json) == (200, {"status": "ok"})
