"""Whole courses from the terminal: exporting one as a file, and bringing one."""

from __future__ import annotations

from pathlib import Path
from random import SystemRandom

import click
from flask.cli import AppGroup, with_appcontext

from quizapp.accounts.people import find_course
from quizapp.audit.models import Deed, Thing
from quizapp.cli.audit import note_operator
from quizapp.cli.people import find_teacher
from quizapp.clock import now
from quizapp.course_archive.errors import CourseFileError
from quizapp.course_archive.planning import CoursePlan, plan_course
from quizapp.course_archive.reading import open_course
from quizapp.course_archive.restoring import restore_course
from quizapp.course_archive.writing import write_course
from quizapp.db import begin_snapshot, begin_write_anew, db


@click.group(cls=AppGroup)
def course() -> None:
    """Export and bring whole courses."""


@course.command("export")
@click.argument("code", metavar="COURSE")
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write here.",
)
@click.option("--without-learners", is_flag=True, help="No learners, and nothing they did.")
@with_appcontext
def export(code: str, out: Path, without_learners: bool) -> None:
    """Write the course with the join code COURSE into one file.

    With learners the file holds personal data: names, needs, and every answer. It is written
    so that you alone can read it.
    """
    begin_snapshot(db.session())
    found = find_course(db.session(), code)
    if found is None:
        raise click.ClickException(f"no course has the join code {code}; look on its page")
    draft = out.with_name(f"{out.name}.part")  # a file that is there is kept until this is whole
    try:
        draft.touch(mode=0o600)
        with draft.open("wb") as file:
            write_course(db.session(), found, file, with_learners=not without_learners, now=now())
        draft.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    click.echo(f"{found.name} is in {out} ({out.stat().st_size / 1000:,.0f} kB).")


@course.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--teacher", "sign_in_name", required=True, help="Whose course it becomes.")
@with_appcontext
def bring(file: Path, sign_in_name: str) -> None:
    """Make the course in FILE for a teacher, beside what is there."""
    try:
        with file.open("rb") as raw, open_course(raw) as archive:
            begin_write_anew(db.session())
            owner = find_teacher(sign_in_name)
            plan = plan_course(db.session(), archive, owner)
            made = restore_course(db.session(), archive, plan, owner, rng=SystemRandom())
            code = made.join_code
            note_operator(Deed.IMPORTED, Thing.COURSE, made.id, made.name, course_id=made.id)
            db.session.commit()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}") from error
    except CourseFileError as error:
        raise click.ClickException(f"{file}: {error}") from error
    for line in _tell(plan, code):
        click.echo(line)


def _tell(plan: CoursePlan, code: str) -> list[str]:
    known = sum(it.known_id is not None for it in plan.articles.values())
    lines = [
        f"{plan.name} has the join code {code}: {len(plan.quizzes)} quizzes,"
        f" {plan.questions} questions, {plan.learners} learners, {plan.attempts} attempts.",
    ]
    if known:
        lines.append(f"{known} of its {len(plan.articles)} articles were there already.")
    if plan.learners:
        lines.append("The learners have no passwords: choose them on the course's page for slips.")
    return lines
