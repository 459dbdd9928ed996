"""May this device keep the page of a sitting? Only as long as its learner is signed in here.

A worker of the browser keeps the page of an opened attempt, so that it can be loaded again without
a line (decision 0028). It hands the page out only while the cookie stands that came with it: a
value of its own for every session, which scripts may read, and which ends with the session.
"""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

from flask import Blueprint, current_app, make_response, request, send_from_directory, session
from werkzeug.wrappers import Response

blueprint = Blueprint("keeping", __name__, url_prefix="/learn/attempts")
SCRIPTS = Path(__file__).parent / "static" / "sitting"
COOKIE, HEADER = "sitter", "X-Sitter"


@blueprint.get("/worker.js")
def worker() -> Response:
    """The script has its place here because a worker reaches no further than its own folder."""
    return send_from_directory(SCRIPTS, "worker.js")


def allow_keeping(page: str) -> Response:
    """The page, which this device may keep for this session."""
    name = session.setdefault(COOKIE, token_hex(8))
    response = make_response(page)
    response.headers[HEADER] = name
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, name, samesite="Lax", secure=secure)
    return response


@blueprint.after_app_request
def _end_keeping(response: Response) -> Response:
    """Whoever signs out, or signs in after somebody else, takes the cookie away."""
    if (request.endpoint or "").endswith("static") or HEADER in response.headers:
        return response
    known = request.cookies.get(COOKIE)
    if known and known != session.get(COOKIE):
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
