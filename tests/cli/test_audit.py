"""Operators read what was done, and what they do themselves is told."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click
from flask import Flask

from quizapp.audit.log import note
from quizapp.audit.models import Deed, Thing
from quizapp.cli import COMMANDS
from quizapp.db import db
from tests.cli.conftest import Run
from tests.conftest import NOON
from tests.factories import PASSWORD, make_world
from tests.web.engines import ON_SQLITE

# Which commands change what teachers and learners have, and which do not.
TOLD = {
    *("article add", "bank load", "bank import", "course import", "demo", "learner erase"),
    *("teacher add", "teacher password", "time add"),
}
UNTOLD = {
    "audit": "it reads",
    "backup": "it reads",
    "bank check": "it reads",
    "bank export": "it reads",
    "config": "it reads",
    "course export": "it reads",
    "difficulties": "it reckons anew what follows from the answers",
    "draft": "it reads",
    "generate": "it writes a file",
    "gradebook": "it reads",
    "learner erasures": "it reads",
    "learner find": "it reads",
    "move": "it brings the log along, into another database",
    "read": "it reads",
    "writer": "it asks a model",
    "restore": "it brings the log back as it was",
    "retention": "it reads",
    "serve": "what is done then is done by teachers",
    "setup-code": "it reads",
    "sweep": "it closes what is over, as the worker does",
    "time show": "it closes what is over, as the worker does",
    "worker": "what it does was asked for by teachers",
}


def list_commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from list_commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_tells_what_it_changes_or_there_is_a_reason() -> None:
    commands = dict(list_commands(click.Group(commands=COMMANDS)))
    assert commands.keys() == TOLD | UNTOLD.keys()
    for name in TOLD:
        module = inspect.getmodule(inspect.unwrap(commands[name].callback or print))
        assert module
        assert "note_operator(" in inspect.getsource(module), name


@ON_SQLITE
def test_what_operators_and_teachers_do_is_printed_a_line_each(app: Flask, run: Run) -> None:
    words = ("teacher", "add", "ana", "--name", "Ana", "--password", PASSWORD)
    assert run(*words).exit_code == 0
    assert run(*words).exit_code == 1, "what was refused is not told"
    with app.app_context():
        world = make_world(db.session(), NOON)
        note(
            *(db.session(), Deed.CHANGED, Thing.QUIZ, world.quiz.id, "Two\nlines"),
            by=world.teacher,
            now=NOON,
            course_id=world.course.id,
        )
        db.session.commit()
    lines = run("audit").output.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("2026-03-02 12:00:00 UTC\tMs Test (")
    assert "\tchanged\tquiz " in lines[0]
    assert "Two lines" in lines[0]
    assert "\toperator\tadded\tteacher " in lines[1]
    assert len(run("audit", "--since", "2026-03-03").output.splitlines()) == 1
    assert run("audit", "--since", "yesterday").exit_code == 2


@ON_SQLITE
def test_erasing_and_giving_time_are_told(app: Flask, run: Run) -> None:
    with app.app_context():
        world = make_world(db.session(), NOON)
        number = world.learner.id
        db.session.commit()
    assert run("learner", "erase", str(number)).exit_code == 0
    assert run("audit").output == "", "nothing was erased yet"
    assert run("learner", "erase", str(number), "--yes").exit_code == 0
    assert f"\toperator\terased\tlearner {number}\t" in run("audit").output
