"""How does long work happen off the web workers?

A job is a row that says how far it is, and a task in huey's queue (SQLite beside the
embedded database, PostgreSQL's tables otherwise). `quizapp worker` runs the tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import structlog
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from quizapp.articles.models import Article
from quizapp.attempts.closing import close_overdue
from quizapp.bank.review import add_bank, add_questions
from quizapp.clock import Clock
from quizapp.config import Settings
from quizapp.db import Base, begin_write, db, enum_column
from quizapp.generation.draft import QuestionDraft, Status

log = structlog.get_logger()


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class GenerationJob(Base):
    """One generation of questions for an article, and how far it is."""

    __tablename__ = "generation_job"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= total", name="progress_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), index=True
    )
    seed: Mapped[int]
    state: Mapped[JobState] = mapped_column(enum_column(JobState))
    step: Mapped[str] = mapped_column(String(80), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship()


class Jobs:
    """The queue of one program, with its tasks."""

    def __init__(self, app: Flask, settings: Settings, clock: Clock) -> None:
        self.huey = open_queue(settings)
        self._app, self._clock = app, clock
        self._generate = self.huey.task()(self._run_generation)
        self.huey.periodic_task(crontab(minute="*"))(self._sweep)

    def enqueue_generation(self, job_id: int) -> None:
        """Let the worker generate for the job; its row is committed already."""
        self._generate(job_id)

    def recover(self) -> None:
        """What an earlier worker left: what it was at has failed, what waited still waits."""
        with self._app.app_context():
            begin_write(db.session())
            waiting = recover_jobs(db.session(), self._clock)
            db.session.commit()
        for job_id in waiting:
            self.enqueue_generation(job_id)

    def _run_generation(self, job_id: int) -> None:
        with self._app.app_context():
            generate_bank(db.session(), job_id, self._clock)

    def _sweep(self) -> None:
        with self._app.app_context():
            begin_write(db.session())
            closed = close_overdue(db.session(), now=self._clock())
            db.session.commit()
            if closed:
                log.info("attempts closed", count=closed)


def open_queue(settings: Settings) -> Huey:
    """The queue beside the database that the settings name."""
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("quizapp", dsn=dsn)
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("quizapp", filename=str(settings.instance_path / "jobs.sqlite3"))


def request_generation(
    session: Session, article: Article, *, seed: int, now: datetime
) -> GenerationJob:
    """A job for the article; one that is still on its way is handed back instead."""
    latest = find_latest_job(session, article.id)
    if latest and latest.state in {JobState.QUEUED, JobState.RUNNING}:
        return latest
    job = GenerationJob(article_id=article.id, seed=seed, state=JobState.QUEUED, created_at=now)
    session.add(job)
    session.flush()
    return job


def find_latest_job(session: Session, article_id: int) -> GenerationJob | None:
    """The article's newest job."""
    return session.scalar(
        select(GenerationJob)
        .where(GenerationJob.article_id == article_id)
        .order_by(GenerationJob.id.desc())
        .limit(1)
    )


def recover_jobs(session: Session, clock: Clock) -> list[int]:
    """End the jobs that a stopped worker was at; the ids of those that still wait."""
    left = session.scalars(
        select(GenerationJob)
        .where(GenerationJob.state.in_([JobState.RUNNING, JobState.QUEUED]))
        .order_by(GenerationJob.id)
    ).all()
    for job in left:
        if job.state is JobState.RUNNING:
            _end(job, JobState.FAILED, "The program was stopped on the way; try again.", clock)
    return [job.id for job in left if job.state is JobState.QUEUED]


def generate_bank(session: Session, job_id: int, clock: Clock) -> None:
    """Read the job's article, write questions into its bank, and say how it ended."""
    # Imported here: the language model never loads in a web worker.
    from quizapp.generation import generate
    from quizapp.reading import read

    begin_write(session)
    job = session.get_one(GenerationJob, job_id)
    if job.state is not JobState.QUEUED:
        return  # pressed twice: the other task has it
    document, seed = job.article.to_document(), job.seed
    job.state = JobState.RUNNING
    session.commit()

    def show(step: str, done: int, total: int) -> None:
        begin_write(session)
        job.step, job.done, job.total = step, done, total
        session.commit()

    try:
        drafts = generate(read(document), seed, progress=show)
        begin_write(session)
        bank = add_bank(session, job.article, now=clock())
        added = add_questions(session, bank, drafts, now=clock())
        _end(job, JobState.DONE, _tell(added), clock)
    except Exception:  # whatever goes wrong is told to the teacher, not lost in a worker
        log.exception("generation failed", job=job_id)
        session.rollback()
        begin_write(session)
        _end(job, JobState.FAILED, "The article could not be read to its end; try again.", clock)
    session.commit()


def _tell(added: Sequence[QuestionDraft]) -> str:
    if not added:
        return (
            "Nothing in this text could be asked with enough certainty; write questions yourself."
        )
    approved = sum(draft.status is Status.APPROVED for draft in added)
    told = f"{len(added)} new {'question' if len(added) == 1 else 'questions'}: "
    return told + f"{approved} approved, {len(added) - approved} waiting for review."


def _end(job: GenerationJob, state: JobState, message: str, clock: Clock) -> None:
    job.state, job.message, job.ended_at = state, message, clock()
    job.done = job.total
