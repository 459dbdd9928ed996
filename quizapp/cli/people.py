"""Teachers and the demo class from the terminal."""

from __future__ import annotations

from random import Random

import click
from flask.cli import AppGroup, with_appcontext

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import (
    AccountError,
    add_teacher,
    find_teacher_by_name,
    set_password,
)
from quizapp.audit.models import Deed, Thing
from quizapp.bank.loading import load_shipped_banks
from quizapp.cli.audit import note_operator
from quizapp.clock import now
from quizapp.db import begin_write, db
from quizapp.demo import DemoExistsError, load_demo


@click.group(cls=AppGroup)
def teacher() -> None:
    """Make teachers."""


@teacher.command("add")
@click.argument("sign_in_name")
@click.option("--name", required=True, help="The name that learners see.")
@click.password_option(help="Asked for when it is left out.")
def add(sign_in_name: str, name: str, password: str) -> None:
    """Make a teacher who signs in as SIGN_IN_NAME, with the shipped banks."""
    begin_write(db.session())
    try:
        made = add_teacher(
            db.session(), name=name, sign_in_name=sign_in_name, password=password, now=now()
        )
    except AccountError as error:
        raise click.ClickException(str(error)) from error
    load_shipped_banks(db.session(), made, now=now())
    note_operator(Deed.ADDED, Thing.TEACHER, made.id, made.name)
    db.session.commit()
    click.echo(f"{made.name} can sign in as {made.sign_in_name}.")


@teacher.command("password")
@click.argument("sign_in_name")
@click.password_option(help="Asked for when it is left out.")
def change_password(sign_in_name: str, password: str) -> None:
    """Give the teacher who signs in as SIGN_IN_NAME a new password."""
    begin_write(db.session())
    try:
        found = find_teacher(sign_in_name)
        set_password(db.session(), found, password)
        note_operator(Deed.PASSWORD_SET, Thing.TEACHER, found.id, found.name)
    except AccountError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{sign_in_name} has a new password.")


@click.command()
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same class.")
@with_appcontext
def demo(seed: int) -> None:
    """Load three courses, a teacher and 30 learners with a history of attempts."""
    begin_write(db.session())
    try:
        loaded = load_demo(db.session(), now=now(), rng=Random(seed))
    except DemoExistsError as error:
        raise click.ClickException(str(error)) from error
    note_operator(Deed.ADDED, Thing.PROGRAM, title="the demo class")
    db.session.commit()
    for line in loaded.sign_ins:
        click.echo(line)


def find_teacher(sign_in_name: str) -> Teacher:
    """The teacher of that sign-in name, or a clear sentence and exit 1."""
    found = find_teacher_by_name(db.session(), sign_in_name)
    if found is None:
        raise click.ClickException(
            f"no teacher signs in as {sign_in_name}; make one with quizapp teacher add"
        )
    return found
