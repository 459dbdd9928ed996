"""When nothing can be written or read, pages say so; nothing is half done, a save comes later."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from quizapp.attempts.models import Attempt, Response
from quizapp.db import db
from tests.conftest import MovableClock
from tests.web.clients import Visitor, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.failing import Failing, away, full_disk, read_only
from tests.web.worlds import LEARNER, Ids, build, start_attempt

FAILINGS = pytest.mark.parametrize(
    ("failing", "reason"),
    [(full_disk, "The disk of the server is full"), (read_only, "can be read and not written")],
    ids=["full disk", "read-only"],
)
ANSWER: dict[str, Any] = {"position": 1, "sequence": 1, "tab": "t", "answer": []}


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def page(app: Flask, ids: Ids, clock: MovableClock) -> str:
    return f"/learn/attempts/{start_attempt(app, ids, clock())}"


def count_responses(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Response)) or 0


def save(learner: Visitor, page: str, token: str) -> TestResponse:
    headers = {"X-CSRFToken": token}
    return learner.client.post(f"{page}/responses", json=ANSWER, headers=headers)


@FAILINGS
def test_a_save_is_refused_in_words_and_comes_through_later_once(
    app: Flask, ids: Ids, page: str, failing: Failing, reason: str
) -> None:
    learner = the_learner(app, ids)
    token = learner.token(page)
    with failing(app):
        refused = save(learner, page, token)
        assert refused.status_code == 503
        assert reason in (refused.json or {})["message"]
        assert refused.headers["Retry-After"] == "60"
        assert "Set-Cookie" not in refused.headers
    assert count_responses(app) == 0
    assert save(learner, page, token).status_code == 200
    assert save(learner, page, token).status_code == 200
    assert count_responses(app) == 1


@FAILINGS
def test_a_form_is_answered_with_a_page_that_says_what_to_do(
    app: Flask, ids: Ids, page: str, failing: Failing, reason: str
) -> None:
    learner = the_learner(app, ids)
    token = learner.token(f"{page}/review")
    with failing(app):
        refused = learner.client.post(f"{page}/submit", data={"csrf_token": token})
    assert refused.status_code == 503
    assert reason in refused.text
    assert "leave its page open" in refused.text
    assert "Go back, and look before you send it again." in refused.text
    assert f"<code>{refused.headers['X-Request-ID']}</code>" in refused.text
    with app.app_context():
        attempt = db.session.get_one(Attempt, int(page.rpartition("/")[2]))
        assert (attempt.closed_at, attempt.score) == (None, None)


@pytest.mark.parametrize("language", ["ru", "kk"])
@ON_SQLITE
def test_the_page_speaks_the_language_of_the_device(
    app: Flask, ids: Ids, page: str, language: str
) -> None:
    learner = the_learner(app, ids)
    token = learner.token(f"{page}/review")
    learner.client.set_cookie("language", language)
    with read_only(app):
        refused = learner.client.post(f"{page}/submit", data={"csrf_token": token})
    assert f'<html lang="{language}"' in refused.text
    assert "The database" not in refused.text


def test_what_can_be_read_is_shown_while_nothing_can_be_written(
    app: Flask, ids: Ids, page: str, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    learner.see(page)
    clock.move(hours=2)  # the use of a sign-in is noted once an hour, and cannot be now
    with read_only(app):
        assert LEARNER in learner.see("/learn/progress")
        assert learner.get("/readyz").status_code == 200


@ON_SQLITE
def test_a_database_that_cannot_be_opened_is_told_without_asking_it(
    app: Flask, ids: Ids, page: str
) -> None:
    learner = the_learner(app, ids)
    token = learner.token(page)
    with away(app):
        shown = learner.get(page)
        assert shown.status_code == 503
        assert "The database does not answer" in shown.text
        assert shown.headers["Retry-After"] == "10"
        assert "<script" not in shown.text, "it would throw away what the device keeps"
        assert f'href="{page}"' in shown.text
        assert save(learner, page, token).status_code == 503
    assert LEARNER in learner.see("/learn/progress")
    assert save(learner, page, token).status_code == 200


@ON_SQLITE
def test_an_error_that_is_ours_is_no_outage(app: Flask, ids: Ids) -> None:
    learner = the_learner(app, ids)
    app.config["TESTING"] = False
    app.view_functions["learn.progress"] = lambda: str(db.session.execute(text("SELECT nothing")))
    shown = learner.get("/learn/progress")
    assert shown.status_code == 500
    assert "It is our fault" in shown.text
