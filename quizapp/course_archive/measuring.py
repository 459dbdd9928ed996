"""How much would an export of a course hold, and how large would the file be?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.course_archive.contents import list_members
from quizapp.course_archive.scope import choose_rows

# Packed bytes of a row, as `benchmarks.course_files` measures them.
BYTES_OF_A_ROW, BYTES_OF_A_BLOCK = 20, 120


@dataclass(frozen=True)
class Measure:
    """Rows by table, and about how many bytes the file has."""

    rows: dict[str, int]

    @property
    def size(self) -> int:
        blocks = self.rows["article_block"]
        return blocks * BYTES_OF_A_BLOCK + (sum(self.rows.values()) - blocks) * BYTES_OF_A_ROW


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
