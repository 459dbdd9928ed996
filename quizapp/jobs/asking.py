"""Which questions have these words of an article as their key?

A teacher picks words, the worker drafts, the teacher keeps what is good. What nobody keeps is
forgotten after a day.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from quizapp.articles.document import Block, BlockRole, Document
from quizapp.articles.models import Article
from quizapp.bank.models import Question
from quizapp.bank.review import add_bank, add_questions
from quizapp.clock import Clock
from quizapp.db import Base, begin_write, enum_column
from quizapp.generation.draft import Span
from quizapp.generation.picking import SpanError, find_words
from quizapp.jobs.candidates import Candidate, Candidates, choose_distractors, offer
from quizapp.jobs.leases import MOST_TIMES, end_lease, list_taken, renew_lease, take_lease
from quizapp.jobs.states import JobState, end_is_told

if TYPE_CHECKING:
    from quizapp.reading import Reading

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=1)
LONGEST = 300  # characters: longer than that is no answer
SEED = 1
GIVEN_UP = "The program went down several times while these words were read. Try others."
_SAMPLE = Document("Sample", (Block(BlockRole.BODY, "The strict curfew was lifted in May."),))


class SpanJob(Base):
    """Words that a teacher has picked, and what could be asked about them."""

    __tablename__ = "span_job"
    __table_args__ = (
        CheckConstraint("paragraph >= 1", name="paragraph_from_one"),
        CheckConstraint("start_offset >= 0 AND end_offset > start_offset", name="span_has_text"),
        end_is_told(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    paragraph: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    state: Mapped[JobState] = mapped_column(enum_column(JobState), index=True)
    candidates: Mapped[tuple[Candidate, ...]] = mapped_column(Candidates, default=())
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship()

    @property
    def span(self) -> Span:
        return Span(self.paragraph, self.start_offset, self.end_offset, self.quote)


def pick_span(
    document: Document, words: str, paragraph: int | None = None, start: int | None = None
) -> Span:
    """The words where they stand: at `start` if they do, else at their first place.

    Raises:
        SpanError: they stand nowhere, or are too many.
    """
    if len(words.strip()) > LONGEST:
        raise SpanError(f"That is more than {LONGEST} characters; pick a name, a date or a phrase.")
    places = find_words(document.paragraphs, words, paragraph)
    return next((place for place in places if place.start == start), places[0])


def request_drafts(session: Session, article: Article, span: Span, *, now: datetime) -> SpanJob:
    """A job that drafts questions about the span."""
    job = SpanJob(
        article_id=article.id,
        paragraph=span.paragraph,
        start_offset=span.start,
        end_offset=span.end,
        quote=span.quote,
        state=JobState.QUEUED,
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def answer(session: Session, job_id: int, clock: Clock, *, worker: str) -> None:
    """Draft about the job's words, and commit what came of it; anew when its worker is gone."""
    begin_write(session)
    job = session.get(SpanJob, job_id, populate_existing=True, with_for_update=True)
    lease = _lease_of(job_id)
    is_open = job is not None and not job.state.is_over
    taken = take_lease(session, lease, worker, now=clock()) if is_open else None
    if job is None or taken is None:
        session.rollback()
        return  # forgotten, answered while a bank was written, or another worker has it
    document, span = job.article.to_document(), job.span
    job.state = JobState.RUNNING
    session.commit()
    found = _draft(document, span) if taken <= MOST_TIMES else (JobState.FAILED, (), GIVEN_UP)
    begin_write(session)
    if renew_lease(session, lease, worker, now=clock()):
        job.state, job.candidates, job.message = found
        job.ended_at = clock()
        end_lease(session, lease)
    session.commit()


def answer_waiting(session: Session, clock: Clock, *, worker: str) -> None:
    """Answer every job that waits."""
    waiting = select(SpanJob.id).where(SpanJob.state == JobState.QUEUED).order_by(SpanJob.id)
    ids = session.scalars(waiting).all()
    session.rollback()
    for job_id in ids:
        answer(session, job_id, clock, worker=worker)


def keep_candidate(
    session: Session, job: SpanJob, number: int, chosen: Collection[int], *, now: datetime
) -> tuple[Question, bool]:
    """Put a candidate into the article's bank as a draft; False when the bank holds it already.

    Raises:
        ChoiceError: the distractors make no question.
    """
    draft = choose_distractors(job.candidates[number], chosen)
    bank = add_bank(session, job.article, now=now)
    added = add_questions(session, bank, [draft], now=now)
    is_there = (Question.bank_id == bank.id) | (Question.article_id == job.article_id)
    held = select(Question).where(Question.uid == draft.uid, is_there).order_by(Question.id)
    question = session.scalars(held).first()
    assert question  # added just now, or there already: perhaps moved to another bank
    return question, bool(added)


def list_free_jobs(session: Session, *, now: datetime) -> list[int]:
    """The jobs that wait, and those whose worker is gone, the oldest first."""
    taken = list_taken(session, now=now)
    ids = session.scalars(select(SpanJob.id).where(SpanJob.ended_at.is_(None)).order_by(SpanJob.id))
    return [job_id for job_id in ids if _lease_of(job_id) not in taken]


def _lease_of(job_id: int) -> str:
    return f"words {job_id}"


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget what was drafted more than a day ago."""
    session.execute(delete(SpanJob).where(SpanJob.created_at < now - KEPT_FOR))


def _draft(document: Document, span: Span) -> tuple[JobState, tuple[Candidate, ...], str]:
    # Imported here: the language model never loads in a web worker.
    from quizapp.generation.targeting import draft_for, take_spans

    try:
        reading = _read(document)
        found = draft_for(reading, take_spans(reading, [span]), SEED)
    except SpanError as error:
        return JobState.DONE, (), str(error)
    except Exception:  # whatever goes wrong is told to the teacher, not lost in a worker
        log.exception("drafting failed", extra={"span": (span.paragraph, span.start, span.end)})
        return JobState.FAILED, (), "Something went wrong while the words were read. Try others."
    return JobState.DONE, tuple(offer(each) for each in found), ""


def warm_up() -> None:
    """Load the language model and every word list: the first teacher does not wait for them."""
    _draft(_SAMPLE, Span(1, 4, 17, "strict curfew"))


@lru_cache(maxsize=2)
def _read(document: Document) -> Reading:
    """Who picks words once picks again: the article is read once."""
    from quizapp.reading import read

    return read(document)
