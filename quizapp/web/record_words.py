"""How does a record say what happened in an attempt? In the language of the page."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from quizapp.attempts.models import CloseReason, EventKind

EVENTS = {
    EventKind.STARTED: lazy_gettext("Started"),
    EventKind.OPENED: lazy_gettext("Opened the page"),
    EventKind.LEFT: lazy_gettext("Left the page"),
    EventKind.CAME_BACK: lazy_gettext("Came back"),
    EventKind.OFFLINE: lazy_gettext("No connection"),
    EventKind.CHECKED: lazy_gettext("Checked a question"),
    EventKind.BREAK_STARTED: lazy_gettext("A break began"),
    EventKind.BREAK_ENDED: lazy_gettext("The break ended"),
    EventKind.SUBMITTED: lazy_gettext("Handed in"),
    EventKind.TIME_UP: lazy_gettext("The time was up"),
    EventKind.ABANDONED: lazy_gettext("Not handed in in time"),
    EventKind.RESULT_SEEN: lazy_gettext("Saw the result"),
    EventKind.TIME_ADDED: lazy_gettext("Time was added"),
    EventKind.ACCOMMODATED: lazy_gettext("The arrangements were changed"),
    EventKind.CLOSED: lazy_gettext("Handed in by the teacher"),
    EventKind.REOPENED: lazy_gettext("The attempt was reopened"),
    EventKind.LATE_ACCEPTED: lazy_gettext("Late answers were let count"),
    EventKind.MARKED: lazy_gettext("Points were given by hand"),
}
ENDINGS = {
    CloseReason.SUBMITTED: lazy_gettext("handed in"),
    CloseReason.TIME_UP: lazy_gettext("closed when the time was up"),
    CloseReason.ABANDONED: lazy_gettext("not handed in in time"),
    CloseReason.TEACHER: lazy_gettext("closed by the teacher"),
}


def name_event(kind: str) -> str:
    """What a line of the log tells."""
    return str(EVENTS.get(EventKind(kind)) or gettext("Something was changed"))


def name_ending(reason: str | None) -> str:
    """How an attempt ended, if it did."""
    return str(ENDINGS[CloseReason(reason)]) if reason else str(gettext("still running"))
