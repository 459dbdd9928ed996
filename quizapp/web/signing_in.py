"""Who is behind the request, and how do they come to be and cease to be?

The session's cookie carries a token; the database knows to whom it belongs and until when. So a
sign-in can be ended anywhere, and every web worker knows it at once. Flask-Login hands the person
on as `current_user`.
"""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Flask, Response, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from quizapp.accounts.models import Learner, Teacher
from quizapp.accounts.sign_ins import (
    Found,
    begin_sign_in,
    end_sign_in,
    find_sign_in,
    note_use,
)
from quizapp.attempts.live import is_sitting
from quizapp.db import begin_write_anew, db
from quizapp.outages import DatabaseError, find_outage
from quizapp.web.access import now

login_manager = LoginManager()
# It would bind a session to an address and a browser: a phone changes its address on the way.
login_manager.session_protection = None
ROLES = frozenset({Teacher.role, Learner.role})


class SignedIn(UserMixin):  # type: ignore[misc]
    """Who is behind the request, as Flask-Login wants it, with the token they came with."""

    def __init__(self, who: Found | Teacher | Learner, token: str) -> None:
        self.token = token
        self.role, self.id, self.name, self.language = who.role, who.id, who.name, who.language

    @property
    def person(self) -> Teacher | Learner:
        """Their row, read when somebody asks for more than most requests do."""
        if self.role == Teacher.role:
            return db.session.get_one(Teacher, self.id)
        return db.session.get_one(Learner, self.id)

    def get_id(self) -> str:
        """What the cookie says: in which table to look, and for what."""
        return f"{self.role}-{self.token}"


def init_app(app: Flask) -> None:
    """Let requests know who asks."""
    login_manager.init_app(app)
    app.after_request(_note_use)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(key: str) -> SignedIn | None:
    """Whose token this is."""
    role, _, token = key.partition("-")
    if role not in ROLES:
        return None
    found = find_sign_in(db.session(), role, token, now=now())
    if found and found.is_to_note(now()):
        if found.is_old(now()) and not _is_sitting(found):
            return None
        g.used_sign_in = role, token
    return SignedIn(found, token) if found else None


def sign_in(person: Teacher | Learner) -> None:
    """Sign `person` in with a new token, to be committed; what was signed in here is so no more."""
    token = token_urlsafe(32)
    if current_user.is_authenticated:
        end_sign_in(db.session(), current_user.token)
    begin_sign_in(db.session(), person, token, now=now())
    session.clear()
    login_user(SignedIn(person, token))


def sign_out() -> None:
    """Let nobody be signed in here any more, to be committed."""
    if current_user.is_authenticated:
        end_sign_in(db.session(), current_user.token)
    logout_user()
    session.clear()


def forget_person() -> None:
    """Ask the database nothing more about who is behind this request: it may be what fails."""
    g.pop("used_sign_in", None)
    g._login_user = login_manager.anonymous_user()  # where Flask-Login keeps whom it has found


def _is_sitting(found: Found) -> bool:
    """No sitting is cut short because a sign-in is old."""
    return found.role == Learner.role and is_sitting(db.session(), found.id)


def _note_use(response: Response) -> Response:
    """Once an hour, in a transaction of its own when all else is done: nobody waits for it."""
    used = g.pop("used_sign_in", None)
    if used:
        try:
            begin_write_anew(db.session())
            note_use(db.session(), *used, now=now())
            db.session.commit()
        except DatabaseError as error:
            if find_outage(error) is None:
                raise
            db.session.rollback()  # a page that could be read is shown: the next one is noted
    return response
