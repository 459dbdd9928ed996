"""A teacher marks what waits, one answer after the other, and changes points."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from flask import Flask

from quizapp.attempts import sitting
from quizapp.db import db
from quizapp.generation.draft import Kind
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.watching import act, answer, live, log_of, read, words
from tests.web.worlds import (
    LEARNER,
    Ids,
    build,
    find_position,
    start_attempt,
)


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def test_points_of_a_closed_attempt_can_be_changed(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock(), closed=True)
    fields = {"points-position": 3, "points-points": "0,5", "points-comment": "Nearly."}
    said = act(teacher, attempt_id, "points", **fields)
    assert "Question 3 has its new points." in said
    assert "Question 3: 0.5 of 1" in said
    assert read(app, attempt_id, lambda it: it.score) == Decimal("0.5")
    for points, refusal in (
        ("2", "Give from 0 to 1 points."),
        ("-1", "Give from 0 to 1 points."),
        ("NaN", "Write the points as a number"),
        ("", "Write the points, such as 0.5."),
    ):
        assert refusal in act(teacher, attempt_id, "points", **{**fields, "points-points": points})
    refused = teacher.send(
        f"/teach/attempts/{attempt_id}/points",
        {**fields, "points-points": "9", "points-comment": "Kept."},
        page=log_of(attempt_id),
    ).text
    assert "Kept." in refused
    assert re.search(r'<option selected value="3">', refused), "the question stays chosen"
    act(teacher, attempt_id, "points", **{**fields, "points-position": 99})
    assert read(app, attempt_id, lambda it: it.score) == Decimal("0.5")


@ON_SQLITE
def test_points_of_a_running_attempt_are_refused(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    fields = {"points-position": 1, "points-points": "1"}
    assert "still running" in act(teacher, attempt_id, "points", **fields)


def waiting_answers(app: Flask, clock: MovableClock) -> tuple[Ids, list[int]]:
    """Two attempts, each with an answer that waits for the teacher."""
    ids = build(app, clock(), marked_by_hand=True)
    attempts = []
    for text in ("heavy rain", "too much water"):
        attempt_id = start_attempt(app, ids, clock())
        position = find_position(app, attempt_id, Kind.SHORT_ANSWER)
        answer(app, attempt_id, position, [text], clock)
        with app.app_context():
            sitting.submit(db.session(), attempt_id, now=clock())
            db.session.commit()
            db.session.remove()
        attempts.append(attempt_id)
        clock.move(seconds=5)
    return ids, attempts


def action_of(page: str) -> str:
    """Where the form of the marking page is sent."""
    found = re.search(r'action="(/teach/assignments/[^"]*marking[^"]*)"', page)
    assert found
    return unescape(found.group(1))


def test_answers_that_wait_are_marked_one_after_the_other(app: Flask, clock: MovableClock) -> None:
    ids, attempts = waiting_answers(app, clock)
    teacher, marking = sign_in_teacher(app), f"/teach/assignments/{ids.assignment_id}/marking"
    assert "Mark 2 answers by hand" in words(teacher.see(live(ids)))
    page = teacher.see(marking)
    said = words(page)
    assert "answer 1 of 2 to this question, 2 waiting in all" in said
    assert "What closed the old bridge?" in said
    assert "heavy rain" in said
    assert "a flood, flooding" in said
    assert LEARNER not in said
    assert LEARNER in teacher.see(f"{marking}?names=1")

    refused = teacher.send(action_of(page), {"points": "7"}, page=marking)
    assert "Give from 0 to 1 points." in words(refused.text)
    reply = teacher.send(action_of(page), {"points": "0.5", "comment": "Good."}, page=marking)
    assert "item=" in (reply.location or "")
    page = teacher.see(reply.location or "")
    assert "too much water" in page
    again = teacher.send(action_of(page), {"points": "1"}, page=marking)
    assert again.location == marking
    assert "Every answer is marked" in teacher.see(marking)
    assert [read(app, it, lambda at: at.score) for it in attempts] == [Decimal("0.5"), 1]


def test_an_answer_that_is_marked_already_is_not_marked_again_by_an_old_page(
    app: Flask, clock: MovableClock
) -> None:
    ids, attempts = waiting_answers(app, clock)
    teacher, marking = sign_in_teacher(app), f"/teach/assignments/{ids.assignment_id}/marking"
    action = action_of(teacher.see(marking))
    teacher.send(action, {"points": "1"}, page=marking)
    stale = teacher.send(action, {"points": "0"}, page=marking)
    assert stale.location == marking
    assert "That answer is marked already." in teacher.see(marking)
    assert read(app, attempts[0], lambda it: it.score) == 1
    assert read(app, attempts[1], lambda it: it.items[0].marked_at) is None
