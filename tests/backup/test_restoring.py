"""What is not a whole backup, or has no free place to go to, changes nothing."""

from __future__ import annotations

import json
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from quizapp.config import Settings
from tests.backup.conftest import Command
from tests.backup.looking import Contents, leave_out, look
from tests.backup.schools import start
from tests.cli.conftest import fails
from tests.web.engines import ON_SQLITE

KILLED_BEFORE = """
import os, signal, sys
seen = []
def watch(event, told):
    if event == {event!r} and {word!r} in str(told):
        seen.append(told)
        if len(seen) == {times}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
"""
# SQLite: in the moment before the new file takes the place of the old one. PostgreSQL: when all
# tables are dropped and the dump begins to be read for the second time.
KILLED = {
    "sqlite": KILLED_BEFORE.format(event="os.rename", word="quizapp.sqlite3", times=1),
    "postgresql": KILLED_BEFORE.format(event="subprocess.Popen", word="--file=-", times=2),
}


@pytest.fixture
def file(school: Settings, command: Command, tmp_path: Path) -> Path:
    """A backup of the school."""
    path = tmp_path / "kept.zip"
    assert command("backup", path).exit_code == 0
    return path


@pytest.fixture
def before(school: Settings, file: Path) -> Contents:
    """What the database is since a teacher has changed their name after the backup."""
    engine = create_engine(school.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE teacher SET name = 'Somebody else'"))
    engine.dispose()
    return look(school.sqlalchemy_url)


def rewrite(file: Path, **changed: Any) -> None:
    """Say something else in the manifest; a value of None takes it away."""
    with zipfile.ZipFile(file) as archive:
        members = {it: archive.read(it) for it in archive.namelist()}
    told = json.loads(members["manifest.json"])
    told = {key: value for key, value in {**told, **changed}.items() if value is not None}
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in {**members, "manifest.json": json.dumps(told).encode()}.items():
            archive.writestr(name, raw)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def flip_a_byte(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    file.write_bytes(raw)


def take_the_manifest(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("something.txt", "else")


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no zip": (lambda it: (it.write_text("hello"), None)[1], "no backup of quizapp"),
    "another zip": (take_the_manifest, "no backup of quizapp"),
    "cut short": (cut_short, "no backup of quizapp, or was cut short"),
    "a byte": (flip_a_byte, "is damaged"),
    "a sum": (lambda it: rewrite(it, sha256="0" * 64), "check sum"),
    "a part": (lambda it: rewrite(it, rows=None), "is damaged"),
    "rows": (lambda it: rewrite(it, rows={"teacher": 7}), "has not the rows"),
    "newer format": (lambda it: rewrite(it, version=2), "a newer quizapp wrote it"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGES.values(), ids=list(DAMAGES))
def test_what_is_no_whole_backup_is_told_and_changes_nothing(
    school: Settings,
    command: Command,
    file: Path,
    before: Contents,
    damage: Callable[[Path], None],
    said: str,
) -> None:
    assert "is whole" in command("restore", file, "--check").output
    damage(file)
    assert fails(command("restore", file, "--check"), said)
    assert fails(command("restore", file, "--replace"), "nothing was changed", said)
    assert look(school.sqlalchemy_url) == before


def test_a_backup_of_a_newer_program_is_refused_by_its_name(
    school: Settings, command: Command, file: Path, before: Contents
) -> None:
    rewrite(file, migration="fffffffffff1", program="9.8.7")
    done = command("restore", file, "--replace")
    assert fails(done, "quizapp 9.8.7 wrote it", "version fffffffffff1")
    assert look(school.sqlalchemy_url) == before


def test_a_backup_of_the_other_engine_is_refused_with_the_way_to_go(
    school: Settings, command: Command, file: Path, before: Contents
) -> None:
    other = "sqlite" if school.database_url else "postgresql"
    rewrite(file, engine=other)
    assert fails(
        command("restore", file, "--replace"), "bring it back there, then run quizapp move"
    )
    assert look(school.sqlalchemy_url) == before


def test_rows_are_lost_only_when_that_is_said(
    school: Settings, command: Command, file: Path, before: Contents
) -> None:
    assert fails(command("restore", file), "rows already: add --replace")
    assert look(school.sqlalchemy_url) == before


def test_a_database_that_somebody_has_open_is_left_alone(
    school: Settings, command: Command, file: Path, before: Contents
) -> None:
    engine = create_engine(school.sqlalchemy_url)
    with engine.connect() as somebody:
        somebody.execute(text("SELECT 1 FROM teacher"))
        somebody.rollback()
        assert fails(command("restore", file, "--replace"), "in use", "stop quizapp")
        assert "is whole" in command("restore", file, "--check").output
    engine.dispose()
    assert look(school.sqlalchemy_url) == before


def test_being_killed_in_the_middle_changes_nothing(
    request: pytest.FixtureRequest,
    school: Settings,
    command: Command,
    file: Path,
    before: Contents,
) -> None:
    engine = "postgresql" if school.database_url else "sqlite"
    killed = start(school, "restore", file, "--replace", before=KILLED[engine])
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert look(school.sqlalchemy_url) == before
    assert command("restore", file, "--replace").exit_code == 0
    assert look(school.sqlalchemy_url) != before


@ON_SQLITE
def test_a_damaged_database_can_be_replaced(
    school: Settings, command: Command, file: Path, tmp_path: Path
) -> None:
    whole = look(school.sqlalchemy_url)
    path = tmp_path / "quizapp.sqlite3"
    path.write_bytes(b"this was a database" * 1000)
    path.with_name("quizapp.sqlite3-wal").write_bytes(b"and this its log" * 1000)
    assert fails(command("restore", file), "nothing was changed")
    said = command("restore", file, "--replace")
    assert said.exit_code == 0, said.output
    assert "cannot be told" in said.output
    log = "audit_entry"  # tells that a backup was brought back
    assert leave_out(look(school.sqlalchemy_url), log) == leave_out(whole, log)


@ON_SQLITE
def test_the_file_stays_that_of_who_runs_quizapp(
    school: Settings, command: Command, file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "quizapp.sqlite3"
    path.chmod(0o640)
    (tmp_path / "jobs.sqlite3").write_bytes(b"tasks about other rows")
    assert command("restore", file, "--replace").exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o640
    assert not (tmp_path / "jobs.sqlite3").exists()
    assert not list(tmp_path.glob(".quizapp*"))


@ON_SQLITE
def test_without_room_nothing_is_changed(school: Settings, file: Path, before: Contents) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))"
    failed = start(school, "restore", file, "--replace", before=limit)
    _, said = failed.communicate(timeout=60)
    assert failed.returncode == 1
    assert b"nothing was changed" in said
    assert b"Traceback" not in said
    assert look(school.sqlalchemy_url) == before
