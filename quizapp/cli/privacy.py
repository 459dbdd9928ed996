"""Erasing learners from the terminal, and what is due to go by itself."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from quizapp.accounts.courses import find_learners
from quizapp.accounts.erasing import list_enrolments_of
from quizapp.accounts.models import Learner
from quizapp.attempts.closing import close_overdue
from quizapp.audit.models import Deed, Thing
from quizapp.cli.audit import note_operator
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import begin_write, begin_write_anew, db
from quizapp.privacy.erasing import (
    ErasingError,
    ErasingPlan,
    erase,
    is_erased,
    list_erasures,
    plan_erasing,
)
from quizapp.privacy.models import ErasedBy
from quizapp.privacy.retention import list_due


@click.group(cls=AppGroup)
def learner() -> None:
    """Find and erase learners."""


@learner.command("find")
@click.argument("name")
def find(name: str) -> None:
    """Print the number and the courses of the learners called NAME, or with this ID."""
    found = find_learners(db.session(), name)
    for it in found:
        places = list_enrolments_of(db.session(), it.id)
        courses = ", ".join(f"{it.course.name} ({it.course.join_code})" for it in places)
        click.echo(f"{it.id:>8}  {it.name}  {it.external_id or '-'}  {courses or 'no course'}")
    if not found:
        raise click.ClickException(f"nobody is called {name}; write the whole name, or the ID")


@learner.command("erase")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--yes", is_flag=True, help="Erase; without it only what would go is printed.")
def erase_learner(number: int, yes: bool) -> None:
    """Erase the learner with this NUMBER. It cannot be undone."""
    begin_write(db.session())
    close_overdue(db.session(), now=now())
    db.session.commit()
    begin_write_anew(db.session())
    found = _find(number)
    plan = plan_erasing(db.session(), number)
    for line in [f"Learner {number}: {found.name}", *_tell(plan)]:
        click.echo(line)
    if not yes:
        db.session.rollback()
        click.echo("Nothing was changed. Add --yes to erase this learner.")
        return
    try:
        erase(db.session(), found, ErasedBy.OPERATOR, now=now())
        note_operator(Deed.ERASED, Thing.LEARNER, number)
    except ErasingError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"Learner {number} is erased.")


@learner.command("erasures")
def erasures() -> None:
    """Print the log of erasures: number, moment, and by whom. Keep it beside your backups."""
    for it in list_erasures(db.session()):
        by = it.teacher.sign_in_name if it.teacher else it.erased_by.value
        click.echo(f"{it.learner_id:>8}  {it.erased_at:%Y-%m-%d %H:%M} UTC  {by}")


@click.command()
@with_appcontext
def retention() -> None:
    """Print what is due to go by itself; the worker lets it go within minutes."""
    settings: Settings = current_app.extensions["settings"]
    due = list_due(db.session(), settings, now=now())
    for name, days in (
        ("QUIZAPP_ERASE_AFTER_DAYS", settings.erase_after_days),
        ("QUIZAPP_KEEP_LOG_DAYS", settings.keep_log_days),
        ("QUIZAPP_KEEP_READING_DAYS", settings.keep_reading_days),
        ("QUIZAPP_KEEP_AUDIT_DAYS", settings.keep_audit_days),
    ):
        click.echo(f"{name} is {days}{'' if days else ': nothing goes by itself'}.")
    click.echo(f"Learners to be erased: {len(due.learners)}{_list_numbers(due.learners)}")
    click.echo(
        f"Learners who wait for the end of an attempt: {len(due.waiting)}"
        f"{_list_numbers(due.waiting)}"
    )
    click.echo(f"Lines of logs: {due.events}")
    click.echo(f"Days of reading: {due.reading_days}")
    click.echo(f"Entries of what was done: {due.audit_entries}")


def _find(number: int) -> Learner:
    found = db.session.get(Learner, number)
    if found is None:
        raise click.ClickException(
            f"no learner has the number {number}; quizapp learner find NAME tells it"
        )
    if is_erased(db.session(), number):
        raise click.ClickException(f"learner {number} is erased already")
    return found


def _list_numbers(numbers: tuple[int, ...]) -> str:
    return f" ({', '.join(map(str, numbers))})" if numbers else ""


def _tell(plan: ErasingPlan) -> list[str]:
    goes = (
        _count(plan.places, "place") + " in courses",
        _count(plan.arrangements, "individual arrangement"),
        _count(plan.decisions, "decision") + " about grades",
        "needs" if plan.has_needs else "no needs",
        _count(plan.notes, "note"),
        _count(plan.words, "word"),
        _count(plan.reading, "entry", "entries") + " of reading",
        _count(plan.practice, "answer") + " in practice",
        _count(plan.gate_answers, "answer") + " at gates",
        _count(plan.work.comments, "comment"),
        _count(plan.work.events, "line") + " of logs",
    )
    attempts, answers = _count(plan.work.attempts, "attempt"), _count(plan.work.answers, "answer")
    return [f"Goes: {', '.join(goes)}.", f"Stays without a name: {attempts} with {answers}."]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
