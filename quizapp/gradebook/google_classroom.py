"""A sheet a quiz for Google Classroom, which has no import of grades from a file.

Each quiz has a CSV with the address, the score and the maximum of every learner, and the bare
column of scores in the same order, to be pasted beside the learners of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.cells import guard
from quizapp.gradebook.files import GradeFile, Wishes, encode, pack
from quizapp.gradebook.hygiene import write_csv, write_number
from quizapp.gradebook.identity import find_email
from quizapp.gradebook.notices import count, tell_left, tell_unmarked
from quizapp.gradebook.rows import Gradebook

COLUMNS = ("email", "external_id", "learner", "score", "max_score")
HONESTLY = (
    "Google Classroom reads no grades from a file. These are sheets to copy from: a score for"
    " each learner in the order of the roster, and beside it who it belongs to."
)
_UNSAFE = re.compile(r"[^\w-]+")


def write_google(gradebook: Gradebook, wishes: Wishes) -> GradeFile:
    """A zip file with a sheet and a column of scores for each quiz."""
    files = {}
    for at, name in enumerate(_name_files(gradebook)):
        files[f"{name}.csv"] = encode(_write_sheet(gradebook, at), wishes).decode()
        files[f"{name}-column.txt"] = _write_column(gradebook, at)
    return GradeFile(pack(files), tuple(_tell(gradebook)))


def _name_files(gradebook: Gradebook) -> Iterator[str]:
    for number, column in enumerate(gradebook.columns, start=1):
        yield f"{number:02d}-{_UNSAFE.sub('-', column.title).strip('-')[:60]}".strip("-")


def _scores(gradebook: Gradebook, at: int) -> list[str]:
    maximum = gradebook.columns[at].max_score
    return [write_number(row.cells[at].score_out_of(maximum)) for row in gradebook.rows]


def _write_sheet(gradebook: Gradebook, at: int) -> str:
    maximum = write_number(gradebook.columns[at].max_score)
    rows = [
        [find_email(row), row.learner.external_id, row.learner.name, score, maximum]
        for row, score in zip(gradebook.rows, _scores(gradebook, at), strict=True)
    ]
    return write_csv(COLUMNS, rows)


def _write_column(gradebook: Gradebook, at: int) -> str:
    """A score a line; a line stays empty where there is none, so that the rest keeps its place."""
    return "".join(f"{guard(score)}\r\n" for score in _scores(gradebook, at))


def _tell(gradebook: Gradebook) -> Iterator[str]:
    yield HONESTLY
    without = sum(not find_email(row) for row in gradebook.rows)
    if without:
        yield (
            f"{count(without, 'learner')} without an e-mail address: there is one only where a"
            " class list brought it as the sign-in name. Their ID and name stand in the sheet."
        )
    yield from tell_left(gradebook)
    yield from tell_unmarked(gradebook)
