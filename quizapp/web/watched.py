"""What is told about each request once it is answered?

Its id, the pattern of its route, how it ended and what it took: no name, no address, no query and
nothing that was sent. The id is sent back and stands on the page of an error, so that whoever asks
for help can say which request it was.
"""

from __future__ import annotations

import logging
import re
from functools import partial

from flask import Flask, Response, current_app, g, request

from quizapp.config import Settings
from quizapp.watching.metrics import Metrics
from quizapp.watching.work import Work, at_hand

log = logging.getLogger("quizapp.request")
HEADER = "X-Request-ID"
_ID = re.compile(r"[\w.=-]{8,64}", re.ASCII)


def init_app(app: Flask) -> None:
    """Watch every request of `app`; first of all, so that nothing is left out."""
    settings: Settings = app.extensions["settings"]
    is_behind_proxy = settings.proxies > 0

    def begin() -> None:
        rule = request.url_rule
        g.work = Work(rule.rule if rule else "")
        if is_behind_proxy:
            _take_id(g.work)
        at_hand.set(g.work)

    app.before_request(begin)
    app.after_request(_end)


def find_request_id() -> str:
    """By what the request at hand is known in the log."""
    return str(g.work.id)


def _take_id(work: Work) -> None:
    """A proxy of ours may have named the request already."""
    given = request.headers.get(HEADER, "")
    if _ID.fullmatch(given):
        work.id = given


def _end(response: Response) -> Response:
    work: Work = g.work
    response.headers[HEADER] = work.id
    who = getattr(g.get("_login_user"), "role", "visitor")
    metrics: Metrics | None = current_app.extensions.get("metrics")
    tell = partial(_tell, work, request.method, response.status_code, who, metrics)
    if response.is_streamed and not response.direct_passthrough:
        response.call_on_close(tell)  # it is read while it is sent
    else:
        tell()
    return response


def _tell(work: Work, method: str, status: int, who: str, metrics: Metrics | None) -> None:
    lasted = work.lasted
    if metrics:
        metrics.count_request(work.name, method, status, lasted)
    if not log.isEnabledFor(logging.INFO):
        return
    known = {
        "id": work.id,
        "method": method,
        "route": work.name,
        "status": status,
        "who": who,
        "ms": round(1000 * lasted, 1),
        "statements": work.statements,
        "db_ms": round(1000 * work.asked, 1),
    }
    log.info("request", extra=known)
