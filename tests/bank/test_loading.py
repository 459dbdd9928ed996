"""Bank files come in whole or are told what to mend, and coming in twice adds nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.articles.document import Document
from quizapp.articles.importing import read_document
from quizapp.bank.file import BankFileError, write_bank
from quizapp.bank.loading import Finding, check_file, load_bank, load_shipped_banks
from quizapp.bank.models import Bank, Question
from quizapp.bank.review import find_span
from quizapp.generation.draft import Option, QuestionDraft, Span, Status
from tests.conftest import MovableClock
from tests.factories import about, choice, make_teacher

PASSAGE = """# The bridge at Ostrava

The old bridge was closed in 1998 after a flood. For five years people had to walk to the next
town and back again when they wanted to see their friends on the other side of the river.

Mayor Jana Kralova opened the new bridge on May 4, 2003. It cost 40 million crowns, and it
carries trams and cyclists. The people who live there say that it has changed their lives, because
the way to work is short again and the shops on both sides have more customers than before.

In the evening the bridge is full of people who look at the water and at the lights of the town.
"""
QUOTE = "Mayor Jana Kralova opened the new bridge"


def document() -> Document:
    return read_document(PASSAGE.encode(), "bridge.md")


def sound(uid: str = "who-opened", **changes: object) -> QuestionDraft:
    """A question that keeps every rule about the passage above."""
    span = find_span(document().paragraphs, 2, QUOTE)
    assert span
    fields: dict[str, Any] = {"critical_span": span, **changes}
    return replace(choice(uid), **fields)


def write(folder: Path, *drafts: QuestionDraft, passage: str = PASSAGE) -> Path:
    """A bank file beside its passage."""
    (folder / "bridge.md").write_text(passage, encoding="utf-8")
    path = folder / "bridge.yaml"
    path.write_text(write_bank(document(), "bridge.md", drafts, 1), encoding="utf-8")
    return path


def test_a_sound_bank_has_no_finding(tmp_path: Path) -> None:
    assert check_file(write(tmp_path, sound(), sound("another"))) == []


MOVED = Span(2, 1, 41, QUOTE)


@pytest.mark.parametrize(
    ("draft", "rule", "message"),
    [
        (sound(critical_span=MOVED), "evidence", "characters 1 to 41, does not read"),
        (sound(options=(Option("a", True), Option("b", True))), "key", "2 options are keys"),
        (sound(stem=" "), "stem", "the stem is empty"),
    ],
)
def test_a_broken_question_is_named_with_its_file_and_rule(
    tmp_path: Path, draft: QuestionDraft, rule: str, message: str
) -> None:
    (finding,) = check_file(write(tmp_path, sound("sound"), draft))
    assert (finding.file, finding.question, finding.rule) == ("bridge.yaml", "who-opened", rule)
    assert message in finding.message
    assert str(finding) == f"bridge.yaml: who-opened: {rule}: {finding.message}"


def test_two_questions_of_one_id_are_found(tmp_path: Path) -> None:
    (finding,) = check_file(write(tmp_path, sound(), sound()))
    assert (finding.question, finding.rule) == ("who-opened", "unique-id")


def test_a_changed_passage_is_found(tmp_path: Path) -> None:
    findings = check_file(write(tmp_path, sound(), passage=PASSAGE.replace("evening", "night")))
    assert [(it.question, it.rule) for it in findings] == [("-", "passage")]
    assert "has changed" in findings[0].message


def test_a_missing_passage_is_found_and_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, sound())
    moved = (tmp_path / "bridge.md").rename(tmp_path / "moved.md")
    (finding,) = check_file(path)
    assert finding.rule == "passage"
    assert "bridge.md is not there; name it with --article" in finding.message
    assert check_file(path, moved) == []


def test_a_passage_that_is_no_article_is_found(tmp_path: Path) -> None:
    (finding,) = check_file(write(tmp_path, sound(), passage="Too short."))
    assert (finding.question, finding.rule) == ("-", "passage")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"article: [", "this is no YAML"), (b"- a", "mapping"), (b"\xff\xfe\xfa", "codec")],
)
def test_what_cannot_be_read_is_one_finding(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(content)
    (finding,) = check_file(path)
    assert (finding.file, finding.question, finding.rule) == ("bank.yaml", "-", "readable")
    assert message in finding.message


def test_a_file_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    assert [it.rule for it in check_file(tmp_path / "none.yaml")] == ["readable"]


@pytest.mark.parametrize(
    ("before", "after", "question"),
    [
        ("kind: multiple_choice", "kind: essay", "who-opened kind"),
        ("key: true", "key: maybe", "who-opened options 0 key"),
        ("id: who-opened", "id: WHO", "WHO id"),
        ("id: who-opened", "uid: who-opened", "question 1"),
        ("seed: 1", "seed: one", "generator.seed"),
    ],
)
def test_a_schema_finding_names_the_question_and_the_place(
    tmp_path: Path, before: str, after: str, question: str
) -> None:
    path = write(tmp_path, sound())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    findings = check_file(path)
    assert {(it.question, it.rule) for it in findings} == {(question, "schema")}


def count(session: Session, model: type[Bank] | type[Question]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_twice_adds_nothing_and_new_questions_are_added(
    session: Session, clock: MovableClock, tmp_path: Path
) -> None:
    teacher = make_teacher(session, clock())
    bank = load_bank(session, teacher, write(tmp_path, sound()), now=clock())
    assert bank.title == "The bridge at Ostrava"
    question = session.scalars(select(Question)).one()
    assert (question.uid, question.status) == ("who-opened", Status.APPROVED)

    question.status = Status.RETIRED
    assert load_bank(session, teacher, write(tmp_path, sound()), now=clock()) is bank
    assert (count(session, Bank), count(session, Question)) == (1, 1)
    assert question.status is Status.RETIRED

    load_bank(session, teacher, write(tmp_path, sound(), sound("another")), now=clock())
    assert (count(session, Bank), count(session, Question)) == (1, 2)


def test_each_teacher_has_a_copy_of_their_own(
    session: Session, clock: MovableClock, tmp_path: Path
) -> None:
    path = write(tmp_path, sound())
    banks = {
        load_bank(session, make_teacher(session, clock(), name), path, now=clock())
        for name in ("one", "other")
    }
    assert len(banks) == count(session, Question) == 2


def test_a_damaged_bank_is_not_loaded(
    session: Session, clock: MovableClock, tmp_path: Path
) -> None:
    path = write(tmp_path, sound())
    path.write_text(path.read_text(encoding="utf-8").replace("seed: 1", "seed: x"))
    with pytest.raises(BankFileError, match=r"generator\.seed"):
        load_bank(session, make_teacher(session, clock()), path, now=clock())
    assert count(session, Bank) == 0


def test_a_bank_that_breaks_a_rule_is_not_loaded(
    session: Session, clock: MovableClock, tmp_path: Path
) -> None:
    two_keys = sound(options=(Option("Yes", True), Option("No", True)))
    path = write(tmp_path, two_keys)
    with pytest.raises(BankFileError, match="mark exactly one"):
        load_bank(session, make_teacher(session, clock()), path, now=clock())
    assert count(session, Bank) == 0


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_shipped_banks_load(session: Session, clock: MovableClock) -> None:
    banks = load_shipped_banks(session, make_teacher(session, clock()), now=clock())
    assert {about(bank).level for bank in banks} >= {"introductory", "intermediate", "advanced"}


def test_a_finding_reads_as_a_line_of_a_linter() -> None:
    assert str(Finding("a.yaml", "b", "key", "mend it")) == "a.yaml: b: key: mend it"
