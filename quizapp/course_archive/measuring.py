"""How much would an export of a course hold, and how large would the file be?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.course_archive.contents import MEMBERS, list_members
from quizapp.course_archive.scope import choose_rows

# Packed bytes of a row: of a paragraph, of what is taught, and of what learners do.
BYTES_OF_A_BLOCK, BYTES_OF_CONTENT, BYTES_OF_WORK = 110, 33, 15


@dataclass(frozen=True)
class Measure:
    """Rows by table, and about how many bytes the file has."""

    rows: dict[str, int]

    @property
    def size(self) -> int:
        work = sum(self.rows.get(it.table.name, 0) for it in MEMBERS if it.of_learners)
        blocks = self.rows["article_block"]
        content = sum(self.rows.values()) - work - blocks
        return blocks * BYTES_OF_A_BLOCK + content * BYTES_OF_CONTENT + work * BYTES_OF_WORK


def measure_course(
    session: Session, course: Course, *, reader_id: int | None, with_learners: bool
) -> Measure:
    """What `write_course` would write."""
    wanted = choose_rows(course.id, reader_id=reader_id, with_learners=with_learners)
    return Measure(
        {
            it.table.name: session.scalar(
                select(func.count()).select_from(it.table).where(wanted[it.table.name])
            )
            or 0
            for it in list_members(with_learners=with_learners)
        }
    )
