"""How is a learner erased? What would go and what stays, what stands in the way, and doing it.

Afterwards nothing tells who it was, and the statistics of quizzes are what they were. It cannot
be undone. The log of erasures alone says that it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.courses import list_taught_ids
from quizapp.accounts.erasing import (
    empty_account,
    has_needs,
    list_courses_of,
    list_enrolments_of,
)
from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.needs import lock_learner
from quizapp.attempts.erasing import AttemptCounts, anonymise_attempts, count_work
from quizapp.gradebook.clearing import clear_decisions, count_decisions
from quizapp.guided.clearing import clear_gate_answers, count_gate_answers
from quizapp.notebook.clearing import Section, clear_notebook, count_notebook
from quizapp.privacy.models import ErasedBy, Erasure
from quizapp.progress.clearing import clear_practice, count_practice
from quizapp.quizzes.overriding import list_overrides_of, remove_overrides_of


class ErasingError(ValueError):
    """A learner cannot be erased now; the message says what to do."""


@dataclass(frozen=True)
class ErasingPlan:
    """What erasing a learner would take, in numbers; `work` stays without a name."""

    places: int
    has_needs: bool
    arrangements: int
    decisions: int
    work: AttemptCounts
    notes: int
    words: int
    reading: int
    practice: int
    gate_answers: int


def plan_erasing(session: Session, learner_id: int) -> ErasingPlan:
    """What would go, and what would stay."""
    notebook = count_notebook(session, learner_id)
    return ErasingPlan(
        places=len(list_enrolments_of(session, learner_id)),
        has_needs=has_needs(session, learner_id),
        arrangements=len(list_overrides_of(session, learner_id)),
        decisions=count_decisions(session, learner_id),
        work=count_work(session, learner_id),
        notes=notebook[Section.NOTES],
        words=notebook[Section.WORDS],
        reading=notebook[Section.READING],
        practice=count_practice(session, learner_id),
        gate_answers=count_gate_answers(session, learner_id),
    )


def list_foreign_courses(session: Session, learner_id: int, teacher_id: int) -> list[Course]:
    """The courses that the learner is or was in and that this teacher does not teach: as long as
    there are any, the teacher may not erase the learner."""
    taught = list_taught_ids(session, teacher_id)
    return [it for it in list_courses_of(session, learner_id) if it.id not in taught]


def erase(
    session: Session,
    learner: Learner,
    by: ErasedBy,
    *,
    now: datetime,
    teacher: Teacher | None = None,
) -> Erasure:
    """Take away all that tells who the learner is; with `by` a teacher, `teacher` is who asks.

    Raises:
        ErasingError: an attempt runs, the learner is erased already, or the teacher does not
            teach all of their courses.
    """
    lock_learner(session, learner.id)  # nobody starts an attempt meanwhile
    _require_erasable(session, learner.id, teacher)
    clear_notebook(session, learner.id)
    clear_practice(session, learner.id)
    clear_gate_answers(session, learner.id)
    remove_overrides_of(session, learner.id)
    clear_decisions(session, learner.id)
    anonymise_attempts(session, learner.id)
    empty_account(session, learner)
    done = Erasure(
        learner_id=learner.id,
        erased_at=now,
        erased_by=by,
        teacher_id=teacher.id if teacher else None,
    )
    session.add(done)
    session.flush()
    return done


def is_erased(session: Session, learner_id: int) -> bool:
    return session.get(Erasure, learner_id) is not None


def list_erasures(session: Session) -> Sequence[Erasure]:
    """The log of erasures, the newest first."""
    found = select(Erasure).options(joinedload(Erasure.teacher))
    return session.scalars(found.order_by(Erasure.erased_at.desc(), Erasure.learner_id)).all()


def count_erasures_since(session: Session, moment: datetime) -> int:
    """How many learners were erased here since then."""
    found = select(func.count()).select_from(Erasure).where(Erasure.erased_at > moment)
    return session.scalar(found) or 0


def _require_erasable(session: Session, learner_id: int, teacher: Teacher | None) -> None:
    if is_erased(session, learner_id):
        raise ErasingError("This learner is erased already.")
    if count_work(session, learner_id).running:
        raise ErasingError(
            "An attempt of this learner is running. Wait for its end, or hand it in on the live"
            " page of its quiz."
        )
    if teacher and list_foreign_courses(session, learner_id, teacher.id):
        raise ErasingError("The learner has been in courses that you do not teach.")
