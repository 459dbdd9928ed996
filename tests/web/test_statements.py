"""How often is the database asked? What all learners do at once asks a number of times that is
known, whatever the quiz is like."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.quizzes.rules import Navigation
from tests.conftest import MovableClock
from tests.statements import statements_of
from tests.web.clients import Visitor, the_learner
from tests.web.sitting import start
from tests.web.worlds import Ids, build

A_SAVE = 3  # who it is; the question, locked; the answer


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def learner(app: Flask, ids: Ids) -> Visitor:
    return the_learner(app, ids)


def list_asked(app: Flask, learner: Visitor, attempt: str) -> list[str]:
    """The statements of one save."""
    headers = {"X-CSRFToken": learner.token(attempt)}
    sent = {"position": 1, "sequence": 1, "answer": ["0"], "tab": "tab"}
    with statements_of(app) as asked:
        reply = learner.client.post(f"{attempt}/responses", json=sent, headers=headers)
    assert reply.status_code == 200, reply.text
    return list_own(asked)


def list_own(asked: list[str]) -> list[str]:
    """Without what begins a transaction: SQLite's is a statement, PostgreSQL's the driver's."""
    return [it for it in asked if not it.startswith("BEGIN")]


def test_a_save_takes_three_statements(app: Flask, ids: Ids, learner: Visitor) -> None:
    attempt = start(learner, ids)
    first = list_asked(app, learner, attempt)
    assert len(first) == A_SAVE, first
    # What is sent again is looked up: the save that it repeats, and which answer is in force.
    assert len(list_asked(app, learner, attempt)) == A_SAVE + 2


def test_a_save_asks_for_one_more_where_questions_have_a_time_of_their_own(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), navigation=Navigation.SEQUENTIAL, question_seconds=60)
    learner = the_learner(app, ids)
    asked = list_asked(app, learner, start(learner, ids))
    assert len(asked) == A_SAVE + 1, asked


# The two steps that everybody takes in the same minute.
A_START, A_SUBMIT = 16, 9


def list_sent(app: Flask, learner: Visitor, url: str, page: str) -> list[str]:
    """The statements of a form that is sent, without those of the page that has it."""
    fields = {"csrf_token": learner.token(page)}
    with statements_of(app) as asked:
        assert learner.client.post(url, data=fields).status_code == 302
    return list_own(asked)


def test_to_start_and_to_hand_in_ask_no_more_than_this(
    app: Flask, ids: Ids, learner: Visitor
) -> None:
    page = f"/learn/assignments/{ids.assignment_id}"
    attempt = start(learner, ids)  # this process has read the questions then
    submitted = list_sent(app, learner, f"{attempt}/submit", f"{attempt}/review")
    assert len(submitted) <= A_SUBMIT, submitted
    started = list_sent(app, learner, f"{page}/attempts", page)
    assert len(started) <= A_START, started


# What a page asks once this process has read the questions and the text before.
PAGES = {"": 9, "/review": 6, "/result": 14}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_sitting_asks_no_more_than_this(
    app: Flask, ids: Ids, learner: Visitor, page: str
) -> None:
    attempt = start(learner, ids)
    if page == "/result":
        learner.send(f"{attempt}/submit", page=f"{attempt}/review")
    learner.see(f"{attempt}{page}")
    with statements_of(app) as asked:
        learner.see(f"{attempt}{page}")
    assert len(list_own(asked)) <= PAGES[page], asked
