"""Class lists of every school program are read, and what is wrong is told by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.roster_files import (
    CANVAS_IDS_NOTE,
    LATIN_NOTE,
    MOST_BYTES,
    MOST_ROWS,
    RosterFile,
    RosterFileError,
    decode_roster,
    read_roster,
)
from quizapp.accounts.roster_matching import RosterRow
from quizapp.accounts.rosters import Outcome, plan_roster
from tests.samples import sample


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


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (77),Homework Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10.00,(read only)
"Lovelace, Ada",11,S-1,ada1@school.example,Period 3,9.0,80
"Li, Bo",12,S-2,bo.li,Period 3,,
"Student, Test",14,,,Period 3,0,0
"""


def test_a_gradebook_of_canvas_is_a_class_list_without_the_lines_that_mean_nobody() -> None:
    found = read_roster(CANVAS)
    assert found.rows == (
        RosterRow(4, "Ada Lovelace", "S-1", "Period 3", "ada1@school.example"),
        RosterRow(5, "Bo Li", "S-2", "Period 3", "bo.li"),
    )
    assert found.notes == (
        "Left out, since no learner is meant: line 2 (settings of the gradebook),"
        " line 3 (points), line 6 (the test student of Canvas).",
    )


def test_the_heads_with_two_names_and_an_id_of_canvas_alone_are_known() -> None:
    found = read_roster(
        "LastName,FirstName,ID,Section,Quiz\nPoints Possible,,,,5\nLovelace,Ada,6,A,-\n"
        "Student,Test,7,A,\n"
    )
    assert found.rows == (RosterRow(3, "Ada Lovelace", "6", "A"),)
    plain = read_roster('Student,ID,Section,Quiz\n"Lovelace, Ada",6,-,1\n')
    assert plain.rows == (RosterRow(2, "Ada Lovelace", "6", ""),)
    assert plain.notes == (CANVAS_IDS_NOTE,)


def test_somebody_who_is_called_test_student_in_another_list_is_a_learner() -> None:
    for text in ("Name,ID\nTest Student,1\n", 'Student\n"Student, Test"\n'):
        assert [it.name for it in read(text)] == ["Test Student"]
    assert [it.name for it in read("Name,ID\nMuted,\n")] == ["Muted"]


def test_a_sign_in_name_that_everybody_has_is_nobodys() -> None:
    found = read_roster("Name,ID,Username\nAda,1,My Course\nBo,2,My Course\n")
    assert [it.sign_in_name for it in found.rows] == ["", ""]
    assert found.notes == (
        "“Username” says My Course in every line, so it was not taken for the sign-in name.",
    )
    assert read_roster("Name,Username\nAda,ada1\nBo,bo1\n").notes == ()
    for text in ("Name,Username\nAda,ada1\n", "Name,Username\nAda,ada1\nAda,ada1\n"):
        assert {it.sign_in_name for it in read(text)} == {"ada1"}


@pytest.mark.parametrize(
    "head",
    [
        "First name,Last name,ID number,Email address,Quiz: Bridges (Real),Course total (Real)",
        "First name,Surname,ID number,Email address,Suspended,Last downloaded from this course",
    ],
)
def test_grades_of_moodle_are_a_class_list(head: str) -> None:
    found = read_roster(f"{head}\nAda,Lovelace,007,ada@school.example,5.00,1\n")
    assert found.rows == (RosterRow(2, "Ada Lovelace", "007", "", "ada@school.example"),)


def test_participants_of_moodle_are_read_with_their_groups_and_without_teachers() -> None:
    rows = read(
        "First name,Last name,Email address,Roles,Groups\n"
        "Ada,Lovelace,ada@school.example,Student,A\n"
        "Bo,Li,bo@school.example,Student,No groups\n"
        "Tea,Cher,tea@school.example,Teacher,\n"
    )
    assert [(it.section, it.problem) for it in rows] == [
        ("A", ""),
        ("", ""),
        ("", "The role is Teacher: only learners are taken."),
    ]


def read_sample(path: str) -> RosterFile:
    text, _ = decode_roster(sample(path).read_bytes())
    return read_roster(text)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("canvas_basic_course_CR.csv", "6451372"),
        ("canvas_basic_course_with_sis_login_id.csv", "6451372"),
        ("canvas_last_and_first_names.csv", "6451372"),
        ("canvas_readonly_and_totals.csv", ""),
    ],
)
def test_the_samples_of_canvas_are_read_to_the_last_learner(name: str, ids: str) -> None:
    found = read_sample(f"canvas_gradebook/{name}")
    assert "".join(it.external_id for it in found.rows) == ids
    assert not any(it.sign_in_name or it.problem or "," in it.name for it in found.rows)
    assert "line 2 (points)" in found.notes[0]
    plan = plan_roster(found.rows, [])
    assert len(plan.of(Outcome.NEW)) == len(ids)


def test_the_sample_with_school_numbers_is_read_without_its_test_student() -> None:
    found = read_sample("canvas_gradebook/ubraket_canvas-expected.csv")
    assert [it.external_id for it in found.rows] == ["9001", "9002", "9003"]
    assert [it.line for it in found.rows] == [4, 5, 6]
    assert all(it.sign_in_name and it.section for it in found.rows)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("moodle_oktext.csv", []),
        ("moodle_csvtext_exportdate.csv", []),
        ("moodle_badtext_INVALID.csv", [2]),
    ],
)
def test_the_samples_of_moodle_are_read_and_what_is_wrong_is_told_by_its_line(
    name: str, bad: list[int]
) -> None:
    found = read_sample(f"moodle_grades/{name}")
    assert [it.line for it in found.rows] == [2, 3]
    assert [it.line for it in found.rows if it.problem] == bad
    assert all("@" in it.sign_in_name for it in found.rows)
