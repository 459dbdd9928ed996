"""The Canvas file imports first time: who is meant, which quiz, out of how many points."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from quizapp.gradebook.canvas import COLUMNS, write_canvas
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.rows import NOT_ATTEMPTED, Gradebook
from tests.gradebook.books import ABANDONED, CLOSED_AT, RUNNING, TO_MARK, books, graded, make_book
from tests.gradebook.books import make_row as row
from tests.gradebook.canvas_checker import NotAGradebookError, Student, import_gradebook
from tests.samples import sample

PLAIN = Wishes()
ADA = Student(11, "Ada Lovelace", "Lovelace, Ada", "S-1", "ada1@school.example")
BO = Student(12, "Bo Li", "Li, Bo", "007")
TWIN = Student(13, "Ada Lovelace", "Lovelace, Ada", "S-2")
CLASS = (ADA, BO, TWIN)


def lines(book: Gradebook, wishes: Wishes = PLAIN) -> list[list[str]]:
    text = write_canvas(book, wishes).content.decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def read(book: Gradebook) -> list[tuple[Student | str, list[str]]]:
    return import_gradebook(write_canvas(book, PLAIN).content, CLASS).rows


def titles(*given_titles: str) -> list[str]:
    book = make_book(titles=given_titles)
    return [title for title, _ in import_gradebook(write_canvas(book, PLAIN).content).assignments]


def test_the_file_has_the_head_the_points_and_a_row_a_learner() -> None:
    book = make_book(
        row(1, "Ada Lovelace", graded("8.5"), NOT_ATTEMPTED, external_id="S-1", section="Period 3")
    )
    assert lines(book) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Bridges", "Rivers"],
        ["    Points Possible", "", "", "", "", "10.00", "10.00"],
        ["Lovelace, Ada", "", "S-1", "", "Period 3", "8.50", ""],
    ]


def test_canvas_makes_an_assignment_with_its_points_for_each_quiz() -> None:
    found = import_gradebook(
        write_canvas(make_book(row(1, "Bo", graded("1"), RUNNING)), PLAIN).content
    )
    assert found.assignments == [("Bridges", None), ("Rivers", None)]
    assert found.points == ["10.00", "10.00"]
    assert found.dropped == []


def test_zero_stays_zero_and_what_has_no_score_is_blank() -> None:
    made = (graded("0"), NOT_ATTEMPTED, RUNNING, ABANDONED)
    (found,) = read(make_book(row(1, "Bo", *made), titles=("A", "B", "C", "D")))
    assert found[1] == ["0.00", "", "", ""]


def test_the_schools_number_says_who_is_meant_before_any_name() -> None:
    book = make_book(
        row(1, "Ada Lovelace", external_id="S-2"),
        row(2, "Ada Lovelace", external_id="S-1"),
        row(3, "Bo Li", external_id="007"),
        titles=(),
    )
    assert [it for it, _ in read(book)] == [TWIN, ADA, BO]


def test_a_login_of_another_system_is_written_and_a_learners_own_name_is_not() -> None:
    book = make_book(
        row(1, "A. Lovelace", sign_in_name="ada1@school.example"),
        row(2, "Bo", sign_in_name="bo"),
        row(3, "Cy Young", sign_in_name="cy young 2"),
        row(4, "Di King", sign_in_name="di"),
        row(5, "ed.ward", sign_in_name="ed.ward"),
        titles=(),
    )
    assert [it[3] for it in lines(book)[2:]] == ["ada1@school.example", "", "", "", ""]
    assert read(book)[0][0] == ADA


@pytest.mark.parametrize(
    ("name", "number", "written"),
    [
        ("Ada Lovelace", "S-1", "Lovelace, Ada"),
        ("Zoë O’Brien-Šimek", "S-1", "O’Brien-Šimek, Zoë"),
        ("Ada Lovelace", "", "Ada Lovelace"),
        ("Ada", "S-1", "Ada"),
        ("Ada King Lovelace", "S-1", "Ada King Lovelace"),
        ("Ada 2", "S-1", "Ada 2"),
        ("Lovelace, Ada", "S-1", "Lovelace, Ada"),
    ],
)
def test_a_name_is_turned_round_only_when_it_is_sure_and_decides_nothing(
    name: str, number: str, written: str
) -> None:
    assert lines(make_book(row(1, name, external_id=number), titles=()))[2][0] == written


def test_a_learner_without_a_number_is_found_by_name() -> None:
    assert read(make_book(row(1, "Bo Li"), titles=()))[0][0] == BO


def test_canvas_own_numbers_go_into_its_own_column_when_the_teacher_says_so() -> None:
    book = make_book(
        row(1, "Somebody", external_id="12"), row(2, "Ada Lovelace", external_id="S-1"), titles=()
    )
    own = lines(book, Wishes(canvas_ids=True))[2:]
    assert [it[1:3] for it in own] == [["12", ""], ["", "S-1"]]
    content = write_canvas(book, Wishes(canvas_ids=True)).content
    assert [it for it, _ in import_gradebook(content, CLASS).rows] == [BO, ADA]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Midterm (2024)", "Midterm [2024]"),
        ("Midterm 2024", "Midterm 2024"),
        ("Midterm (spring)", "Midterm (spring)"),
        ("The Final Score of the war", "The Final-Score of the war"),
        ("Unposted Current Grade", "Unposted Current-Grade"),
        ("Section", "Quiz Section"),
        ("Section 3", "Section 3"),
        ("Notes", "Quiz Notes"),
        ("1.2.3", "Quiz 1.2.3"),
        ("a; b; c", "a, b, c"),
        ("Two\nlines", "Two lines"),
        ("=1+1", "Quiz =1+1"),
    ],
)
def test_a_title_that_canvas_would_misread_is_changed_and_said(title: str, written: str) -> None:
    assert titles(title) == [written]
    notices = write_canvas(make_book(titles=(title,)), PLAIN).notices
    said = [it for it in notices if f"“{title}” is called “{written}”" in it]
    assert len(said) == (title != written)


def test_two_quizzes_of_one_title_stay_two_and_it_is_said() -> None:
    assert titles("Test", "Test", "Test #2") == ["Test", "Test #2", "Test #2 #2"]
    notices = write_canvas(make_book(titles=("Test", "Test")), PLAIN).notices
    assert notices == (
        "“Test” is called “Test #2” in the file: each column needs a name of its own.",
    )


def test_what_canvas_cannot_know_is_said() -> None:
    book = make_book(
        row(1, "Bo Li", TO_MARK, TO_MARK._replace(feedback="Question 1: Good.")),
        row(2, "Bo Li", NOT_ATTEMPTED, NOT_ATTEMPTED),
        row(3, "Cy", NOT_ATTEMPTED, NOT_ATTEMPTED, external_id="3", left_at=CLOSED_AT),
    )
    said = " ".join(write_canvas(book, PLAIN).notices)
    for words in (
        "2 learners without an ID can only be found by their names: Bo Li and Bo Li.",
        "Several learners are called Bo Li",
        "Cy left the course",
        "2 scores may still rise",
        "Your comments on answers are not in the file",
    ):
        assert words in said


def test_nothing_is_said_of_a_book_that_is_sure() -> None:
    book = make_book(row(1, "Ada Lovelace", graded("1"), graded("2"), external_id="S-1"))
    assert write_canvas(book, PLAIN).notices == ()


@given(books())
def test_canvas_reads_every_quiz_and_every_learner_whatever_they_are_called(
    book: Gradebook,
) -> None:
    found = import_gradebook(write_canvas(book, PLAIN).content)
    assert found.dropped == []
    assert [number for _, number in found.assignments] == [None] * len(book.columns)
    assert len({title for title, _ in found.assignments}) == len(book.columns)
    assert len(found.rows) == len(book.rows)
    for (_, scores), it in zip(found.rows, book.rows, strict=True):
        assert [bool(score) for score in scores] == [cell.score is not None for cell in it.cells]


@given(books())
def test_a_mark_at_the_start_and_every_name_leave_the_head_as_it_is(book: Gradebook) -> None:
    content = write_canvas(book, Wishes(byte_order_mark=True)).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(import_gradebook(content).assignments) == len(book.columns)
    assert tuple(lines(book)[0][: len(COLUMNS)]) == COLUMNS


@pytest.mark.parametrize(
    ("name", "assignments", "learners"),
    [
        ("canvas_basic_course_CR.csv", ["Assignment 1", "Comments"], 7),
        ("canvas_basic_course_with_sis_login_id.csv", ["Assignment 1", "Comments"], 7),
        ("canvas_last_and_first_names.csv", ["Assignment 1", "Comments"], 7),
        ("canvas_readonly_and_totals.csv", ["Assignment 1"], 0),
        ("ubraket_canvas-expected.csv", ["H2"], 4),
    ],
)
def test_the_checker_reads_the_files_that_canvas_reads(
    name: str, assignments: list[str], learners: int
) -> None:
    found = import_gradebook(sample(f"canvas_gradebook/{name}").read_bytes())
    assert [title for title, _ in found.assignments] == assignments
    assert len(found.rows) == learners


@pytest.mark.parametrize(
    "head", ["Name,ID,Section,Quiz", "Student,Number,Section,Quiz", "Student,ID,Group,Quiz"]
)
def test_the_checker_refuses_what_canvas_refuses(head: str) -> None:
    with pytest.raises(NotAGradebookError):
        import_gradebook(f"{head}\nAda,1,A,5\n".encode())


def test_the_checker_sees_what_canvas_does_in_silence() -> None:
    content = b"Student,ID,Section,Final Score,Quiz (12),Quiz\nAda,1,A,1,2,3\n"
    found = import_gradebook(content)
    assert found.dropped == ["Final Score"]
    assert found.assignments == [("Quiz", 12), ("Quiz", None)]
