"""Moodle maps the file's columns to what it knows, and every row is as wide as the head."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from quizapp.gradebook.files import SEPARATORS, Wishes
from quizapp.gradebook.moodle import write_moodle
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.gradebook.books import CLOSED_AT, RUNNING, graded, make_book
from tests.gradebook.books import make_row as row


def read(book: Gradebook, separator: str = ",") -> list[list[str]]:
    text = write_moodle(book, Wishes(separator=separator)).content.decode()
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


BOOK = make_book(
    row(1, "Ada Lovelace", graded("8.5"), graded("0"), external_id="007"),
    row(2, "Bo Li", NOT_ATTEMPTED, RUNNING, external_id="8"),
)


@pytest.mark.parametrize("separator", SEPARATORS.values())
def test_the_id_number_identifies_and_each_quiz_has_a_column(separator: str) -> None:
    assert read(BOOK, separator) == [
        ["Full name", "ID number", "Bridges", "Rivers"],
        ["Ada Lovelace", "007", "8.50", "0.00"],
        ["Bo Li", "8", "", ""],
    ]


def test_addresses_and_user_names_have_a_column_where_somebody_has_one() -> None:
    book = make_book(
        row(1, "Ada", sign_in_name="ada@school.example"),
        row(2, "Bo", sign_in_name="bo.li"),
        row(3, "Cy"),
        titles=(),
    )
    assert read(book) == [
        ["Full name", "ID number", "Email address", "Username"],
        ["Ada", "", "ada@school.example", ""],
        ["Bo", "", "", "bo.li"],
        ["Cy", "", "", ""],
    ]


def test_what_the_teacher_wrote_stands_beside_its_grade() -> None:
    book = make_book(
        row(1, "Ada", graded("1"), graded("2", feedback="Question 1: Well read.")),
        row(2, "Bo", RUNNING, RUNNING),
    )
    assert read(book) == [
        ["Full name", "ID number", "Bridges", "Rivers", "Feedback: Rivers"],
        ["Ada", "", "1.00", "2.00", "Question 1: Well read."],
        ["Bo", "", "", "", ""],
    ]


def test_no_two_columns_have_one_name() -> None:
    book = make_book(titles=("Test", "Test", "ID number", "Two\nlines"))
    head = read(book)[0]
    assert head[2:] == ["Test", "Test #2", "ID number #2", "Two lines"]
    said = " ".join(write_moodle(book, Wishes()).notices)
    assert "“Test” is called “Test #2” in the file" in said
    assert "“ID number” is called “ID number #2”" in said


def test_it_is_said_what_moodle_has_to_be_told() -> None:
    (said,) = write_moodle(BOOK, Wishes()).notices
    assert "out of 100" in said
    assert said.endswith("Make the items first, each with the maximum grade 10.")
    column = replace(BOOK.columns[1], max_score=Decimal("7.50"))
    mixed = replace(BOOK, columns=(BOOK.columns[0], column))
    (said,) = write_moodle(mixed, Wishes()).notices
    assert said.endswith("with these maximum grades: Bridges 10; Rivers 7.5.")
    unknown = make_book(row(1, "Ada", external_id="1"), row(2, "Bo", left_at=CLOSED_AT), titles=())
    told = " ".join(write_moodle(unknown, Wishes()).notices)
    assert "1 learner without an ID cannot be found by Moodle, and stops the import: Bo." in told
    assert "Bo left the course" in told


def test_it_is_said_when_no_column_identifies_everybody() -> None:
    mixed = make_book(
        row(1, "Ada", external_id="1"), row(2, "Bo", sign_in_name="bo@school.example"), titles=()
    )
    (said,) = write_moodle(mixed, Wishes()).notices
    assert said.startswith("No one column identifies every learner")
    assert write_moodle(make_book(titles=()), Wishes()).notices == ()
