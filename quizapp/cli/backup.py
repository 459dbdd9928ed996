"""Backups from the terminal: taking one, proving it, bringing it back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from quizapp.backup.errors import BackupError
from quizapp.backup.files import Manifest
from quizapp.backup.moving import move_database
from quizapp.backup.restoring import Restored, check_backup, restore_backup
from quizapp.backup.taking import keep_newest, making, name_for, take_backup, working
from quizapp.cli.settings import read_or_stop
from quizapp.clock import now

PIPE = "-"


@click.command()
@click.argument("target", metavar="FILE|FOLDER|-")
@click.option("--with-key", is_flag=True, help="Keep the key that signs sign-ins too.")
@click.option(
    "--keep", type=click.IntRange(1), help="Keep so many backups in FOLDER, the newest ones."
)
def backup(target: str, with_key: bool, keep: int | None) -> None:
    """Write the whole database into one file, while quizapp runs.

    In a FOLDER the file has the moment (UTC) in its name; - is standard output. It holds personal
    data, and is written so that you alone can read it.
    """
    settings, moment = read_or_stop(), now()
    if keep and not Path(target).is_dir():
        raise click.UsageError(f"--keep needs a folder that is there, and {target} is none")
    with _in_sentences("no backup was made"):
        if target == PIPE:
            if sys.stdout.isatty():
                raise click.UsageError("send the backup into a file or to another program")
            with working(settings) as workshop:
                out = sys.stdout.buffer
                made = take_backup(settings, out, workshop, with_key=with_key, now=moment)
                out.flush()
        else:
            path = Path(target)
            path = path / name_for(moment) if path.is_dir() else path
            with making(path) as (file, workshop):
                made = take_backup(settings, file, workshop, with_key=with_key, now=moment)
            click.echo(f"{path} ({path.stat().st_size / 1_000_000:,.1f} MB)", err=True)
        click.echo(_describe(made), err=True)
        for old in keep_newest(Path(target), keep) if keep else ():
            click.echo(f"removed {old}", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only prove that the backup is whole.")
@click.option("--replace", is_flag=True, help="Lose what is in the database now.")
def restore(file: Path, check: bool, replace: bool) -> None:
    """Bring the backup in FILE back: all of it, or nothing is changed.

    quizapp must not run meanwhile. A backup of an older version is migrated.
    """
    settings = read_or_stop()
    with _in_sentences(f"{file}: nothing was changed"):
        if check:
            click.echo(_describe(check_backup(file, settings)))
            click.echo("The backup is whole.")
            return
        restored = restore_backup(file, settings, replace=replace, now=now())
    for line in _tell(restored):
        click.echo(line)


@click.command()
@click.option("--to", "address", required=True, help="The address of an empty database.")
def move(address: str) -> None:
    """Copy everything into the database at ADDRESS, of either engine.

    quizapp must not run meanwhile. Nothing is changed in the database that is left.
    """
    with _in_sentences("nothing was moved"):
        rows = move_database(read_or_stop(), address, now=now())
    click.echo(f"{len(rows)} tables and {sum(rows.values()):,} rows are there, as they are here.")
    click.echo("Set QUIZAPP_DATABASE_URL to that address, and start quizapp.")


@contextmanager
def _in_sentences(begins: str) -> Iterator[None]:
    """What goes wrong is told in a sentence; what was begun is taken away, also when we are told
    to end."""
    known = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    except BackupError as error:
        raise click.ClickException(f"{begins}: {error}") from error
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        raise click.ClickException(f"{begins}: {error.strerror}{named}") from error
    finally:
        signal.signal(signal.SIGTERM, known)


def _describe(it: Manifest) -> str:
    return (
        f"{it.engine} of {it.taken_at:%Y-%m-%d %H:%M:%S} UTC, quizapp {it.program}:"
        f" {len(it.rows)} tables, {sum(it.rows.values()):,} rows, {it.size / 1_000_000:,.1f} MB"
    )


def _tell(restored: Restored) -> list[str]:
    lines = [_describe(restored.manifest), "The database is this one now; all have to sign in."]
    if restored.has_key:
        lines.append("The key that signs sign-ins is that of the backup.")
    if restored.erased_since is None:
        lines.append(
            "Who was erased since cannot be told, for the database that was there is damaged:"
            " look at what you have kept of quizapp learner erasures."
        )
    elif restored.erased_since:
        count = len(restored.erased_since)
        who = "1 learner was" if count == 1 else f"{count} learners were"
        lines.append(f"{who} erased since. Before you serve, run:")
        lines += [f"  quizapp learner erase {it} --yes" for it in restored.erased_since]
    return lines
