"""Who is sitting a quiz, and how do they get more time? From the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp.accounts.courses import list_places
from quizapp.accounts.models import Course, Learner
from quizapp.accounts.passwords import fold_name
from quizapp.accounts.people import find_course
from quizapp.attempts.clock import read_clock
from quizapp.attempts.closing import close_overdue
from quizapp.attempts.extending import (
    TimeError,
    add_time,
    add_time_for_all,
    has_limit,
    list_open,
)
from quizapp.attempts.models import Attempt
from quizapp.attempts.overview import list_assignments
from quizapp.audit.models import Deed, Thing
from quizapp.cli.audit import note_operator
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import begin_write, db
from quizapp.quizzes.models import Assignment

COURSE = click.option("--course", "code", required=True, help="The join code of the course.")
QUIZ = click.option("--quiz", "wanted", required=True, help="The title of the quiz, or its number.")


@click.group("time", cls=AppGroup)
def running_time() -> None:
    """See who is sitting a quiz, and give them more time."""


@running_time.command("add")
@click.argument("minutes", type=int)
@COURSE
@QUIZ
@click.option("--learner", "name", help="Only this learner; everybody who is running without it.")
def add(minutes: int, code: str, wanted: str, name: str | None) -> None:
    """Add MINUTES to the attempts that run. What is given cannot be taken back."""
    begin_write(db.session())
    assignment = find_assignment(code, wanted)
    try:
        extended = _add(assignment, minutes, name)
    except TimeError as error:
        raise click.ClickException(str(error)) from error
    number, course_id = assignment.id, assignment.course_id
    note_operator(Deed.TIME_GIVEN, Thing.ASSIGNMENT, number, course_id=course_id, minutes=minutes)
    db.session.commit()
    attempts = "1 attempt" if len(extended) == 1 else f"{len(extended)} attempts"
    given = "1 minute" if minutes == 1 else f"{minutes} minutes"
    click.echo(f"{given} added to {attempts}.")
    _print_deadlines(extended)


@running_time.command("show")
@COURSE
@QUIZ
def show(code: str, wanted: str) -> None:
    """Print who is sitting the quiz now, and how long they have."""
    begin_write(db.session())
    close_overdue(db.session(), now=now())
    db.session.commit()
    running = list_open(db.session(), find_assignment(code, wanted))
    if not running:
        click.echo("Nobody is sitting this quiz now.")
    _print_deadlines(running)


def find_assignment(code: str, wanted: str) -> Assignment:
    """The quiz `wanted`, by title or number, in the course of that code; else a clear sentence."""
    course = find_course(db.session(), code)
    if course is None:
        raise click.ClickException(f"no course has the join code {code}; look on its page")
    given = list_assignments(db.session(), course.id)
    found = [
        assignment
        for assignment, quiz, _ in given
        if wanted == str(quiz.id) or fold_name(wanted) == fold_name(quiz.title)
    ]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {quiz.id}  {quiz.title}" for _, quiz, _ in given)
    if found:
        raise click.ClickException(f"several quizzes are called {wanted}; use a number:{listed}")
    known = f"; there are:{listed}" if listed else "; it has no quiz yet"
    raise click.ClickException(f"{course.name} has no quiz {wanted}{known}")


def _add(assignment: Assignment, minutes: int, name: str | None) -> Sequence[Attempt]:
    """The attempts that have more time now.

    Raises:
        TimeError: the minutes are out of range, or nothing runs that has a limit.
    """
    if name is None:
        add_time_for_all(db.session(), assignment, minutes, None, now=now())
        return [it for it in list_open(db.session(), assignment) if has_limit(it)]
    learner = _find_learner(assignment.course, name)
    running = [it for it in list_open(db.session(), assignment) if it.learner_id == learner.id]
    if not running:
        raise TimeError(f"{learner.name} is not sitting this quiz now.")
    return [add_time(db.session(), running[0].id, minutes, None, now=now())]


def _find_learner(course: Course, name: str) -> Learner:
    for place in list_places(db.session(), course.id):
        if place.enrolment.sign_in_name == fold_name(name):
            return place.learner
    raise click.ClickException(f"nobody called {name} is in {course.name}; look on its page")


def _print_deadlines(attempts: Sequence[Attempt]) -> None:
    """A line each: the name, until when, how long that is."""
    width = max((len(it.learner.name) for it in attempts), default=0)
    moment = now()
    for it in sorted(attempts, key=lambda it: fold_name(it.learner.name)):
        click.echo(f"  {it.learner.name:<{width}}  {_say_deadline(it, moment)}")


def _say_deadline(attempt: Attempt, moment: datetime) -> str:
    left = read_clock(attempt, moment).remaining
    if attempt.deadline is None or left is None:
        return "no time limit"
    settings: Settings = current_app.extensions["settings"]
    local = attempt.deadline.astimezone(settings.zone)
    minutes, seconds = divmod(int(left), 60)
    return f"until {local:%Y-%m-%d %H:%M:%S %Z}, {minutes} min {seconds:02} s left"
