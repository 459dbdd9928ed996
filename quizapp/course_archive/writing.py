"""How does a course become a file? Table by table, a row a line, numbered from 1."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.course_archive.contents import FORMAT, MANIFEST, VERSION, Member, list_members
from quizapp.course_archive.scope import choose_rows
from quizapp.course_archive.values import write_value

AT_ONCE = 1_000  # rows that are held in memory
Numbers = dict[str, dict[int, int]]


def write_course(
    session: Session,
    course: Course,
    out: BinaryIO,
    *,
    with_learners: bool,
    now: datetime,
    reader_id: int | None = None,
) -> None:
    """Write all of `course` to `out`, as one zip file.

    `reader_id` is the teacher who exports: of banks that they may not read only what stands in
    the quizzes comes along. The session has to read of one moment, see `db.begin_snapshot`.
    """
    rows = choose_rows(course.id, reader_id=reader_id, with_learners=with_learners)
    numbers: Numbers = {}
    told: dict[str, dict[str, int | str]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in list_members(with_learners=with_learners):
            found = _list_rows(session, member, rows[member.table.name], numbers)
            told[member.name] = _write_member(archive, member, found)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "program": version("quizapp"),
            "exported_at": write_value(now),
            "course": course.name,
            "with_learners": with_learners,
            "members": told,
        }
        archive.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))


def _list_rows(
    session: Session, member: Member, wanted: ColumnElement[bool], numbers: Numbers
) -> Iterator[dict[str, Any]]:
    """The rows as the file has them, in the order of their keys."""
    chosen = select(*member.columns).where(wanted)
    if not member.has_numbers:
        rows = [_write_row(member, row, numbers) for row in session.execute(chosen).mappings()]
        keys = [it.name for it in member.table.primary_key]
        yield from sorted(rows, key=lambda row: [row[it] for it in keys])
        return
    own = numbers.setdefault(member.table.name, {})
    ordered = chosen.order_by(member.table.c.id).execution_options(yield_per=AT_ONCE)
    for row in session.execute(ordered).mappings():
        own[row["id"]] = len(own) + 1
        yield _write_row(member, row, numbers)


def _write_row(member: Member, row: Any, numbers: Numbers) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for column in member.columns:
        value, target = row[column.name], member.references.get(column.name)
        if column.name == "id":
            written["id"] = numbers[member.table.name][value]
        elif target is None:
            written[column.name] = write_value(value)
        elif column.nullable:  # what a question was copied from may be in no bank of the course
            written[column.name] = numbers[target].get(value)
        else:
            written[column.name] = numbers[target][value]
    return written


def _write_member(
    archive: zipfile.ZipFile, member: Member, rows: Iterator[dict[str, Any]]
) -> dict[str, int | str]:
    """Write the rows; how many there were, and their check sum."""
    count, digest = 0, hashlib.sha256()
    with archive.open(_entry(member.name), "w") as out:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            out.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def _entry(name: str) -> zipfile.ZipInfo:
    """A member that bears no moment of its own: the same rows are the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
