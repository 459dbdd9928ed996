"""Prometheus reads what an operator lets it read, and nobody else reads anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from quizapp import create_app
from quizapp.articles.models import Article
from quizapp.config import Settings
from quizapp.db import db
from quizapp.jobs.generating import GenerationJob
from quizapp.jobs.states import JobState
from tests.conftest import MovableClock
from tests.web.clients import the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import Ids, build, start_attempt

TOKEN = "only for prometheus"
SAVE = "/learn/attempts/<int:attempt_id>/responses"


@pytest.fixture
def app(settings: Settings, clock: MovableClock) -> Iterator[Flask]:
    """A program whose operator has given a token."""
    app = create_app(replace(settings, metrics_token=TOKEN), clock)
    app.config["TESTING"] = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


def read(app: Flask) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels, in the order of their names."""
    reply = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert reply.status_code == 200
    assert reply.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


@ON_SQLITE
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer "}, {"Authorization": TOKEN}])
def test_who_has_no_token_reads_nothing(app: Flask, given: dict[str, str]) -> None:
    reply = app.test_client().get("/metrics", headers=given)
    assert (reply.status_code, reply.data) == (401, b"")


@ON_SQLITE
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer "}])
def test_without_a_token_of_the_operators_there_is_no_such_page(
    settings: Settings, given: dict[str, str]
) -> None:
    app = create_app(settings)
    assert app.test_client().get("/metrics", headers=given).status_code == 404
    assert "metrics" not in app.extensions


def test_requests_are_counted_by_route_and_answer(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in")
    client.get("/nowhere")
    client.get("/elsewhere")
    client.open("/sign-in", method="BREW")
    found = read(app)
    assert found["quizapp_requests_total", "GET", "/sign-in", "200"] == 1
    assert found["quizapp_requests_total", "GET", "", "404"] == 2
    assert found["quizapp_requests_total", "other", "", "405"] == 1
    assert found["quizapp_request_seconds_count", "/sign-in"] == 1
    assert 0 < found["quizapp_request_seconds_sum", "/sign-in"] < 60


def test_saves_are_counted_and_late_ones_apart(app: Flask, ids: Ids, clock: MovableClock) -> None:
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    learner = the_learner(app, ids)
    assert read(app)["quizapp_attempts_open",] == 1

    def save(sequence: int) -> None:
        answer = {"position": 1, "sequence": sequence, "tab": "t", "answer": []}
        reply = learner.save(f"{page}/responses", answer, page="/learn")
        assert reply.status_code == 200

    save(1)
    save(2)
    clock.move(days=1)
    save(3)
    found = read(app)
    assert found["quizapp_saves_total", "no"] == 2
    assert found["quizapp_saves_total", "yes"] == 1
    assert found["quizapp_requests_total", "POST", SAVE, "200"] == 3
    assert found["quizapp_attempts_open",] == 0


def test_jobs_that_wait_are_counted_with_the_age_of_the_oldest(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    before = read(app)
    assert before["quizapp_jobs_waiting", "generating"] == 0
    assert before["quizapp_job_oldest_seconds", "generating"] == 0
    with app.app_context():
        article = db.session.get_one(Article, ids.article_id)
        db.session.add(
            GenerationJob(article=article, seed=1, state=JobState.QUEUED, created_at=clock())
        )
        db.session.commit()
    clock.move(seconds=90)
    found = read(app)
    assert found["quizapp_jobs_waiting", "generating"] == 1
    assert found["quizapp_job_oldest_seconds", "generating"] == 90


def test_connections_are_given_back_after_a_request(app: Flask, ids: Ids) -> None:
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM quiz")) is not None
        inside = app.extensions["metrics"]
        assert b'state="in_use"} 1.0' in inside.show([])
    assert b'state="in_use"} 0.0' in inside.show([])
    assert b'state="open"} 1.0' in inside.show([])


def test_a_database_that_is_not_ready_is_told(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.commit()
    found = read(app)
    assert found["quizapp_ready",] == 0
    assert ("quizapp_attempts_open",) not in found
