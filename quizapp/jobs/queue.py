"""Which tasks does the worker have, and where do they wait?"""

from __future__ import annotations

import logging
from datetime import timedelta
from secrets import token_hex

import psycopg
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from sqlalchemy.engine import make_url

from quizapp.accounts.sign_ins import forget_ended_sign_ins
from quizapp.accounts.tries import forget_old_tries
from quizapp.attempts.closing import close_overdue
from quizapp.bank import waiting as waiting_questions
from quizapp.clock import Clock
from quizapp.config import Settings
from quizapp.course_archive import waiting
from quizapp.db import begin_write, begin_write_anew, db
from quizapp.jobs import asking, generating, proposing
from quizapp.jobs.forgetting import forget_due
from quizapp.jobs.leases import let_go_all, take_lease
from quizapp.jobs.totals import settle_touched
from quizapp.jobs.writing import make_commission
from quizapp.progress.difficulties import keep_difficulties, measure_difficulties

log = logging.getLogger(__name__)


class Jobs:
    """The queue of one program, with its tasks."""

    def __init__(self, app: Flask, settings: Settings, clock: Clock) -> None:
        self.huey = open_queue(settings)
        self._app, self._settings, self._clock = app, settings, clock
        self._worker = token_hex(8)  # what this process is called in the leases that it holds
        self._generate = self.huey.task()(self._run_generation)
        self._ask = self.huey.task(priority=1)(self._run_asking)
        self._propose = self.huey.task(priority=1)(self._run_proposing)
        self.huey.periodic_task(crontab(minute="*"))(self._sweep)
        self.huey.periodic_task(crontab(hour="3", minute="15"))(self._learn_difficulties)
        self.huey.on_startup("warm up")(asking.warm_up)

    def enqueue_generation(self, job_id: int) -> None:
        """Let the worker generate for the job; its row is committed already."""
        self._put(self._generate, job_id)

    def enqueue_asking(self, job_id: int) -> None:
        """Let the worker draft about picked words, before any generation that waits."""
        self._put(self._ask, job_id)

    def enqueue_proposing(self, job_id: int) -> None:
        """Let the worker ask the language model for something, before any bank that waits."""
        self._put(self._propose, job_id)

    def _put(self, task: TaskWrapper, job_id: int) -> None:
        """When PostgreSQL was started anew since the last task, the first try finds it out."""
        try:
            task(job_id)
        except psycopg.OperationalError:
            task(job_id)

    def hand_out(self) -> None:
        """Put into the queue what waits and is not there, and what a worker that is gone was at.

        A worker may have taken a task and died, and a page may have found no queue: the rows of
        the jobs say what is to be done, the queue only when.
        """
        with self._app.app_context():
            to_ask = asking.list_free_jobs(db.session(), now=self._clock())
            to_generate = generating.list_free_jobs(db.session(), now=self._clock())
            to_propose = proposing.list_free_jobs(db.session(), now=self._clock())
            db.session.rollback()
        queued = {(type(task), task.args) for task in self.huey.pending()}
        for task, job_ids in (
            (self._ask, to_ask),
            (self._propose, to_propose),
            (self._generate, to_generate),
        ):
            for job_id in job_ids:
                if (task.task_class, (job_id,)) not in queued:
                    task(job_id)

    def leave(self) -> None:
        """This worker stops in good order: what it was at is free at once."""
        with self._app.app_context():
            begin_write(db.session())
            let_go_all(db.session(), self._worker, now=self._clock())
            db.session.commit()

    def _run_generation(self, job_id: int) -> None:
        def answer_meanwhile() -> None:
            """A teacher who has picked words does not wait for a whole bank."""
            asking.answer_waiting(db.session(), self._clock, worker=self._worker)

        with self._app.app_context():
            generating.generate_bank(
                db.session(),
                job_id,
                self._clock,
                answer_meanwhile,
                worker=self._worker,
                commission=make_commission(self._settings),
            )

    def _run_asking(self, job_id: int) -> None:
        with self._app.app_context():
            asking.answer(db.session(), job_id, self._clock, worker=self._worker)

    def _run_proposing(self, job_id: int) -> None:
        with self._app.app_context():
            proposing.answer(
                db.session(),
                job_id,
                make_commission(self._settings),
                self._clock,
                worker=self._worker,
            )

    def _sweep(self) -> None:
        if not self._is_first("sweep", timedelta(seconds=50)):
            return
        with self._app.app_context():
            begin_write(db.session())
            closed = close_overdue(db.session(), now=self._clock())
            asking.forget_old(db.session(), now=self._clock())
            proposing.forget_old(db.session(), now=self._clock())
            waiting.forget_old(db.session(), now=self._clock())
            waiting_questions.forget_old(db.session(), now=self._clock())
            forget_ended_sign_ins(db.session(), now=self._clock())
            forget_old_tries(db.session(), now=self._clock())
            db.session.commit()
            if closed:
                log.info("attempts closed", extra={"count": closed})
            forget_due(db.session(), self._settings, self._clock)
            settle_touched(db.session(), self._settings.zone, self._clock)
        self.hand_out()

    def _is_first(self, name: str, lasts: timedelta) -> bool:
        """Whether no other worker has begun with it; each of them is told to at the same time."""
        with self._app.app_context():
            begin_write(db.session())
            now = self._clock()
            taken = take_lease(db.session(), name, self._worker, now=now, lasts=lasts)
            db.session.commit()
            return taken is not None

    def _learn_difficulties(self) -> None:
        """Nobody waits while the answers are read: the lock is taken to write alone."""
        if not self._is_first("difficulties", timedelta(hours=1)):
            return
        with self._app.app_context():
            measured = measure_difficulties(db.session())
            begin_write_anew(db.session())
            turned = keep_difficulties(db.session(), measured, now=self._clock())
            db.session.commit()
            log.info("difficulties learnt", extra={"count": len(measured), "turned": turned})


def open_queue(settings: Settings) -> Huey:
    """The queue beside the database that the settings name."""
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("quizapp", dsn=dsn)
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("quizapp", filename=str(settings.queue_path))
