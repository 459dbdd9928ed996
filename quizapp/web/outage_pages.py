"""What does somebody read when the database cannot read or save just now?

All is answered with 503: a proxy, the worker of a sitting and its outbox know that it
means *later*. The page asks the database nothing, and takes nothing away that the device keeps.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from quizapp.db import db
from quizapp.outages import DatabaseError, Outage, find_outage
from quizapp.web.looks import forget_look
from quizapp.web.signing_in import forget_person
from quizapp.web.watched import find_request_id

log = logging.getLogger("quizapp.outage")
RETRY_AFTER = {Outage.AWAY: 10, Outage.BUSY: 5, Outage.FULL: 60, Outage.READ_ONLY: 60}  # seconds
TITLES: dict[Outage, LazyString] = {
    Outage.AWAY: lazy_gettext("The program cannot reach its data"),
    Outage.BUSY: lazy_gettext("Too many are at work just now"),
    Outage.FULL: lazy_gettext("Nothing can be saved just now"),
    Outage.READ_ONLY: lazy_gettext("Nothing can be saved just now"),
}
REASONS: dict[Outage, LazyString] = {
    Outage.AWAY: lazy_gettext("The database does not answer. Try again in a minute."),
    Outage.BUSY: lazy_gettext("Others are saving at this moment. Try again in some seconds."),
    Outage.FULL: lazy_gettext("The disk of the server is full. Tell whoever looks after it."),
    Outage.READ_ONLY: lazy_gettext(
        "The database can be read and not written. Tell whoever looks after it."
    ),
}


def init_app(app: Flask) -> None:
    """Answer what fails in the database."""
    app.register_error_handler(DatabaseError, _answer)


def show_outage(error: BaseException | None) -> Response | None:
    """The page about an outage, or its JSON; None when the error is something else."""
    outage = find_outage(error)
    if outage is None:
        return None
    log.error("outage", extra={"why": outage, "says": str(error).partition("\n")[0]})
    db.session.rollback()
    forget_person()
    forget_look()
    if request.is_json:
        response = make_response({"message": f"{TITLES[outage]}. {REASONS[outage]}"}, 503)
    else:
        response = make_response(_render(outage), 503)
    response.headers["Retry-After"] = str(RETRY_AFTER[outage])
    return response


def _answer(error: Exception) -> Response:
    response = show_outage(error)
    if response is None:
        raise error
    return response


def _render(outage: Outage) -> str:
    return render_template(
        "errors/outage.html",
        is_outage=True,
        title=TITLES[outage],
        reason=REASONS[outage],
        is_sent=request.method != "GET",
        request_id=find_request_id(),
    )
