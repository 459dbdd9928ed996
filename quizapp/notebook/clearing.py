"""How much has a learner in their notebook, and how does it go as a whole?"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.notebook.looks import ReadingLook
from quizapp.notebook.notes import Note
from quizapp.notebook.places import ReadingDay, ReadingPlace
from quizapp.notebook.words import KeptWord


class Section(StrEnum):
    """What a learner may let go by themselves."""

    NOTES = "notes"
    WORDS = "words"
    READING = "reading"


_TABLES: dict[Section, tuple[type[Note | KeptWord | ReadingPlace | ReadingDay], ...]] = {
    Section.NOTES: (Note,),
    Section.WORDS: (KeptWord,),
    Section.READING: (ReadingPlace, ReadingDay),
}


def count_notebook(session: Session, learner_id: int) -> dict[Section, int]:
    """How many notes, words, and days and places of reading there are."""
    return {
        section: sum(
            session.scalar(select(func.count()).select_from(it).where(it.learner_id == learner_id))
            or 0
            for it in tables
        )
        for section, tables in _TABLES.items()
    }


def clear_section(session: Session, learner_id: int, section: Section) -> None:
    """Let it go; with a word goes its practice."""
    for it in _TABLES[section]:
        session.execute(delete(it).where(it.learner_id == learner_id))
    session.flush()


def clear_notebook(session: Session, learner_id: int) -> None:
    """Let everything go, and how a text looked."""
    for section in Section:
        clear_section(session, learner_id, section)
    session.execute(delete(ReadingLook).where(ReadingLook.learner_id == learner_id))


def count_reading_days(session: Session, before: date) -> int:
    """How many days of reading are told of before this one, by anybody."""
    found = select(func.count()).select_from(ReadingDay).where(ReadingDay.day < before)
    return session.scalar(found) or 0


def clear_reading_days(session: Session, before: date) -> None:
    """Forget for how long anybody read before this day."""
    session.execute(delete(ReadingDay).where(ReadingDay.day < before))
