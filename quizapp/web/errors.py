"""What does somebody read when a page cannot be shown?"""

from __future__ import annotations

from flask import Flask, Response, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from quizapp.web import outage_pages
from quizapp.web.access import READ_ONLY
from quizapp.web.looks import forget_look
from quizapp.web.outage_pages import show_outage
from quizapp.web.watched import find_request_id

Reply = Response | tuple[str | dict[str, str], int, dict[str, str]]
UNKNOWN_HOST = "This address is not one of quizapp's. Use the address that you were given."

TEXTS = {
    400: (
        lazy_gettext("That did not work"),
        lazy_gettext("The page had been open too long, or was changed. Load it again."),
    ),
    403: (
        lazy_gettext("This page is not for you"),
        lazy_gettext("You are signed in, but this page belongs to another role."),
    ),
    404: (
        lazy_gettext("Page not found"),
        lazy_gettext("It may have been moved, or the address has a typing mistake."),
    ),
    405: (
        lazy_gettext("That did not work"),
        lazy_gettext("Go back to the page you came from and use its buttons."),
    ),
    409: (
        lazy_gettext("That cannot be done any more"),
        lazy_gettext("Something has changed in the meantime. Look again."),
    ),
    413: (
        lazy_gettext("That is too large"),
        lazy_gettext(
            "A file may have 10 MB at most."
            " Save it without its pictures, or paste the part you need."
        ),
    ),
    429: (lazy_gettext("Too many tries"), lazy_gettext("Wait a minute, then try again.")),
    500: (
        lazy_gettext("Something went wrong"),
        lazy_gettext("It is our fault, and nothing you saved is lost. Try again."),
    ),
}
COURSE_TOO_LARGE = (
    "This course file is larger than what can be sent through a browser here. Export the course"
    " without learners, or ask whoever runs quizapp to bring the file with `quizapp course import`."
)


def init_app(app: Flask) -> None:
    """Answer every error with a page that says what to do."""
    outage_pages.init_app(app)
    app.register_error_handler(CSRFError, show_error)
    app.register_error_handler(HTTPException, show_error)


def show_error(error: HTTPException) -> Reply:
    """The error as a page, or as JSON for whoever asked in JSON."""
    outage = show_outage(getattr(error, "original_exception", None))
    if outage:
        return outage
    status = error.code or 500
    if request_ctx.url_adapter is None:  # no page can be drawn under such a name
        return f"{UNKNOWN_HOST}\n", status, {"Content-Type": "text/plain; charset=utf-8"}
    if status >= 500:
        forget_look()
    title, message = TEXTS.get(status, TEXTS[400 if status < 500 else 500])
    if error.description == READ_ONLY:
        title, message = "You may not change this bank", READ_ONLY
    if status == 413 and request.endpoint == "course_files.bring":
        message = COURSE_TOO_LARGE
    if isinstance(error, TooManyRequests):
        message = error.description or message  # it says when
    retry_after = getattr(error, "retry_after", None)
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    if request.is_json:
        return {"message": str(message)}, status, headers
    next_url, next_label = _find_way_on()
    page = render_template(
        "errors/error.html",
        status=status,
        title=title,
        message=message,
        next_url=next_url,
        next_label=next_label,
        request_id=find_request_id(),
    )
    return page, status, headers


def _find_way_on() -> tuple[str, str]:
    role = current_user.role if current_user and current_user.is_authenticated else None
    if role == "teacher":
        return url_for("teach.home"), gettext("Go to your desk")
    if role == "learner":
        return url_for("learn.home"), gettext("Go to your quizzes")
    return url_for("home.index"), gettext("Go to the first page")
