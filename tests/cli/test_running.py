"""Time is given from a terminal, and what cannot be done is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.log import list_events
from quizapp.attempts.models import Attempt, CloseReason, EventKind
from quizapp.cli import main
from quizapp.clock import now
from quizapp.db import db
from quizapp.quizzes.setting import add_quiz, assign_quiz
from tests.factories import PASSWORD, World, choice, make_rules, make_world
from tests.web.engines import ON_SQLITE

Run = Callable[..., Result]
LIMIT = timedelta(minutes=20)
NAMES = ("Ada Lovelace", "Bo")


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `quizapp time` with the given words against the test's own database."""
    runner = app.test_cli_runner()

    def invoke(*words: object) -> Result:
        return runner.invoke(main, ["time", *(str(word) for word in words)])

    return invoke


@pytest.fixture
def code(app: Flask) -> str:
    """The join code of a course in which two learners sit a quiz by the real clock."""
    with app.app_context():
        world = make_world(db.session(), now(), drafts=(choice(),))
        bo = join_course(db.session(), world.course, "Bo", PASSWORD, now=now())
        for learner in (world.learner, bo):
            start(world, learner.id)
        code = world.course.join_code
        db.session.commit()
        db.session.remove()
    return code


def start(world: World, learner_id: int) -> None:
    learner = db.session.get_one(type(world.learner), learner_id)
    sitting.start(
        db.session(), world.assignment, learner, now=now(), rng=Random(1), grace_seconds=60
    )


def added(app: Flask) -> list[int]:
    """The seconds that were added to each attempt, in the order in which they were started."""
    with app.app_context():
        found = list(db.session.scalars(select(Attempt.added_seconds).order_by(Attempt.id)))
        db.session.remove()
    return found


def fails(result: Result, *said: str) -> bool:
    """Whether the command ended with 1 and a sentence, not with a traceback."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    return all(words in " ".join(result.output.split()) for words in said)


def test_everybody_who_is_running_gets_the_minutes(app: Flask, run: Run, code: str) -> None:
    result = run("add", 5, "--course", code.lower(), "--quiz", "bridges")
    assert result.exit_code == 0, result.output
    first, *lines = result.output.splitlines()
    assert first == "5 minutes added to 2 attempts."
    assert [line.split("  ")[1].strip() for line in lines] == list(NAMES)
    assert all("UTC, 2" in line and "left" in line for line in lines)
    assert added(app) == [300, 300]


def test_one_learner_gets_the_minutes_and_the_log_says_from_where(
    app: Flask, run: Run, code: str
) -> None:
    result = run("add", 3, "--course", code, "--quiz", "Bridges", "--learner", "ada  LOVELACE")
    assert "3 minutes added to 1 attempt.\n  Ada Lovelace  until " in result.output
    assert added(app) == [180, 0]
    with app.app_context():
        attempt_id = db.session.scalars(select(Attempt.id).order_by(Attempt.id)).first()
        event = list_events(db.session(), attempt_id or 0)[-1]
        found = (event.kind, event.teacher_id, event.seconds)
        db.session.remove()
    assert found == (EventKind.TIME_ADDED, None, 180)


@ON_SQLITE
def test_show_prints_who_is_running_and_how_long_they_have(run: Run, code: str) -> None:
    lines = run("show", "--course", code, "--quiz", "Bridges").output.splitlines()
    assert [line.split("  ")[1].strip() for line in lines] == list(NAMES)
    assert all(" left" in line and ("19 min" in line or "20 min" in line) for line in lines)


def test_show_closes_what_is_over_and_says_that_nobody_is_there(
    app: Flask, run: Run, code: str
) -> None:
    with app.app_context():
        for attempt in db.session.scalars(select(Attempt)):
            attempt.started_at -= timedelta(hours=1)
            attempt.deadline = attempt.started_at + LIMIT
        db.session.commit()
        db.session.remove()
    words = ("--course", code, "--quiz", "Bridges")
    assert run("show", *words).output == "Nobody is sitting this quiz now.\n"
    assert fails(run("add", 5, *words), "No attempt with a time limit is running.")
    with app.app_context():
        assert set(db.session.scalars(select(Attempt.close_reason))) == {CloseReason.TIME_UP}
        db.session.remove()


@ON_SQLITE
def test_what_is_not_there_is_said_with_what_is(app: Flask, run: Run, code: str) -> None:
    course, quiz = ("--course", code), ("--quiz", "Bridges")
    unknown = run("show", "--course", "NOSUCH", *quiz)
    assert fails(unknown, "no course has the join code NOSUCH; look on its page")
    assert fails(
        run("show", *course, "--quiz", "Rivers"), "has no quiz Rivers; there are: 1 Bridges"
    )
    nobody = run("add", 5, *course, *quiz, "--learner", "Zed")
    assert fails(nobody, "nobody called Zed is in English 10A")
    for minutes in (0, 1441):
        assert fails(run("add", minutes, *course, *quiz), "Add from 1 to 1440 minutes.")
    assert added(app) == [0, 0]


@ON_SQLITE
def test_a_learner_who_sits_nothing_gets_nothing(app: Flask, run: Run, code: str) -> None:
    with app.app_context():
        first = db.session.scalars(select(Attempt).order_by(Attempt.id)).first()
        assert first
        sitting.submit(db.session(), first.id, now=now())
        db.session.commit()
        db.session.remove()
    words = ("--course", code, "--quiz", "1", "--learner", NAMES[0])
    assert fails(run("add", 5, *words), "Ada Lovelace is not sitting this quiz now.")


@ON_SQLITE
def test_of_two_quizzes_with_one_title_the_number_tells(app: Flask, run: Run) -> None:
    with app.app_context():
        world = make_world(db.session(), now(), drafts=(choice(),))
        second = add_quiz(db.session(), world.teacher, [world.bank], make_rules(), now=now())
        assign_quiz(db.session(), second, world.course, opens_at=None, closes_at=None, now=now())
        code = world.course.join_code
        numbers = (world.quiz.id, second.id)
        db.session.commit()
        db.session.remove()
    several = run("show", "--course", code, "--quiz", "Bridges")
    assert fails(several, "several quizzes are called Bridges; use a number:")
    for number in numbers:
        assert run("show", "--course", code, "--quiz", number).exit_code == 0


@ON_SQLITE
def test_an_attempt_without_a_limit_is_shown_and_takes_no_minutes(app: Flask, run: Run) -> None:
    with app.app_context():
        world = make_world(db.session(), now(), drafts=(choice(),), time_limit_seconds=None)
        start(world, world.learner.id)
        words = ("--course", world.course.join_code, "--quiz", "Bridges")
        db.session.commit()
        db.session.remove()
    assert run("show", *words).output == "  Ada Lovelace  no time limit\n"
    named = run("add", 5, *words, "--learner", NAMES[0])
    assert fails(named, "This attempt has no time limit; there is nothing to add to.")
