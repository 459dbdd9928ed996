"""Banks are written for other systems and read from them, from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from quizapp.articles.importing import read_document
from quizapp.bank.content import load_latest
from quizapp.bank.file import read_bank, write_bank
from quizapp.bank.loading import check_file
from quizapp.bank.models import Bank
from quizapp.bank.review import find_span
from quizapp.db import db
from quizapp.generation.draft import Picture, Status
from tests.cli.conftest import PASSAGE, Run
from tests.factories import choice
from tests.web.worlds import PICTURE, PICTURE_SHA256

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
AIKEN = """Who received the prize in Prague?
A) Karel Novak
B) Jana Kralova
ANSWER: B

A question that never ends
A) One
"""


@pytest.fixture
def bank(tmp_path: Path, passage: Path) -> Path:
    """A sound bank file about the passage: an approved question with a picture, and a draft."""
    document = read_document(PASSAGE, "bridge.md")
    critical = find_span(document.paragraphs, 2, "Mayor Jana Kralova opened the new bridge")
    assert critical
    shown = choice(critical_span=critical, pictures=(Picture(PICTURE_SHA256, "The bridge"),))
    draft = choice("other", critical_span=critical, stem="Whose bridge?", status=Status.DRAFT)
    path = tmp_path / "bridge.yaml"
    path.write_text(write_bank(document, passage.name, (shown, draft), 1), encoding="utf-8")
    (tmp_path / "bridge.pictures").mkdir()
    (tmp_path / "bridge.pictures" / PICTURE_SHA256).write_bytes(PICTURE)
    return path


def test_a_bank_file_is_written_for_another_system(run: Run, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "bridge.txt"
    result = run("bank", "export", bank, "--format", "aiken", "-o", out)
    assert result.exit_code == 0, result.output
    assert "1 question in" in result.output
    assert "Aiken has no place for the passage, pictures" in result.output
    assert out.read_text().startswith("Who opened the new bridge?\nA) Jana Kralova")
    run("bank", "export", bank, "--format", "aiken", "-o", out, "--drafts")
    assert "Whose bridge?" in out.read_text()


def test_a_bank_of_the_program_is_written_by_its_number(
    run: Run, bank: Path, teacher: str, tmp_path: Path
) -> None:
    assert run("bank", "load", bank, "--teacher", teacher).exit_code == 0
    out = tmp_path / "out.txt"
    assert run("bank", "export", 1, "--format", "aiken", "-o", out).exit_code == 0
    assert "Who opened the new bridge?" in out.read_text()
    result = run("bank", "export", 99, "--format", "aiken", "-o", out)
    assert "There is no bank file 99, and no bank with that number." in result.output


def test_the_pictures_of_a_bank_file_stand_beside_it_and_are_loaded(
    run: Run, app: Flask, bank: Path, teacher: str
) -> None:
    picture = bank.parent / "bridge.pictures" / PICTURE_SHA256
    picture.write_bytes(b"no picture")
    (finding,) = check_file(bank)
    assert "is not the picture it is named for" in finding.message
    picture.unlink()
    (finding,) = check_file(bank)
    assert f"the picture {PICTURE_SHA256} is not in bridge.pictures" in finding.message
    picture.write_bytes(PICTURE)
    assert run("bank", "load", bank, "--teacher", teacher).exit_code == 0
    with app.app_context():
        drafts = [draft for _, _, draft in load_latest(db.session(), 1)]
    assert drafts[0].pictures == (Picture(PICTURE_SHA256, "The bridge"),)


def test_an_import_reports_by_line_and_writes_a_bank_with_its_passage(
    run: Run, tmp_path: Path, passage: Path
) -> None:
    file, out = tmp_path / "quiz.txt", tmp_path / "taken.yaml"
    file.write_text(AIKEN)
    result = run("bank", "import", file, "--article", passage, "--out", out)
    assert result.exit_code == 0, result.output
    assert "line 6: This question has no line “ANSWER: ”" in result.output
    assert "(Aiken): 1 question taken." in result.output
    assert out.with_suffix(".md").exists()
    assert read_bank(out).questions[0].stem == "Who received the prize in Prague?"
    assert [it.rule for it in check_file(out)] == ["evidence"]


def test_without_an_article_the_bank_names_no_passage(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "quiz.txt", tmp_path / "taken.yaml"
    file.write_text(AIKEN)
    assert run("bank", "import", file).exit_code == 0
    assert run("bank", "import", file, "--out", out).exit_code == 0
    assert not out.with_suffix(".md").exists()
    (finding,) = check_file(out)
    assert finding.message.startswith("the bank names no passage")


def test_nothing_read_is_exit_code_2_and_one_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "quiz.txt"
    for text in ("no question at all", "Only a stem\nA) One\n", "\0\0"):
        file.write_text(text)
        for words in ((), ("--format", "aiken")):
            result = run("bank", "import", file, *words)
            assert result.exit_code == 2
            assert "Traceback" not in result.output
    assert "This is no text." in result.output


def test_an_import_goes_into_the_bank_of_a_teacher(
    run: Run, app: Flask, bank: Path, teacher: str, passage: Path, tmp_path: Path
) -> None:
    run("bank", "load", bank, "--teacher", teacher)
    file = tmp_path / "quiz.txt"
    file.write_text(AIKEN)
    words = ("bank", "import", file, "--article", passage, "--teacher", teacher)
    assert "number 1" in run(*words, "--bank", 1).output
    assert "1 were there already" in run(*words, "--bank", 1).output
    assert "has no bank with the number 7" in run(*words, "--bank", 7).output
    with app.app_context():
        assert db.session.get_one(Bank, 1).title == "The bridge at Ostrava"
        stems = [draft.stem for _, _, draft in load_latest(db.session(), 1)]
    assert stems[-1] == "Who received the prize in Prague?"
