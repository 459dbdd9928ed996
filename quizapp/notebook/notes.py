"""What has a learner marked in a text, and written beside it? Nobody else ever sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import Base, enum_column

LONGEST_NOTE = 1000
MOST_NOTES = 500  # in one text: far more than a reader writes, and no more than a page can show


class Colour(StrEnum):
    """Each has a line of its own as well, so that nobody has to tell colours apart."""

    YELLOW = "yellow"
    GREEN = "green"
    VIOLET = "violet"


class Note(Base):
    """Words that a learner has marked, what they wrote there, or both.

    The words are [start_offset, end_offset) of a body paragraph's text; a note on a whole
    paragraph marks none.
    """

    __tablename__ = "reading_note"
    __table_args__ = (
        CheckConstraint("paragraph >= 1", name="paragraph_from_one"),
        CheckConstraint("start_offset >= 0", name="starts_in_the_paragraph"),
        CheckConstraint(
            "end_offset > start_offset OR (end_offset = start_offset AND start_offset = 0)",
            name="marks_words_or_none",
        ),
        CheckConstraint("end_offset > 0 OR text <> ''", name="says_something"),
        Index(None, "learner_id", "article_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    paragraph: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    colour: Mapped[Colour] = mapped_column(enum_column(Colour))
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def marks_words(self) -> bool:
        return self.end_offset > 0


class NoteProblem(StrEnum):
    NO_PARAGRAPH = "no_paragraph"
    NO_WORDS = "no_words"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


class NoteError(ValueError):
    """A note cannot be kept; `problem` says why."""

    def __init__(self, problem: NoteProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Place:
    """A paragraph, or words of it: half-open offsets, both 0 for none."""

    paragraph: int
    start: int = 0
    end: int = 0


def add_note(
    session: Session,
    learner: Learner,
    article: Article,
    place: Place,
    *,
    colour: Colour,
    text: str,
    now: datetime,
) -> Note:
    """Keep a mark, a note or both. Raises NoteError."""
    paragraphs = article.to_document().paragraphs
    if not 1 <= place.paragraph <= len(paragraphs):
        raise NoteError(NoteProblem.NO_PARAGRAPH)
    marks = (place.start, place.end) != (0, 0)
    if marks and not 0 <= place.start < place.end <= len(paragraphs[place.paragraph - 1]):
        raise NoteError(NoteProblem.NO_WORDS)
    text = _check(text, marks)
    if len(list_notes(session, learner.id, article.id)) >= MOST_NOTES:
        raise NoteError(NoteProblem.TOO_MANY)
    note = Note(
        learner_id=learner.id,
        article_id=article.id,
        paragraph=place.paragraph,
        start_offset=place.start,
        end_offset=place.end,
        colour=colour,
        text=text,
        made_at=now,
        changed_at=now,
    )
    session.add(note)
    session.flush()
    return note


def change_note(session: Session, note: Note, *, colour: Colour, text: str, now: datetime) -> None:
    """Say something else in the same place. Raises NoteError."""
    note.text = _check(text, note.marks_words)
    note.colour, note.changed_at = colour, now
    session.flush()


def remove_note(session: Session, note: Note) -> None:
    session.delete(note)
    session.flush()


def list_notes(session: Session, learner_id: int, article_id: int) -> list[Note]:
    """The learner's notes on the article, in the order of reading."""
    return list(
        session.scalars(
            select(Note)
            .where(Note.learner_id == learner_id, Note.article_id == article_id)
            .order_by(Note.paragraph, Note.start_offset, Note.end_offset, Note.id)
        )
    )


def list_all_notes(session: Session, learner_id: int) -> list[Note]:
    """The learner's notes on all articles, article by article."""
    found = select(Note).where(Note.learner_id == learner_id)
    return list(session.scalars(found.order_by(Note.article_id, Note.paragraph, Note.id)))


def find_note(session: Session, learner_id: int, article_id: int, note_id: int) -> Note | None:
    """The note, if it is the learner's own and stands in this article."""
    return session.scalar(
        select(Note).where(
            Note.id == note_id, Note.learner_id == learner_id, Note.article_id == article_id
        )
    )


def _check(text: str, marks: bool) -> str:
    """The text as it is kept: line ends as everywhere, nothing around it."""
    text = text.replace("\r\n", "\n").strip()
    if not text and not marks:
        raise NoteError(NoteProblem.EMPTY)
    if len(text) > LONGEST_NOTE:
        raise NoteError(NoteProblem.TOO_LONG)
    return text
