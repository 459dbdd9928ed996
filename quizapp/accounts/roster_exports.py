"""Who is in a class of a OneRoster export? A zip file of CSV files, in version 1.1 or 1.2.

The class's learners become a class list as a teacher would write it, so that everything after
it, from the plan to the import, is the same. What an enrolment says decides: in one class
somebody may be a student who teaches another.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizapp.accounts.roster_files import RosterFileError, decode_text
from quizapp.archives import (
    ArchiveError,
    DamagedArchiveError,
    LockedArchiveError,
    open_archive,
    read_member,
)

MOST_BYTES = 2_000_000  # of the zip file: it holds a district of some ten thousand people
MOST_UNPACKED = 20_000_000  # of the files that are read
READ = ("manifest.csv", "users.csv", "classes.csv", "enrollments.csv", "roles.csv")
KEPT = {
    *("sourcedId", "status", "role", "title", "classSourcedId", "userSourcedId"),
    *("username", "email", "givenName", "familyName", "password", "propertyName", "value"),
}
COLUMNS = ("ID", "First name", "Last name", "Sign-in name", "Password")
GONE, STUDENT = "tobedeleted", "student"
EVERYBODY = ""  # the class of an export that has none: all of its students
TOO_MUCH = "The zip file unpacks to far more than a class has. Export one school at a time."
Row = dict[str, str]


@dataclass(frozen=True)
class ExportedClass:
    """A class of the export, by its sourcedId, and how many learners it has."""

    key: str
    title: str
    learners: int


@dataclass(frozen=True)
class ClassList:
    """A class as the text of a class list, and what was left out of it."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RosterExport:
    """The files of an export that say who is where."""

    version: str
    is_delta: bool
    users: tuple[Row, ...]
    classes: tuple[Row, ...]
    enrollments: tuple[Row, ...]
    roles: tuple[Row, ...]

    def list_classes(self) -> list[ExportedClass]:
        """The classes that are not gone, by their title; one of everybody where there is none.

        Raises:
            RosterFileError: every class is gone.
        """
        if not self.enrollments:
            return [ExportedClass(EVERYBODY, "everybody", len(list(self._list_students())))]
        counts = Counter(it.get("classSourcedId", "") for it in self.enrollments if _is_learner(it))
        titles = {
            it["sourcedId"]: it.get("title", "") for it in self.classes if it.get("sourcedId")
        }
        gone = {it["sourcedId"] for it in self.classes if _is_gone(it) and it.get("sourcedId")}
        found = [
            ExportedClass(key, titles.get(key) or key, counts[key])
            for key in {**titles, **counts}
            if key not in gone
        ]
        if not found:
            raise RosterFileError(
                "Every class of the export is to be deleted. Export the classes of this year."
            )
        return sorted(found, key=lambda it: (it.title.casefold(), it.key))

    def list_learners(self, chosen: ExportedClass) -> ClassList:
        """The class list of `chosen`."""
        people = {it["sourcedId"]: it for it in self.users if it.get("sourcedId")}
        if chosen.key == EVERYBODY:
            keys = list(dict.fromkeys(it.get("sourcedId", "") for it in self._list_students()))
            places: list[Row] = []
        else:
            places = [it for it in self.enrollments if it.get("classSourcedId") == chosen.key]
            keys = list(
                dict.fromkeys(it.get("userSourcedId", "") for it in places if _is_learner(it))
            )
        known = [people[key] for key in keys if key in people and not _is_gone(people[key])]
        notes = (
            f"Read from a OneRoster {self.version} export: {chosen.title},"
            f" {_count(len(known), 'learner')}.",
            *self._tell(places, people, keys),
        )
        return ClassList(_write(known), notes)

    def _list_students(self) -> Iterator[Row]:
        """Whose own role is that of a student; in 1.2 it stands in a file of its own."""
        roles = {it.get("userSourcedId"): it.get("role", "") for it in reversed(self.roles)}
        for user in self.users:
            role = user.get("role") or roles.get(user.get("sourcedId"), "")
            if role.casefold() == STUDENT and not _is_gone(user):
                yield user

    def _tell(self, places: list[Row], people: dict[str, Row], keys: list[str]) -> Iterator[str]:
        if self.is_delta:
            yield "The export holds changes alone (delta), so learners may be missing."
        others = Counter(
            it.get("role") or "without a role" for it in places if not _is_learner(it, ever=True)
        )
        if others:
            told = ", ".join(_count(number, role) for role, number in sorted(others.items()))
            yield f"Left out, since only learners are taken: {told}."
        gone = sum(_is_gone(it) and _is_learner(it, ever=True) for it in places)
        gone += sum(_is_gone(people[key]) for key in keys if key in people)
        if gone:
            yield f"Left out, since the export says that they are to be deleted: {gone}."
        if twice := self._find_twice(keys):
            yield (
                "More than one line of users.csv, and not the same, has this sourcedId; the last"
                f" one was taken: {_list_some(twice)}."
            )
        missing = [key for key in keys if key not in people]
        if missing:
            yield f"Not in users.csv, and left out: {_list_some(missing)}."
        students = {it.get("sourcedId") for it in self._list_students()}
        odd = [
            it
            for key in keys
            if (it := people.get(key)) and key not in students and places and not _is_gone(it)
        ]
        if odd:
            names = ", ".join(_name(it) for it in odd[:5])
            yield f"No student in the school, but a student of this class: {names}. Look at them."

    def _find_twice(self, keys: list[str]) -> list[str]:
        """Those of `keys` under which users.csv has different people."""
        said: dict[str, Row] = {}
        differ = {
            key
            for it in self.users
            if (key := it.get("sourcedId", "")) and said.setdefault(key, it) != it
        }
        return [key for key in keys if key in differ]


def read_export(raw: bytes) -> RosterExport:
    """The export in a zip file.

    Raises:
        RosterFileError: it is none, or too large, damaged, locked or swollen.
    """
    if len(raw) > MOST_BYTES:
        raise RosterFileError(
            "The zip file is larger than 2 MB. Export one school or one class at a time."
        )
    files = _unpack(raw)
    if "users" not in files:
        raise RosterFileError(
            "The zip file has no users.csv, so it is no OneRoster export. Send a OneRoster export"
            " (CSV), or save the class list as CSV."
        )
    manifest = {it.get("propertyName", ""): it.get("value", "") for it in files.get("manifest", ())}
    version = manifest.get("oneroster.version") or ("1.2" if "roles" in files else "1.1")
    return RosterExport(
        version,
        "delta" in manifest.values(),
        *(files.get(name, ()) for name in ("users", "classes", "enrollments", "roles")),
    )


def is_archive(raw: bytes) -> bool:
    return raw.startswith(b"PK")


def _unpack(raw: bytes) -> dict[str, tuple[Row, ...]]:
    try:
        archive = open_archive(raw)
        names = {it.rpartition("/")[2].casefold(): it for it in reversed(archive.namelist())}
        if "[content_types].xml" in names:
            raise RosterFileError("This is a workbook. Save the sheet as CSV, and send that file.")
        paths = {it: names[it] for it in READ if it in names}
        if sum(archive.getinfo(it).file_size for it in paths.values()) > MOST_UNPACKED:
            raise RosterFileError(TOO_MUCH)
        return {
            name.removesuffix(".csv"): _read_rows(name, read_member(archive, path))
            for name, path in paths.items()
        }
    except DamagedArchiveError as error:
        raise RosterFileError(
            "The zip file is damaged or cut short. Export it once more, and send it again."
        ) from error
    except LockedArchiveError as error:
        raise RosterFileError("The zip file is locked. Send it without a password.") from error
    except ArchiveError as error:
        raise RosterFileError(TOO_MUCH) from error


def _read_rows(name: str, content: bytes) -> tuple[Row, ...]:
    """The lines by their heads; a line that is too short or too long has what it has."""
    text, _ = decode_text(content)
    lines = _list_lines(name, text)
    head = [it.strip() for it in next(lines, [])]
    return tuple(
        {it: cell.strip() for it, cell in zip(head, line, strict=False) if it in KEPT}
        for line in lines
        if line
    )


def _list_lines(name: str, text: str) -> Iterator[list[str]]:
    """The lines; a quotation mark that is left open must not swallow those that follow."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        number = lines.line_num + 1
        try:
            yield next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise RosterFileError(
                f"{name}, line {number}: this is no CSV ({error}). Look for a quotation mark that"
                " is never closed, or export it once more."
            ) from error


def _write(users: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for it in users:
        sign_in_name = it.get("username") or it.get("email", "")
        name = (it.get("givenName", ""), it.get("familyName", ""))
        writer.writerow([it["sourcedId"], *name, sign_in_name, it.get("password", "")])
    return out.getvalue()


def _is_gone(row: Row) -> bool:
    return row.get("status", "").casefold() == GONE


def _is_learner(place: Row, *, ever: bool = False) -> bool:
    """Whether an enrolment makes somebody a learner of the class, now or `ever`."""
    return place.get("role", "").casefold() == STUDENT and (ever or not _is_gone(place))


def _name(user: Row) -> str:
    return " ".join(it for it in (user.get("givenName"), user.get("familyName")) if it)


def _list_some(keys: list[str]) -> str:
    return f"{', '.join(keys[:5])}{' …' if len(keys) > 5 else ''}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
