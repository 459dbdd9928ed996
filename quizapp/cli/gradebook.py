"""A course's grades from the terminal, in a file for each system."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.accounts.people import find_course
from quizapp.attempts.closing import close_overdue
from quizapp.clock import now
from quizapp.config import Settings
from quizapp.db import begin_snapshot, begin_write, db
from quizapp.gradebook.dialects import DIALECTS
from quizapp.gradebook.files import SEPARATORS, Wishes
from quizapp.gradebook.reading import StreamedGradebook, stream_gradebook


@click.command()
@click.argument("course")
@click.option("--format", "name", type=click.Choice(list(DIALECTS)), default="wide")
@click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--separator", type=click.Choice(list(SEPARATORS)), default="comma", help="Moodle.")
@click.option("--canvas-ids", is_flag=True, help="The learners' IDs are Canvas's own numbers.")
@click.option("--byte-order-mark", is_flag=True, help="For spreadsheets that garble names.")
@with_appcontext
def gradebook(
    course: str,
    name: str,
    out: Path | None,
    separator: str,
    canvas_ids: bool,
    byte_order_mark: bool,
) -> None:
    """Write the gradebook of the course with the join code COURSE for a system.

    What the file changes or leaves open is said on the error stream.
    """
    settings: Settings = current_app.extensions["settings"]
    dialect = DIALECTS[name]
    if out is None and not dialect.is_text:
        raise click.ClickException(f"{dialect.title} is no text: name a file with -o")
    wishes = Wishes(byte_order_mark, SEPARATORS[separator], canvas_ids, settings.zone)
    made = dialect.write(_read(course, settings.zone), wishes)
    for notice in made.notices:
        click.echo(notice, err=True)
    if out is None:
        for chunk in made.chunks:
            click.echo(chunk, nl=False)
        return
    try:
        with out.open("wb") as file:
            file.writelines(made.chunks)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error


def _read(code: str, zone: tzinfo) -> StreamedGradebook:
    """The gradebook of the course, once what is over is closed."""
    begin_write(db.session())
    close_overdue(db.session(), now=now())
    db.session.commit()
    found = find_course(db.session(), code)
    if found is None:
        raise click.ClickException(f"no course has the join code {code}; look on its page")
    begin_snapshot(db.session())
    return stream_gradebook(db.session(), found, now=now(), zone=zone)
