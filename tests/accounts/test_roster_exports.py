"""A class of a OneRoster export becomes a class list: its students, and only those."""

from __future__ import annotations

import pytest

from quizapp.accounts import roster_exports
from quizapp.accounts.roster_exports import (
    MOST_BYTES,
    ClassList,
    ExportedClass,
    RosterExport,
    read_export,
)
from quizapp.accounts.roster_files import RosterFileError, read_roster
from quizapp.accounts.roster_matching import RosterRow
from tests.accounts.exports import FILES_1_1, FILES_1_2, pack, without
from tests.samples import sample


def take(export: RosterExport, title: str) -> ClassList:
    (chosen,) = [it for it in export.list_classes() if it.title == title]
    return export.list_learners(chosen)


def names(made: ClassList) -> list[str]:
    return [it.name for it in read_roster(made.text).rows]


def test_the_classes_are_listed_with_their_learners_and_without_those_that_are_gone() -> None:
    assert read_export(pack(FILES_1_1)).list_classes() == [
        ExportedClass("c-2", "Drama", 2),
        ExportedClass("c-1", "English 10A", 5),
    ]


def test_the_students_of_the_chosen_class_are_its_list() -> None:
    made = take(read_export(pack(FILES_1_1)), "English 10A")
    assert read_roster(made.text).rows == (
        RosterRow(2, "Ada Lovelace", "007", "", "ada.l"),
        RosterRow(3, "Bo Li", "u-2", "", "bo@school.example", "first word"),
    )
    assert made.notes == (
        "Read from a OneRoster 1.1 export: English 10A, 2 learners.",
        "Left out, since only learners are taken: 1 teacher.",
        "Left out, since the export says that they are to be deleted: 2.",
        "Not in users.csv, and left out: u-9.",
    )


def test_a_teacher_who_learns_in_a_class_is_taken_and_named() -> None:
    made = take(read_export(pack(FILES_1_1)), "Drama")
    assert names(made) == ["Ed Ward", "Cy Young"]
    assert "No student in the school, but a student of this class: Cy Young." in made.notes[-1]


@pytest.mark.parametrize("files", [FILES_1_1, FILES_1_2])
def test_an_export_without_classes_gives_all_of_its_students(files: dict[str, str]) -> None:
    export = read_export(pack(without(files, "enrollments.csv", "classes.csv")))
    (everybody,) = export.list_classes()
    made = export.list_learners(everybody)
    expected = ["Ada Lovelace"] if files is FILES_1_2 else ["Ada Lovelace", "Bo Li", "Ed Ward"]
    assert names(made) == expected
    assert len(made.notes) == 1


def test_roles_stand_in_a_file_of_their_own_in_1_2_and_the_first_counts() -> None:
    export = read_export(pack(FILES_1_2))
    assert export.version == "1.2"
    assert names(take(export, "Drama")) == ["Cy Young"]
    assert "Cy Young" in take(export, "Drama").notes[-1]


@pytest.mark.parametrize("folder", ["", "export/"])
def test_files_are_found_in_a_folder_and_whatever_their_case(folder: str) -> None:
    files = {name.upper(): text for name, text in FILES_1_1.items()}
    assert len(read_export(pack(files, folder)).list_classes()) == 2


def test_a_file_that_holds_changes_alone_says_so() -> None:
    files = {**FILES_1_1, "manifest.csv": FILES_1_1["manifest.csv"].replace("bulk", "delta")}
    assert "changes alone" in take(read_export(pack(files)), "Drama").notes[1]


def test_an_export_whose_classes_are_all_gone_is_refused_in_words() -> None:
    files = {**FILES_1_1, "classes.csv": "sourcedId,status,title\nc-1,tobedeleted,A\n"}
    enrollments = "classSourcedId,userSourcedId,role\nc-1,007,student\n"
    export = read_export(pack({**files, "enrollments.csv": enrollments}))
    with pytest.raises(RosterFileError, match="Every class of the export is to be deleted"):
        export.list_classes()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK" + bytes(MOST_BYTES), "larger than 2 MB"),
        (b"PK\x03\x04", "damaged or cut short"),
        (pack(FILES_1_1)[:-40], "damaged or cut short"),
        (pack({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "This is a workbook"),
        (pack(without(FILES_1_1, "users.csv")), "no users.csv"),
        (pack({"users.csv": "0" * 70_000_000}), "unpacks to far more"),
        (pack({"users.csv": "a\0b"}), "This is no text"),
    ],
)
def test_what_is_no_export_is_refused_in_words(raw: bytes, message: str) -> None:
    with pytest.raises(RosterFileError, match=message):
        read_export(raw)


def test_a_file_that_was_broken_on_the_way_is_refused_in_words() -> None:
    raw = bytearray(pack(FILES_1_1))
    at = raw.index(b"users.csv") + 40
    raw[at : at + 20] = bytes(20)
    with pytest.raises(RosterFileError, match="damaged or cut short"):
        read_export(bytes(raw))


def test_more_text_than_a_school_has_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roster_exports, "MOST_UNPACKED", 100)
    with pytest.raises(RosterFileError, match="unpacks to far more"):
        read_export(pack(FILES_1_1))


@pytest.mark.parametrize("opened", ["users", "enrollments"])
def test_a_quotation_mark_that_is_left_open_swallows_nobody(opened: str) -> None:
    lines = FILES_1_1[f"{opened}.csv"].splitlines(keepends=True)
    lines[1] = lines[1].replace(",,,", ',,,"', 1)
    files = {**FILES_1_1, f"{opened}.csv": "".join(lines)}
    with pytest.raises(RosterFileError, match=rf"{opened}\.csv, line 2: .* quotation mark"):
        read_export(pack(files))


def test_a_quotation_mark_that_is_closed_may_hold_a_line_break() -> None:
    users = FILES_1_1["users.csv"].replace("Lovelace", '"Love\nlace, née ""Byron"""')
    made = take(read_export(pack({**FILES_1_1, "users.csv": users})), "English 10A")
    assert names(made) == ['Ada Love lace, née "Byron"', "Bo Li"]


def test_two_people_under_one_id_are_told_and_one_person_twice_is_not() -> None:
    line = next(it for it in FILES_1_1["users.csv"].splitlines() if it.startswith("u-2"))
    users = FILES_1_1["users.csv"] + line + "\n"
    same = take(read_export(pack({**FILES_1_1, "users.csv": users})), "English 10A")
    assert same == take(read_export(pack(FILES_1_1)), "English 10A")
    users += line.replace("Bo,Li", "Flo,Ox") + "\n"
    made = take(read_export(pack({**FILES_1_1, "users.csv": users})), "English 10A")
    assert names(made) == ["Ada Lovelace", "Flo Ox"]
    assert (
        "More than one line of users.csv, and not the same, has this sourcedId; the last one was"
        " taken: u-2." in made.notes
    )


@pytest.mark.parametrize(
    ("name", "version", "classes"),
    [
        ("Test_minimal_data_set.zip", "1.1", 2),
        ("v1p2_full_dataset.zip", "1.2", 1),
    ],
)
def test_the_samples_of_other_systems_are_read(name: str, version: str, classes: int) -> None:
    export = read_export(sample(f"oneroster/{name}").read_bytes())
    assert export.version == version
    found = export.list_classes()
    assert [it.learners for it in found] == [2] * classes
    for it in found:
        made = export.list_learners(it)
        rows = read_roster(made.text).rows
        assert [row.external_id for row in rows] == ["usr-222-987654", "usr-222-1234561232"]
        assert all(row.sign_in_name and not row.problem for row in rows)
        assert any("1 teacher" in note for note in made.notes)
