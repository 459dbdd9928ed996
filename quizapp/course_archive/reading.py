"""What does a course file hold? Its rows in a database of their own, where all rules are tried.

A file comes from anywhere. It is read into an empty database of the program's own tables that
is gone afterwards: what breaks a rule there never comes near the real one, and what stands
there can be asked as anything else is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from sqlalchemy import create_engine, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from quizapp.accounts.models import Teacher
from quizapp.articles.models import Article
from quizapp.course_archive.checking import check_course
from quizapp.course_archive.contents import Member
from quizapp.course_archive.errors import at_row, in_file
from quizapp.course_archive.opening import MOST_UNPACKED, CourseFile, Manifest
from quizapp.db import Base

T = TypeVar("T")
AT_ONCE = 1_000
NOBODY = 0  # the owner of everything, until it has a real one
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What stands in the columns that a file lacks.
_FILLED: dict[str, dict[str, Any]] = {
    "course": {"join_code": "-"},
    "article": {"sha256": "", "words": 0},
    "learner": {"password_hash": ""},
    "teacher": {"password_hash": "", "is_demo": False, "created_at": NEVER},
}
_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")


@dataclass(frozen=True)
class Archive:
    """A course file that was read and found sound; `rows` asks it as any database is asked.

    Its rows bear the numbers that they have in the file.
    """

    manifest: Manifest
    members: tuple[Member, ...]
    rows: Session


@contextmanager
def open_course(raw: BinaryIO, *, most_unpacked: int = MOST_UNPACKED) -> Iterator[Archive]:
    """The course in the file `raw`, as long as the block lasts.

    Raises:
        CourseFileError: the file, or a row of it, is not what an export writes.
    """
    file = CourseFile(raw, most_unpacked)
    # A database without a name is SQLite's own to keep in memory or on the disk, as it is large.
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect("", check_same_thread=False),
        poolclass=StaticPool,
    )
    try:
        with Session(engine) as rows:
            Base.metadata.create_all(rows.connection())
            rows.execute(insert(Teacher), [_name_teacher(NOBODY, "")])
            for member in file.members:
                _fill(rows, member, file)
            _describe_articles(rows)
            check_course(rows)
            yield Archive(file.manifest, file.members, rows)
    finally:
        engine.dispose()


def cut(rows: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The rows in portions."""
    left = iter(rows)
    while portion := list(islice(left, size)):
        yield portion


def _fill(rows: Session, member: Member, file: CourseFile) -> None:
    counts, done = file.manifest.rows, 0
    for portion in cut(file.list_rows(member)):
        for number, row in enumerate(portion, start=done + 1):
            _require_references(member, number, row, counts)
            row.update(_complete(member, row))
        _insert(rows, member, portion, done)
        done += len(portion)
    if member.table.name == "course" and done != 1:
        raise in_file(f"This file holds {done} courses, and has to hold one")


def _require_references(
    member: Member, number: int, row: dict[str, Any], counts: dict[str, int]
) -> None:
    """What a row refers to stands in the file; in its own table it stands before."""
    for name, target in member.references.items():
        value = row[name]
        if value is None:
            continue
        last = number - 1 if target == member.table.name else counts[target]
        if not 1 <= value <= last:
            raise at_row(
                member.name,
                number,
                f"{name} is {value}, and no such row is in {target}.jsonl",
            )


def _complete(member: Member, row: dict[str, Any]) -> dict[str, Any]:
    """The columns that a file lacks: everything is nobody's so far."""
    filled = dict(_FILLED.get(member.table.name, {}))
    if "teacher_id" in member.left_out:
        filled["teacher_id"] = NOBODY
    if member.table is Teacher.__table__:
        filled["sign_in_name"] = str(row["id"])
    return filled


def _name_teacher(number: int, name: str) -> dict[str, Any]:
    row = {"id": number, "name": name, "sign_in_name": str(number)}
    return {**_FILLED["teacher"], **row}


def _insert(rows: Session, member: Member, portion: list[dict[str, Any]], done: int) -> None:
    """Insert a portion; when a row breaks a rule of the database, find that row."""
    try:
        with rows.begin_nested():
            rows.execute(insert(member.table), portion)
    except IntegrityError:
        for number, row in enumerate(portion, start=done + 1):
            try:
                rows.execute(insert(member.table), [row])
            except IntegrityError as error:
                raise at_row(member.name, number, _say_broken(member, str(error.orig))) from error
        raise


def _say_broken(member: Member, message: str) -> str:
    if found := _CHECK.search(message):
        rule = found[1].removeprefix(f"ck_{member.table.name}_").replace("_", " ")
        return f"it breaks the rule “{rule}”"
    if found := _UNIQUE.search(message):
        columns = [it.strip().partition(".")[2] for it in found[1].split(",")]
        return f"another row has the same {' and '.join(columns)}"
    return "it breaks a rule of the database"


def _describe_articles(rows: Session) -> None:
    """Count the words of each article, and digest its text."""
    for article in rows.scalars(select(Article)).all():
        document = article.to_document()
        rows.execute(
            update(Article)
            .where(Article.id == article.id)
            .values(sha256=document.sha256, words=document.word_count)
        )
    rows.expire_all()
