"""A worker may be killed at any moment: its job is done by the next one, and the bank is whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.importing import read_document
from quizapp.articles.library import add_article
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank
from quizapp.config import ROOT, Settings
from quizapp.db import db
from quizapp.generation import generate
from quizapp.jobs.generating import (
    BATCH,
    GenerationJob,
    generate_bank,
    list_free_jobs,
    request_generation,
)
from quizapp.jobs.states import JobState
from quizapp.reading import read
from tests.conftest import MovableClock
from tests.factories import make_teacher

PASSAGE = ROOT / "seeds" / "kazakhstan-january-2022.introductory.md"
PATIENCE = 120
# What a worker does, in a process of its own that stays at the job once the first questions are in.
WORK = """
import json, sys, time
from datetime import datetime
from quizapp import create_app
from quizapp.config import Settings
from quizapp.db import db
from quizapp.jobs.generating import GenerationJob, generate_bank

told = json.loads(sys.argv[1])
moment = datetime.fromisoformat(told["now"])

def stay():
    if db.session.get_one(GenerationJob, told["job"]).added:
        db.session.rollback()
        print("begun", flush=True)
        time.sleep(3600)
    db.session.rollback()

with create_app(Settings(**told["settings"]), lambda: moment).app_context():
    generate_bank(db.session(), told["job"], lambda: moment, stay, worker="killed")
"""


def test_the_job_of_a_killed_worker_is_taken_up_and_its_bank_is_whole(
    app: Flask, settings: Settings, session: Session, clock: MovableClock
) -> None:
    document = read_document(PASSAGE.read_bytes(), PASSAGE.name)
    article = add_article(session, make_teacher(session, clock()), document, now=clock())
    job_id = request_generation(session, article, seed=1, now=clock()).id
    session.commit()
    kill_midway(settings, job_id, clock)
    job = session.get_one(GenerationJob, job_id)
    assert (job.state, job.added) == (JobState.RUNNING, BATCH)
    assert list_free_jobs(session, now=clock()) == []
    clock.move(minutes=2)
    assert list_free_jobs(session, now=clock()) == [job_id]
    session.rollback()
    generate_bank(session, job_id, clock, lambda: None, worker="the next one")
    job = session.get_one(GenerationJob, job_id)
    bank_id = session.scalar(select(Bank.id)) or 0
    found = [draft.uid for _, _, draft in load_latest(db.session(), bank_id)]
    assert job.state is JobState.DONE
    assert found == [it.uid for it in generate(read(document), 1)]
    assert job.added == len(found) > BATCH


def kill_midway(settings: Settings, job_id: int, clock: MovableClock) -> None:
    """Let a worker begin with the job, and kill it when the first questions are in the bank."""
    told = {"settings": asdict(settings), "job": job_id, "now": clock().isoformat()}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, json.dumps(told)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    began = time.monotonic()
    try:
        assert worker.stdout
        assert worker.stdout.readline() == "begun\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert worker.returncode == -signal.SIGKILL
    assert time.monotonic() - began < PATIENCE
