"""What does each of these learners have in each of these quizzes?

The quiz says which of several attempts counts; what the teacher has decided comes before that.
However many learners and quizzes there are, the number of statements is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from quizapp.accounts.needs import NONE, Needs, list_needs
from quizapp.attempts.counting import find_counting_score, pick_attempt
from quizapp.attempts.models import SAID_OR_WAITS, Attempt, PaperItem
from quizapp.db import Base
from quizapp.gradebook.across import Across
from quizapp.gradebook.models import GradeDecision
from quizapp.gradebook.rows import MISSED, NOT_ATTEMPTED, Cell, CellStatus, Column
from quizapp.quizzes.entitlement import UNTIMED_MARGIN, entitle
from quizapp.quizzes.models import Override
from quizapp.quizzes.rules import GradingMethod

Place = tuple[int, int]  # a learner's id, and an assignment's or where its column stands
_GRADED = CellStatus.GRADED
NOBODY = 0  # no learner's id
AT_ONCE = 500  # rows
WHAT_COUNTS = ("id", "number", "score", "max_score", "closed_at")  # as in `counting.Sat`
Ids = Collection[int] | None  # None: those of everybody


@dataclass(frozen=True)
class _Marking:
    """What the teacher has to do in an attempt still, and has written to its answers."""

    waits: bool = False
    feedback: str = ""


@dataclass
class Filling:
    """The cells of learners in the order of the columns, and who has a window of their own."""

    across: Across
    now: datetime | None
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    needs: dict[int, Needs] = field(default_factory=dict)
    overrides: dict[Place, Override] = field(default_factory=dict)

    def list_cells(self, learner_id: int) -> tuple[Cell, ...]:
        """The learner's cells in the order of the columns."""
        return tuple(self.open_row(learner_id))

    def open_row(self, learner_id: int) -> list[Cell]:
        """The learner's cells as they are so far; at first those of one who has done nothing."""
        row = self.rows.get(learner_id)
        if row is None:
            is_usual = learner_id not in self.needs and learner_id not in self._overridden
            row = self._usual.copy() if is_usual else self._begin_row(learner_id)
            self.rows[learner_id] = row
        return row

    def find_closing(self, learner_id: int, column: Column) -> datetime | None:
        """When the quiz closes for this learner."""
        override = self.overrides.get((learner_id, column.assignment_id))
        needs = self.needs.get(learner_id)
        if column.closes_at is None or not (override or needs):
            return column.closes_at
        assignment = self.across.assignments[column.assignment_id]
        return entitle(assignment, needs or NONE, override).closes_at

    @cached_property
    def _usual(self) -> list[Cell]:
        """What everybody begins with who has no window of their own."""
        return self._begin_row(NOBODY)

    @cached_property
    def _overridden(self) -> set[int]:
        return {learner_id for learner_id, _ in self.overrides}

    def _begin_row(self, learner_id: int) -> list[Cell]:
        return [self._begin(learner_id, it) for it in self.across.columns]

    def _begin(self, learner_id: int, column: Column) -> Cell:
        """The cell of a learner who has done nothing."""
        if self.now is None or column.closes_at is None or column.closes_at > self.now:
            return NOT_ATTEMPTED
        closes_at = self.find_closing(learner_id, column)
        return MISSED if closes_at and closes_at <= self.now else NOT_ATTEMPTED


def fill(session: Session, across: Across, learner_ids: Ids, now: datetime | None) -> Filling:
    """The cells of these learners; without `now` nothing is missed yet."""
    filling = Filling(across, now)
    places = {it.assignment_id: at for at, it in enumerate(across.columns)}
    if learner_ids is not None and now is not None:
        filling.needs = list_needs(session, learner_ids)
        filling.overrides = _read_overrides(session, places, learner_ids)
    marking = _read_marking(session, places, learner_ids)
    maybe_late: list[Place] = []
    for assignment_id, attempts in _read_attempts(session, places, learner_ids):
        at = places[assignment_id]
        method = across.assignments[assignment_id].quiz.grading_method
        closes_at = across.columns[at].closes_at
        for learner_id, group in groupby(attempts, key=itemgetter(1)):
            cell = _make_cell(list(group), method, marking)
            filling.open_row(learner_id)[at] = cell
            if closes_at and cell.closed_at and cell.closed_at > closes_at:
                maybe_late.append((learner_id, at))
    _mark_late(session, filling, maybe_late)
    for (learner_id, assignment_id), it in list_in_force(session, places, learner_ids).items():
        row, at = filling.open_row(learner_id), places[assignment_id]
        row[at] = _decide(row[at], it)
    return filling


def list_in_force(
    session: Session, assignment_ids: Collection[int], learner_ids: Ids
) -> dict[Place, GradeDecision]:
    """The decision in force for each learner and quiz where there is any."""
    found = session.scalars(
        select(GradeDecision)
        .where(*_about(GradeDecision, assignment_ids, learner_ids))
        .order_by(GradeDecision.id)
    )
    return {(it.learner_id, it.assignment_id): it for it in found}


def _about(
    model: type[Attempt] | type[GradeDecision] | type[Override],
    assignment_ids: Collection[int],
    learner_ids: Ids,
) -> list[ColumnElement[bool]]:
    """The rows of these quizzes and these learners."""
    quizzes: list[ColumnElement[bool]] = [model.assignment_id.in_(assignment_ids)]
    return quizzes if learner_ids is None else [*quizzes, model.learner_id.in_(learner_ids)]


def _read_overrides(
    session: Session, assignment_ids: Collection[int], learner_ids: Ids
) -> dict[Place, Override]:
    found = session.scalars(select(Override).where(*_about(Override, assignment_ids, learner_ids)))
    return {(it.learner_id, it.assignment_id): it for it in found}


def _read_attempts(
    session: Session, assignment_ids: Collection[int], learner_ids: Ids
) -> Iterator[tuple[int, Iterator[Any]]]:
    """Each quiz with its attempts, a learner's oldest first, as rows of the table itself: for a
    million of them that takes half the time of objects. One mention of the class would make it
    objects again. Few rows are held at once, for who looks for garbage goes through them all."""
    columns = Base.metadata.tables["attempt"].c
    about = [columns.assignment_id.in_(assignment_ids)]
    if learner_ids is not None:
        about.append(columns.learner_id.in_(learner_ids))
    found = session.execute(
        select(*(columns[it] for it in ("assignment_id", "learner_id", *WHAT_COUNTS)))
        .where(*about)
        .order_by(columns.assignment_id, columns.learner_id, columns.number)
    )
    return groupby(chain.from_iterable(found.partitions(AT_ONCE)), key=itemgetter(0))


def _read_marking(
    session: Session, assignment_ids: Collection[int], learner_ids: Ids
) -> dict[int, _Marking]:
    """The marking of each attempt where there is any."""
    found = session.execute(
        select(PaperItem.attempt_id, PaperItem.position, PaperItem.needs_marking, PaperItem.comment)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(SAID_OR_WAITS, *_about(Attempt, assignment_ids, learner_ids))
        .order_by(PaperItem.attempt_id, PaperItem.position)
    )
    marking: dict[int, _Marking] = {}
    for attempt_id, position, waits, comment in found:
        before = marking.get(attempt_id, _Marking())
        words = f"Question {position}: {' '.join(comment.split())}" if comment else ""
        marking[attempt_id] = _Marking(
            before.waits or waits, " ".join(it for it in (before.feedback, words) if it)
        )
    return marking


def _make_cell(
    attempts: Sequence[Any], method: GradingMethod, marking: dict[int, _Marking]
) -> Cell:
    """The cell of one learner's attempts at one quiz, the oldest first."""
    if len(attempts) == 1:  # so it is mostly, a million times
        _, _, attempt_id, _, score, max_score, closed_at = attempts[0]
        if score is not None and attempt_id not in marking:
            return Cell(_GRADED, score, max_score, attempt_id, 1, closed_at)
    scored = [attempt for attempt in attempts if attempt.score is not None]
    if not scored:
        running = any(attempt.closed_at is None for attempt in attempts)
        status = CellStatus.IN_PROGRESS if running else CellStatus.ABANDONED
        return Cell(status, attempts=len(attempts))
    counts = pick_attempt(scored, method)
    found = marking.get(counts.id)
    return Cell(
        CellStatus.TO_MARK if found and found.waits else _GRADED,
        find_counting_score(scored, method),
        counts.max_score,
        counts.id,
        len(attempts),
        counts.closed_at,
        found.feedback if found else "",
    )


def _mark_late(session: Session, filling: Filling, places: Sequence[Place]) -> None:
    """Late is what ended after everybody's closing time, unless it was extra time or grace."""
    if not places:
        return
    own = {filling.rows[learner][at].attempt_id: (learner, at) for learner, at in places}
    found = session.execute(
        select(
            Attempt.id,
            Attempt.closed_at,
            Attempt.grace_seconds,
            Attempt.usual_limit_seconds,
            Attempt.time_limit_seconds,
        ).where(Attempt.id.in_(own))
    )
    for attempt_id, closed_at, grace, usual, limit in found:
        learner, at = own[attempt_id]
        closes_at = filling.across.columns[at].closes_at
        if closes_at and closed_at and closed_at > closes_at + _extra(grace, usual, limit):
            row = filling.rows[learner]
            row[at] = row[at]._replace(is_late=True)


def _extra(grace: int, usual: int | None, limit: int | None) -> timedelta:
    """How much longer than everybody this learner had the quiz open, whatever was decided."""
    if usual is None:
        return timedelta(seconds=grace)
    extra = UNTIMED_MARGIN if limit is None else timedelta(seconds=limit - usual)
    return extra + timedelta(seconds=grace)


def _decide(cell: Cell, decision: GradeDecision) -> Cell:
    """The cell as the teacher has decided."""
    words = " ".join(it for it in (" ".join(decision.comment.split()), cell.feedback) if it)
    cell = cell._replace(feedback=words)
    own = (cell.score, cell.max_score)
    if decision.is_excused:
        return cell._replace(
            status=CellStatus.EXCUSED, score=None, own_score=own[0], own_max=own[1]
        )
    if decision.score is None:
        return cell
    return cell._replace(
        status=CellStatus.OVERRIDDEN,
        score=decision.score,
        max_score=decision.max_score,
        own_score=own[0],
        own_max=own[1],
        closed_at=cell.closed_at or decision.at,
    )
