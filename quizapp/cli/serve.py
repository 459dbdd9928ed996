"""Running the program: web workers, the job worker, and what an operator sees first."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from quizapp.accounts.people import is_setup_open
from quizapp.accounts.people import setup_code as make_setup_code
from quizapp.attempts.closing import close_overdue
from quizapp.clock import now
from quizapp.config import ROOT, Settings, load_secret_key
from quizapp.db import begin_write, begin_write_anew, db
from quizapp.demo import find_sign_ins, is_untouched, load_demo
from quizapp.dictionary.looking import NotMadeError, prepare
from quizapp.jobs.queue import Jobs
from quizapp.progress.difficulties import keep_difficulties, measure_difficulties
from quizapp.watching import lines

STOP_SECONDS = 10


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=int)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Migrate, load the demo on the first run, then serve until Ctrl-C."""
    settings: Settings = current_app.extensions["settings"]
    _require_free(host, port)
    upgrade()
    if settings.demo:
        _load_demo_once()
    _greet(settings, f"http://{host}:{port}")
    db.session.remove()
    db.engine.dispose()
    sys.exit(_run_all([_web_command(host, port), _own_command("worker")]))


@click.command()
@with_appcontext
def worker() -> None:
    """Run the jobs: generating questions, and closing attempts whose time is over."""
    settings: Settings = current_app.extensions["settings"]
    lines.set_up(settings)
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.hand_out()
    signal.signal(signal.SIGTERM, _leave)  # until the consumer listens to it
    _make_dictionary(settings.instance_path)
    try:
        jobs.huey.create_consumer(workers=1, worker_type="thread", check_worker_health=False).run()
    finally:
        jobs.leave()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End in order: what is being made by another process ends with us."""
    sys.exit()


def _make_dictionary(folder: Path) -> None:
    """Make it before a learner has to wait for it; all else goes on without it."""
    try:
        prepare(folder)
    except NotMadeError as error:
        click.echo(f"{error}. It is tried again when somebody asks what a word means.", err=True)


@click.command()
@with_appcontext
def sweep() -> None:
    """Close every attempt whose time is over; the worker does this once a minute."""
    begin_write(db.session())
    closed = close_overdue(db.session(), now=now())
    db.session.commit()
    click.echo("1 attempt closed." if closed == 1 else f"{closed} attempts closed.")


@click.command()
@with_appcontext
def difficulties() -> None:
    """Learn anew how hard learners find each question; the worker does this each night."""
    measured = measure_difficulties(db.session())
    begin_write_anew(db.session())
    keep_difficulties(db.session(), measured, now=now())
    db.session.commit()
    clearly = sum(it.band is not None for it in measured.values())
    asked = "1 question was" if len(measured) == 1 else f"{len(measured)} questions were"
    click.echo(f"{asked} asked; {clearly} are clearly not as marked.")


@click.command("setup-code")
@with_appcontext
def setup_code() -> None:
    """Print the one-time code that makes the first teacher."""
    if not is_setup_open(db.session()):
        raise click.ClickException("a teacher exists already; make more with quizapp teacher add")
    click.echo(make_setup_code(load_secret_key(current_app.extensions["settings"])))


def _require_free(host: str, port: int) -> None:
    """Say at once, and in words, that something else listens there."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({error.strerror});"
            f" choose another, for example PORT={port + 1} make serve"
        ) from error


def _load_demo_once() -> None:
    begin_write(db.session())
    if is_untouched(db.session()):
        click.echo("Loading the demo class …", err=True)
        load_demo(db.session(), now=now(), rng=Random(1))
    db.session.commit()


def _greet(settings: Settings, address: str) -> None:
    lines = [f"quizapp is at {address}"]
    if is_setup_open(db.session()):
        code = make_setup_code(load_secret_key(settings))
        lines.append(f"Set up the first teacher: {address}/setup?code={code}")
    lines += find_sign_ins(db.session())
    click.echo("\n".join(["", *(f"  {line}" for line in lines), "", "  Ctrl-C stops it.", ""]))


def _web_command(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")),
        *("--bind", f"{host}:{port}"),
    ]


def _own_command(name: str) -> list[str]:
    return [str(Path(sys.executable).with_name("quizapp")), name]


def _run_all(commands: list[list[str]]) -> int:
    """Run the commands side by side; when one ends or we are told to stop, stop them all."""
    # Own sessions: Ctrl-C reaches us alone, and we stop them in order.
    processes = [subprocess.Popen(command, start_new_session=True) for command in commands]
    told_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    while not told_to_stop and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        process.terminate()
    for process in processes:
        _wait(process)
    return 0 if told_to_stop else 1


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
