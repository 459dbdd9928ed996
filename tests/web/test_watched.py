"""Each request is told in one line, by an id that its sender gets back."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.worlds import LEARNER, build, start_attempt

NAMED = {"X-Request-ID": "from-the-proxy.1"}
OWN_ID = re.compile(r"[0-9]{16}")
requests = logging.getLogger("quizapp.request")


class Kept(logging.Handler):
    """Keeps what belongs to each line."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(vars(record))


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    kept = Kept()
    requests.addHandler(kept)
    requests.setLevel(logging.INFO)
    yield kept.records
    requests.setLevel(logging.NOTSET)
    requests.removeHandler(kept)


def test_a_save_is_told_by_its_pattern_without_who_it_was(
    app: Flask, clock: MovableClock, told: list[dict[str, Any]]
) -> None:
    ids = build(app, clock())
    page = f"/learn/attempts/{start_attempt(app, ids, clock())}"
    learner = the_learner(app, ids)
    reply = learner.save(f"{page}/responses", {"position": 1}, page=page)
    line = told[-1]
    assert line["id"] == reply.headers["X-Request-ID"]
    assert line["route"] == "/learn/attempts/<int:attempt_id>/responses"
    assert (line["method"], line["status"], line["who"]) == ("POST", 400, "learner")
    assert line["statements"] > 0
    assert 0 < line["db_ms"] <= line["ms"]
    assert LEARNER not in json.dumps(told, default=str)


@ON_SQLITE
@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/sign-in?code=SECRET", "/sign-in", 200),
        ("/nowhere", "", 404),
        ("/static/icon.svg", "/static/<path:filename>", 200),
    ],
)
def test_every_request_is_told_once_without_its_query(
    app: Flask, told: list[dict[str, Any]], path: str, route: str, status: int
) -> None:
    with app.test_client().get(path) as reply:
        assert OWN_ID.fullmatch(reply.headers["X-Request-ID"])
    (line,) = told
    assert (line["route"], line["status"], line["who"]) == (route, status, "visitor")
    assert "SECRET" not in json.dumps(line, default=str)


@ON_SQLITE
def test_a_long_file_is_told_once_it_is_sent(
    app: Flask, clock: MovableClock, told: list[dict[str, Any]]
) -> None:
    ids = build(app, clock())
    teacher = sign_in_teacher(app)
    told.clear()
    with teacher.get(f"/teach/courses/{ids.course_id}/gradebook/wide/file") as reply:
        assert reply.is_streamed
        assert told == []
        assert reply.data
    (line,) = told
    assert line["who"] == "teacher"
    assert line["statements"] > 1


@ON_SQLITE
def test_only_a_proxy_of_ours_names_a_request(settings: Settings) -> None:
    alone, behind = create_app(settings), create_app(replace(settings, proxies=1))
    assert OWN_ID.fullmatch(alone.test_client().get("/", headers=NAMED).headers["X-Request-ID"])
    ask = behind.test_client().get
    assert ask("/", headers=NAMED).headers["X-Request-ID"] == NAMED["X-Request-ID"]
    for bad in ("short", "x" * 65, "a line\tof its own", "Ünicode-name"):
        given = ask("/", headers={"X-Request-ID": bad}).headers["X-Request-ID"]
        assert OWN_ID.fullmatch(given), bad


@ON_SQLITE
def test_the_page_of_an_error_says_its_id(app: Flask) -> None:
    reply = Visitor(app).get("/nowhere")
    assert f"<code>{reply.headers['X-Request-ID']}</code>" in reply.text


@ON_SQLITE
def test_an_error_of_ours_is_told_with_the_id_on_its_page(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["TESTING"] = False
    app.view_functions["home.index"] = lambda: str(1 / 0)
    reply = app.test_client().get("/")
    assert reply.status_code == 500
    assert reply.headers["X-Request-ID"] in reply.text
    assert [it.exc_info[0] for it in caplog.records if it.exc_info] == [ZeroDivisionError]


def test_the_values_of_a_statement_that_fails_are_not_told(app: Flask) -> None:
    with app.app_context():
        assert db.engine.hide_parameters
