"""Learners are found and erased from a terminal, and what is due is told."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.accounts.models import Learner
from quizapp.db import db
from tests.cli.conftest import Run, fails
from tests.conftest import MovableClock
from tests.privacy.lives import SECRET_NAME, live


@pytest.fixture
def number(app: Flask, clock: MovableClock) -> int:
    """The number of a learner of whom there is something in every table."""
    with app.app_context():
        found = live(db.session(), clock).learner.id
        db.session.commit()
        db.session.remove()
    return found


def name_of(app: Flask, number: int) -> str:
    with app.app_context():
        return db.session.get_one(Learner, number).name


def test_a_learner_is_found_by_name_and_by_id(run: Run, number: int) -> None:
    for wanted in (SECRET_NAME, "ada lovelace", "0042"):
        said = run("learner", "find", wanted).stdout
        assert said.split()[0] == str(number)
        assert "English 10A" in said
    assert fails(run("learner", "find", "Bea"), "nobody is called Bea")


def test_erasing_is_only_counted_until_it_is_said_twice(app: Flask, run: Run, number: int) -> None:
    said = run("learner", "erase", number).stdout
    assert "1 place in courses" in said
    assert "1 attempt with" in said
    assert "Nothing was changed." in said
    assert name_of(app, number) == SECRET_NAME
    assert f"Learner {number} is erased." in run("learner", "erase", number, "--yes").stdout
    assert name_of(app, number) == "Erased learner"
    log = run("learner", "erasures").stdout
    assert log.split()[0] == str(number)
    assert "operator" in log
    assert fails(run("learner", "erase", number, "--yes"), "erased already")


def test_who_cannot_be_erased_is_told_in_a_sentence(
    app: Flask, run: Run, number: int, clock: MovableClock
) -> None:
    assert fails(run("learner", "erase", 999), "no learner has the number 999")


def test_what_is_due_is_told_with_what_is_set(run: Run, number: int) -> None:
    said = run("retention").stdout
    assert "QUIZAPP_ERASE_AFTER_DAYS is 0: nothing goes by itself." in said
    assert "Learners to be erased: 0" in said
