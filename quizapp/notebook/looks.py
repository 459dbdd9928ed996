"""How does a learner like a text to look, on every device?"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.accounts.models import Learner
from quizapp.db import Base, enum_column

USUAL_SIZE = 2


class LineSpacing(StrEnum):
    USUAL = "usual"
    WIDE = "wide"
    WIDEST = "widest"


class LetterSpacing(StrEnum):
    USUAL = "usual"
    WIDE = "wide"
    WIDEST = "widest"


class Face(StrEnum):
    """CLEAR is a typeface whose letters are hard to take for one another."""

    SERIF = "serif"
    SANS = "sans"
    CLEAR = "clear"


class Theme(StrEnum):
    """DEVICE is light or dark as the device is."""

    DEVICE = "device"
    LIGHT = "light"
    DARK = "dark"
    SEPIA = "sepia"


@dataclass(frozen=True)
class Look:
    """The reading settings; the defaults are those of whoever has set nothing."""

    size: int = USUAL_SIZE
    lines: LineSpacing = LineSpacing.USUAL
    letters: LetterSpacing = LetterSpacing.USUAL
    face: Face = Face.SERIF
    theme: Theme = Theme.DEVICE
    line_focus: bool = False


USUAL = Look()


class ReadingLook(Base):
    """The look that a learner has chosen."""

    __tablename__ = "reading_look"
    __table_args__ = (CheckConstraint("size BETWEEN 1 AND 5", name="size_is_a_step"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    size: Mapped[int]
    lines: Mapped[LineSpacing] = mapped_column(enum_column(LineSpacing))
    letters: Mapped[LetterSpacing] = mapped_column(enum_column(LetterSpacing))
    face: Mapped[Face] = mapped_column(enum_column(Face))
    theme: Mapped[Theme] = mapped_column(enum_column(Theme))
    line_focus: Mapped[bool]


# Every page of a learner asks this.
_FIND = select(*(getattr(ReadingLook, it.name) for it in fields(Look))).where(
    ReadingLook.learner_id == bindparam("learner_id")
)


def find_look(session: Session, learner_id: int) -> Look:
    """How this learner likes a text to look."""
    found = session.connection().execute(_FIND, {"learner_id": learner_id}).one_or_none()
    return Look(*found) if found else USUAL


def choose_look(session: Session, learner: Learner, look: Look) -> None:
    """Keep the look for this learner."""
    session.merge(ReadingLook(learner_id=learner.id, **asdict(look)))
    session.flush()
