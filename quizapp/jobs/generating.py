"""How does the bank of an article come to be, how far is it, and how does it end?

The work has three phases, or four when a language model shall write too, and between any two steps
of it the job may be cancelled. The bank of the patterns is the same for the same article and seed;
it is added in its own order and in batches, so a run after a cancelled one finds the first part
there and adds the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from random import Random

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from quizapp.articles.document import Document
from quizapp.articles.models import Article
from quizapp.bank.models import Bank, Question, QuestionVersion
from quizapp.bank.review import add_bank, add_questions
from quizapp.clock import Clock
from quizapp.db import Base, begin_write, begin_write_anew, enum_column
from quizapp.generation import choose, propose
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.jobs.leases import MOST_TIMES, end_lease, list_taken, renew_lease, take_lease
from quizapp.jobs.states import (
    ON_ITS_WAY,
    CancelledError,
    JobState,
    TakenUpError,
    end_is_told,
)
from quizapp.jobs.telling import tell_done, tell_failed, tell_given_up, tell_stopped
from quizapp.jobs.writing import Commission, Outcome, let_write
from quizapp.reading.progress import Progress

log = logging.getLogger(__name__)

BATCH = 10  # questions that are added, and shown, together
STEPS = 20  # how often a phase writes down how far it is
NEWEST = 5
IS_ON_ITS_WAY = text("ended_at IS NULL")


class JobPhase(StrEnum):
    READING = "reading"  # done of total paragraphs
    DRAFTING = "drafting"  # done of total patterns
    CHECKING = "checking"  # done of total drafts
    WRITING = "writing"  # done of total requests to a language model, where one writes too


class GenerationJob(Base):
    """One generation of questions for an article, and how far it is."""

    __tablename__ = "generation_job"
    __table_args__ = (
        CheckConstraint("done >= 0 AND done <= total", name="progress_in_range"),
        CheckConstraint("approved >= 0 AND approved <= added", name="approved_of_added"),
        end_is_told(),
        Index(
            "uq_generation_job_on_its_way",
            "article_id",
            unique=True,
            sqlite_where=IS_ON_ITS_WAY,
            postgresql_where=IS_ON_ITS_WAY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    seed: Mapped[int]
    with_writer: Mapped[bool] = mapped_column(default=False)  # a language model writes too
    state: Mapped[JobState] = mapped_column(enum_column(JobState))
    phase: Mapped[JobPhase | None] = mapped_column(enum_column(JobPhase))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    approved: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship()


@dataclass(frozen=True)
class Generation:
    """The newest job of an article as its page tells it."""

    job: GenerationJob
    ahead: int  # jobs that run or wait before this one
    newest: tuple[str, ...]  # the stems that it added last

    @property
    def is_under_way(self) -> bool:
        return not self.job.state.is_over


def request_generation(
    session: Session, article: Article, *, seed: int, now: datetime, with_writer: bool = False
) -> GenerationJob:
    """A job for the article; one that is still on its way is handed back instead.

    `with_writer` lets the school's language model write too, after the patterns.
    """
    session.refresh(article, with_for_update=True)  # of two requests, the second finds the first
    latest = _find_latest(session, article.id)
    if latest and latest.state in ON_ITS_WAY:
        return latest
    job = GenerationJob(
        article_id=article.id,
        seed=seed,
        with_writer=with_writer,
        state=JobState.QUEUED,
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def cancel_generation(session: Session, article: Article, *, now: datetime) -> None:
    """Stop the article's job: at once when it waits, else as soon as the worker sees it."""
    latest = _find_latest(session, article.id)
    job = _lock(session, latest.id) if latest else None
    if job and job.state is JobState.QUEUED:
        _end(job, JobState.CANCELLED, tell_stopped(job), now)
    elif job and job.state is JobState.RUNNING:
        job.state = JobState.CANCELLING
    session.flush()


def find_generation(session: Session, article: Article) -> Generation | None:
    """How far the article's newest job is."""
    job = _find_latest(session, article.id)
    if job is None:
        return None
    ahead = select(func.count()).where(GenerationJob.id < job.id, IS_ON_ITS_WAY)
    waits = job.state is JobState.QUEUED
    return Generation(job, session.scalar(ahead) or 0 if waits else 0, _newest(session, job))


def list_free_jobs(session: Session, *, now: datetime) -> list[int]:
    """The jobs that wait, and those whose worker is gone, the oldest first."""
    taken = list_taken(session, now=now)
    ids = session.scalars(select(GenerationJob.id).where(IS_ON_ITS_WAY).order_by(GenerationJob.id))
    return [job_id for job_id in ids if _lease_of(job_id) not in taken]


def generate_bank(
    session: Session,
    job_id: int,
    clock: Clock,
    meanwhile: Callable[[], None],
    *,
    worker: str,
    commission: Commission | None = None,
) -> None:
    """Read the job's article, write questions into its bank, and say how it ended.

    With a `commission` a language model writes too, if that was asked for.

    A job whose worker is gone is begun anew: the same questions come of it, and those that are in
    the bank already are not added again. `meanwhile` is called between the steps, when no
    transaction is open.
    """
    begin_write(session)
    job = _lock(session, job_id)
    taken = (
        None if job.state.is_over else take_lease(session, _lease_of(job_id), worker, now=clock())
    )
    if taken is None:
        session.rollback()
        return  # cancelled, or another worker has it
    document, seed, is_cancelled = (
        job.article.to_document(),
        job.seed,
        job.state is JobState.CANCELLING,
    )
    if not is_cancelled:
        job.state = JobState.RUNNING
    commission = commission if job.with_writer else None
    session.commit()
    work = _Work(session, job_id, clock, meanwhile, worker)
    try:
        if is_cancelled:
            raise CancelledError
        if taken > MOST_TIMES:
            work.end(JobState.FAILED, tell_given_up)
            return
        found, outcome = work.write_bank(document, seed, commission)
        work.end(JobState.DONE, lambda job: tell_done(job, found, outcome))
    except CancelledError:
        work.end(JobState.CANCELLED, tell_stopped)
    except TakenUpError:
        session.rollback()
        log.warning("another worker has taken up the job", extra={"job": job_id})
    except Exception:  # whatever goes wrong is told to the teacher, not lost in a worker
        log.exception("generation failed", extra={"job": job_id})
        work.end(JobState.FAILED, tell_failed)


@dataclass
class _Work:
    """One run of a job: between any two steps it writes down how far it is."""

    session: Session
    job_id: int
    clock: Clock
    meanwhile: Callable[[], None]
    worker: str
    written: tuple[JobPhase, int] | None = None

    def write_bank(
        self, document: Document, seed: int, commission: Commission | None
    ) -> tuple[int, Outcome | None]:
        """How many questions the patterns find, all in the bank then, and what a model wrote."""
        # Imported here: the language model never loads in a web worker.
        from quizapp.reading import read

        reading = read(document, self._teller(JobPhase.READING))
        proposals = list(propose(reading, seed, self._teller(JobPhase.DRAFTING)))
        drafts = choose(proposals, reading, seed)
        refused = len(proposals) - len(drafts)
        tell = self._teller(JobPhase.CHECKING)
        tell(refused, len(proposals))
        for done, batch in _batches(drafts):
            self._add(batch, refused + done, len(proposals))
        if commission is None:
            return len(drafts), None
        begin = partial(self._write, JobPhase.WRITING)
        rng = Random(f"{seed}:written")
        outcome = let_write(
            self.session, reading, commission, begin, self.clock, self.meanwhile, rng
        )
        return len(drafts), outcome

    def end(self, state: JobState, tell: Callable[[GenerationJob], str]) -> None:
        """Say how the job ended, unless it is another worker's by now."""
        begin_write_anew(self.session)
        job = _lock(self.session, self.job_id)
        if self._renew():
            _end(job, state, tell(job), self.clock())
            end_lease(self.session, _lease_of(self.job_id))
        self.session.commit()

    def _renew(self) -> bool:
        name = _lease_of(self.job_id)
        return renew_lease(self.session, name, self.worker, now=self.clock())

    def _teller(self, phase: JobPhase) -> Progress:
        def tell(done: int, total: int) -> None:
            step = (phase, done * STEPS // max(total, 1))
            if step != self.written:
                self._write(phase, done, total)
                self.session.commit()
                self.written = step
                self.meanwhile()

        return tell

    def _write(self, phase: JobPhase, done: int, total: int) -> GenerationJob:
        """The job's row with how far it is, in a transaction that is still open.

        Raises:
            CancelledError: somebody has stopped it.
            TakenUpError: another worker has it by now.
        """
        begin_write(self.session)
        job = _lock(self.session, self.job_id)
        if not self._renew():
            raise TakenUpError
        if job.state is JobState.CANCELLING:
            raise CancelledError
        job.phase, job.done, job.total = phase, done, total
        return job

    def _add(self, batch: Sequence[QuestionDraft], done: int, total: int) -> None:
        """Put the batch into the bank, and say so, in one transaction."""
        job = self._write(JobPhase.CHECKING, done, total)
        bank = add_bank(self.session, job.article, now=self.clock())
        added = add_questions(self.session, bank, batch, now=self.clock())
        job.added += len(added)
        job.approved += sum(draft.status is Status.APPROVED for draft in added)
        self.session.commit()
        self.meanwhile()


def _batches(drafts: Sequence[QuestionDraft]) -> Iterator[tuple[int, Sequence[QuestionDraft]]]:
    """The drafts in batches, each with how many have gone when it is done; at least one."""
    for start in range(0, max(len(drafts), 1), BATCH):
        batch = drafts[start : start + BATCH]
        yield start + len(batch), batch


def _find_latest(session: Session, article_id: int) -> GenerationJob | None:
    return session.scalar(
        select(GenerationJob)
        .where(GenerationJob.article_id == article_id)
        .order_by(GenerationJob.id.desc())
        .limit(1)
    )


def _newest(session: Session, job: GenerationJob) -> tuple[str, ...]:
    """The stems of the questions that the job added last, the newest first."""
    found = session.scalars(
        select(QuestionVersion.stem)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(Bank.article_id == job.article_id, QuestionVersion.number == 1)
        .where(QuestionVersion.teacher_id.is_(None), QuestionVersion.created_at >= job.created_at)
        .order_by(Question.id.desc())
        .limit(min(NEWEST, job.added))
    )
    return tuple(found)


def _lease_of(job_id: int) -> str:
    return f"generation {job_id}"


def _lock(session: Session, job_id: int) -> GenerationJob:
    """The job as it is now; nobody else changes it until the transaction ends."""
    return session.get_one(GenerationJob, job_id, populate_existing=True, with_for_update=True)


def _end(job: GenerationJob, state: JobState, message: str, now: datetime) -> None:
    job.state, job.message, job.ended_at = state, message, now
