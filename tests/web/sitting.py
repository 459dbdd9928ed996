"""How a test sits a quiz through its pages."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.web.clients import Visitor
from tests.web.worlds import (
    Ids,
)


def start(learner: Visitor, ids: Ids) -> str:
    """Press "Start the quiz"; the address of the attempt."""
    page = f"/learn/assignments/{ids.assignment_id}"
    return learner.send(f"{page}/attempts", page=page).location or ""


def save(learner: Visitor, attempt: str, page: str = "", **sent: Any) -> TestResponse:
    """Save one answer as JSON."""
    value = {"position": 1, "sequence": 1, "answer": [], **sent}
    return learner.save(f"{attempt}/responses", value, page=page or attempt)


def number(attempt: str) -> int:
    return int(attempt.rpartition("/")[2])
