"""Class lists of every school program are read, and what is wrong is told by its line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.roster_files import (
    LATIN_NOTE,
    MOST_BYTES,
    MOST_ROWS,
    RosterFileError,
    decode_roster,
    read_roster,
)
from quizapp.accounts.roster_matching import RosterRow
from quizapp.accounts.rosters import Outcome, plan_roster

SAMPLES = Path(__file__).parents[2].parent / "shared" / "formats"


def read(text: str) -> list[RosterRow]:
    return list(read_roster(text).rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_as_it_was_written(encoding: str) -> None:
    text = "Name,ID\nZoë Ángel,007\nАйгерім,08\n"
    assert decode_roster(text.encode(encoding)) == (text, "")


def test_latin_letters_are_read_and_the_guess_is_said_aloud() -> None:
    assert decode_roster("Name\nZoë Šimek\n".encode("cp1252")) == ("Name\nZoë Šimek\n", LATIN_NOTE)
    assert decode_roster(b"Name\nZo\xeb\x81\n") == ("Name\nZoë\x81\n", LATIN_NOTE)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
        (b"PK\x03\x04", "Save the sheet as CSV"),
        (b"Name\0\n", "This is no text"),
        (b"\xff\xfea", "damaged"),
    ],
)
def test_what_is_no_class_list_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(RosterFileError, match=message):
        decode_roster(content)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_the_cells(mark: str) -> None:
    text = f'Name{mark}External ID{mark}Section\n"Ada, Lovelace; the\tfirst"{mark}007{mark}A\n'
    assert read(text) == [RosterRow(2, "Ada, Lovelace; the first", "007", "A")]


@pytest.mark.parametrize(
    ("head", "line", "row"),
    [
        (
            "sourcedId,status,role,username,givenName,familyName,password",
            "u-1,,student,ada1,Ada,Lovelace,first word",
            RosterRow(2, "Ada Lovelace", "u-1", "", "ada1", "first word"),
        ),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section",
            '"Lovelace, Ada",4711,007,ada1,English 10A',
            RosterRow(2, "Ada Lovelace", "007", "English 10A", "ada1"),
        ),
        (
            "First name,Last name,ID number,Institution,Department,Email address",
            "Ada,Lovelace,007,,,ada@example.org",
            RosterRow(2, "Ada Lovelace", "007", "", "ada@example.org"),
        ),
        (
            "learner_id,external_id,learner,section,average_percent",
            "3,007,Ada Lovelace,A,90",
            RosterRow(2, "Ada Lovelace", "007", "A"),
        ),
    ],
)
def test_the_heads_of_common_exports_are_known(head: str, line: str, row: RosterRow) -> None:
    assert read(f"{head}\n{line}\n") == [row]


def test_a_list_of_names_needs_no_head() -> None:
    found = read_roster("Ada Lovelace\n\nBo Li\n")
    assert found.rows == (RosterRow(1, "Ada Lovelace"), RosterRow(3, "Bo Li"))
    assert read("Name\nAda\n") == [RosterRow(2, "Ada")]


def test_it_is_said_which_column_was_taken_for_what() -> None:
    assert read_roster("Student;Sex;ID\nAda;f;1\n").columns == (
        ("Student", "name"),
        ("ID", "external_id"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The list is empty"),
        (" \n,,\n", "The list is empty"),
        ("Ada,1\nBo,2\n", "No column has the names"),
        ("ID,Section\n1,A\n", "No column has the names"),
        ("Name\n" + "Ada\n" * (MOST_ROWS + 1), "1,000 are read at a time"),
        ("Name\n" + "é" * 500_001, "larger than 1 MB"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(RosterFileError, match=message):
        read_roster(text)


def test_bad_lines_are_told_by_their_number_and_the_rest_is_read() -> None:
    text = "\ufeffName,ID,Role\r\n\r\nAda,1,student\r\nBo,2\r\nCy,3,student,x\r\nDi,4,teacher\r\n"
    assert [(it.line, it.name, it.problem.partition(".")[0]) for it in read(text)] == [
        (3, "Ada", ""),
        (4, "Bo", "This line has 2 cells and the first line 3"),
        (5, "Cy", "This line has 4 cells and the first line 3"),
        (6, "Di", "The role is teacher: only learners are taken"),
    ]


def test_a_cell_may_have_a_line_break_and_the_numbers_stay_those_of_the_file() -> None:
    text = 'Name,Section\n"Ada\nLovelace",A\nBo,B\n'
    assert read(text) == [RosterRow(2, "Ada Lovelace", "", "A"), RosterRow(4, "Bo", "", "B")]


def test_a_quotation_mark_that_is_left_open_swallows_no_learner() -> None:
    rows = read('Name,ID\n"Ada,1\nBo,2\nCy,3\n')
    assert [(it.line, it.name, bool(it.problem)) for it in rows] == [
        (2, "Ada,1", True),
        (3, "Bo", False),
        (4, "Cy", False),
    ]


def test_a_formula_is_harmless_text_and_cells_have_no_hidden_characters() -> None:
    rows = read('Name,ID\n"=HYPERLINK(""http://x"")",=1+1\nAda\u200b\x07Lovelace,\u00a07\n')
    assert [(it.name, it.external_id) for it in rows] == [
        ('=HYPERLINK("http://x")', "=1+1"),
        ("Ada Lovelace", "7"),
    ]


@given(
    st.lists(st.sampled_from(["Ada,1", "Bo", "", '"Cy', 'D"i,2', ",", "Ed,3,4", '"F""o",5'])),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_line_that_says_something_is_read_once(lines: list[str], end: str) -> None:
    said = [number for number, line in enumerate(lines, start=2) if line.strip(',"')]
    try:
        rows = read(end.join(["Name,ID", *lines]))
    except RosterFileError:
        return
    assert len({it.line for it in rows}) == len(rows)
    if not any(it.count('"') % 2 for it in lines):
        assert [it.line for it in rows] == said


def sample(path: str) -> Path:
    found = SAMPLES / path
    if not found.exists():
        pytest.skip("the sample files are not on this machine")
    return found


def test_the_users_of_a_oneroster_export_are_read_without_the_teachers() -> None:
    with zipfile.ZipFile(sample("oneroster/Test_minimal_data_set.zip")) as archive:
        name = next(it for it in archive.namelist() if it.endswith("users.csv"))
        text, _ = decode_roster(archive.read(name))
    plan = plan_roster(read(text), [])
    assert plan.of(Outcome.NEW)
    assert {it.row.problem for it in plan.of(Outcome.BAD)} <= {
        f"The role is {role}: only learners are taken."
        for role in ("teacher", "administrator", "guardian", "parent", "aide")
    }


@pytest.mark.parametrize(
    "name", ["canvas_basic_course_CR.csv", "canvas_basic_course_with_sis_login_id.csv"]
)
def test_a_gradebook_of_canvas_is_a_class_list(name: str) -> None:
    text, _ = decode_roster(sample(f"canvas_gradebook/{name}").read_bytes())
    rows = read(text)
    assert [it for it in rows if not it.problem]
    assert all("points" in it.problem for it in rows if it.name.casefold() == "points possible")
