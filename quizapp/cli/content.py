"""Articles and banks from the terminal: read, generate, check, load."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from quizapp.articles.document import Document
from quizapp.articles.importing import ArticleError, ManyChaptersError, read_document
from quizapp.articles.library import add_article
from quizapp.audit.models import Deed, Thing
from quizapp.bank.file import BankFileError, write_bank
from quizapp.bank.loading import check_file, load_bank
from quizapp.bank.rules import check_bank
from quizapp.cli.audit import note_operator
from quizapp.cli.people import find_teacher
from quizapp.clock import now
from quizapp.db import begin_write, db

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# Not for `generate`: a bank names its passage by a file, and a chapter is none.
CHAPTER = click.option("--chapter", type=click.IntRange(1), help="Of a book: which chapter.")


@click.command()
@click.argument("article", type=FILE)
@click.option("--top", default=10, show_default=True, type=click.IntRange(0), help="Sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@CHAPTER
def read(article: Path, top: int, as_json: bool, chapter: int | None) -> None:
    """Print what the reading finds in ARTICLE (text, Markdown, HTML, PDF, Word or EPUB).

    Body and boilerplate, names with their evidence, a timeline, who says what, relations, and
    the sentences that matter most.
    """
    # Imported here: the language model takes a second to load, other commands do not need it.
    from quizapp.cli.reading_page import print_reading
    from quizapp.cli.reading_values import describe_reading
    from quizapp.reading import read as read_article

    found = describe_reading(read_article(open_article(article, chapter)), top)
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n" if as_json else ""
    click.echo(text or print_reading(found), nl=False)


@click.command()
@click.argument("article", type=FILE)
@click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="For draws.")
def generate(article: Path, out: Path | None, seed: int) -> None:
    """Write a bank of questions about ARTICLE (text, Markdown, HTML, PDF, Word or EPUB).

    Without --out the bank goes to standard output. The same article and seed give the same
    bytes.
    """
    # Imported here: the language model takes a second to load, other commands do not need it.
    from quizapp.cli.yield_report import tell_yield
    from quizapp.generation import generate as draft_questions
    from quizapp.reading import read as read_article

    document = open_article(article)
    reading = read_article(document)
    questions = draft_questions(reading, seed)
    broken = check_bank(questions, document.paragraphs)
    if broken:
        raise click.ClickException(f"a generated question breaks a rule: {broken[0]}")
    text = write_bank(document, _relative(article, out), questions, seed)
    if out:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    else:
        click.echo(text, nl=False)
    click.echo(tell_yield(reading, questions), err=True)


@click.group()
def bank() -> None:
    """Check and load bank files."""


@bank.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--article", type=FILE, help="The passage, if it is not where the bank says.")
def check(files: tuple[Path, ...], article: Path | None) -> None:
    """Hold every bank file against its schema and its passage."""
    findings = [finding for path in files for finding in check_file(path, article)]
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo("The bank is sound." if len(files) == 1 else f"{len(files)} banks are sound.")


@bank.command("load")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--teacher", "sign_in_name", required=True, help="Whose banks they become.")
@with_appcontext
def load(files: tuple[Path, ...], sign_in_name: str) -> None:
    """Load bank files with their passages for a teacher; what is there is kept."""
    begin_write(db.session())
    owner = find_teacher(sign_in_name)
    for path in files:
        try:
            loaded = load_bank(db.session(), owner, path, now=now())
        except BankFileError as error:
            raise click.ClickException(str(error)) from error
        note_operator(Deed.IMPORTED, Thing.BANK, loaded.id, loaded.title)
        click.echo(f"Loaded “{loaded.title}”.")
    db.session.commit()


@click.group(cls=AppGroup)
def article() -> None:
    """Bring articles."""


@article.command("add")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--teacher", "sign_in_name", required=True, help="Whose articles they become.")
@CHAPTER
def add(files: tuple[Path, ...], sign_in_name: str, chapter: int | None) -> None:
    """Add files (text, Markdown, HTML, PDF, Word, EPUB) as articles of a teacher."""
    begin_write(db.session())
    owner = find_teacher(sign_in_name)
    for path in files:
        document = open_article(path, chapter)
        added = add_article(db.session(), owner, document, now=now())
        note_operator(Deed.ADDED, Thing.ARTICLE, added.id, added.title)
        click.echo(f"Added “{added.title}” ({added.words} words).")
    db.session.commit()


def open_article(path: Path, chapter: int | None = None) -> Document:
    """The document in a file. Raises ClickException with the sentence that says what is wrong."""
    try:
        return read_document(path.read_bytes(), path.name, chapter=chapter)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}") from error
    except ManyChaptersError as error:
        lines = [f"  {it.number}. {it.title} ({it.words} words)" for it in error.chapters]
        advice = "`quizapp article add --chapter 1` adds the first one."
        raise click.ClickException("\n".join([f"{path}: {error}", *lines, advice])) from error
    except ArticleError as error:
        raise click.ClickException(f"{path}: {error}") from error


def _relative(article: Path, out: Path | None) -> str:
    """The way from the bank file to its passage, with forward slashes."""
    folder = out.parent if out else Path()
    return Path(os.path.relpath(article, folder)).as_posix()
