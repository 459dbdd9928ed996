"""What was done, for operators; and their own part in it."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from quizapp.audit.log import list_since, note
from quizapp.audit.models import Deed, Thing
from quizapp.clock import now
from quizapp.db import db


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on (UTC).")
@with_appcontext
def audit(since: datetime | None) -> None:
    """Print what teachers and operators did: moment, who, what, to what, in which course."""
    begin = since.replace(tzinfo=UTC) if since else None
    for it in list_since(db.session(), begin):
        who = f"{it.teacher_name} ({it.teacher_id})" if it.teacher_id else "operator"
        what = " ".join(filter(None, (it.thing.value, str(it.thing_id or ""), it.title)))
        course = f"course {it.course_id}" if it.course_id else ""
        details = " ".join(f"{name}={number}" for name, number in it.details.items())
        parts = (f"{it.at:%Y-%m-%d %H:%M:%S} UTC", who, it.deed.value, what, course, details)
        click.echo("\t".join(" ".join(part.split()) for part in parts))


def note_operator(
    deed: Deed, thing: Thing, number: int | None = None, title: str = "", **more: int
) -> None:
    """Note what a command does, to be committed with it."""
    course_id = more.pop("course_id", None)
    note(
        db.session(),
        deed,
        thing,
        number,
        title,
        by=None,
        now=now(),
        course_id=course_id,
        details=more,
    )
