"""Whose browser is this? Sign-ins with their beginning, their end, and all that ends them early.

A browser keeps a token, the database only its SHA-256. A sign-in ends when it has not been used
for a while, and is too old for new work after its life (decision 0041).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp.accounts.models import Learner, SignIn, Teacher

Person = Teacher | Learner


@dataclass(frozen=True)
class Lasting:
    """How long a sign-in lasts: unused, and in all."""

    unused: timedelta
    life: timedelta


# A teacher's desk opens the keys and the grades of a school. A learner has a week between two
# lessons, and answers that wait on a device for as long need no second sign-in.
LASTING = {
    Teacher.role: Lasting(timedelta(hours=12), timedelta(days=30)),
    Learner.role: Lasting(timedelta(days=8), timedelta(days=90)),
}
SEEN_AGAIN = timedelta(hours=1)  # it is noted no more often than this that a sign-in is used


@dataclass(frozen=True)
class Found:
    """Who is signed in, as far as every request asks for it, with their sign-in."""

    role: str
    id: int
    name: str
    language: str | None
    began_at: datetime
    seen_at: datetime

    def is_to_note(self, now: datetime) -> bool:
        """Whether it is time to note that the sign-in is used."""
        return now - self.seen_at >= SEEN_AGAIN

    def is_old(self, now: datetime) -> bool:
        """Whether its life is over."""
        return now - self.began_at >= LASTING[self.role].life


def begin_sign_in(session: Session, person: Person, token: str, *, now: datetime) -> None:
    """Sign `person` in where this token is kept; it is drawn anew for every sign-in."""
    session.add(
        SignIn(
            token_sha256=seal(token),
            teacher_id=person.id if isinstance(person, Teacher) else None,
            learner_id=person.id if isinstance(person, Learner) else None,
            began_at=now,
            seen_at=now,
            ends_at=now + LASTING[person.role].unused,
        )
    )
    session.flush()


def find_sign_in(session: Session, role: str, token: str, *, now: datetime) -> Found | None:
    """Who is signed in with the token, as teacher or as learner. One statement, by keys alone."""
    found = session.connection().execute(_FIND[role], {"token": seal(token), "now": now})
    row = found.one_or_none()
    return Found(role, *row) if row else None


def note_use(session: Session, role: str, token: str, *, now: datetime) -> None:
    """Note that the sign-in is used, which moves its end."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_sha256 == seal(token), SignIn.seen_at < now)
        .values(seen_at=now, ends_at=now + LASTING[role].unused)
    )


def list_sign_ins(session: Session, person: Person, *, now: datetime) -> Sequence[SignIn]:
    """Where the person is signed in, the newest first."""
    own = select(SignIn).where(_column(type(person)) == person.id, SignIn.ends_at > now)
    return session.scalars(own.order_by(SignIn.began_at.desc(), SignIn.token_sha256)).all()


def end_sign_in(session: Session, token: str) -> None:
    """End the sign-in with this token."""
    session.execute(delete(SignIn).where(SignIn.token_sha256 == seal(token)))


def end_all_sign_ins(session: Session, kind: type[Person], ids: Collection[int]) -> None:
    """End all sign-ins of these teachers or learners, on whichever device."""
    session.execute(delete(SignIn).where(_column(kind).in_(ids)))


def forget_ended_sign_ins(session: Session, *, now: datetime) -> None:
    """Forget what has ended by itself."""
    session.execute(delete(SignIn).where(SignIn.ends_at <= now))


def seal(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def _column(kind: type[Person]) -> InstrumentedAttribute[int | None]:
    return SignIn.teacher_id if kind is Teacher else SignIn.learner_id


def _write_find(kind: type[Person]) -> Select[int, str, str | None, datetime, datetime]:
    """Each request asks this: the sign-in by its key, with the person by theirs. Who was erased in
    the very moment of signing in has no password."""
    return (
        select(kind.id, kind.name, kind.language, SignIn.began_at, SignIn.seen_at)
        .join(SignIn, _column(kind) == kind.id)
        .where(
            SignIn.token_sha256 == bindparam("token"),
            SignIn.ends_at > bindparam("now"),
            kind.password_hash != "",
        )
    )


_FIND = {Teacher.role: _write_find(Teacher), Learner.role: _write_find(Learner)}
