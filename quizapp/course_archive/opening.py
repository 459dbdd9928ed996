"""Is this a course file, whole and of a version that is known, and safe to unpack?

Nothing is unpacked to a disk, and no name of the file is used as a path. Sizes are looked at
before anything is read (`quizapp.archives`).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from quizapp.accounts.models import Course
from quizapp.archives import (
    DAMAGED,
    DamagedArchiveError,
    LockedArchiveError,
    SwollenArchiveError,
    open_archive,
    read_member,
)
from quizapp.course_archive.contents import FORMAT, MANIFEST, VERSION, Member, list_members
from quizapp.course_archive.errors import CourseFileError, at_row, in_file
from quizapp.course_archive.values import WrongValueError, read_value

MOST_UNPACKED = 300_000_000  # fifteen times ten quizzes that two hundred learners sit twice
MOST_MANIFEST = 100_000
LONGEST_LINE = 8_000_000  # a picture of 5 MB, in letters; a paragraph has at most 1 MB
_TOLD = {
    "format": str,
    "version": int,
    "program": str,
    "exported_at": str,
    "course": str,
    "with_learners": bool,
    "members": dict,
}


@dataclass(frozen=True)
class Manifest:
    """What a course file says about itself."""

    program: str
    exported_at: datetime
    course: str
    with_learners: bool
    rows: dict[str, int]  # by table
    digests: dict[str, str]


class CourseFile:
    """A course file that is open: its manifest, and the rows of each of its tables."""

    def __init__(self, raw: BinaryIO, most_unpacked: int) -> None:
        """Raises CourseFileError when it is none, damaged, too large, or of another version."""
        self._archive = _open(raw, most_unpacked)
        self.manifest = _read_manifest(self._archive)
        self.members = list_members(with_learners=self.manifest.with_learners)
        _refuse_other_members(self._archive, self.members)

    def list_rows(self, member: Member) -> Iterator[dict[str, Any]]:
        """The rows of a table, each value as its column has it.

        Raises CourseFileError when a row is none, or the table is not what was written.
        """
        digest, count = hashlib.sha256(), 0
        for line in self._list_lines(member):
            digest.update(line)
            count += 1
            yield _read_row(member, count, line)
        told = self.manifest
        if count != told.rows[member.table.name]:
            raise in_file(f"{member.name} has {count} rows, not the {told.rows[member.table.name]}")
        if digest.hexdigest() != told.digests[member.table.name]:
            raise in_file(f"{member.name} is not what was written: its check sum differs")

    def _list_lines(self, member: Member) -> Iterator[bytes]:
        try:
            with self._archive.open(member.name) as lines:
                while line := lines.readline(LONGEST_LINE):
                    if not line.endswith(b"\n"):
                        raise in_file(f"{member.name} has a row that is cut short or too long")
                    yield line
        except CourseFileError:
            raise
        except (*DAMAGED, RuntimeError) as error:
            raise in_file(f"{member.name} is damaged") from error


def _open(raw: BinaryIO, most_unpacked: int) -> zipfile.ZipFile:
    try:
        return open_archive(raw, most_unpacked=most_unpacked)
    except DamagedArchiveError as error:
        raise CourseFileError(
            "This is no course file. Choose the .zip file that an export of a course has made."
        ) from error
    except LockedArchiveError as error:
        raise in_file("This course file is locked with a password") from error
    except SwollenArchiveError as error:
        raise _tell_swollen(error.unpacked, most_unpacked) from error


def _tell_swollen(unpacked: int, most_unpacked: int) -> CourseFileError:
    if unpacked <= most_unpacked:
        return in_file("This file is packed tighter than any export packs, or has more members")
    return CourseFileError(
        f"This course file unpacks to {unpacked / 1e6:,.0f} MB, and at most"
        f" {most_unpacked / 1e6:,.0f} MB are read here. Export the course without learners, or"
        " ask whoever runs quizapp to bring a file from a browser with `quizapp course import`."
    )


def _refuse_other_members(archive: zipfile.ZipFile, members: tuple[Member, ...]) -> None:
    """Every table stands in the file once, and nothing else does."""
    names, wanted = archive.namelist(), {MANIFEST, *(it.name for it in members)}
    for name in names:
        if name not in wanted or names.count(name) > 1:
            raise in_file(f"“{name[:80]}” does not belong into this course file")
    for name in sorted(wanted - set(names)):
        raise in_file(f"{name} is missing from this course file")


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise in_file(f"{MANIFEST} is too long")
        told = json.loads(read_member(archive, MANIFEST))
    except KeyError as error:
        raise CourseFileError(
            f"This zip file is no course file: it has no {MANIFEST}. Choose the .zip file that an"
            " export of a course has made, as it is."
        ) from error
    except CourseFileError:
        raise
    except (*DAMAGED, RuntimeError) as error:  # RuntimeError: nested too deeply
        raise in_file(f"{MANIFEST} is damaged") from error
    _refuse_other_version(told)
    for name, kind in _TOLD.items():
        if type(told.get(name)) is not kind:
            raise in_file(f"{MANIFEST} does not say the {name.replace('_', ' ')}")
    return _to_manifest(told)


def _refuse_other_version(told: Any) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise CourseFileError(
            "This zip file is no course file. Choose the .zip file that an export of a course has"
            " made."
        )
    number = told.get("version")
    if type(number) is int and number > VERSION:
        raise CourseFileError(
            f"This course file has version {number}, and this program reads up to {VERSION}."
            " Update quizapp here, then bring the file again."
        )
    if type(number) is not int or number != VERSION:
        raise in_file("This course file has a version that there never was")


def _to_manifest(told: dict[str, Any]) -> Manifest:
    course = Course.metadata.tables["course"]
    try:
        moment = read_value(course.columns["created_at"], told["exported_at"])
        name = read_value(course.columns["name"], told["course"])
    except WrongValueError as error:
        raise in_file(f"{MANIFEST} says something else than a course’s name and moment") from error
    rows, digests = {}, {}
    for member in list_members(with_learners=told["with_learners"]):
        entry = told["members"].get(member.name)
        if not isinstance(entry, dict) or type(entry.get("rows")) is not int:
            raise in_file(f"{MANIFEST} does not say how many rows {member.name} has")
        rows[member.table.name] = entry["rows"]
        digests[member.table.name] = str(entry.get("sha256"))
    return Manifest(
        program=told["program"],
        exported_at=moment,
        course=name,
        with_learners=told["with_learners"],
        rows=rows,
        digests=digests,
    )


def _read_row(member: Member, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise at_row(member.name, number, "it is no JSON object") from error
    if not isinstance(row, dict) or row.keys() != {it.name for it in member.columns}:
        wanted = ", ".join(it.name for it in member.columns)
        raise at_row(member.name, number, f"it has to have {wanted}, and nothing else")
    try:
        values = {it.name: read_value(it, row[it.name]) for it in member.columns}
    except WrongValueError as error:
        raise at_row(member.name, number, str(error)) from error
    if member.has_numbers and values["id"] != number:
        raise at_row(member.name, number, f"its id is {values['id']} and has to be {number}")
    return values
