"""A migration that fails in the middle, or whose process dies, leaves everything as it was."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from quizapp.config import ROOT, Settings
from quizapp.db import MIGRATIONS, db, is_migrated
from tests.backup.looking import Contents, look
from tests.conftest import MovableClock
from tests.factories import make_world

NEXT = '''
"""the first half of a change, and what becomes of the second"""
import os, signal
import sqlalchemy as sa
from alembic import op

revision = "ffffffffffff"
down_revision = "{head}"

def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE learner SET name = 'Nobody'")
    with op.batch_alter_table("teacher") as batch:
        batch.add_column(sa.Column("half", sa.Integer()))
    {then}
'''
FAIL = 'raise ValueError("the second half failed")'
DIE = "os.kill(os.getpid(), signal.SIGKILL)"
ORPHAN = 'op.execute("DELETE FROM teacher")'
IN_A_PROCESS = """
import sys
from flask_migrate import upgrade
from quizapp import create_app
from quizapp.config import Settings
settings = Settings(instance=sys.argv[1], secret_key="test", database_url=sys.argv[2])
with create_app(settings).app_context():
    upgrade(directory=sys.argv[3])
"""


@pytest.fixture
def before(app: Flask, settings: Settings, clock: MovableClock) -> Contents:
    """What is in the database, once somebody has sat a quiz there."""
    with app.app_context():
        make_world(db.session(), clock())
        db.session.commit()
        db.session.remove()
    return look(settings.sqlalchemy_url)


def add_migration(folder: Path, then: str) -> str:
    """A folder with the program's migrations and one more, of which `then` is the second half."""
    made = folder / "migrations"
    shutil.copytree(MIGRATIONS, made)
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    (made / "versions" / "next.py").write_text(NEXT.format(head=head, then=then))
    return str(made)


def start(settings: Settings, directory: str) -> subprocess.Popen[bytes]:
    """A process of its own that migrates."""
    where = [settings.instance, settings.sqlalchemy_url, directory]
    return subprocess.Popen([sys.executable, "-c", IN_A_PROCESS, *where], cwd=ROOT)


def test_one_that_fails_in_the_middle_leaves_everything_as_it_was(
    app: Flask, settings: Settings, before: Contents, tmp_path: Path
) -> None:
    directory = add_migration(tmp_path, FAIL)
    with app.app_context(), pytest.raises(ValueError, match="the second half failed"):
        upgrade(directory=directory)
    assert look(settings.sqlalchemy_url) == before
    with app.app_context():
        assert is_migrated(db.session())
        db.session.remove()


def test_the_same_one_goes_through_when_nothing_fails(
    app: Flask, settings: Settings, before: Contents, tmp_path: Path
) -> None:
    with app.app_context():
        upgrade(directory=add_migration(tmp_path, "pass"))
    after = look(settings.sqlalchemy_url)
    assert after.keys() - before.keys() == {"half_done"}
    assert "'Nobody'" in str(after["learner"])


def test_a_process_that_is_killed_in_the_middle_leaves_everything_as_it_was(
    settings: Settings, before: Contents, tmp_path: Path
) -> None:
    killed = start(settings, add_migration(tmp_path, DIE))
    assert killed.wait(60) == -signal.SIGKILL
    assert look(settings.sqlalchemy_url) == before


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_one_after_which_rows_would_refer_to_nothing_is_undone(
    app: Flask,
    settings: Settings,
    before: Contents,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """PostgreSQL refuses such a statement by itself; on SQLite foreign keys are off meanwhile."""
    directory = add_migration(tmp_path, ORPHAN)
    with app.app_context():
        with pytest.raises(SystemExit):
            upgrade(directory=directory)
        assert "bank -> teacher" in caplog.text
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        db.session.remove()
    assert look(settings.sqlalchemy_url) == before


def test_two_machines_that_start_together_migrate_once(app: Flask, settings: Settings) -> None:
    with app.app_context():
        downgrade(revision="base")
        db.engine.dispose()
    starting = [start(settings, str(MIGRATIONS)) for _ in range(2)]
    assert [it.wait(60) for it in starting] == [0, 0]
    with app.app_context():
        assert is_migrated(db.session())
        db.session.remove()
