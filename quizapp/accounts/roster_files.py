"""What does a class list say? CSV from any school program, or rows pasted from a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.accounts.roster_matching import RosterRow

MOST_ROWS = 1_000
MOST_BYTES = 1_000_000
LATIN_NOTE = (
    "The file is not in UTF-8. It was read as Latin-1; look at the names with accents,"
    " and save the file as “CSV UTF-8” if they are wrong."
)
# The headers of each column in lower case without spaces or signs; the first that is there counts.
HEADERS = {
    "name": ("name", "fullname", "student", "studentname", "learner", "displayname", "pupil"),
    "first": ("firstname", "givenname", "forename", "first"),
    "last": ("lastname", "familyname", "surname", "last"),
    "external_id": (
        *("externalid", "sisuserid", "sourcedid", "idnumber", "studentid", "studentnumber", "id"),
    ),
    "section": ("section", "class", "group", "groups", "homeroom"),
    "sign_in_name": (
        *("signinname", "username", "sisloginid", "loginid", "login"),
        *("emailaddress", "email"),
    ),
    "password": ("password", "initialpassword"),
    "role": ("role", "roles"),
    "status": ("status",),
}
LEARNER_ROLES = {"", "student", "learner", "pupil"}
SORTED_NAME = "student"  # Canvas writes this column as "Lovelace, Ada"
# The gradebook of Canvas has lines that say what a column is out of and who sees it, and an
# invented learner for the teacher to try things with.
POINTS, TEST_STUDENT = "points possible", "test student"
SETTING = re.compile(r"muted|manual posting.*|\(read only\)", re.IGNORECASE)
NO_SECTION = {"-", "no groups"}
CANVAS_IDS_NOTE = (
    "The IDs are Canvas’s own numbers. Say so on the gradebook’s page for Canvas when you take"
    " grades there."
)


class RosterFileError(ValueError):
    """A class list cannot be read; the message says what to do."""


@dataclass(frozen=True)
class RosterFile:
    """The lines of a class list; `columns` says which header was taken for what.

    `notes` say what was left out or not believed.
    """

    rows: tuple[RosterRow, ...]
    columns: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    number: int
    cells: list[str]


def decode_roster(content: bytes) -> tuple[str, str]:
    """The file's text, and a note when its letters had to be guessed.

    Raises:
        RosterFileError: it is too large, or no text.
    """
    if len(content) > MOST_BYTES:
        raise RosterFileError("The file is larger than 1 MB. Send one class at a time.")
    if content.startswith(b"PK"):
        raise RosterFileError("This is a workbook. Save the sheet as CSV, and send that file.")
    return decode_text(content)


def decode_text(content: bytes) -> tuple[str, str]:
    """The bytes as text, and a note when its letters had to be guessed.

    Raises:
        RosterFileError: they are no text.
    """
    text, note = _decode(content)
    if "\0" in text:
        raise RosterFileError("This is no text. Save the class list as CSV, and send that file.")
    return text, note


def read_roster(text: str) -> RosterFile:
    """The lines of a class list: CSV with commas, semicolons or tabs, or a list of names.

    Raises:
        RosterFileError: nothing is in it, its first line names no column of names, or it is
            too long.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise RosterFileError("The list is larger than 1 MB. Send one class at a time.")
    lines = _split(text.removeprefix("\ufeff"))
    if not lines:
        raise RosterFileError("The list is empty. Send a file with a line for each learner.")
    columns = _find_columns(lines[0].cells)
    is_bare = not columns and max(len(it.cells) for it in lines) == 1
    if is_bare:
        columns = {"name": 0}
    elif not {"name", "first", "last"} & columns.keys():
        raise RosterFileError(
            "No column has the names. Write the columns' names into the first line:"
            " Name, or First name and Last name; and ID, Section, Sign-in name, Password"
            " if you have them."
        )
    body = lines if is_bare else lines[1:]
    if len(body) > MOST_ROWS:
        raise RosterFileError(
            f"The list has {len(body):,} lines, and {MOST_ROWS:,} are read at a time. Split it."
        )
    head = [] if is_bare else lines[0].cells
    found = tuple((head[at], key) for key, at in columns.items() if head)
    others = {it.number: other for it in body if (other := _tell_other(it, columns, head))}
    rows = [_read_row(it, columns, head) for it in body if it.number not in others]
    rows, notes = _doubt(rows, {key: header for header, key in found})
    return RosterFile(tuple(rows), found, (*_tell_left_out(others), *notes))


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), ""
        except UnicodeDecodeError as error:
            raise RosterFileError("The file is damaged. Save it as CSV once more.") from error
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), LATIN_NOTE  # Latin-1 as Windows writes it
    except UnicodeDecodeError:
        return content.decode("latin-1"), LATIN_NOTE


def _split(text: str) -> list[_Line]:
    """The lines that say something, with their numbers in the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((it for it in text.split("\n") if it.strip()), "")
    mark = max(",;\t", key=first.count)
    try:
        lines = list(_parse(text, mark))
    except csv.Error:
        # A quotation mark is left open: it must not swallow the lines that follow.
        lines = [
            _Line(number, _part(line, mark))
            for number, line in enumerate(text.split("\n"), start=1)
        ]
    clean = [_Line(it.number, [_clean(cell) for cell in it.cells]) for it in lines]
    return [it for it in clean if any(it.cells)]


def _parse(text: str, mark: str) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield _Line(number, next(reader))
        except StopIteration:
            return


def _part(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error as error:
        raise RosterFileError(
            f"A cell of the list has more than {csv.field_size_limit():,} letters. Write each"
            " learner on a line of their own."
        ) from error


def _clean(cell: str) -> str:
    """The cell on one line, without characters that nobody sees."""
    seen = (
        " " if unicodedata.category(it) == "Cc" else it
        for it in cell
        if it not in "\ufeff\u200b" and unicodedata.category(it) != "Cs"
    )
    return " ".join("".join(seen).split())


def _find_columns(head: Sequence[str]) -> dict[str, int]:
    """Which column holds what."""
    places: dict[str, int] = {}
    for at, header in enumerate(head):
        places.setdefault("".join(it for it in header.casefold() if it.isalnum()), at)
    return {
        key: places[names[0]]
        for key, known in HEADERS.items()
        if (names := [it for it in known if it in places])
    }


def _tell_other(line: _Line, columns: dict[str, int], head: Sequence[str]) -> str:
    """What the line is when it is no learner's; empty when it is one's."""
    if not head:
        return ""
    name = _read_name(line, columns, head).casefold()
    if name == POINTS:
        return "points"
    if "section" not in columns or not {"student", "lastname"} & {it.casefold() for it in head}:
        return ""  # no gradebook of Canvas
    if all(SETTING.fullmatch(it) for it in line.cells if it):
        return "settings of the gradebook"
    return "the test student of Canvas" if name == TEST_STUDENT else ""


def _tell_left_out(others: dict[int, str]) -> list[str]:
    if not others:
        return []
    told = ", ".join(f"line {number} ({other})" for number, other in others.items())
    return [f"Left out, since no learner is meant: {told}."]


def _doubt(rows: list[RosterRow], heads: dict[str, str]) -> tuple[list[RosterRow], list[str]]:
    """The rows without what cannot be true of them, and what is to be said of it."""
    notes = []
    names, logins = {it.name for it in rows}, {it.sign_in_name for it in rows}
    if len(names) > 1 and len(logins) == 1 and (login := logins.pop()):
        rows = [replace(it, sign_in_name="") for it in rows]
        notes.append(
            f"“{heads['sign_in_name']}” says {login} in every line, so it was not taken for the"
            " sign-in name."
        )
    if "section" in heads and heads.get("external_id") == "ID" and heads.get("name") == "Student":
        notes.append(CANVAS_IDS_NOTE)
    return rows, notes


def _read_name(line: _Line, columns: dict[str, int], head: Sequence[str]) -> str:
    """The name with the given name first, wherever its parts stand."""
    cells = {key: line.cells[at] for key, at in columns.items() if at < len(line.cells)}
    parts = (cells.get("first"), cells.get("last"))
    name = cells.get("name") or " ".join(it for it in parts if it)
    if head and "name" in columns and head[columns["name"]].casefold() == SORTED_NAME:
        return " ".join(it.strip() for it in reversed(name.split(",", 1)))
    return name


def _read_row(line: _Line, columns: dict[str, int], head: Sequence[str]) -> RosterRow:
    cells = line.cells[: max(len(head), 1)]
    values = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
    section = values.get("section", "")
    return RosterRow(
        line.number,
        _read_name(line, columns, head),
        values.get("external_id", ""),
        "" if section.casefold() in NO_SECTION else section,
        values.get("sign_in_name", ""),
        values.get("password", ""),
        _find_problem(line, values, max(columns.values()) + 1, len(head) or 1),
    )


def _find_problem(line: _Line, values: dict[str, str], least: int, width: int) -> str:
    """Why the line is no learner; empty when it is one. `least` cells are looked at."""
    if len(line.cells) < least or any(line.cells[width:]):
        count = len(line.cells)
        return (
            f"This line has {count} {'cell' if count == 1 else 'cells'} and the first line"
            f" {width}. Put names that contain the separator into quotation marks."
        )
    if values.get("role", "").casefold() not in LEARNER_ROLES:
        return f"The role is {values['role']}: only learners are taken."
    if values.get("status", "").casefold() == "tobedeleted":
        return "The line says that this learner is to be deleted, so it is left out."
    return ""
