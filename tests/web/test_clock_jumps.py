"""The server's clock may be set forward or back while learners sit: nothing is lost, nobody is cut
short for good, and every page goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.needs import set_needs
from quizapp.attempts.closing import close_overdue
from quizapp.attempts.models import Break, CloseReason, Response
from quizapp.db import db
from tests.attempts.sittings import BREAKS
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.watching import act, live, log_of, read
from tests.web.worlds import Ids, build, start_attempt

HOUR = timedelta(hours=1)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def attempt_id(app: Flask, ids: Ids, clock: MovableClock) -> int:
    with app.app_context():
        set_needs(db.session(), ids.learner_id, BREAKS)
        db.session.commit()
    return start_attempt(app, ids, clock())


@pytest.fixture
def learner(app: Flask, ids: Ids) -> Visitor:
    return the_learner(app, ids)


def save(learner: Visitor, attempt_id: int, sequence: int, option: str) -> dict[str, Any]:
    answer = {"position": 1, "sequence": sequence, "tab": "t", "answer": [option]}
    page = f"/learn/attempts/{attempt_id}"
    reply = learner.save(f"{page}/responses", answer, page="/learn")
    assert reply.status_code == 200, reply.text
    return dict(reply.json or {})


def list_values(app: Flask, attempt_id: int) -> list[tuple[tuple[str, ...], bool]]:
    """What is kept of the first question, in the order in which it came, and whether it counts."""
    with app.app_context():
        rows = db.session.scalars(
            select(Response).where(Response.attempt_id == attempt_id).order_by(Response.id)
        )
        return [(row.value, row.counts) for row in rows]


def see_all(learner: Visitor, teacher: Visitor, ids: Ids, attempt_id: int) -> None:
    """Each page that shows moments or lengths of the attempt can be shown."""
    for page in ("/learn", "/learn/progress", f"/learn/assignments/{ids.assignment_id}"):
        learner.see(page)
    course = f"/teach/courses/{ids.course_id}"
    for page in (
        *(live(ids), log_of(attempt_id), f"{course}/gradebook", f"{course}/monday"),
        f"/teach/quizzes/{ids.quiz_id}/statistics",
    ):
        teacher.see(page)


def test_a_clock_that_is_set_back_gives_time_and_takes_none(
    app: Flask, ids: Ids, attempt_id: int, learner: Visitor, clock: MovableClock
) -> None:
    clock.move(minutes=5)
    save(learner, attempt_id, 1, "0")
    before = learner.client.get(f"/learn/attempts/{attempt_id}/clock").json or {}
    clock.move(hours=-1)
    after = learner.client.get(f"/learn/attempts/{attempt_id}/clock").json or {}
    assert after["phase"] == before["phase"] == "answering"
    assert after["remaining_seconds"] == before["remaining_seconds"] + 3600
    receipt = save(learner, attempt_id, 2, "1")
    assert (receipt["in_force"], receipt["late"]) == (True, False)
    assert len(list_values(app, attempt_id)) == 2
    teacher = sign_in_teacher(app)
    see_all(learner, teacher, ids, attempt_id)
    learner.send(
        f"/learn/attempts/{attempt_id}/submit", page=f"/learn/attempts/{attempt_id}/review"
    )
    learner.see(f"/learn/attempts/{attempt_id}/result")
    closed = read(app, attempt_id, lambda it: (it.close_reason, it.score is not None))
    assert closed == (CloseReason.SUBMITTED, True)
    see_all(learner, teacher, ids, attempt_id)


def test_the_last_answer_is_in_force_whatever_the_clock_says(
    app: Flask, attempt_id: int, learner: Visitor, clock: MovableClock
) -> None:
    for sequence, lapse in ((1, 0), (2, -60), (3, 30)):
        clock.move(minutes=lapse)
        assert save(learner, attempt_id, sequence, str(sequence % 2))["in_force"]
    kept = list_values(app, attempt_id)
    assert kept[0] == kept[2] != kept[1]


def test_a_break_may_end_before_it_has_begun(
    app: Flask, attempt_id: int, learner: Visitor, clock: MovableClock
) -> None:
    page = f"/learn/attempts/{attempt_id}"
    before = read(app, attempt_id, lambda it: it.deadline)
    learner.send(f"{page}/breaks", page=f"{page}/review")
    clock.move(hours=-1)
    learner.send(f"{page}/breaks/end", page=page)
    assert read(app, attempt_id, lambda it: it.deadline) == before
    with app.app_context():
        taken = db.session.scalars(select(Break)).one()
        assert taken.ended_at == taken.started_at
    save(learner, attempt_id, 1, "0")


def test_a_clock_that_is_set_forward_and_back_costs_nobody_the_quiz(
    app: Flask, ids: Ids, attempt_id: int, learner: Visitor, clock: MovableClock
) -> None:
    save(learner, attempt_id, 1, "0")
    deadline = read(app, attempt_id, lambda it: it.deadline)
    clock.move(hours=1)
    assert save(learner, attempt_id, 2, "1")["late"]
    closed = read(app, attempt_id, lambda it: (it.closed_at, it.close_reason))
    assert closed == (deadline, CloseReason.TIME_UP), "not at the moment that never was"
    assert [counts for _, counts in list_values(app, attempt_id)] == [True, False]
    clock.move(hours=-1)
    teacher = sign_in_teacher(app)
    see_all(learner, teacher, ids, attempt_id)
    said = act(teacher, attempt_id, "reopen", **{"reopen-minutes": "5"})
    assert "reopened" in said.lower()
    assert read(app, attempt_id, lambda it: it.closed_at) is None
    receipt = save(learner, attempt_id, 3, "1")
    assert (receipt["in_force"], receipt["late"]) == (True, False)
    assert len(list_values(app, attempt_id)) == 3
    learner.see(f"/learn/attempts/{attempt_id}")


def test_a_sweep_at_a_wrong_hour_closes_what_the_clock_says_and_no_more(
    app: Flask, ids: Ids, attempt_id: int, clock: MovableClock
) -> None:
    clock.move(hours=-2)
    with app.app_context():
        assert close_overdue(db.session(), now=clock()) == 0
        db.session.commit()
    clock.move(hours=3)
    with app.app_context():
        assert close_overdue(db.session(), now=clock()) == 1
        db.session.commit()
    assert read(app, attempt_id, lambda it: it.score) is not None


def test_a_sign_in_outlives_a_clock_that_is_set_back_or_forward(
    app: Flask, ids: Ids, clock: MovableClock
) -> None:
    learner = the_learner(app, ids)
    for lapse in (-HOUR, 2 * HOUR, -HOUR):
        clock.moment += lapse
        learner.see("/learn")
