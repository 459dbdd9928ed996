"""What does the browser keep of a try-out? Each thing in a signed cookie of its own.

An answer, a mark and a page that takes hold are on their way at the same time: in one cookie the
last reply would undo what the others said. The cookies go to the pages of the try-out alone. Each
says for whom it is and to which try-out it belongs, so that none outlives it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from quizapp.attempts.models import Response as GivenResponse
from quizapp.attempts.try_out import LASTS, Given

PREFIX = "try-out-"
START, TAB, END = "start", "tab", "end"
ANSWER, MARK = "answer", "mark"  # with the position of the question
POSITIONS = (1, 2)


def recall(now: datetime) -> Given | None:
    """What was given so far; None when no try-out is under way, or it is long ago."""
    name, start = _load(START)
    if name is None or now - _to_moment(start) > LASTS:
        return None
    end = _read(END, name)
    answers = {position: _read(f"{ANSWER}{position}", name) for position in POSITIONS}
    return Given(
        name=name,
        started_at=_to_moment(start),
        tab=_read(TAB, name) or "",
        responses={place: _to_response(place, *it) for place, it in answers.items() if it},
        marked=frozenset(it for it in POSITIONS if _read(f"{MARK}{it}", name)),
        handed_in_at=None if end is None else _to_moment(end),
    )


def begin(reply: Response, now: datetime) -> Given:
    """Let a try-out begin; what another one has left belongs to none any more."""
    given = Given(token_hex(8), now)
    _write(reply, START, _to_number(now), given)
    return given


def keep_tab(reply: Response, given: Given, tab: str) -> None:
    _write(reply, TAB, tab, given)


def keep_answer(reply: Response, given: Given, answer: GivenResponse) -> None:
    told = [answer.tab, answer.sequence, list(answer.value), _to_number(answer.received_at)]
    _write(reply, f"{ANSWER}{answer.position}", told, given)


def keep_mark(reply: Response, given: Given, position: int, *, marked: bool) -> None:
    _write(reply, f"{MARK}{position}", marked, given)


def keep_end(reply: Response, given: Given, now: datetime) -> None:
    _write(reply, END, _to_number(now), given)


def _read(part: str, name: str) -> Any:
    """What this part of the try-out `name` says; None for nothing."""
    owner, value = _load(part)
    return value if owner == name else None


def _load(part: str) -> tuple[str | None, Any]:
    """The name of the try-out that a cookie is about, and what it says; None for a forgery."""
    try:
        name, value = _signer().loads(request.cookies.get(PREFIX + part, ""))
    except BadSignature:
        return None, None
    return name, value


def _write(reply: Response, part: str, value: Any, given: Given) -> None:
    reply.set_cookie(
        PREFIX + part,
        str(_signer().dumps([given.name, value])),
        max_age=LASTS,
        path=url_for(".attempt"),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def _signer() -> URLSafeSerializer:
    """Signs for whoever is signed in: on a shared device nobody goes on where another was."""
    return URLSafeSerializer(
        str(current_app.secret_key), salt=f"try-out of {current_user.get_id()}"
    )


def _to_response(position: int, tab: str, sequence: int, value: Any, at: int) -> GivenResponse:
    return GivenResponse(
        position=position,
        tab=tab,
        sequence=sequence,
        value=tuple(value),
        received_at=_to_moment(at),
        is_late=False,
        counts=True,
    )


def _to_number(moment: datetime) -> int:
    """Milliseconds, as browsers count."""
    return round(moment.timestamp() * 1000)


def _to_moment(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)
