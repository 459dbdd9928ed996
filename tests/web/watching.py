"""How a test looks at the live view and acts there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from flask import Flask

from quizapp.attempts import saving
from quizapp.attempts.models import Attempt
from quizapp.attempts.responses import Answer
from quizapp.db import db
from tests.conftest import MovableClock
from tests.web.clients import Visitor
from tests.web.worlds import (
    Ids,
)

Look = Callable[[Attempt], Any]


def live(ids: Ids) -> str:
    return f"/teach/assignments/{ids.assignment_id}/live"


def log_of(attempt_id: int) -> str:
    return f"/teach/attempts/{attempt_id}/log"


def words(page: str) -> str:
    """What the page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def read(app: Flask, attempt_id: int, look: Look) -> Any:
    """Something of the attempt as it is kept."""
    with app.app_context():
        found = look(db.session.get_one(Attempt, attempt_id))
        db.session.remove()
    return found


def answer(
    app: Flask, attempt_id: int, position: int, fields: list[str], clock: MovableClock, **more: Any
) -> None:
    with app.app_context():
        given = Answer(position, "", more.pop("sequence", 1), tuple(fields), **more)
        saving.respond(db.session(), attempt_id, given, now=clock())
        db.session.commit()
        db.session.remove()


def act(teacher: Visitor, attempt_id: int, deed: str, **fields: Any) -> str:
    """Send a form of the log page; what the page says afterwards."""
    page = log_of(attempt_id)
    reply = teacher.send(f"/teach/attempts/{attempt_id}/{deed}", fields, page=page)
    if reply.location is None:
        return words(reply.text)
    assert reply.location == page
    return words(teacher.see(page))
