"""A backup is a whole file for its owner alone, or no file; and there are as many as are wanted."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask_migrate import downgrade
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.backup.taking import name_for
from quizapp.config import Settings
from tests.backup.conftest import Command
from tests.backup.schools import leave, start
from tests.cli.conftest import fails
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE

ON_POSTGRESQL = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)


def left_in(folder: Path) -> set[str]:
    """The names of what is there, but for what the program and the tests keep there."""
    own = ("quizapp.sqlite3", "jobs.sqlite3", "secret_key", "dictionary")
    return {it.name for it in folder.iterdir() if not it.name.startswith(own)}


def test_the_file_says_what_is_in_it_and_is_for_its_owner_alone(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    assert command("backup", file).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("manifest.json"))
        (name,) = set(archive.namelist()) - {"manifest.json"}
        content = archive.read(name)
    assert told["engine"] in name or told["engine"] == "postgresql"
    assert (told["size"], told["sha256"]) == (len(content), sha256(content).hexdigest())
    assert told["rows"]["teacher"] == 1
    assert told["rows"]["attempt"] > 1
    assert not any(it.startswith(("huey", "question_search")) for it in told["rows"])


def test_standard_output_has_the_same_backup(school: Settings, command: Command) -> None:
    folder = Path(school.instance)
    sent = start(school, "backup", "-")
    raw, said = sent.communicate(timeout=60)
    assert sent.returncode == 0, said
    (folder / "sent.zip").write_bytes(raw)
    assert command("restore", folder / "sent.zip", "--check").exit_code == 0
    assert b"tables" in said


def test_of_a_folder_the_newest_are_kept_and_nothing_else_is_touched(
    school: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    names = []
    for _ in range(3):
        names.append(name_for(clock()))
        (folder / names[-1]).touch()
        clock.move(days=1)
    others = {"quizapp-mine.zip", "notes.txt", "quizapp-20260101-000000.zip.old"}
    for other in others:
        (folder / other).touch()
    done = command("backup", folder, "--keep", 2)
    assert done.exit_code == 0
    kept = left_in(folder) - others
    assert kept >= {names[-1]}
    assert len(kept) == 2
    assert others <= left_in(folder)
    assert done.output.count("removed") == 2


@ON_SQLITE
def test_keeping_some_wants_a_folder(command: Command, tmp_path: Path) -> None:
    assert fails(command("backup", tmp_path / "file.zip", "--keep", 2), "needs a folder", code=2)


def test_without_room_there_is_a_sentence_and_no_file(school: Settings, tmp_path: Path) -> None:
    """The largest file of the process is smaller than any backup."""
    file = tmp_path / "kept.zip"
    file.write_text("the one of yesterday")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))"
    failed = start(school, "backup", file, before=limit)
    _, said = failed.communicate(timeout=60)
    assert failed.returncode == 1
    assert b"no backup was made" in said
    assert b"Traceback" not in said
    assert file.read_text() == "the one of yesterday"
    assert left_in(tmp_path) == {"kept.zip"}


def test_a_full_disk_behind_a_pipe_is_told(school: Settings) -> None:
    with Path("/dev/full").open("wb") as full:
        failed = start(school, "backup", "-", stdout=full.fileno())
        _, said = failed.communicate(timeout=60)
    assert failed.returncode == 1
    assert b"No space left on device" in said
    assert b"Traceback" not in said


def test_being_told_to_end_leaves_nothing(school: Settings, tmp_path: Path) -> None:
    ending = "import os, signal, sys\n" + (
        "sys.addaudithook(lambda event, _: event == 'os.rename' and os.kill(os.getpid(), 15))"
    )
    told = start(school, "backup", tmp_path / "kept.zip", before=ending)
    told.communicate(timeout=60)
    assert told.returncode == 128 + 15
    assert left_in(tmp_path) == set()


@ON_SQLITE
def test_a_damaged_database_is_found_out_when_it_is_backed_up(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "quizapp.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40_000] = b"\x55" * 40_000
    path.write_bytes(raw)
    done = command("backup", tmp_path / "kept.zip")
    # Which page is hit decides who finds it out: the copying, or who looks at the copy.
    assert fails(done, "damaged") or fails(done, "malformed"), done.output
    assert left_in(tmp_path) == set()


@ON_SQLITE
def test_where_no_database_is_there_is_a_sentence(
    settings: Settings, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "quizapp.sqlite3").unlink()
    assert fails(command("backup", tmp_path / "kept.zip"), "there is no database")
    assert left_in(tmp_path) == set()


def test_a_database_without_tables_is_not_worth_a_backup(
    settings: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    app = create_app(settings, clock)
    with app.app_context():
        downgrade(revision="base")
    leave(app)
    assert fails(command("backup", tmp_path / "kept.zip"), "there is nothing of quizapp")
    assert left_in(tmp_path) == set()


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("version", "said"),
    [(None, "pg_dump is not on the PATH"), ("9.6", "pg_dump is older than the server")],
    ids=["absent", "older"],
)
def test_postgresql_wants_its_own_program(
    school: Settings,
    command: Command,
    tmp_path: Path,
    version: str | None,
    said: str,
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    if version:
        program = folder / "pg_dump"
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    done = command("backup", tmp_path / "kept.zip", PATH=str(folder))
    assert fails(done, said, "install PostgreSQL's client programs")
    assert left_in(tmp_path) == {"bin"}


@ON_POSTGRESQL
def test_a_server_that_is_away_is_told(command: Command, tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    done = command("backup", tmp_path / "kept.zip", QUIZAPP_DATABASE_URL=nowhere)
    assert fails(done, "the database does not answer")


@ON_POSTGRESQL
def test_no_password_is_told_to_another_program(school: Settings, tmp_path: Path) -> None:
    """Anybody on the machine can read what programs are started with."""
    url = make_url(school.database_url).set(password="open sesame")
    guarded = replace(school, database_url=url.render_as_string(hide_password=False))
    telling = "import sys\nsys.addaudithook(lambda event, told: event == 'subprocess.Popen'" + (
        " and print(told[1], file=sys.stderr))"
    )
    made = start(guarded, "backup", tmp_path / "kept.zip", before=telling)
    _, said = made.communicate(timeout=60)
    assert made.returncode == 0, said
    assert b"--snapshot" in said
    assert b"sesame" not in said
