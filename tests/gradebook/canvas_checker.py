"""What would Canvas make of a gradebook file? Its import, written anew from its rules.

A file that is no gradebook raises `NotAGradebookError`. What Canvas drops or renames in silence
is in the result, so that a test can say it should not be.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

TOTALS = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade"
    "|Override Score|Override Grade|Override Status"
)
TITLE_AND_ID = re.compile(r"(?s)\A(.*)\s\((\d+)\)\Z", re.ASCII)
NUMBER = re.compile(r"-?[0-9.,]+%?")
MUTED = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
NO_CONTENT = re.compile(r"[;, ]+")


class NotAGradebookError(ValueError):
    """Canvas would refuse the file."""


@dataclass(frozen=True)
class Student:
    """Somebody in the Canvas course."""

    id: int
    name: str
    sortable_name: str
    sis_user_id: str = ""
    login: str = ""


@dataclass
class Imported:
    """Assignments by their title and number, and the grades of each row."""

    assignments: list[tuple[str, int | None]]
    dropped: list[str]
    points: list[str] = field(default_factory=list)
    rows: list[tuple[Student | str, list[str]]] = field(default_factory=list)


def import_gradebook(content: bytes, students: Sequence[Student] = ()) -> Imported:
    """What Canvas reads: who is meant by each row (a student, or a name that nobody has)."""
    header, *rows = _split(content.decode("utf-8"))
    first, login_at, sis_at = _find_student_columns(header)
    by_last_name = header[0] == "LastName"
    heads = [it for it in header[first:] if not TOTALS.search(it)]
    found = Imported(
        [_read_title(it) for it in heads], [it for it in header[first:] if TOTALS.search(it)]
    )
    # A column is looked up by its head, so the first of a name stands for all of that name.
    places = [header.index(it) for it in heads]
    for row in rows:
        if "Points Possible" in row[0]:
            found.points = [_at(row, it) for it in places]
        elif not all(MUTED.fullmatch(it) for it in row if it):
            name = f"{row[1]} {row[0]}".strip() if by_last_name else row[0]
            marks = (_at(row, 2 if by_last_name else 1), _at(row, sis_at), _at(row, login_at))
            found.rows.append((_match(students, name, *marks), [_at(row, it) for it in places]))
    return found


def _split(text: str) -> list[list[str]]:
    lines = [it for it in re.split(r"\r\n|\r|\n", text) if it][:3]
    separator = ";" if _count(lines, ";") > _count(lines, ",") else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    return [
        [_convert(cell) for cell in row]
        for row in rows
        if row and not NO_CONTENT.fullmatch(separator.join(row))
    ]


def _count(lines: Sequence[str], separator: str) -> int:
    """How many cells the first lines have with this separator, if they agree."""
    try:
        widths = {len(next(csv.reader([line], delimiter=separator, strict=True))) for line in lines}
    except csv.Error:
        return 0
    return widths.pop() if len(widths) == 1 else 0


def _convert(cell: str) -> str:
    """A decimal comma becomes a point, also in what was no number to its writer."""
    if not NUMBER.fullmatch(cell):
        return cell
    *parts, last = re.split("[,.]", cell)
    return f"{''.join(parts)}.{last}" if parts else last


def _find_student_columns(header: Sequence[str]) -> tuple[int, int, int]:
    """Where the assignments begin, and where login and SIS number stand (or -1)."""
    plain = len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    split = len(header) > 4 and header[:2] == ["LastName", "FirstName"] and "ID" in header[2]
    if not plain and not split:
        raise NotAGradebookError(header)
    names = 4 if split else 3
    first, login_at, sis_at = names, -1, -1
    if re.search(r"SIS\s+Login\s+ID", header[names - 1]):
        first, login_at = first + 1, names - 1
    elif re.search(r"SIS\s+User\s+ID", header[names - 1]):
        first, sis_at, login_at = first + 2, names - 1, names
    if "Section" not in header[first - 1]:
        raise NotAGradebookError(header)
    return first, login_at, sis_at


def _read_title(head: str) -> tuple[str, int | None]:
    match = TITLE_AND_ID.match(head)
    return (match.group(1), int(match.group(2))) if match else (head, None)


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""


def _match(
    students: Sequence[Student], name: str, number: str, sis_user_id: str, login: str
) -> Student | str:
    whole = re.match(r"\d+", number)  # Ruby's to_i reads the digits in front
    tests = (
        lambda it: whole and it.id == int(whole.group()),
        lambda it: sis_user_id and it.sis_user_id == sis_user_id,
        lambda it: login and it.login == login,
        lambda it: name in (it.name, it.sortable_name),
    )
    for fits in tests:
        for student in students:
            if fits(student):
                return student
    return name
