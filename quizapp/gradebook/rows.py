"""What is a gradebook? Learners down, quizzes across, and in each cell what counts there. (pure)

A learner with no attempt keeps every cell; not attempted, missed, in progress, abandoned, to be
marked, excused, set by the teacher and graded are different things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from quizapp.accounts.models import Course, Learner
from quizapp.gradebook.scheme import PLAIN, Scheme


class CellStatus(StrEnum):
    GRADED = "graded"
    TO_MARK = "to_mark"  # an answer waits for the teacher: the score may still rise
    OVERRIDDEN = "overridden"  # the teacher has set the score
    EXCUSED = "excused"  # it does not count for this learner
    ABANDONED = "abandoned"  # never handed in, and the quiz asks for that
    IN_PROGRESS = "in_progress"
    MISSED = "missed"  # the learner's window is over, and nothing was done
    NOT_ATTEMPTED = "not_attempted"


@lru_cache(maxsize=10_000)
def find_ratio(score: Decimal | None, max_score: Decimal | None) -> float | None:
    """A gradebook has a million of them, and they are often the same."""
    return float(score / max_score) if score is not None and max_score else None


def scale(score: Decimal | None, max_score: Decimal | None, maximum: Decimal) -> Decimal | None:
    """The score as if the paper had been out of `maximum`: a paper may be shorter."""
    if score is None or not max_score:
        return None
    return score if max_score == maximum else score * maximum / max_score


@dataclass(frozen=True)
class Column:
    """A quiz of the course; `max_score` is what its attempts are out of."""

    assignment_id: int
    title: str
    max_score: Decimal
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    category_id: int | None = None
    period_id: int | None = None


class Cell(NamedTuple):
    """What a learner has in a quiz: the score that counts, its attempt, and how many there were.

    A named tuple, for a large course has a million of them.

    `feedback` is what the teacher wrote: about the grade, and to the answers. `own_score` is what
    the attempt itself earned, out of `own_max`, where the teacher has decided otherwise.
    """

    status: CellStatus
    score: Decimal | None = None
    max_score: Decimal | None = None
    attempt_id: int | None = None
    attempts: int = 0
    closed_at: datetime | None = None
    feedback: str = ""
    is_late: bool = False
    own_score: Decimal | None = None
    own_max: Decimal | None = None

    @property
    def ratio(self) -> float | None:
        return find_ratio(self.score, self.max_score)

    def score_out_of(self, maximum: Decimal) -> Decimal | None:
        return scale(self.score, self.max_score, maximum)


NOT_ATTEMPTED = Cell(CellStatus.NOT_ATTEMPTED)
MISSED = Cell(CellStatus.MISSED)


@dataclass(frozen=True, slots=True)
class Person:
    """A learner as other systems know one."""

    id: int
    name: str
    external_id: str = ""


@dataclass(frozen=True)
class GradebookRow:
    """A learner's cells, in the order of the columns; `left_at` of one who has left."""

    learner: Learner | Person
    section: str
    cells: tuple[Cell, ...]
    left_at: datetime | None = None
    sign_in_name: str = ""


@dataclass(frozen=True)
class Survey:
    """What has to be known of a whole book before it goes anywhere: how many scores may still
    rise, how many cells are excused, and which quizzes have words of the teacher's."""

    waiting: int = 0
    excused: int = 0
    commented: frozenset[int] = frozenset()


class Book(Protocol):
    """A course's quizzes across and its learners down, both in a stable order.

    Who has left comes last, and only with work that was done. `rows` may be gone through several
    times, and may be read anew each time; `people` are the same rows without their cells.
    """

    @property
    def course(self) -> Course: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...
    @property
    def scheme(self) -> Scheme: ...
    @property
    def rows(self) -> Iterable[GradebookRow]: ...
    @property
    def people(self) -> Iterable[GradebookRow]: ...
    @property
    def survey(self) -> Survey: ...
    def narrow(self, at: int) -> Book:
        """The book with only the column at this place."""
        ...


@dataclass(frozen=True)
class Gradebook:
    """A book that is in memory as a whole."""

    course: Course
    columns: tuple[Column, ...]
    rows: tuple[GradebookRow, ...]
    scheme: Scheme = PLAIN

    @property
    def people(self) -> tuple[GradebookRow, ...]:
        return self.rows

    def narrow(self, at: int) -> Gradebook:
        rows = (replace(row, cells=(row.cells[at],)) for row in self.rows)
        return replace(self, columns=(self.columns[at],), rows=tuple(rows))

    @cached_property
    def survey(self) -> Survey:
        return survey_rows(self.columns, self.rows)


def survey_rows(columns: tuple[Column, ...], rows: Iterable[GradebookRow]) -> Survey:
    """What the cells of these rows have to tell."""
    waiting = excused = 0
    commented = set()
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            waiting += cell.status is CellStatus.TO_MARK
            excused += cell.status is CellStatus.EXCUSED
            if cell.feedback:
                commented.add(column.assignment_id)
    return Survey(waiting, excused, frozenset(commented))
