"""The worker has a queue, starts again where an earlier one stopped, and sweeps every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.articles.library import add_article
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt, CloseReason
from quizapp.bank.learnt import LearntDifficulty
from quizapp.config import Settings
from quizapp.db import db
from quizapp.gradebook.across import read_across
from quizapp.gradebook.keeping import are_whole, list_totals, list_touched_courses
from quizapp.jobs.asking import request_drafts
from quizapp.jobs.generating import request_generation
from quizapp.jobs.leases import list_taken, take_lease
from quizapp.jobs.queue import Jobs
from quizapp.jobs.states import JobState
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, choice, make_teacher, make_world, span


@pytest.fixture
def jobs(app: Flask) -> Jobs:
    found: Jobs = app.extensions["jobs"]
    return found


def test_the_queue_lies_beside_the_database(jobs: Jobs, settings: Settings) -> None:
    queue = PostgresHuey if settings.database_url else SqliteHuey
    assert type(jobs.huey) is queue
    assert (settings.instance_path / "jobs.sqlite3").exists() is (queue is SqliteHuey)
    jobs.enqueue_generation(7)
    assert [task.args for task in jobs.huey.pending()] == [(7,)]


def test_picked_words_come_before_whole_banks(jobs: Jobs) -> None:
    jobs.enqueue_generation(1)
    jobs.enqueue_generation(2)
    jobs.enqueue_asking(3)
    taken = [jobs.huey.dequeue() for _ in range(3)]
    assert [task.args for task in taken if task] == [(3,), (1,), (2,)]


def test_what_waits_or_was_left_is_handed_out_once(
    session: Session, jobs: Jobs, clock: MovableClock
) -> None:
    article = add_article(session, make_teacher(session, clock()), DOCUMENT, now=clock())
    generation = request_generation(session, article, seed=1, now=clock())
    asked = [request_drafts(session, article, span(1, "old"), now=clock()) for _ in range(2)]
    for job in asked:
        job.state = JobState.RUNNING
    take_lease(session, f"words {asked[0].id}", "another worker", now=clock())
    wanted = [(asked[1].id,), (generation.id,)]
    session.commit()
    for _ in range(2):
        jobs.hand_out()
        assert [task.args for task in jobs.huey.pending()] == wanted


def test_a_worker_that_stops_in_good_order_leaves_its_jobs_to_others_at_once(
    session: Session, jobs: Jobs, clock: MovableClock
) -> None:
    take_lease(session, "words 1", jobs._worker, now=clock())
    take_lease(session, "words 2", "another worker", now=clock())
    session.commit()
    jobs.leave()
    assert list_taken(session, now=clock()) == {"words 2"}


def test_of_several_workers_one_sweeps(
    app: Flask, settings: Settings, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    attempt_id = attempt.id
    take_lease(session, "sweep", "another worker", now=clock() + timedelta(minutes=21))
    session.commit()
    clock.move(minutes=21, seconds=1)
    assert sweep(app, attempt_id).closed_at is None
    db.session.rollback()
    clock.move(minutes=2)
    assert sweep(app, attempt_id).closed_at is not None


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


def test_the_sweep_reckons_the_totals_that_have_changed(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    course_id, learner_id = world.course.id, world.learner.id
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    attempt_id = attempt.id
    session.commit()
    sweep(app, attempt_id)
    assert list_totals(db.session(), course_id, None) == {}
    db.session.rollback()
    clock.move(minutes=21, seconds=1)
    sweep(app, attempt_id)
    assert list_totals(db.session(), course_id, None) == {learner_id: 0}
    across = read_across(db.session(), db.session.get_one(Course, course_id), UTC)
    assert are_whole(db.session(), across, clock()), "so that no teacher has to wait"
    assert list_touched_courses(db.session()) == []


def sweep(app: Flask, attempt_id: int) -> Attempt:
    """Run what the worker runs at any minute; the attempt as it is afterwards."""
    jobs: Jobs = app.extensions["jobs"]
    (task,) = jobs.huey.read_periodic(datetime(2026, 3, 2, 12, 1))
    jobs.huey.execute(task)
    db.session.rollback()
    return db.session.get_one(Attempt, attempt_id)


def test_how_hard_questions_are_is_learnt_each_night(
    app: Flask, session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock(), drafts=(choice(),))
    attempt = sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )
    sitting.submit(session, attempt.id, now=clock())
    session.commit()
    jobs: Jobs = app.extensions["jobs"]
    for task in jobs.huey.read_periodic(datetime(2026, 3, 2, 3, 15)):
        jobs.huey.execute(task)
    db.session.rollback()
    (row,) = db.session.scalars(select(LearntDifficulty)).all()
    assert (row.n, row.band) == (1, None)
    assert row.value > -1, "an easy question that was missed"
