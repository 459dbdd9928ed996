"""What does a learner need in every quiz? More time, breaks, larger type, a voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import inf

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Accommodation, Learner
from quizapp.accounts.people import AccountError


class NeedsError(AccountError):
    """The needs contradict themselves; `field` is the field of `Needs` that has to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Needs:
    """A learner's accommodation; the defaults are no accommodation at all.

    `time_multiplier` is times the usual limit, `break_seconds` the length of each of
    `break_count` breaks, during which the clock stands.
    """

    time_multiplier: float = 1.0
    untimed: bool = False
    break_count: int = 0
    break_seconds: int = 0
    larger_type: bool = False
    read_aloud: bool = False

    @property
    def has_any(self) -> bool:
        return self != NONE


NONE = Needs()
_LOCK = (
    select(Learner.id).where(Learner.id == bindparam("learner_id")).with_for_update(key_share=True)
)


# Every page of a sitting asks this.
_FIND = select(*(getattr(Accommodation, it.name) for it in fields(Needs))).where(
    Accommodation.learner_id == bindparam("learner_id")
)


def find_needs(session: Session, learner_id: int) -> Needs:
    """What this learner needs; `NONE` when nothing is set."""
    found = session.connection().execute(_FIND, {"learner_id": learner_id}).one_or_none()
    return Needs(*found) if found else NONE


def lock_learner(session: Session, learner_id: int) -> None:
    """Keep the learner's row until the transaction ends.

    So nobody starts an attempt while it is decided how much time they have.
    """
    session.connection().execute(_LOCK, {"learner_id": learner_id})


def list_needs(session: Session, learner_ids: Iterable[int]) -> dict[int, Needs]:
    """The needs of these learners; who has none is left out."""
    rows = session.scalars(
        select(Accommodation).where(Accommodation.learner_id.in_(list(learner_ids)))
    )
    return {row.learner_id: read_needs(row) for row in rows}


def set_needs(session: Session, learner_id: int, needs: Needs) -> None:
    """Keep what the learner needs in every quiz.

    Raises:
        NeedsError: the multiplier is below 1 (an accommodation never shortens anything) or
            no number, or breaks have a number without a length.
    """
    _check(needs)
    values = {field.name: getattr(needs, field.name) for field in fields(needs)}
    session.merge(Accommodation(learner_id=learner_id, **values))
    session.flush()


def read_needs(row: Accommodation | None) -> Needs:
    """What the row says; `NONE` without one."""
    if row is None:
        return NONE
    return Needs(**{field.name: getattr(row, field.name) for field in fields(Needs)})


def _check(needs: Needs) -> None:
    """Refuse what shortens something or contradicts itself."""
    if not 1 <= needs.time_multiplier < inf:
        raise NeedsError(
            "time_multiplier", "Extra time is a multiplier of 1 or more, such as 1.25, 1.5 or 2."
        )
    for name in ("break_count", "break_seconds"):
        if getattr(needs, name) < 0:
            raise NeedsError(name, "Breaks are counted from 0.")
    if bool(needs.break_count) != bool(needs.break_seconds):
        raise NeedsError(
            "break_seconds" if needs.break_count else "break_count",
            "Say how many breaks and how long each may be, or leave both empty.",
        )
