"""What does Prometheus read here? Only who knows the operator's token is answered.

Without a token nothing is counted, and there is no such page.
"""

from __future__ import annotations

from collections.abc import Iterator
from hmac import compare_digest
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request

from quizapp.attempts.live import count_open
from quizapp.config import Settings
from quizapp.db import db, find_fault
from quizapp.jobs.backlog import read_backlogs
from quizapp.watching.metrics import Figure, Metrics
from quizapp.web.access import now, the_settings

blueprint = Blueprint("metrics", __name__)


def init_app(app: Flask) -> None:
    """Count from now on, if an operator has given a token."""
    settings: Settings = app.extensions["settings"]
    if not settings.metrics_token:
        return
    metrics = app.extensions["metrics"] = Metrics()
    with app.app_context():
        metrics.watch_pool(db.engine)
    app.register_blueprint(blueprint)


@blueprint.get("/metrics")
def show() -> Response:
    """The figures of all web workers, and what the database says at this moment."""
    given = request.headers.get("Authorization", "")
    if not compare_digest(given.encode(), f"Bearer {the_settings().metrics_token}".encode()):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    metrics = cast(Metrics, current_app.extensions["metrics"])
    return Response(
        metrics.show(_look_up()), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def count_save(*, late: bool) -> None:
    """Count an answer that was kept."""
    metrics: Metrics | None = current_app.extensions.get("metrics")
    if metrics:
        metrics.count_save(late=late)


def _look_up() -> Iterator[Figure]:
    """What only the database knows; nothing when it does not answer."""
    is_ready = find_fault(db.session()) is None
    yield Figure("quizapp_ready", "Whether the database answers and is migrated.", is_ready)
    if not is_ready:
        return
    open_now = count_open(db.session())
    yield Figure("quizapp_attempts_open", "Attempts that learners have not handed in.", open_now)
    for it in read_backlogs(db.session(), now()):
        kind = (("kind", it.kind),)
        yield Figure("quizapp_jobs_waiting", "Jobs that nobody has begun.", it.waiting, kind)
        yield Figure("quizapp_job_oldest_seconds", "Age of the oldest of them.", it.oldest, kind)
