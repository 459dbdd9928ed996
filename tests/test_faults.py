"""Web workers may die at any moment: what a page called saved is there all the same."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from benchmarks.faults import Plan, Trouble, measure
from benchmarks.faults_database import audit, fill_database
from benchmarks.faults_learner import Ledger, Save
from quizapp import create_app
from quizapp.accounts.models import Learner
from quizapp.attempts.responses import Answer
from quizapp.attempts.saving import respond
from quizapp.attempts.sitting import start
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import db
from quizapp.quizzes.models import Assignment

FIRST, SECOND = Save(1, "tab", 1, 0), Save(1, "tab", 2, 1)


def test_no_answer_is_lost_or_doubled_when_web_workers_are_killed() -> None:
    outcome = measure(Plan(learners=10, seconds=15, every=4))
    assert outcome.errors == ()
    assert outcome.kills >= 3
    found = outcome.findings
    assert found.saves >= 10
    assert (found.missing, found.duplicates, found.attempts_twice, found.unsettled) == (0, 0, 0, 0)
    assert found.attempts == 10


@pytest.mark.parametrize("trouble", [Trouble.RELOAD, Trouble.BACKUP])
def test_neither_a_reload_nor_a_backup_refuses_a_request_or_loses_an_answer(
    trouble: Trouble,
) -> None:
    outcome = measure(Plan(learners=10, seconds=15, every=5, trouble=trouble))
    assert outcome.errors == ()
    assert outcome.kills >= (2 if trouble is Trouble.RELOAD else 1)
    assert outcome.retries == 0
    assert outcome.findings.are_sound
    assert outcome.findings.saves >= 10


@pytest.mark.parametrize(
    ("saved", "sent", "missing", "duplicates"),
    [
        ({FIRST}, {FIRST}, 0, 0),
        ({FIRST, SECOND}, {FIRST, SECOND}, 1, 0),
        ({Save(1, "tab", 1, 2)}, {Save(1, "tab", 1, 2)}, 1, 1),
        (set(), {SECOND}, 0, 1),
    ],
    ids=["all is well", "one is missing", "another value", "a row that nobody sent"],
)
def test_the_audit_finds_what_is_missing_and_what_is_double(
    tmp_path: Path, saved: set[Save], sent: set[Save], missing: int, duplicates: int
) -> None:
    settings = Settings(instance=str(tmp_path), secret_key="test")
    attempt_id = save_once(settings, FIRST)
    findings = audit(settings, [Ledger("Ada", attempt_id, sent=sent, saved=saved)])
    assert (findings.missing, findings.duplicates) == (missing, duplicates)
    assert findings.are_sound == (missing == duplicates == 0)


def test_the_audit_finds_what_was_handed_in_and_is_open(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path), secret_key="test")
    attempt_id = save_once(settings, FIRST)
    findings = audit(settings, [Ledger("Ada", attempt_id, has_submitted=True)])
    assert findings.unsettled == 1


def save_once(settings: Settings, save: Save) -> int:
    """An attempt in the database of the measurement, with one answer."""
    room = fill_database(settings, ["Ada"])
    app = create_app(settings)
    with app.app_context():
        session = db.session()
        learner = session.scalars(select(Learner)).one()
        assignment = session.get_one(Assignment, room.assignment_id)
        attempt = start(session, assignment, learner, now=now(), rng=Random(1), grace_seconds=0)
        answer = Answer(save.position, save.tab, save.sequence, (str(save.option),))
        respond(session, attempt.id, answer, now=now())
        session.commit()
        attempt_id = attempt.id
        db.session.remove()
        db.engine.dispose()
    return attempt_id
