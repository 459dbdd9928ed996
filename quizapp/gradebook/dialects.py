"""Where can grades go, in which file, and how are they brought in there?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.gradebook.canvas import write_canvas
from quizapp.gradebook.csv_long import write_long
from quizapp.gradebook.csv_wide import write_wide
from quizapp.gradebook.files import GradeFile, Wish, Wishes, encode
from quizapp.gradebook.google_classroom import write_google
from quizapp.gradebook.moodle import write_moodle
from quizapp.gradebook.notices import tell_unmarked
from quizapp.gradebook.oneroster import write_oneroster_1_1, write_oneroster_1_2
from quizapp.gradebook.rows import Book

_CSV, _ZIP = "text/csv", "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ONEROSTER_STEPS = (
    "Give the zip file to whoever looks after the student information system, as it is: its files"
    " have to stay at its root.",
    "They import it as OneRoster CSV, bulk. The scores are in lineItems.csv and results.csv; all"
    " other files are there so that these refer to something.",
)


@dataclass(frozen=True)
class Dialect:
    """A kind of file; `hint` says in a line how it is brought in, `steps` say it in full."""

    name: str
    title: str
    hint: str
    steps: tuple[str, ...]
    suffix: str
    media_type: str
    write: Callable[[Book, Wishes], GradeFile]
    wishes: frozenset[Wish] = frozenset()
    is_for_spreadsheets: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the file can be printed in a terminal."""
        return self.media_type == _CSV

    def name_file(self, join_code: str) -> str:
        return f"gradebook-{join_code.lower()}-{self.name}{self.suffix}"


def _write_wide(gradebook: Book, wishes: Wishes) -> GradeFile:
    return GradeFile(encode(write_wide(gradebook), wishes), tell_unmarked(gradebook))


def _write_long(gradebook: Book, wishes: Wishes) -> GradeFile:
    return GradeFile(encode(write_long(gradebook), wishes))


def _write_workbook(gradebook: Book, wishes: Wishes) -> GradeFile:
    # openpyxl brings numpy: only who writes a workbook has to load them.
    from quizapp.gradebook.workbook import write_workbook

    return write_workbook(gradebook, wishes)


_LIST = (
    Dialect(
        "canvas",
        "Canvas",
        "In Canvas open Grades, choose Import, and choose the file.",
        (
            "In Canvas open the course, then Grades, and choose Import.",
            "Choose the file. A quiz that Canvas does not know by its title becomes an assignment;"
            " tell Canvas so when it asks, and its points are already right.",
            "Look at the changes that Canvas shows, and save them. A blank takes away a score that"
            " was typed into Canvas.",
        ),
        ".csv",
        _CSV,
        write_canvas,
        frozenset({Wish.CANVAS_IDS, Wish.BYTE_ORDER_MARK}),
    ),
    Dialect(
        "moodle",
        "Moodle",
        "In Moodle open Grades, then Import, CSV file, and choose the file.",
        (
            "In Moodle open the course, then Grades, Setup, and add a grade item for each quiz with"
            " its maximum grade; one that Moodle makes itself is out of 100.",
            "Choose Import, CSV file. Choose the file and the separator that you have chosen here.",
            "Map from the column ID number (or Email address, or Username) to the same field of"
            " Moodle, each quiz to its grade item, and Full name to Ignore.",
            "Choose Upload grades.",
        ),
        ".csv",
        _CSV,
        write_moodle,
        frozenset({Wish.SEPARATOR, Wish.BYTE_ORDER_MARK}),
    ),
    Dialect(
        "oneroster-1.1",
        "OneRoster 1.1",
        "Give the zip file to your student information system’s OneRoster CSV import.",
        (
            *_ONEROSTER_STEPS,
            "In 1.1 a result has a score, so what was not handed in has no line in results.csv.",
        ),
        ".zip",
        _ZIP,
        write_oneroster_1_1,
    ),
    Dialect(
        "oneroster-1.2",
        "OneRoster 1.2",
        "Give the zip file to your student information system’s OneRoster CSV import.",
        (
            *_ONEROSTER_STEPS,
            "What was not handed in is a result without a score, marked as not submitted.",
        ),
        ".zip",
        _ZIP,
        write_oneroster_1_2,
    ),
    Dialect(
        "google",
        "Google Classroom",
        "Classroom imports no file: copy the column of scores, a sheet for each quiz.",
        (
            "Unpack the zip file. Each quiz has a sheet (.csv) and its bare column of scores (.txt)"
            " in the same order.",
            "Open the sheet beside the assignment in Classroom, in the order of the roster, and"
            " type the scores; or paste the column into a sheet that you exported from Classroom,"
            " when its learners stand in the same order.",
            "Compare a few names before you return the grades.",
        ),
        ".zip",
        _ZIP,
        write_google,
        frozenset({Wish.BYTE_ORDER_MARK}),
        is_for_spreadsheets=True,
    ),
    Dialect(
        "excel",
        "Excel",
        "Open the workbook: a row a learner on one sheet, a row a grade on the other.",
        ("Open the file in Excel, LibreOffice or Google Sheets. Numbers are numbers in it.",),
        ".xlsx",
        _XLSX,
        _write_workbook,
    ),
    Dialect(
        "wide",
        "CSV, a line a learner",
        "Open it in any spreadsheet, or keep it: a column a quiz.",
        ("Open the file in a spreadsheet, or read it with a program of your own.",),
        ".csv",
        _CSV,
        _write_wide,
        frozenset({Wish.BYTE_ORDER_MARK}),
        is_for_spreadsheets=True,
    ),
    Dialect(
        "long",
        "CSV, a line a grade",
        "For programs and pivot tables: a line for each learner and quiz, with its status.",
        ("Open the file in a spreadsheet, or read it with a program of your own.",),
        ".csv",
        _CSV,
        _write_long,
        frozenset({Wish.BYTE_ORDER_MARK}),
        is_for_spreadsheets=True,
    ),
)
DIALECTS = {it.name: it for it in _LIST}
