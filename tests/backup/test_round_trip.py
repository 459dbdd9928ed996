"""What is backed up comes back, row by row and byte by byte, also while others write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, select, text

from quizapp import create_app
from quizapp.accounts.models import Learner
from quizapp.attempts.closing import close_overdue
from quizapp.config import Settings
from quizapp.db import db, is_migrated
from quizapp.privacy.erasing import erase
from quizapp.privacy.models import ErasedBy
from tests.backup.conftest import Command
from tests.backup.looking import leave_out, look
from tests.backup.schools import export_gradebooks, fill, leave
from tests.conftest import MovableClock
from tests.web.engines import ON_SQLITE

LOG = "audit_entry"  # tells that a backup was brought back


def run_sql(settings: Settings, *statements: str) -> None:
    engine = create_engine(settings.sqlalchemy_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_backup_brings_back_every_row_and_the_same_gradebooks(
    school: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    before, grades = look(school.sqlalchemy_url), export_gradebooks(school, clock)
    assert len(grades["long"].splitlines()) > 4
    assert command("backup", file).exit_code == 0
    run_sql(school, "DELETE FROM response", "UPDATE attempt SET score = 0 WHERE score > 0")
    assert export_gradebooks(school, clock) != grades
    done = command("restore", file, "--replace")
    assert done.exit_code == 0, done.output
    assert leave_out(look(school.sqlalchemy_url), LOG) == leave_out(before, LOG)
    assert export_gradebooks(school, clock) == grades


def test_it_comes_back_to_where_nothing_is_yet(
    school: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    before = look(school.sqlalchemy_url)
    assert command("backup", file).exit_code == 0
    if school.database_url:
        run_sql(school, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    else:
        (tmp_path / "quizapp.sqlite3").unlink()
    done = command("restore", file)
    assert done.exit_code == 0, done.output
    assert leave_out(look(school.sqlalchemy_url), LOG) == leave_out(before, LOG)


def test_a_backup_of_an_older_version_is_migrated(
    settings: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    file = tmp_path / "old.zip"
    app = create_app(settings, clock)
    with app.app_context():
        downgrade(revision="5b0c2f6e9a31")
    leave(app)
    assert command("backup", file).exit_code == 0
    fill_again(settings, clock)
    done = command("restore", file, "--replace")
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert is_migrated(db.session())
        assert db.session.scalars(select(Learner)).all() == []
    leave(app)


def fill_again(settings: Settings, clock: MovableClock) -> None:
    app = create_app(settings, clock)
    with app.app_context():
        upgrade()
    leave(app)
    fill(settings, clock)


def test_learners_who_were_erased_since_are_named(
    school: Settings, command: Command, clock: MovableClock, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    assert command("backup", file).exit_code == 0
    number = erase_one(school, clock)
    said = command("restore", file, "--replace").output
    assert "1 learner was erased since. Before you serve, run:" in said
    assert f"quizapp learner erase {number} --yes" in said
    assert command("learner", "erase", number, "--yes").exit_code == 0


def erase_one(settings: Settings, clock: MovableClock) -> int:
    """The number of a learner who is erased a month later, when no attempt runs."""
    app = create_app(settings, clock)
    clock.move(days=30)
    with app.app_context():
        close_overdue(db.session(), now=clock())
        learner = db.session.scalars(select(Learner).order_by(Learner.id)).first()
        assert learner
        number = learner.id
        erase(db.session(), learner, ErasedBy.OPERATOR, now=clock())
        db.session.commit()
    leave(app)
    return number


def test_nobody_is_named_when_nobody_was_erased(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    assert command("backup", file).exit_code == 0
    assert "erased" not in command("restore", file, "--replace").output


def test_a_backup_is_of_one_moment_while_others_write(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    """A writer keeps two rows equal, always; a copy of two moments would have them differ."""
    run_sql(
        school,
        "CREATE TABLE twin (id INTEGER PRIMARY KEY, number INTEGER, padding VARCHAR)",
        "INSERT INTO twin VALUES (1, 0, '')",
        f"INSERT INTO twin SELECT id + 1, 0, '{'x' * 3000}' FROM response",
        f"INSERT INTO twin SELECT id + 5000, 0, '{'y' * 3000}' FROM paper_item",
        "INSERT INTO twin VALUES (9999, 0, '')",
    )
    ended = Event()

    def write() -> int:
        count = 0
        while not ended.is_set():
            run_sql(school, "UPDATE twin SET number = number + 1 WHERE id IN (1, 9999)")
            count += 1
        return count

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        for number in range(3):
            assert command("backup", tmp_path / f"{number}.zip").exit_code == 0
        ended.set()
        writes = writing.result()
    assert writes > 3
    for number in range(3):
        assert command("restore", tmp_path / f"{number}.zip", "--replace").exit_code == 0
        first, last = read_twins(school)
        assert first == last


def read_twins(settings: Settings) -> list[int]:
    engine = create_engine(settings.sqlalchemy_url)
    with engine.connect() as connection:
        found = text("SELECT number FROM twin WHERE id IN (1, 9999)")
        rows = list(connection.scalars(found))
    engine.dispose()
    return rows


def test_nobody_is_signed_in_after_a_backup_was_brought_back(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    moments = "'2026-03-01 00:00:00', '2026-03-01 00:00:00', '2027-03-01 00:00:00'"
    run_sql(
        school,
        "INSERT INTO sign_in (token_sha256, teacher_id, began_at, seen_at, ends_at)"
        f" VALUES ('{'0' * 64}', 1, {moments})",
    )
    assert command("backup", tmp_path / "kept.zip").exit_code == 0
    assert command("restore", tmp_path / "kept.zip", "--replace").exit_code == 0
    assert look(school.sqlalchemy_url)["sign_in"][1] == []


def test_the_log_tells_of_it_beside_what_it_told_in_the_backup(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    columns = "at, teacher_name, deed, thing, title, details"
    told = "'2026-03-01 00:00:00', '', 'added', 'program', 'the demo class', '{}'"
    run_sql(school, f"INSERT INTO audit_entry ({columns}) VALUES ({told})")
    assert command("backup", tmp_path / "kept.zip").exit_code == 0
    run_sql(school, "DELETE FROM audit_entry")
    assert command("restore", tmp_path / "kept.zip", "--replace").exit_code == 0
    first, second = command("audit").output.splitlines()
    assert first.endswith("operator\tadded\tprogram the demo class\t\t")
    assert "operator\trestored\tprogram the backup of " in second


@ON_SQLITE
def test_the_key_comes_back_when_it_was_kept_too(
    school: Settings, command: Command, tmp_path: Path
) -> None:
    kept, key = tmp_path / "kept.zip", tmp_path / "secret_key"
    key.write_text("the key of before")
    assert command("backup", kept, "--with-key").exit_code == 0
    assert command("backup", tmp_path / "without.zip").exit_code == 0
    key.write_text("another")
    assert command("restore", tmp_path / "without.zip", "--replace").exit_code == 0
    assert key.read_text() == "another"
    assert "key" in command("restore", kept, "--replace").output
    assert key.read_text() == "the key of before"
    assert key.stat().st_mode & 0o777 == 0o600
    assert command("restore", kept, "--replace", QUIZAPP_SECRET_KEY="set").exit_code == 0
