"""Questions to and from the files of other systems, from the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext

from quizapp.articles.document import Document
from quizapp.articles.markdown import write_markdown
from quizapp.audit.models import Deed, Thing
from quizapp.bank.exporting import pack_bank, pack_file
from quizapp.bank.file import BankFileError, write_bank
from quizapp.bank.formats.exchange import FormatError, Incoming, Parcel
from quizapp.bank.formats.registry import FORMATS, read_parcel, write_parcel
from quizapp.bank.import_plans import Arrival, ImportPlan, Outcome, plan_import
from quizapp.bank.importing import carry_out, find_home, list_held
from quizapp.bank.library import find_bank
from quizapp.bank.models import Bank
from quizapp.bank.picture_files import write_picture_files
from quizapp.cli.audit import note_operator
from quizapp.cli.content import FILE, open_article
from quizapp.cli.people import find_teacher
from quizapp.clock import now
from quizapp.db import begin_write, db
from quizapp.generation.draft import Status

NOTHING_READ = 2  # the exit code when a file gave no question
READABLE = click.Choice([it.name for it in FORMATS.values() if it.read])
WRITABLE = click.Choice([it.name for it in FORMATS.values() if it.write])
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("bank_name", metavar="BANK")
@click.option("--format", "format_name", required=True, type=WRITABLE, help="For which system.")
@click.option("--out", "-o", required=True, type=OUT, help="Write here.")
@click.option("--drafts", is_flag=True, help="Drafts too, not only approved questions.")
@with_appcontext
def export(bank_name: str, format_name: str, out: Path, drafts: bool) -> None:
    """Write BANK (a bank file, or the number of a bank in its address) for another system.

    What the format cannot hold is named.
    """
    statuses = {Status.APPROVED, Status.DRAFT} if drafts else {Status.APPROVED}
    try:
        parcel = _pack(bank_name, statuses)
        outgoing = write_parcel(parcel, FORMATS[format_name])
    except (BankFileError, FormatError) as error:
        raise click.ClickException(str(error)) from error
    for notice in outgoing.notices:
        click.echo(notice, err=True)
    _write(out, outgoing.content)
    left_out = sum(notice.is_lost for notice in outgoing.notices)
    click.echo(f"{_count(len(parcel.items) - left_out)} in {out}.", err=True)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--format", "format_name", type=READABLE, help="Otherwise found by its content.")
@click.option("--article", type=FILE, help="What questions without a text of their own are about.")
@click.option("--out", "-o", type=OUT, help="Write a bank file, with the passage beside it.")
@click.option("--teacher", "sign_in_name", help="Add them to a bank of this teacher.")
@click.option("--bank", "bank_id", type=int, help="With --teacher: the number of the bank.")
@click.pass_context
@with_appcontext
def import_(
    context: click.Context,
    file: Path,
    format_name: str | None,
    article: Path | None,
    out: Path | None,
    sign_in_name: str | None,
    bank_id: int | None,
) -> None:
    """Read the questions in FILE, which another system has written.

    They go to standard output as a bank file, into one (--out), or to a teacher (--teacher).
    What cannot be taken is named by its line; the exit code is 2 when nothing could be.
    """
    try:
        kept, incoming = read_parcel(file.read_bytes(), format_name or "")
    except FormatError as error:
        click.echo(f"{file}: {error}", err=True)
        context.exit(NOTHING_READ)
    about = open_article(article) if article else None
    if sign_in_name:
        plan = _add(incoming, about, sign_in_name, bank_id)
    else:
        plan = plan_import(_give_passage(incoming.parcel, about, file.stem))
        _write_banks(plan, incoming.parcel, out)
    _report(file, kept.title, incoming, plan)
    if not (plan.added or plan.count(Outcome.HELD)):
        context.exit(NOTHING_READ)


def _pack(name: str, statuses: set[Status]) -> Parcel:
    if Path(name).is_file():
        return pack_file(Path(name), statuses)
    found = find_bank(db.session(), int(name)) if name.isdecimal() else None
    if found is None:
        raise click.ClickException(f"There is no bank file {name}, and no bank with that number.")
    return pack_bank(db.session(), found, statuses)


def _give_passage(parcel: Parcel, about: Document | None, title: str) -> Parcel:
    """The parcel with a passage for every question: without any text, one that only has a title."""
    own = about or Document(parcel.title or title, ())
    place = len(parcel.passages)
    items = (it if it.passage is not None else replace(it, passage=place) for it in parcel.items)
    return replace(parcel, items=tuple(items), passages=(*parcel.passages, own))


def _add(
    incoming: Incoming, about: Document | None, sign_in_name: str, bank_id: int | None
) -> ImportPlan:
    """Add the questions to a bank of the teacher."""
    begin_write(db.session())
    teacher = find_teacher(sign_in_name)
    target: Bank | None = None
    if bank_id is not None:
        target = find_bank(db.session(), bank_id)
        if target is None or target.teacher_id != teacher.id:
            raise click.ClickException(f"{sign_in_name} has no bank with the number {bank_id}.")
    target = target or find_home(db.session(), teacher.id, incoming.parcel, about)
    held = list_held(db.session(), target) if target else ()
    plan = plan_import(incoming.parcel, about, held)
    if plan.added:
        made = carry_out(db.session(), teacher, plan, incoming.parcel.pictures, target, now=now())
        note_operator(Deed.IMPORTED, Thing.QUESTION)
        db.session.commit()
        click.echo(f"They are drafts in the bank “{made.title}” (number {made.id}).", err=True)
    return plan


def _write_banks(plan: ImportPlan, parcel: Parcel, out: Path | None) -> None:
    """A bank file for each passage: to standard output, or at `out`, then `out`-2 and so on."""
    groups: dict[str, list[Arrival]] = {}
    for it in plan.added:
        if it.passage is not None:
            groups.setdefault(f"{it.passage.sha256} {it.passage.title}", []).append(it)
    for number, arrivals in enumerate(groups.values(), start=1):
        path = _number(out, number) if out else None
        _write_bank(arrivals, parcel, path)


def _write_bank(arrivals: list[Arrival], parcel: Parcel, path: Path | None) -> None:
    passage = arrivals[0].passage
    assert passage is not None  # the plan adds no question without one
    drafts = tuple(it.draft for it in arrivals)
    named = path.with_suffix(".md") if path and passage.paragraphs else None
    text = write_bank(passage, named.name if named else "", drafts, seed=0)
    if path is None:
        click.echo(text, nl=False)
        return
    _write(path, text.encode())
    if named:
        _write(named, write_markdown(passage).encode())
    shown = {picture.sha256 for draft in drafts for picture in draft.pictures}
    write_picture_files(path, {sha256: parcel.pictures[sha256] for sha256 in shown})


def _report(file: Path, title: str, incoming: Incoming, plan: ImportPlan) -> None:
    """What became of the file, on standard error."""
    for notice in incoming.notices:
        click.echo(f"{file}: {notice}", err=True)
    for it in plan.arrivals:
        if it.outcome is Outcome.REFUSED:
            click.echo(f"{file}: {it.place or it.draft.stem}: {it.message}", err=True)
    bare = sum(it.lacks_evidence for it in plan.added)
    if bare:
        click.echo(f"{_count(bare)} without evidence: choose it before you approve.", err=True)
    held = plan.count(Outcome.HELD)
    told = f"; {held} were there already" if held else ""
    click.echo(f"{file} ({title}): {_count(len(plan.added))} taken{told}.", err=True)


def _number(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _count(number: int) -> str:
    return f"{number} question" if number == 1 else f"{number} questions"
