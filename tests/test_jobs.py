"""Long work is queued once, says how far it is, and tells how it ended."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.importing import read_document
from quizapp.articles.library import add_article
from quizapp.articles.models import Article
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank, Question
from quizapp.config import ROOT, Settings
from quizapp.db import db
from quizapp.jobs import (
    GenerationJob,
    Jobs,
    JobState,
    find_latest_job,
    generate_bank,
    recover_jobs,
    request_generation,
)
from tests.conftest import NOON, MovableClock
from tests.factories import DOCUMENT, choice, make_teacher, make_world

PASSAGE = ROOT / "seeds" / "kazakhstan-january-2022.introductory.md"


class FailingClock(MovableClock):
    """A clock that fails when it is asked for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("the clock has stopped")
        return super().__call__()


@pytest.fixture
def article(session: Session, clock: MovableClock) -> Article:
    article = add_article(session, make_teacher(session, clock()), DOCUMENT, now=clock())
    session.commit()
    return article


def test_the_queue_lies_beside_the_database(app: Flask, settings: Settings) -> None:
    jobs: Jobs = app.extensions["jobs"]
    queue = PostgresHuey if settings.database_url else SqliteHuey
    assert type(jobs.huey) is queue
    assert (settings.instance_path / "jobs.sqlite3").exists() is (queue is SqliteHuey)
    jobs.enqueue_generation(7)
    assert [task.args for task in jobs.huey.pending()] == [(7,)]


def test_asking_twice_gives_one_job_until_it_has_ended(
    session: Session, article: Article, clock: MovableClock
) -> None:
    assert find_latest_job(session, article.id) is None
    job = request_generation(session, article, seed=1, now=clock())
    assert (job.state, job.seed, job.done, job.total) == (JobState.QUEUED, 1, 0, 0)
    for state in (JobState.QUEUED, JobState.RUNNING):
        job.state = state
        assert request_generation(session, article, seed=2, now=clock()) is job
    for state in (JobState.DONE, JobState.FAILED):
        job.state = state
        again = request_generation(session, article, seed=2, now=clock())
        assert again is not job
        assert find_latest_job(session, article.id) is again
        job = again


def test_the_worker_fills_the_bank_and_a_second_run_adds_nothing(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    document = read_document(PASSAGE.read_bytes(), PASSAGE.name)
    article = add_article(session, make_teacher(session, clock()), document, now=clock())
    first = run_generation(app, session, article, clock)
    assert (first.state, first.ended_at) == (JobState.DONE, clock())
    assert first.done == first.total > 0
    bank = session.scalars(select(Bank)).one()
    count = len(load_latest(session, bank.id))
    assert count > 3
    assert first.message.startswith(f"{count} new questions: ")
    numbers = [int(word) for word in first.message.split() if word.isdigit()]
    assert numbers[0] == numbers[1] + numbers[2], "each is either approved or waiting"

    clock.move(hours=1)
    second = run_generation(app, session, article, clock)
    assert (second.state, second.ended_at) == (JobState.DONE, clock())
    assert second.message.startswith("Nothing in this text")
    assert len(load_latest(session, bank.id)) == count


def run_generation(
    app: Flask, session: Session, article: Article, clock: MovableClock
) -> GenerationJob:
    """Ask for a generation and let the worker do it; the job as it is afterwards."""
    job = request_generation(session, article, seed=1, now=clock())
    job_id = job.id
    session.commit()
    jobs: Jobs = app.extensions["jobs"]
    jobs.enqueue_generation(job_id)
    jobs.huey.execute(jobs.huey.dequeue())
    session.rollback()
    return session.get_one(GenerationJob, job_id)


def test_a_generation_that_fails_says_so_and_leaves_nothing_behind(
    session: Session, article: Article
) -> None:
    job = request_generation(session, article, seed=1, now=NOON)
    job_id = job.id
    session.commit()
    generate_bank(session, job_id, FailingClock())
    session.expire_all()
    assert (job.state, job.ended_at) == (JobState.FAILED, NOON)
    assert job.message == "The article could not be read to its end; try again."
    assert session.scalars(select(Question)).all() == []
    assert request_generation(session, article, seed=1, now=NOON) is not job


def test_the_sweep_that_runs_every_minute_closes_what_is_over(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    attempt_id = attempt.id
    session.commit()
    assert sweep(app, attempt_id).closed_at is None
    db.session.rollback()
    clock.move(minutes=21, seconds=1)
    closed = sweep(app, attempt_id)
    assert (closed.close_reason, closed.closed_at) == (CloseReason.TIME_UP, closed.deadline)


def sweep(app: Flask, attempt_id: int) -> Attempt:
    """Run what the worker runs at any minute; the attempt as it is afterwards."""
    jobs: Jobs = app.extensions["jobs"]
    (task,) = jobs.huey.read_periodic(datetime(2026, 3, 2, 12, 1))
    jobs.huey.execute(task)
    db.session.rollback()
    return db.session.get_one(Attempt, attempt_id)


def test_a_job_that_is_further_than_its_end_is_refused(
    session: Session, article: Article, clock: MovableClock
) -> None:
    job = GenerationJob(
        article_id=article.id, seed=1, state=JobState.RUNNING, created_at=clock(), done=2, total=1
    )
    session.add(job)
    with pytest.raises(Exception, match="ck_generation_job_progress_in_range"):
        session.flush()
    session.rollback()


def test_a_new_worker_ends_what_a_stopped_one_was_at_and_keeps_what_waits(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    article = add_article(session, teacher, DOCUMENT, now=clock())
    jobs = [
        GenerationJob(article_id=article.id, seed=1, state=state, created_at=clock())
        for state in (JobState.RUNNING, JobState.QUEUED, JobState.DONE)
    ]
    session.add_all(jobs)
    session.flush()
    assert recover_jobs(session, clock) == [jobs[1].id]
    assert [job.state for job in jobs] == [JobState.FAILED, JobState.QUEUED, JobState.DONE]
    assert "try again" in jobs[0].message
