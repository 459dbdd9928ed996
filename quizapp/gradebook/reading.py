"""Which score counts? The gradebook of a course: as a whole, or row after row as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.attempts.models import SAID_OR_WAITS, Attempt, PaperItem
from quizapp.gradebook.across import Across, read_across
from quizapp.gradebook.filling import fill
from quizapp.gradebook.models import GradeDecision
from quizapp.gradebook.roll import read_roll, stream_roll
from quizapp.gradebook.rows import Column, Gradebook, GradebookRow, Survey, survey_rows
from quizapp.gradebook.scheme import Scheme


def read_gradebook(
    session: Session, course: Course, *, now: datetime | None = None, zone: tzinfo = UTC
) -> Gradebook:
    """All of the gradebook in a fixed number of statements; without `now` nothing is missed."""
    across = read_across(session, course, zone)
    rows = fill_rows(session, across, read_roll(session, course.id), now)
    return Gradebook(course, across.columns, tuple(rows), across.scheme)


def fill_rows(
    session: Session, across: Across, rows: Sequence[GradebookRow], now: datetime | None
) -> list[GradebookRow]:
    """The rows with their cells."""
    filling = fill(session, across, [row.learner.id for row in rows], now)
    return [replace(row, cells=filling.list_cells(row.learner.id)) for row in rows]


@dataclass(frozen=True)
class StreamedGradebook:
    """A book that is read while it is gone through, so that it may be of any size.

    What is gone through twice may have changed in between, unless the session reads of one
    moment (see `db.begin_snapshot`).
    """

    session: Session
    across: Across
    now: datetime

    @property
    def course(self) -> Course:
        return self.across.course

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.across.columns

    @property
    def scheme(self) -> Scheme:
        return self.across.scheme

    @property
    def rows(self) -> Iterator[GradebookRow]:
        for portion in stream_roll(self.session, self.course.id):
            yield from fill_rows(self.session, self.across, portion, self.now)

    @property
    def people(self) -> Iterator[GradebookRow]:
        for portion in stream_roll(self.session, self.course.id):
            yield from portion

    def narrow(self, at: int) -> StreamedGradebook:
        return replace(self, across=self.across.only(self.columns[at]))

    @cached_property
    def survey(self) -> Survey:
        """Told from the few attempts and decisions that have something to tell."""
        touched = self._list_touched()
        return survey_rows(self.columns, self._fill(touched))

    def _fill(self, learner_ids: set[int]) -> Iterator[GradebookRow]:
        for portion in stream_roll(self.session, self.course.id):
            rows = [it for it in portion if it.learner.id in learner_ids]
            yield from fill_rows(self.session, self.across, rows, self.now)

    def _list_touched(self) -> set[int]:
        """The learners about whom something was said, or about whom something has to be."""
        ids = [it.assignment_id for it in self.columns]
        said = (
            select(Attempt.learner_id)
            .join(PaperItem, PaperItem.attempt_id == Attempt.id)
            .where(SAID_OR_WAITS, Attempt.assignment_id.in_(ids))
        )
        decided = select(GradeDecision.learner_id).where(GradeDecision.assignment_id.in_(ids))
        return {*self.session.scalars(said), *self.session.scalars(decided)}


def stream_gradebook(
    session: Session, course: Course, *, now: datetime, zone: tzinfo
) -> StreamedGradebook:
    """The gradebook of `course` to be gone through."""
    return StreamedGradebook(session, read_across(session, course, zone), now)
