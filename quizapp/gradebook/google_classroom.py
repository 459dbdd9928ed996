"""A sheet a quiz for Google Classroom, which has no import of grades from a file.

Each quiz has a CSV with the address, the score and the maximum of every learner, and the bare
column of scores in the same order, to be pasted beside the learners of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizapp.cells import guard
from quizapp.gradebook.files import GradeFile, Wishes, encode, pack
from quizapp.gradebook.hygiene import stream_csv, write_number
from quizapp.gradebook.identity import find_email
from quizapp.gradebook.notices import count, tell_excused, tell_left, tell_unmarked
from quizapp.gradebook.rows import Book, CellStatus, Column, GradebookRow

EXCUSED = "Excused"
COLUMNS = ("email", "external_id", "learner", "score", "max_score")
HONESTLY = (
    "Google Classroom reads no grades from a file. These are sheets to copy from: a score for"
    " each learner in the order of the roster, and beside it who it belongs to."
)
_UNSAFE = re.compile(r"[^\w-]+")


def write_google(gradebook: Book, wishes: Wishes) -> GradeFile:
    """A zip file with a sheet and a column of scores for each quiz."""
    files: dict[str, Iterable[bytes]] = {}
    for at, name in enumerate(_name_files(gradebook)):
        files[f"{name}.csv"] = encode(_write_sheet(gradebook, at), wishes)
        files[f"{name}-column.txt"] = encode(_write_column(gradebook, at), Wishes())
    return GradeFile(pack(files), _tell(gradebook))


def _name_files(gradebook: Book) -> Iterator[str]:
    for number, column in enumerate(gradebook.columns, start=1):
        yield f"{number:02d}-{_UNSAFE.sub('-', column.title).strip('-')[:60]}".strip("-")


def _write_sheet(gradebook: Book, at: int) -> Iterator[str]:
    (column,) = (book := gradebook.narrow(at)).columns
    maximum = write_number(column.max_score)
    rows = (
        [
            *(find_email(row), row.learner.external_id, row.learner.name),
            EXCUSED if row.cells[0].status is CellStatus.EXCUSED else _score(row, column),
            maximum,
        ]
        for row in book.rows
    )
    return stream_csv(COLUMNS, rows)


def _write_column(gradebook: Book, at: int) -> Iterator[str]:
    """A score a line; a line stays empty where there is none, so that the rest keeps its place."""
    (column,) = (book := gradebook.narrow(at)).columns
    return (f"{guard(_score(row, column))}\r\n" for row in book.rows)


def _score(row: GradebookRow, column: Column) -> str:
    return write_number(row.cells[0].score_out_of(column.max_score))


def _tell(gradebook: Book) -> Iterator[str]:
    yield HONESTLY
    without = sum(not find_email(row) for row in gradebook.people)
    if without:
        yield (
            f"{count(without, 'learner')} without an e-mail address: there is one only where a"
            " class list brought it as the sign-in name. Their ID and name stand in the sheet."
        )
    yield from tell_excused(gradebook, "in Classroom, mark each of them as excused by hand.")
    yield from tell_left(gradebook)
    yield from tell_unmarked(gradebook)
