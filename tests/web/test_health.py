"""The health check tells whether pages can be served."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db


def test_a_migrated_database_is_healthy(app: Flask) -> None:
    reply = app.test_client().get("/healthz")
    assert (reply.status_code, reply.json) == (200, {"status": "ok"})


def test_a_database_that_is_not_migrated_is_not(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.commit()
    reply = app.test_client().get("/healthz")
    assert reply.status_code == 503
    assert "quizapp db upgrade" in (reply.json or {})["status"]


def test_an_empty_database_is_not(tmp_path: Path) -> None:
    app = create_app(Settings(instance=str(tmp_path), secret_key="test"))
    assert app.test_client().get("/healthz").status_code == 503


def test_a_database_that_does_not_answer_is_not(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path / "instance"), secret_key="test")
    app = create_app(settings)
    with app.app_context():
        db.engine.dispose()
    (tmp_path / "instance" / "quizapp.sqlite3").unlink(missing_ok=True)
    (tmp_path / "instance" / "quizapp.sqlite3").mkdir()
    assert app.test_client().get("/healthz").status_code == 503
