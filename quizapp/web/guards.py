"""What holds for every request? Tokens, headers, and a transaction that waits its turn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp.config import Settings
from quizapp.db import begin_write, db

csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What no page asks a device for. Reading aloud needs no leave.
    "Permissions-Policy": ", ".join(
        f"{it}=()"
        for it in (
            *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
            *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
        )
    ),
}
HEADERS_OVER_HTTPS = {
    "Strict-Transport-Security": "max-age=31536000",  # the operator answers for other subdomains
    "Content-Security-Policy": HEADERS["Content-Security-Policy"] + "; upgrade-insecure-requests",
}
SPEAKING_JSON = {"sit", "try_out"}
# These must not hold the write lock: they only read, or check a password or read a file, which
# takes a while; what brings an article or a course asks for the lock itself when it
# has read the file.
READING_POSTS = frozenset(
    {
        "session.sign_in",
        "session.teacher_sign_in",
        "articles.new",
        "articles.book",
        "authoring.preview_new",
        "authoring.preview_edit",
        "rosters.bring",
        "transfers.bring",
        "transfers.commit",
        "rosters.choose_class",
        "rulings.question",
        "rulings.take_back",
        "course_files.bring",
        "course_files.commit",
        "try_out.respond",
        "try_out.hold",
        "try_out.report_event",
        "try_out.flag",
        "try_out.submit",
        "try_out.begin_again",
    }
)
# These ask for the lock themselves, as late as they can: what is asked for most writes little.
LATE_POSTS = frozenset({"sit.respond"})
# These hash the passwords of a class before they write, and take the lock then.
HASHING_POSTS = frozenset({"rosters.commit", "rosters.slips"})
OWN_LOCK = READING_POSTS | HASHING_POSTS | LATE_POSTS


def install_guards(app: Flask) -> None:
    """Put the guards on `app`."""
    settings: Settings = app.extensions["settings"]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    headers = HEADERS | (HEADERS_OVER_HTTPS if settings.secure_cookies else {})
    app.before_request(_refuse_what_no_text_has)
    app.before_request(begin)
    app.after_request(partial(_set_headers, headers))


def _refuse_what_no_text_has() -> None:
    """A null character comes from no keyboard, and PostgreSQL stores none. Forms would take JSON
    as well, with numbers and lists where they know texts alone: only a sitting speaks it."""
    if request.is_json:
        if request.endpoint and request.blueprint not in SPEAKING_JSON:
            abort(415)
        return  # it has neither fields nor files
    names = [it.filename or "" for _, it in request.files.items(multi=True)]
    if any("\0" in text for texts in (*request.form.listvalues(), names) for text in texts):
        abort(400)


def begin() -> None:
    """Begin a transaction as the request at hand needs it."""
    if request.method == "POST" and request.endpoint not in OWN_LOCK:
        begin_write(db.session())


def _set_headers(headers: Mapping[str, str], response: Response) -> Response:
    own = {name for name, _ in response.headers}
    for name, value in headers.items():
        if name not in own:
            response.headers.add(name, value)
    endpoint = request.endpoint or ""
    if not endpoint.endswith("static") and not endpoint.startswith("pictures."):
        response.headers["Cache-Control"] = "no-store"  # files of grades and courses too
    return response
