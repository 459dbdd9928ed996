"""How hard do learners find a question? What is known, beside what its version is marked with.

An approved version is never edited, so what learners' answers say of it stands beside it, a row a
version; `progress.difficulties` writes it each night. A question of the generator that is known to
be harder or easier than it is marked is drawn and filtered by what is known; of a question that
somebody wrote the bank says so, and nothing else changes: they may have had their reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.db import Base, enum_column
from quizapp.generation.draft import Difficulty, Origin

KNOWN_FROM = 20  # answers, of as many learners
Z_95 = 1.96
EDGE = 0.5  # easy questions are at -1, medium ones at 0, hard ones at 1: the edges lie between


class LearntDifficulty(Base):
    """What the answers of `n` learners say of a version: its place on the scale of abilities, and
    the standard error of that.

    `band` is set when it is clearly another one than the version is marked with, `since` tells
    from when on that was known: a quiz that was begun before keeps to the mark.
    """

    __tablename__ = "learnt_difficulty"
    __table_args__ = (
        CheckConstraint("n >= 1", name="rests_on_an_answer"),
        CheckConstraint("error > 0", name="is_never_certain"),
        CheckConstraint("(band IS NULL) = (since IS NULL)", name="known_since_a_moment"),
    )

    version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int]
    value: Mapped[float]
    error: Mapped[float]
    band: Mapped[Difficulty | None] = mapped_column(enum_column(Difficulty))
    since: Mapped[datetime | None]


_BANDS = select(LearntDifficulty.version_id, LearntDifficulty.band, LearntDifficulty.since).where(
    LearntDifficulty.version_id.in_(bindparam("version_ids", expanding=True)),
    LearntDifficulty.band.is_not(None),
)


@dataclass(frozen=True)
class Learnt:
    """What learners' answers say of a version; `band` as in the table."""

    n: int
    value: float
    error: float
    band: Difficulty | None

    @property
    def is_known(self) -> bool:
        return self.n >= KNOWN_FROM

    @property
    def low(self) -> float:
        return self.value - Z_95 * self.error

    @property
    def high(self) -> float:
        return self.value + Z_95 * self.error


def find_band(value: float) -> Difficulty:
    """The band that a place on the scale lies in."""
    if value < -EDGE:
        return Difficulty.EASY
    return Difficulty.HARD if value > EDGE else Difficulty.MEDIUM


def judge(marked: Difficulty, n: int, value: float, error: float) -> Difficulty | None:
    """The band that learners find a question in, where it is known and clearly not the marked one.

    >>> judge(Difficulty.EASY, 34, 1.2, 0.3)
    <Difficulty.HARD: 'hard'>
    >>> judge(Difficulty.EASY, 19, 1.2, 0.3), judge(Difficulty.EASY, 34, 0.0, 0.3)
    (None, None)
    """
    steps = list(Difficulty)
    lowest, highest = (steps.index(find_band(value + side * Z_95 * error)) for side in (-1, 1))
    is_clear = not lowest <= steps.index(marked) <= highest
    return find_band(value) if n >= KNOWN_FROM and is_clear else None


def choose_band(marked: Difficulty, origin: Origin, learnt: Difficulty | None) -> Difficulty:
    """How hard a question counts as where questions are drawn or filtered."""
    return learnt if learnt and origin is Origin.GENERATED else marked


def find_learnt(session: Session, version_id: int) -> Learnt | None:
    """What learners' answers say of a version; None where it was never asked."""
    row = session.get(LearntDifficulty, version_id)
    return Learnt(row.n, row.value, row.error, row.band) if row else None


def list_bands(
    session: Session,
    version_ids: Iterable[int],
    known_at: Callable[[], datetime | None] | None = None,
) -> dict[int, Difficulty]:
    """The bands of these versions that differ from their marks, as known at that moment or now.

    The moment is asked for where something is learnt alone; None is now.
    """
    rows = session.execute(_BANDS, {"version_ids": list(version_ids)}).all()
    moment = known_at() if rows and known_at else None
    return {
        version_id: band
        for version_id, band, since in rows
        if band and since and (moment is None or since <= moment)
    }
