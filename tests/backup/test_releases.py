"""Whoever has a release can upgrade from it: everything is there, and the grades are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from quizapp import create_app
from quizapp.backup.files import open_backup
from quizapp.backup.rebuilding import rebuild
from quizapp.config import ROOT, Settings
from quizapp.db import db, is_migrated
from tests.backup.conftest import Command
from tests.backup.releasing import (
    AFTERWARDS,
    FIRST,
    find_backup,
    list_kept,
    list_releases,
    read_grades,
)
from tests.backup.schools import export_gradebooks, leave
from tests.conftest import MovableClock

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def engine_of(settings: Settings) -> str:
    return make_url(settings.sqlalchemy_url).get_backend_name()


@pytest.mark.parametrize("release", list_kept())
def test_the_database_of_a_release_is_upgraded_and_its_grades_are_the_same(
    settings: Settings, release: str, tmp_path: Path
) -> None:
    folder = tmp_path / "beside"
    folder.mkdir()
    with open_backup(find_backup(release, engine_of(settings))) as backup:
        rows = backup.manifest.rows
        content = backup.unpack(folder)
    with rebuild(make_url(settings.sqlalchemy_url), folder, content):
        pass
    app = create_app(settings)
    with app.app_context():
        upgrade()
        assert is_migrated(db.session())
    leave(app)
    assert rows["attempt"] > 1
    assert export_gradebooks(settings, MovableClock(AFTERWARDS)) == read_grades(release)


@pytest.mark.parametrize("release", list_kept())
def test_a_backup_of_a_release_is_brought_back(
    settings: Settings, command: Command, release: str
) -> None:
    done = command("restore", find_backup(release, engine_of(settings)))
    assert done.exit_code == 0, done.output
    assert export_gradebooks(settings, MovableClock(AFTERWARDS)) == read_grades(release)


def test_something_is_kept_of_every_release() -> None:
    """When this fails, run `python -m tests.backup.releasing` with the new release's number."""
    assert list_kept() == sorted(list_releases(CHANGELOG))
    for release in list_kept():
        assert find_backup(release, "postgresql").exists()
        assert all(read_grades(release).values())


def test_a_release_is_what_the_changelog_calls_one() -> None:
    told = "## [Unreleased]\n\n## [0.2.0] - 2027-01-01\n### Added\n## [0.1.0] - 2026-12-01\n"
    assert list_releases(told) == [FIRST, "0.1.0", "0.2.0"]
