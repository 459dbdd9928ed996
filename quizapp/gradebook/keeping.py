"""How can ten thousand learners be put in order of their totals, though each takes reckoning?

Totals are kept, and each is thrown away when something changes that it is made of: triggers note
who is touched, the terms are compared, and the moment when a window closes is known. Reading and
reckoning are apart from writing, so nobody waits for the lock while thousands are reckoned; what
was thrown away in the meantime is not kept (`revision`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import CompoundSelect, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course, Enrolment
from quizapp.gradebook.across import Across
from quizapp.gradebook.filling import Filling, fill
from quizapp.gradebook.models import WHOLE_COURSE, KeptTotal, KeptTotals, TouchedGrade
from quizapp.gradebook.rows import Cell, CellStatus
from quizapp.gradebook.totals import find_total

AT_ONCE = 250  # learners
Total = dict[str, Any]  # a row of `kept_total`


@dataclass(frozen=True)
class Reckoned:
    """Totals that were reckoned, and of which revision."""

    revision: int
    totals: tuple[Total, ...]


def list_totals(session: Session, course_id: int, period_id: int | None) -> dict[int, float]:
    """The learners who have a total, as far as totals are kept."""
    found = session.execute(
        select(KeptTotal.learner_id, KeptTotal.share).where(
            KeptTotal.course_id == course_id,
            KeptTotal.period_id == (period_id or WHOLE_COURSE),
            KeptTotal.share.is_not(None),
        )
    )
    return {learner_id: share for learner_id, share in found if share is not None}


def are_whole(session: Session, across: Across, now: datetime) -> bool:
    """Whether everybody's total is kept, and is what it would be if it were reckoned now."""
    course_id = across.course.id
    kept = session.get(KeptTotals, course_id, populate_existing=True)
    if kept is None or kept.terms != describe_terms(across):
        return False
    touched = exists().where(TouchedGrade.course_id == course_id)
    over = exists().where(KeptTotal.course_id == course_id, KeptTotal.until <= now)
    if session.scalar(select(touched | over)):
        return False
    return session.scalar(_list_missing(course_id).limit(1)) is None


def list_touched_courses(session: Session) -> list[int]:
    """The courses in which something has changed that totals are made of."""
    touched = select(TouchedGrade.course_id)
    return list(session.scalars(select(Course.id).where(Course.id.in_(touched))))


def throw_away(session: Session, across: Across, now: datetime) -> int:
    """Throw away what holds no longer; the revision that what is left is of."""
    course_id = across.course.id
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True))
    terms = describe_terms(across)
    kept = session.get(KeptTotals, course_id, populate_existing=True)
    if kept is None:
        kept = KeptTotals(course_id=course_id, terms="", revision=0)
        session.add(kept)
    touched = session.scalars(
        delete(TouchedGrade)
        .where(TouchedGrade.course_id == course_id)
        .returning(TouchedGrade.learner_id)
    ).all()
    gone = delete(KeptTotal).where(KeptTotal.course_id == course_id)
    if kept.terms != terms:
        session.execute(gone)
    else:
        session.execute(gone.where(KeptTotal.until <= now))
        session.execute(gone.where(KeptTotal.learner_id.in_(set(touched))))
    kept.terms = terms
    kept.revision += 1
    session.flush()
    return kept.revision


def reckon_missing(session: Session, across: Across, revision: int, now: datetime) -> Reckoned:
    """The totals of those for whom none is kept."""
    course_id = across.course.id
    missing = session.scalars(_list_missing(course_id)).all()
    totals: list[Total] = []
    for start in range(0, len(missing), AT_ONCE):
        ids = missing[start : start + AT_ONCE]
        filling = fill(session, across, ids, now)
        totals += [total for learner_id in ids for total in _reckon(filling, learner_id, now)]
    return Reckoned(revision, tuple(totals))


def keep(session: Session, course_id: int, reckoned: Reckoned) -> None:
    """Keep what was reckoned, unless some was thrown away since."""
    ours = update(KeptTotals).where(
        KeptTotals.course_id == course_id, KeptTotals.revision == reckoned.revision
    )
    # Another who reckoned the same has to see that it is done.
    found = session.execute(
        ours.values(revision=KeptTotals.revision + 1).returning(KeptTotals.terms)
    )
    if found.first() and reckoned.totals:
        session.execute(insert(KeptTotal), reckoned.totals)


def describe_terms(across: Across) -> str:
    """What totals depend on beside learners: the same terms give the same text."""
    quizzes = [
        (
            it.assignment_id,
            it.closes_at,
            it.category_id,
            it.period_id,
            across.assignments[it.assignment_id].quiz.grading_method.value,
        )
        for it in across.columns
    ]
    return sha256(repr((across.scheme, across.periods, quizzes)).encode()).hexdigest()


def _list_missing(course_id: int) -> CompoundSelect[int]:
    """The learners of whom no total is kept. Of two lists, for PostgreSQL would go through all
    totals for each learner as long as it thinks of the table as it was before they came."""
    kept = select(KeptTotal.learner_id).where(
        KeptTotal.course_id == course_id, KeptTotal.period_id == WHOLE_COURSE
    )
    return select(Enrolment.learner_id).where(Enrolment.course_id == course_id).except_(kept)


def _reckon(filling: Filling, learner_id: int, now: datetime) -> Iterator[Total]:
    """The learner's totals in the whole course and in each period."""
    across, cells = filling.across, filling.list_cells(learner_id)
    until = _find_until(filling, learner_id, cells, now)
    for period_id in (WHOLE_COURSE, *(it.id for it in across.periods)):
        chosen = [
            (column, cell)
            for column, cell in zip(across.columns, cells, strict=True)
            if period_id in (WHOLE_COURSE, column.period_id)
        ]
        share = find_total([it for it, _ in chosen], [it for _, it in chosen], across.scheme)
        yield {
            "course_id": across.course.id,
            "period_id": period_id,
            "learner_id": learner_id,
            "share": share,
            "until": until,
        }


def _find_until(
    filling: Filling, learner_id: int, cells: tuple[Cell, ...], now: datetime
) -> datetime | None:
    """When the next quiz will be missed, where that counts."""
    if not filling.across.scheme.missed_counts:
        return None
    closings = (
        filling.find_closing(learner_id, column)
        for column, cell in zip(filling.across.columns, cells, strict=True)
        if cell.status is CellStatus.NOT_ATTEMPTED
    )
    return min((it for it in closings if it and it > now), default=None)
