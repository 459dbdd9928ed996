"""May this be tried once more? Passwords and codes, per name and per address.

A browser in which somebody has signed in before has tries of its own for their name, so that
nobody who only knows the name can keep them out (after OWASP's device cookies, decision 0041).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from secrets import token_hex

from flask import Response, after_this_request, current_app, g, request, url_for
from flask_babel import ngettext
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import TooManyRequests

from quizapp.accounts.models import Teacher
from quizapp.accounts.passwords import fold_name
from quizapp.accounts.tries import give_back_try, seal_key, take_try
from quizapp.db import begin_write_anew, db
from quizapp.web.access import now, the_settings
from quizapp.web.guards import begin

COOKIE = "known"
A_YEAR = 365 * 24 * 3600
IPV6_NETWORK = 64  # a household or a machine has as many addresses as it likes within it


def count_try(*name: str) -> None:
    """Count a try at what `name` says, and at anything from this address.

    It is on its way to the database before the password is looked at, whatever comes of it.

    Raises:
        TooManyRequests: with the time after which it may be tried again.
    """
    settings = the_settings()
    limits = {_key("address", _find_network()): settings.address_tries}
    if name:
        limits[_key(_find_device(name), *name)] = settings.name_tries
    window = timedelta(minutes=settings.tries_minutes)
    begin_write_anew(db.session())
    next_at = take_try(db.session(), limits, window, now=now())
    db.session.commit()
    if next_at:
        raise _refuse(next_at)
    g.tries = limits
    begin()


def give_back() -> None:
    """What was tried was right, and does not count; to be committed."""
    give_back_try(db.session(), g.pop("tries", {}))


def know_device(role: str, *name: str) -> None:
    """Let this browser keep that `name` has signed in here."""

    @after_this_request
    def keep(response: Response) -> Response:
        page = "session.teacher_sign_in" if role == Teacher.role else "session.sign_in"
        response.set_cookie(
            COOKIE,
            str(_signer().dumps([_key(role, *name), token_hex(8)])),
            max_age=A_YEAR,
            path=url_for(page),
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
        return response


def _find_device(name: tuple[str, ...]) -> str:
    """What tells this browser from others, if `name` has signed in here before."""
    try:
        known, device = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError):
        return ""
    return str(device) if known == _key(*name) else ""


def _find_network() -> str:
    """The address that the request comes from; of one that has many, their network."""
    address = request.remote_addr or ""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return str(int(parsed) >> (128 - IPV6_NETWORK))
    return str(parsed)


def _key(*parts: str) -> str:
    return seal_key(str(current_app.secret_key), *map(fold_name, parts))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known device")


def _refuse(next_at: datetime) -> TooManyRequests:
    seconds = max(1, ceil((next_at - now()).total_seconds()))
    words = ngettext(
        "Wait %(num)d minute, then try again.",
        "Wait %(num)d minutes, then try again.",
        ceil(seconds / 60),
    )
    return TooManyRequests(str(words), retry_after=seconds)
