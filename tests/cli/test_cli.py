"""What can be done from a terminal, and what is said when it cannot."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.accounts.models import Teacher
from quizapp.accounts.people import setup_code
from quizapp.articles.importing import read_document
from quizapp.articles.models import Article
from quizapp.attempts import sitting
from quizapp.attempts.models import Attempt
from quizapp.bank.file import write_bank
from quizapp.bank.learnt import LearntDifficulty
from quizapp.bank.loading import check_file
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import find_span
from quizapp.cli import COMMANDS
from quizapp.config import Settings, describe
from quizapp.db import Base, db
from quizapp.gradebook.dialects import DIALECTS
from tests.articles.files import make_epub
from tests.articles.pages import PAGE, PARAGRAPHS
from tests.cli.conftest import Run, fails
from tests.conftest import NOON
from tests.factories import PASSWORD, choice, make_teacher, make_world

sqlite_only = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def count(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model)) or 0
        db.session.remove()
    return found


@sqlite_only
def test_every_command_says_what_it_does(run: Run) -> None:
    listed = run("--help").output
    for command in COMMANDS:
        assert command.name
        assert command.name in listed
        assert command.help
        assert run(command.name, "--help").exit_code == 0


@sqlite_only
def test_config_lists_every_setting_and_hides_the_key(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_SECRET_KEY", "do not tell")
    monkeypatch.setenv("QUIZAPP_GRACE_SECONDS", "90")
    result = run("config")
    assert result.exit_code == 0
    for variable, _, meaning in describe(Settings()):
        assert f"{variable}=" in result.output
        assert meaning in result.output
    assert "QUIZAPP_GRACE_SECONDS=90\n" in result.output
    assert "do not tell" not in result.output


@sqlite_only
def test_config_says_in_a_sentence_which_value_is_wrong(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZAPP_WORKERS", "many")
    assert fails(run("config"), "QUIZAPP_WORKERS: write a whole number from 1, not 'many'", code=2)


@sqlite_only
def test_generate_writes_a_sound_bank_and_the_same_bytes_again(
    run: Run, passage: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "banks"
    folder.mkdir()
    first, second = folder / "first.yaml", folder / "second.yaml"
    for out in (first, second):
        result = run("generate", passage, "--out", out, "--seed", 3)
        assert result.exit_code == 0, result.output
        assert "questions about “The bridge at Ostrava”" in result.stderr
    assert first.read_bytes() == second.read_bytes()
    assert "file: ../bridge.md" in first.read_text(encoding="utf-8")
    assert check_file(first) == []
    checked = run("bank", "check", first, second)
    assert (checked.exit_code, checked.output) == (0, "2 banks are sound.\n")


@sqlite_only
def test_draft_prints_questions_about_the_picked_words(run: Run, passage: Path) -> None:
    result = run("draft", passage, "--span", "Jana Kralova")
    assert result.exit_code == 0
    assert "Who opened the new bridge on May 4, 2003?" in result.output
    assert "paragraph 2: Mayor Jana Kralova" in result.output
    assert fails(run("draft", passage, "--span", "the king"), "does not stand in the article")


@sqlite_only
def test_generate_refuses_what_is_no_article(run: Run, tmp_path: Path) -> None:
    short = tmp_path / "short.md"
    short.write_text("Too short.")
    assert fails(run("generate", short), "short.md: ")
    assert fails(run("generate", tmp_path / "none.md"), "does not exist", code=2)


@sqlite_only
def test_a_file_that_cannot_be_written_is_said_in_a_sentence(run: Run, passage: Path) -> None:
    out = passage.parent / "no" / "such" / "bank.yaml"
    assert fails(
        run("generate", passage, "--out", out), "cannot be written: No such file or directory"
    )


@sqlite_only
def test_bank_check_tells_every_finding_and_fails(run: Run, passage: Path) -> None:
    path = write_small_bank(passage)
    assert run("bank", "check", path).exit_code == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("key: false", "key: true"), encoding="utf-8")
    result = run("bank", "check", path)
    assert result.exit_code == 1
    assert "small.yaml: who-opened: key: 3 options are keys; mark exactly one" in result.output
    passage.rename(passage.with_name("moved.md"))
    assert "passage: the passage bridge.md is not there" in run("bank", "check", path).output
    named = run("bank", "check", path, "--article", passage.with_name("moved.md"))
    assert "is not there" not in named.output


@sqlite_only
def test_bank_load_gives_a_teacher_the_bank_once(
    app: Flask, run: Run, teacher: str, passage: Path
) -> None:
    path = write_small_bank(passage)
    for _ in range(2):
        result = run("bank", "load", path, "--teacher", teacher)
        assert (result.exit_code, result.output) == (0, "Loaded “The bridge at Ostrava”.\n")
    assert (count(app, Bank), count(app, Question)) == (1, 1)
    assert fails(run("bank", "load", path, "--teacher", "nobody"), "no teacher signs in as nobody")
    path.write_text("- no bank")
    assert fails(run("bank", "load", path, "--teacher", teacher), "a bank is a mapping")
    assert (count(app, Bank), count(app, Question)) == (1, 1)


def test_article_add_keeps_the_article(app: Flask, run: Run, teacher: str, passage: Path) -> None:
    result = run("article", "add", passage, "--teacher", teacher)
    assert (result.exit_code, result.output) == (0, "Added “The bridge at Ostrava” (143 words).\n")
    assert count(app, Article) == 1
    broken = passage.with_name("broken.txt")
    broken.write_bytes(b"\0\0\0")
    refused = run("article", "add", passage, broken, "--teacher", teacher)
    assert fails(refused, "broken.txt: This file is not plain text")
    assert fails(run("article", "add", passage, "--teacher", "x"), "make one with quizapp teacher")


@sqlite_only
def test_article_add_reads_web_pages_and_one_chapter_of_a_book(
    app: Flask, run: Run, teacher: str, tmp_path: Path
) -> None:
    page, book = tmp_path / "lighthouse.html", tmp_path / "tales.epub"
    page.write_text(PAGE, encoding="utf-8")
    tale = [f"{text} This was told {n} times." for n in range(20) for text in PARAGRAPHS]
    book.write_bytes(make_epub([("The tower", tale), ("The museum", tale[::-1])]))
    assert (
        "Added “The empty lighthouse”" in run("article", "add", page, "--teacher", teacher).output
    )
    refused = run("article", "add", book, "--teacher", teacher)
    assert fails(refused, "2 chapters, too many", "1. The tower (", "2. The museum (")
    chosen = run("article", "add", book, "--teacher", teacher, "--chapter", "2")
    assert "Added “The museum”" in chosen.output
    assert count(app, Article) == 2


@sqlite_only
def test_teacher_add_makes_a_teacher_with_the_shipped_banks(app: Flask, run: Run) -> None:
    words = ("teacher", "add", "Ana@School.example", "--name", "Ana")
    result = run(*words, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert "Ana can sign in as ana@school.example." in result.output
    assert PASSWORD not in result.output
    assert count(app, Bank) >= 3
    again = run(*words, "--password", PASSWORD)
    assert fails(again, "A teacher with the sign-in name", "exists already")
    short = run("teacher", "add", "bo", "--name", "Bo", "--password", "short")
    assert fails(short, "at least 8 characters")
    assert count(app, Teacher) == 1


def test_gradebook_prints_both_layouts_and_writes_a_file(
    app: Flask, run: Run, tmp_path: Path
) -> None:
    with app.app_context():
        world = make_world(db.session(), NOON, drafts=(choice(),))
        code = world.course.join_code
        db.session.commit()
        db.session.remove()
    wide, long = (run("gradebook", code, "--format", layout) for layout in ("wide", "long"))
    header, row = read(wide.stdout)
    assert header[4:] == ["Bridges (out of 1)", "average_percent"]
    assert (row[2], row[4:]) == ("Ada Lovelace", ["", ""])
    header, row = read(long.stdout)
    assert dict(zip(header, row, strict=True))["status"] == "not_attempted"

    out = tmp_path / "grades.csv"
    assert run("gradebook", code.lower(), "-o", out).exit_code == 0
    assert read(out.read_bytes().decode()) == read(wide.stdout)
    assert out.read_bytes().endswith(b"\r\n")
    assert fails(run("gradebook", "NOSUCH"), "no course has the join code NOSUCH")
    missing = run("gradebook", code, "-o", tmp_path / "no" / "grades.csv")
    assert fails(missing, "cannot be written: No such file or directory")


@sqlite_only
@pytest.mark.parametrize("name", DIALECTS)
def test_gradebook_writes_the_file_of_every_system_and_says_what_is_in_it(
    app: Flask, run: Run, tmp_path: Path, name: str
) -> None:
    with app.app_context():
        world = make_world(db.session(), NOON, drafts=(choice(),), title="Final Score (1)")
        code = world.course.join_code
        db.session.commit()
        db.session.remove()
    out = tmp_path / "grades"
    result = run("gradebook", code, "--format", name, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.stat().st_size > 0
    said = "is called “Final-Score [1]” in the file" in result.stderr
    assert said == (name == "canvas")
    printed = run("gradebook", code, "--format", name)
    if DIALECTS[name].is_text:
        assert printed.stdout_bytes == out.read_bytes()
    else:
        assert fails(printed, "is no text: name a file with -o")


def test_gradebook_is_written_as_it_was_wished(app: Flask, run: Run) -> None:
    with app.app_context():
        code = make_world(db.session(), NOON, drafts=(choice(),)).course.join_code
        db.session.commit()
        db.session.remove()
    words = ("--format", "moodle", "--separator", "semicolon", "--byte-order-mark")
    printed = run("gradebook", code, *words).stdout_bytes.decode()
    assert printed.startswith("\ufeffFull name;ID number;Bridges\r\n")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_sweep_closes_what_is_over_and_keeps_it_closed(app: Flask, run: Run) -> None:
    with app.app_context():
        # Long ago by any clock: the command asks the real one.
        world = make_world(db.session(), NOON, drafts=(choice(),))
        sitting.start(
            db.session(), world.assignment, world.learner, now=NOON, rng=Random(1), grace_seconds=0
        )
        db.session.commit()
        db.session.remove()
    assert run("sweep").output == "1 attempt closed.\n"
    assert run("sweep").output == "0 attempts closed.\n"
    with app.app_context():
        assert db.session.scalars(select(Attempt.closed_at)).one() is not None
        db.session.remove()


def test_how_hard_questions_are_is_learnt_at_once(app: Flask, run: Run) -> None:
    with app.app_context():
        world = make_world(db.session(), NOON, drafts=(choice(),))
        attempt = sitting.start(
            db.session(), world.assignment, world.learner, now=NOON, rng=Random(1), grace_seconds=0
        )
        sitting.submit(db.session(), attempt.id, now=NOON)
        db.session.commit()
        db.session.remove()
    assert run("difficulties").output == "1 question was asked; 0 are clearly not as marked.\n"
    with app.app_context():
        assert db.session.scalars(select(LearntDifficulty.n)).one() == 1
        db.session.remove()


@sqlite_only
def test_the_setup_code_is_shown_until_a_teacher_exists(app: Flask, run: Run) -> None:
    result = run("setup-code")
    assert (result.exit_code, result.output) == (0, f"{setup_code('test')}\n")
    with app.app_context():
        make_teacher(db.session(), NOON)
        db.session.commit()
        db.session.remove()
    assert fails(run("setup-code"), "a teacher exists already")


def write_small_bank(passage: Path) -> Path:
    """A bank of one sound question beside its passage."""
    document = read_document(passage.read_bytes(), passage.name)
    span = find_span(document.paragraphs, 2, "Mayor Jana Kralova opened the new bridge")
    assert span
    path = passage.with_name("small.yaml")
    text = write_bank(document, passage.name, (choice(critical_span=span),), 1)
    path.write_text(text, encoding="utf-8")
    return path
