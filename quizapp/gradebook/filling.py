"""What does each of these learners have in each of these quizzes?

The quiz says which of several attempts counts; what the teacher has decided comes before that.
However many learners and quizzes there are, the number of statements is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
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

Place = tuple[int, int]  # a learner's id and an assignment's
_GRADED = CellStatus.GRADED
WHAT_COUNTS = ("id", "number", "score", "max_score", "closed_at")  # as in `counting.Sat`
Ids = Collection[int] | None  # None: those of everybody


@dataclass(frozen=True)
class _Marking:
    """What the teacher has to do in an attempt still, and has written to its answers."""

    waits: bool = False
    feedback: str = ""


@dataclass
class Filling:
    """The cells that differ from what everybody begins with, and who has a window of their own."""

    across: Across
    now: datetime | None
    cells: defaultdict[int, dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))
    needs: dict[int, Needs] = field(default_factory=dict)
    overrides: dict[Place, Override] = field(default_factory=dict)

    def list_cells(self, learner_id: int) -> tuple[Cell, ...]:
        """The learner's cells in the order of the columns."""
        own = self.cells[learner_id]
        return tuple(
            [own.get(it.assignment_id) or self.begin(learner_id, it) for it in self.across.columns]
        )

    def find_closing(self, learner_id: int, column: Column) -> datetime | None:
        """When the quiz closes for this learner."""
        override = self.overrides.get((learner_id, column.assignment_id))
        needs = self.needs.get(learner_id)
        if column.closes_at is None or not (override or needs):
            return column.closes_at
        assignment = self.across.assignments[column.assignment_id]
        return entitle(assignment, needs or NONE, override).closes_at

    def begin(self, learner_id: int, column: Column) -> Cell:
        """The cell of a learner who has done nothing."""
        if self.now is None or column.closes_at is None or column.closes_at > self.now:
            return NOT_ATTEMPTED
        closes_at = self.find_closing(learner_id, column)
        return MISSED if closes_at and closes_at <= self.now else NOT_ATTEMPTED


def fill(session: Session, across: Across, learner_ids: Ids, now: datetime | None) -> Filling:
    """The cells of these learners; without `now` nothing is missed yet."""
    filling = Filling(across, now)
    columns = {it.assignment_id: it for it in across.columns}
    if learner_ids is not None and now is not None:
        filling.needs = list_needs(session, learner_ids)
        filling.overrides = _read_overrides(session, columns, learner_ids)
    marking = _read_marking(session, columns, learner_ids)
    methods = {key: it.quiz.grading_method for key, it in across.assignments.items()}
    closings = {key: it.closes_at for key, it in columns.items()}
    cells, maybe_late = filling.cells, []
    for place, attempts in _group_attempts(session, columns, learner_ids):
        learner_id, assignment_id = place
        cell = _make_cell(attempts, methods[assignment_id], marking)
        closes_at = closings[assignment_id]
        if closes_at and cell.closed_at and cell.closed_at > closes_at:
            maybe_late.append(place)
        cells[learner_id][assignment_id] = cell
    _mark_late(session, cells, columns, maybe_late)
    for (learner_id, assignment_id), decision in list_in_force(
        session, columns, learner_ids
    ).items():
        own = cells[learner_id]
        before = own.get(assignment_id) or filling.begin(learner_id, columns[assignment_id])
        own[assignment_id] = _decide(before, decision)
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


def _group_attempts(
    session: Session, assignment_ids: Collection[int], learner_ids: Ids
) -> Iterator[tuple[Place, list[Any]]]:
    """Each learner's attempts at each quiz, the oldest first, as rows of the table itself: for a
    million of them that takes half the time of objects. One mention of the class would make it
    objects again."""
    columns = Base.metadata.tables["attempt"].c
    about = [columns.assignment_id.in_(assignment_ids)]
    if learner_ids is not None:
        about.append(columns.learner_id.in_(learner_ids))
    rows = session.execute(
        select(*(columns[it] for it in ("learner_id", "assignment_id", *WHAT_COUNTS)))
        .where(*about)
        .order_by(columns.assignment_id, columns.learner_id, columns.number)
    ).all()
    for place, group in groupby(rows, key=itemgetter(0, 1)):
        yield place, list(group)


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


def _mark_late(
    session: Session,
    cells: dict[int, dict[int, Cell]],
    columns: dict[int, Column],
    places: Sequence[Place],
) -> None:
    """Late is what ended after everybody's closing time, unless it was extra time or grace."""
    if not places:
        return
    own = {cells[learner][quiz].attempt_id: (learner, quiz) for learner, quiz in places}
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
        learner, quiz = own[attempt_id]
        closes_at = columns[quiz].closes_at
        if closes_at and closed_at and closed_at > closes_at + _extra(grace, usual, limit):
            cells[learner][quiz] = cells[learner][quiz]._replace(is_late=True)


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
