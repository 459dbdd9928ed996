"""How does a language model come to propose something, and what becomes of it?

A page asks, the worker lets the model write, and the teacher takes, edits or leaves what came of
it. A proposal is whole or it is none: who stops the model, or whose model is away, has what was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from time import perf_counter

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.articles.document import Document
from quizapp.articles.models import Article
from quizapp.bank import review
from quizapp.bank.content import current_draft
from quizapp.bank.models import Question
from quizapp.clock import Clock
from quizapp.db import begin_write, begin_write_anew
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.writer.terms import Dropped, Meter, WriterError
from quizapp.jobs.leases import MOST_TIMES, end_lease, list_taken, renew_lease, take_lease
from quizapp.jobs.proposals import Paragraph, Proposed, WriterJob, WriterTask
from quizapp.jobs.states import CancelledError, JobState, TakenUpError
from quizapp.jobs.writing import BEAT, Commission

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=1)
NO_WRITER = "No language model is set any more. Nothing has changed."
STOPPED = "Stopped. Nothing has changed."
GIVEN_UP = "The program went down several times while the model wrote. Nothing has changed."
WENT_WRONG = "Something went wrong while the model wrote. Nothing has changed."
NOTHING_RETOLD = "No paragraph that the model wrote could be used."


class OvertakenError(ValueError):
    """A proposal is about a version that is in force no longer."""


def request_proposal(
    session: Session,
    question: Question,
    task: WriterTask,
    aim: str = "",
    *,
    teacher_id: int,
    now: datetime,
) -> WriterJob:
    """A job that asks for something about the question."""
    return _add(
        session,
        WriterJob(
            teacher_id=teacher_id,
            article_id=question.article_id,
            question_id=question.id,
            version=question.latest,
            task=task,
            aim=aim,
            state=JobState.QUEUED,
            created_at=now,
        ),
    )


def request_retelling(
    session: Session, article: Article, level: str, *, teacher_id: int, now: datetime
) -> WriterJob:
    """A job that asks for the article at another level."""
    return _add(
        session,
        WriterJob(
            teacher_id=teacher_id,
            article_id=article.id,
            task=WriterTask.RETELLING,
            aim=level,
            state=JobState.QUEUED,
            created_at=now,
        ),
    )


def _add(session: Session, job: WriterJob) -> WriterJob:
    session.add(job)
    session.flush()
    return job


def cancel(session: Session, job: WriterJob, *, now: datetime) -> None:
    """Stop the job: at once when it waits, else within seconds."""
    session.refresh(job, with_for_update=True)
    if job.state is JobState.QUEUED:
        job.state, job.message, job.ended_at = JobState.CANCELLED, STOPPED, now
    elif job.state is JobState.RUNNING:
        job.state = JobState.CANCELLING
    session.flush()


def take(
    session: Session, job: WriterJob, draft: QuestionDraft, *, teacher_id: int, now: datetime
) -> None:
    """Let the job's question say what was proposed, as a new version of it.

    Raises:
        OvertakenError: the question says something else by now than the model was shown.
        ReviewError: what was proposed breaks a rule.
    """
    question = job.question
    if question is None or question.latest != job.version:
        raise OvertakenError
    changed = replace(draft, uid=question.uid, status=question.status)
    review.edit(session, question, changed, teacher_id=teacher_id, now=now)


def list_asked(
    session: Session, teacher_id: int, *, article_id: int, question_id: int | None = None
) -> list[WriterJob]:
    """What the teacher has asked for about a question, or for an article, the newest first."""
    asked = select(WriterJob).where(
        WriterJob.teacher_id == teacher_id,
        WriterJob.article_id == article_id,
        WriterJob.question_id == question_id,  # None: about the article itself
    )
    return list(session.scalars(asked.order_by(WriterJob.id.desc())))


def list_free_jobs(session: Session, *, now: datetime) -> list[int]:
    """The jobs that wait, and those whose worker is gone, the oldest first."""
    taken = list_taken(session, now=now)
    open_jobs = select(WriterJob.id).where(WriterJob.ended_at.is_(None)).order_by(WriterJob.id)
    return [job_id for job_id in session.scalars(open_jobs) if _lease_of(job_id) not in taken]


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget what was proposed more than a day ago."""
    session.execute(delete(WriterJob).where(WriterJob.created_at < now - KEPT_FOR))


def answer(
    session: Session, job_id: int, commission: Commission | None, clock: Clock, *, worker: str
) -> None:
    """Let the model write what the job asks for, and commit what came of it or why nothing did."""
    begin_write(session)
    job = session.get(WriterJob, job_id, populate_existing=True, with_for_update=True)
    is_open = job is not None and not job.state.is_over
    taken = take_lease(session, _lease_of(job_id), worker, now=clock()) if is_open else None
    if job is None or taken is None:
        session.rollback()
        return  # forgotten or stopped, or another worker has it
    asked = _Asked(
        job.task,
        job.aim,
        job.article.to_document(),
        current_draft(session, job.question) if job.question else None,
    )
    is_cancelled = job.state is JobState.CANCELLING
    if not is_cancelled:
        job.state = JobState.RUNNING
    session.commit()
    work = _Work(session, job_id, clock, worker)
    try:
        if is_cancelled:
            raise CancelledError
        if commission is None or taken > MOST_TIMES:
            work.end(JobState.FAILED, GIVEN_UP if commission else NO_WRITER)
            return
        work.end(JobState.DONE, *work.let_write(asked, commission))
    except CancelledError:
        work.end(JobState.CANCELLED, STOPPED)
    except TakenUpError:
        session.rollback()
        log.warning("another worker has taken up the job", extra={"job": job_id})
    except WriterError as error:
        work.end(JobState.FAILED, f"{error} Nothing has changed.")
    except Exception:  # whatever goes wrong is told to the teacher, not lost in a worker
        log.exception("proposing failed", extra={"job": job_id})
        work.end(JobState.FAILED, WENT_WRONG)


@dataclass(frozen=True)
class _Asked:
    """What a job asks for, apart from its row."""

    task: WriterTask
    aim: str
    document: Document
    draft: QuestionDraft | None


@dataclass
class _Work:
    """One run of a job: while the model thinks, it says that it lives and looks who stops it."""

    session: Session
    job_id: int
    clock: Clock
    worker: str
    meter: Meter | None = None
    beaten_at: float = field(default_factory=perf_counter)

    def let_write(self, asked: _Asked, commission: Commission) -> tuple[str, Proposed | None]:
        """Why nothing was proposed, or what was."""
        self.meter = Meter(commission.writer, commission.budget, self._beat)
        found = _ask(asked, self.meter, Random(f"proposal {self.job_id}"), self._tell)
        if isinstance(found, Dropped):
            return f"What the model wrote was not taken. {found.reason}", None
        return "", found

    def end(self, state: JobState, message: str, proposed: Proposed | None = None) -> None:
        """Say how the job ended and what it cost, unless it is another worker's by now."""
        begin_write_anew(self.session)
        job = self._lock()
        if self._renew():
            job.state, job.message, job.proposed = state, message, proposed
            job.ended_at = self.clock()
            if self.meter:
                spent = self.meter.tally
                job.writer, job.calls = self.meter.name, spent.calls
                job.tokens, job.seconds = spent.tokens, spent.seconds
            end_lease(self.session, _lease_of(self.job_id))
        self.session.commit()

    def _beat(self) -> None:
        if perf_counter() - self.beaten_at >= BEAT:
            self._look()
            self.session.commit()
            self.beaten_at = perf_counter()

    def _tell(self, done: int, total: int) -> None:
        job = self._look()
        job.done, job.total = done, total
        self.session.commit()

    def _look(self) -> WriterJob:
        """The job's row in an open transaction.

        Raises:
            CancelledError: somebody has stopped it.
            TakenUpError: another worker has it by now.
        """
        begin_write(self.session)
        job = self._lock()
        if not self._renew():
            raise TakenUpError
        if job.state is JobState.CANCELLING:
            raise CancelledError
        return job

    def _lock(self) -> WriterJob:
        return self.session.get_one(
            WriterJob, self.job_id, populate_existing=True, with_for_update=True
        )

    def _renew(self) -> bool:
        name = _lease_of(self.job_id)
        return renew_lease(self.session, name, self.worker, now=self.clock())


def _lease_of(job_id: int) -> str:
    return f"proposal {job_id}"


def _ask(
    asked: _Asked, meter: Meter, rng: Random, tell: Callable[[int, int], None]
) -> Proposed | Dropped:
    # Imported here: neither the language model nor the reading ever loads in a web worker.
    from quizapp.generation.writer.rewording import (
        simplify_stem,
        translate_stem,
        write_distractors,
    )
    from quizapp.reading import read

    draft = asked.draft
    if draft is None:
        return _retell(asked, meter, tell)
    if asked.task is WriterTask.TRANSLATION:
        text = translate_stem(draft, asked.aim, meter)
        return text if isinstance(text, Dropped) else Proposed(text=text)
    write = write_distractors if asked.task is WriterTask.DISTRACTORS else simplify_stem
    found = write(read(asked.document), draft, meter, rng)
    return found if isinstance(found, Dropped) else Proposed(draft=found)


def _retell(asked: _Asked, meter: Meter, tell: Callable[[int, int], None]) -> Proposed | Dropped:
    from quizapp.generation.writer.retelling import retell
    from quizapp.reading import read

    originals = asked.document.paragraphs
    paragraphs: list[Paragraph] = []
    last: Dropped | None = None
    for each in retell(read(asked.document), asked.aim, meter):
        original, last = originals[each.paragraph - 1], each.dropped or last
        refused = each.dropped.reason if each.dropped else ""
        paragraphs.append(Paragraph(original, each.text, each.invented, each.lost, refused))
        tell(len(paragraphs), len(originals))
    if last and all(each.refused for each in paragraphs):
        return replace(last, reason=f"{NOTHING_RETOLD} {last.reason}")
    return Proposed(paragraphs=tuple(paragraphs))
