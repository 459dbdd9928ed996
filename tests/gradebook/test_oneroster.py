"""A consumer of the OneRoster file resolves everything in it, and every state has its word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from quizapp.gradebook.files import GradeFile, Wishes
from quizapp.gradebook.oneroster import MADE_UP, write_oneroster_1_1, write_oneroster_1_2
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.gradebook.books import ABANDONED, CLOSED_AT, RUNNING, TO_MARK, books, graded, make_book
from tests.gradebook.books import make_row as row
from tests.gradebook.oneroster_checker import list_findings, read_files

WRITERS = {"1.1": write_oneroster_1_1, "1.2": write_oneroster_1_2}
both = pytest.mark.parametrize(("version", "write"), WRITERS.items())
Write = Callable[[Gradebook, Wishes], GradeFile]
TITLES = ("A", "B", "C", "D", "E")
BOOK = make_book(
    row(1, "Ada Lovelace", graded("8.5", feedback="Question 1: Good."), graded("0"), TO_MARK,
        RUNNING, ABANDONED, external_id="007", sign_in_name="ada@school.example"),
    row(2, "Bo", *[NOT_ATTEMPTED] * 5, left_at=CLOSED_AT),
    titles=TITLES,
)  # fmt: skip


@given(books())
def test_every_gradebook_makes_sound_files(book: Gradebook) -> None:
    for version, write in WRITERS.items():
        assert list_findings(write(book, Wishes()).content, version) == []


@both
def test_each_state_has_its_word_and_only_a_score_is_a_score(version: str, write: Write) -> None:
    results = read_files(write(BOOK, Wishes()).content)["results"]
    ada = [(it["scoreStatus"], it["score"]) for it in results if it["studentSourcedId"] == "007"]
    scored = [("fully graded", "8.50"), ("fully graded", "0.00"), ("partially graded", "3.00")]
    waiting = [("not submitted", ""), ("not submitted", "")]
    assert ada == (scored if version == "1.1" else scored + waiting)
    assert len(results) == (3 if version == "1.1" else 10)
    assert results[0]["comment"] == "Question 1: Good."


def test_the_flags_of_1_2_tell_running_and_missing_apart() -> None:
    results = read_files(write_oneroster_1_2(BOOK, Wishes()).content)["results"]
    flags = [(it["inProgress"], it["missing"]) for it in results]
    none, running, missing = ("false", "false"), ("true", "false"), ("false", "true")
    assert flags[:6] == [none, none, none, running, missing, none]
    assert {it["incomplete"] for it in results} == {"false"}


@both
def test_the_schools_number_is_the_sourced_id_and_keeps_its_zeros(
    version: str, write: Write
) -> None:
    files = read_files(write(BOOK, Wishes()).content)
    teacher, ada, bo = files["users"]
    assert (teacher["sourcedId"], ada["sourcedId"]) == ("quizapp-teacher-7", "007")
    assert bo["sourcedId"] == "quizapp-learner-2"
    assert (ada["givenName"], ada["familyName"], ada["email"]) == (
        "Ada", "Lovelace", "ada@school.example",
    )  # fmt: skip
    assert (bo["givenName"], bo["familyName"], bo["email"]) == ("Bo", "Bo", "")
    assert [it["endDate"] for it in files["enrollments"]] == ["", "", "2026-03-02"]


@both
def test_two_learners_with_one_number_stay_two(version: str, write: Write) -> None:
    book = make_book(
        row(1, "Ada", graded("1"), external_id="7"),
        row(2, "Bo", graded("2"), external_id="7"),
        titles=("A",),
    )
    results = read_files(write(book, Wishes()).content)["results"]
    assert [it["studentSourcedId"] for it in results] == ["quizapp-learner-1", "quizapp-learner-2"]


@both
def test_the_same_grades_give_the_same_bytes_and_more_grades_the_same_ids(
    version: str, write: Write
) -> None:
    first = write(BOOK, Wishes()).content
    assert write(BOOK, Wishes()).content == first
    more = replace(BOOK, rows=(*BOOK.rows, row(3, "Cy", *[graded("1")] * 5)))
    after = read_files(write(more, Wishes()).content)
    for name, rows in read_files(first).items():
        if name != "manifest":
            known = {it["sourcedId"] for it in after[name]}
            assert {it["sourcedId"] for it in rows} <= known


@both
def test_line_items_have_the_dates_of_the_school_and_all_their_references(
    version: str, write: Write
) -> None:
    column = replace(BOOK.columns[0], closes_at=CLOSED_AT)
    book = replace(BOOK, columns=(column, *BOOK.columns[1:]))
    files = read_files(write(book, Wishes(zone=ZoneInfo("Pacific/Kiritimati"))).content)
    item = files["lineItems"][0]
    assert (item["assignDate"], item["dueDate"]) == ("2026-01-13", "2026-03-03")
    assert (item["resultValueMin"], item["resultValueMax"]) == ("0.00", "10.00")
    (period,) = [it for it in files["academicSessions"] if it["type"] == "gradingPeriod"]
    head = "gradingPeriodSourcedId" if version == "1.1" else "academicSessionSourcedId"
    assert item[head] == period["sourcedId"]


@both
def test_what_is_made_up_and_whom_the_school_does_not_know_is_said(
    version: str, write: Write
) -> None:
    said = write(BOOK, Wishes()).notices
    assert said[0] == MADE_UP
    assert "1 learner without an ID of their own in the school’s system: Bo." in said[1]
    assert any("1 score may still rise" in it for it in said)


def broken(version: str, change: Callable[[dict[str, str]], None]) -> list[str]:
    """What the checker finds in a sound file after `change` to its texts."""
    content = WRITERS[version](BOOK, Wishes()).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {it: archive.read(it).decode() for it in archive.namelist()}
    change(texts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return list_findings(out.getvalue(), version)


def swap(name: str, old: str, new: str) -> Callable[[dict[str, str]], None]:
    def change(texts: dict[str, str]) -> None:
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda texts: texts.pop("orgs.csv"), "the manifest calls orgs 'bulk', and it is not"),
        (swap("manifest.csv", "1.1", "1.2"), "other versions"),
        (swap("lineItems.csv", "dueDate", "duedate"), "lineItems has another head"),
        (swap("results.csv", "fully graded", "graded"), "results has scoreStatus 'graded'"),
        (swap("results.csv", ",007,", ",008,"), "results refers to users '008'"),
        (swap("classes.csv", "-term", "-terms"), "classes refers to academicSessions"),
        (swap("users.csv", "quizapp-learner-2", "007"), "users has a sourcedId twice"),
        (swap("results.csv", "8.50", ""), "results lacks a value"),
        (swap("results.csv", "2026-03-02", "02.03.2026"), "results has scoreDate"),
    ],
)
def test_the_checker_finds_what_is_wrong(
    change: Callable[[dict[str, str]], None], finding: str
) -> None:
    assert any(finding in it for it in broken("1.1", change))
