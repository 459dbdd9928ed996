"""A file that is no sound course file is refused in one sentence, and nothing is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.archives import MOST_MEMBERS
from quizapp.course_archive import opening
from quizapp.course_archive.contents import MANIFEST
from quizapp.course_archive.errors import ADVICE, CourseFileError
from quizapp.course_archive.reading import open_course
from quizapp.db import Base
from tests.conftest import MovableClock
from tests.course_archive.courses import (
    bring,
    change_members,
    change_row,
    read_members,
)
from tests.course_archive.mutating import mutate, run
from tests.factories import make_teacher


def refusal(raw: bytes) -> str:
    with pytest.raises(CourseFileError) as caught, open_course(io.BytesIO(raw)):
        pass
    return str(caught.value)


def make_zip(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


def find_row(raw: bytes, member: str, wanted: Callable[[dict[str, Any]], bool]) -> int:
    """The number of the first row of a member that is wanted."""
    lines = read_members(raw)[member].splitlines()
    return next(number for number, it in enumerate(lines, start=1) if wanted(json.loads(it)))


def test_what_is_no_course_file_is_told_so() -> None:
    assert "This is no course file" in refusal(b"")
    assert "This is no course file" in refusal(b"PK\x03\x04 and nothing more")
    assert "it has no manifest.json" in refusal(make_zip(notes_txt="Hello"))
    assert "is no course file" in refusal(make_zip(manifest_json="[]"))
    assert "manifest.json is damaged" in refusal(make_zip(manifest_json="{"))
    assert "manifest.json is damaged" in refusal(make_zip(manifest_json="[" * 90_000))


def test_a_newer_version_is_told_apart_from_one_that_never_was(raw: bytes) -> None:
    newer = refusal(change_members(raw, {}, version=2))
    assert newer == (
        "This course file has version 2, and this program reads up to 1."
        " Update quizapp here, then bring the file again."
    )
    for wrong in (0, -1, "1", None, True, 1.0):
        assert "a version that there never was" in refusal(change_members(raw, {}, version=wrong))


@pytest.mark.parametrize("name", ["program", "exported_at", "course", "with_learners", "members"])
def test_a_manifest_says_all_that_it_has_to(raw: bytes, name: str) -> None:
    assert MANIFEST in refusal(change_members(raw, {}, **{name: None}))


def test_a_file_that_was_damaged_on_its_way_is_not_read(raw: bytes) -> None:
    members = read_members(raw)
    changed = members["learner.jsonl"].replace(b"Bea", b"Eva")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed if name == "learner.jsonl" else old.read(name))
    assert refusal(out.getvalue()) == (
        f"learner.jsonl is not what was written: its check sum differs. {ADVICE}"
    )


def test_members_that_are_missing_foreign_or_there_twice_are_named(raw: bytes) -> None:
    assert "quiz.jsonl is missing" in refusal(change_members(raw, {"quiz.jsonl": None}))
    assert "“../../etc/passwd” does not belong" in refusal(
        change_members(raw, {"../../etc/passwd": b""})
    )
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("quiz.jsonl", b"")
    assert "“quiz.jsonl” does not belong" in refusal(out.getvalue())


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(raw: bytes) -> None:
    bomb = change_members(raw, {"course.jsonl": b"0" * 5_000_000})
    assert "packed tighter than any export packs" in refusal(bomb)
    wanted = "at most 0 MB are read here. Export the course without learners"
    with (
        pytest.raises(CourseFileError, match=wanted),
        open_course(io.BytesIO(raw), most_unpacked=9),
    ):
        pass


def test_more_members_than_any_file_needs_are_not_even_listed(raw: bytes) -> None:
    many = {f"{at}.jsonl": b"" for at in range(MOST_MEMBERS)}
    assert "or has more members" in refusal(change_members(raw, many))


def test_a_row_that_never_ends_is_not_read(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_LINE", 100)
    assert "cut short or too long" in refusal(raw)
    assert "cut short or too long" in refusal(change_members(raw, {"course.jsonl": b"{}"}))


@pytest.mark.parametrize(
    ("member", "values", "sentence"),
    [
        ("course.jsonl", {"name": None}, "name is empty"),
        ("course.jsonl", {"name": 7}, "name is 7 and has to be a text of at most 120 characters"),
        ("course.jsonl", {"name": "x" * 121}, "a text of at most 120 characters"),
        ("course.jsonl", {"name": "a\0b"}, "has to be a text"),
        ("course.jsonl", {"name": "\ud800"}, "has to be a text"),
        ("course.jsonl", {"created_at": "2026-03-02"}, "has to be a moment"),
        ("course.jsonl", {"created_at": "9999-12-31T23:59:59Z"}, "has to be a moment"),
        ("course.jsonl", {"created_at": "2026-13-02T00:00:00Z"}, "has to be a moment"),
        ("course.jsonl", {"id": 2}, "its id is 2 and has to be 1"),
        ("course.jsonl", {"join_code": "ABCDEF"}, "and nothing else"),
        ("article.jsonl", {"published_on": "May"}, "has to be a date"),
        ("question.jsonl", {"status": "APPROVED"}, "one of draft, approved, retired"),
        ("question.jsonl", {"bank_id": 99}, "bank_id is 99, and no such row is in bank.jsonl"),
        ("question.jsonl", {"bank_id": 0}, "no such row is in bank.jsonl"),
        ("question.jsonl", {"copied_from_id": 1}, "no such row is in question.jsonl"),
        ("question.jsonl", {"latest": 1}, "its versions are not 1 to 1"),
        ("question.jsonl", {"latest": True}, "has to be a whole number"),
        ("question_version.jsonl", {"confidence": 1.5}, "the rule “confidence is a share”"),
        ("question_version.jsonl", {"confidence": "1"}, "has to be a number"),
        ("question_version.jsonl", {"kind": "cloze"}, "has no options"),
        ("question_version.jsonl", {"reasons": "why"}, "has to be a list of texts"),
        ("version_option.jsonl", {"is_key": 1}, "has to be true or false"),
        ("version_option.jsonl", {"is_key": False}, "0 options are keys"),
        ("version_span.jsonl", {"start_offset": 1}, "does not read"),
        ("version_span.jsonl", {"role": "hidden"}, "choose the words that prove the key"),
        ("quiz.jsonl", {"ip_ranges": ["school"]}, "something else than networks"),
        ("quiz.jsonl", {"submit_grace_seconds": 5}, "the rule “grace has a length”"),
        ("quiz.jsonl", {"time_limit_seconds": 2**40}, "a whole number up to"),
        ("quiz_slot.jsonl", {"weight": 1}, "a decimal in quotes"),
        ("quiz_slot.jsonl", {"weight": "1e3"}, "a decimal in quotes"),
        ("quiz_slot.jsonl", {"count": 20_000}, "its slots ask 20000 questions"),
        ("bank_tag.jsonl", {"word": "#Bridges "}, "is no tag"),
        ("accommodation.jsonl", {"time_multiplier": 0.5}, "the rule “never shortens”"),
        ("accommodation.jsonl", {"time_multiplier": 1e300}, "a number from 0 to 100"),
        ("enrolment.jsonl", {"sign_in_name": "Ada"}, "nobody can sign in under this name"),
        ("ruling.jsonl", {"reason": ""}, "the rule “has a reason”"),
        ("ruling.jsonl", {"options": ["1"]}, "the rule “key where it is one”"),
        ("ruling.jsonl", {"kind": "accept_both", "options": ["9"]}, "does not fit its question"),
        ("ruling.jsonl", {"kind": "accept_both", "options": ["x"]}, "does not fit its question"),
        ("ruling.jsonl", {"ended_at": None}, "the rule “ended by somebody”"),
        ("enrolment.jsonl", {"sign_in_name": ""}, "nobody can sign in under this name"),
        ("attempt.jsonl", {"furthest": 99}, "its paper has no question 99"),
        ("attempt.jsonl", {"max_score": "13"}, "its questions are worth 11 together"),
        ("attempt.jsonl", {"score": "99"}, "the rule “score in range”"),
        ("attempt.jsonl", {"closed_at": None}, "the rule “closed for a reason”"),
        ("paper_item.jsonl", {"position": 99}, "its paper does not count from 1"),
        ("paper_item.jsonl", {"printed_order": ["0", "0"]}, "is not that of its question"),
        ("response.jsonl", {"position": 99}, "it is no answer to its question"),
        ("response.jsonl", {"value": ["77"]}, "it is no answer to its question"),
        ("response.jsonl", {"value": ["x"]}, "it is no answer to its question"),
    ],
)
def test_each_fault_is_told_by_its_file_and_row(
    raw: bytes, member: str, values: dict[str, Any], sentence: str
) -> None:
    said = refusal(change_row(raw, member, 1, **values))
    assert sentence in said
    assert said.endswith(ADVICE)
    assert said.count(". ") == 1


def test_two_rows_that_are_one_are_told(raw: bytes) -> None:
    first = json.loads(read_members(raw)["enrolment.jsonl"].splitlines()[0])
    twin = change_row(raw, "enrolment.jsonl", 2, sign_in_name=first["sign_in_name"])
    assert refusal(twin) == (
        f"enrolment.jsonl, row 2: another row has the same course_id and sign_in_name. {ADVICE}"
    )


def test_the_row_is_told_right_deep_in_a_member(raw: bytes) -> None:
    row = find_row(raw, "response.jsonl", lambda it: it["is_late"])
    said = refusal(change_row(raw, "response.jsonl", row, is_late=False, counts=False))
    assert said.startswith(f"response.jsonl, row {row}: it breaks the rule “in time means")


def test_a_file_with_no_course_or_two_is_none(raw: bytes) -> None:
    assert "holds 0 courses" in refusal(change_members(raw, {"course.jsonl": b""}))


def test_a_row_that_is_no_object_is_told(raw: bytes) -> None:
    for line in (b"[]\n", b"x\n", b"\xff\n", b"[" * 90_000 + b"\n", b"9" * 9_000 + b"\n"):
        assert refusal(change_members(raw, {"course.jsonl": line})).startswith(
            "course.jsonl, row 1: it"
        )


def test_of_what_is_let_in_every_page_can_be_shown(raw: bytes) -> None:
    """The long run is `python -m tests.course_archive.mutating FILE COUNT`."""
    told = run(raw, 40, seed=3)
    assert told["sound"] > 5
    assert told.total() == 40


def count_rows(session: Session) -> int:
    tables = Base.metadata.sorted_tables
    return sum(session.scalar(select(func.count()).select_from(it)) or 0 for it in tables)


def test_a_file_changed_by_chance_is_brought_or_refused_and_never_half(
    session: Session, raw: bytes, clock: MovableClock
) -> None:
    other = make_teacher(session, clock(), "other")
    session.commit()
    before, rng = count_rows(session), Random(7)
    for _ in range(20):
        try:
            bring(session, mutate(raw, rng), other)
        except CourseFileError:
            assert count_rows(session) == before
        session.rollback()
