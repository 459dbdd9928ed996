"""What has been mended in a quiz, and what could be?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from quizapp.accounts.models import Course, Learner
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.regrading import Change, Standing
from quizapp.attempts.ruling_models import Ruling, RulingAnswer, RulingChange
from quizapp.bank.models import QuestionVersion
from quizapp.quizzes.models import Assignment

ROWS = 50  # of a list on one page
NAMES = (Attempt.id, Learner.name, Course.id, Course.name, Attempt.number)
# What runs has no score yet; and a mark may change that no score follows, at 0 or below.
IS_LISTED = RulingChange.score_before.is_not(None) & or_(
    RulingChange.score_before != RulingChange.score_after,
    RulingChange.max_before != RulingChange.max_after,
)


@dataclass(frozen=True)
class AskedQuestion:
    """A version that stands on `papers` of a quiz, and the ruling in force on it."""

    version: QuestionVersion
    papers: int
    ruling: Ruling | None


@dataclass(frozen=True)
class Mending:
    """A ruling, with how many scores it changed, and how many when it was undone.

    What has ended without being undone was replaced by a newer one.
    """

    ruling: Ruling
    changed: int
    given_back: int
    is_replaced: bool

    @property
    def is_undone(self) -> bool:
        return self.ruling.ended_at is not None and not self.is_replaced


@dataclass(frozen=True)
class ChangedScore:
    """A line of the list: whose attempt, and what it had and has."""

    attempt_id: int
    learner: str
    course_id: int
    course: str
    number: int
    before: Standing
    after: Standing


def list_asked(session: Session, quiz_id: int) -> list[AskedQuestion]:
    """The questions that papers of the quiz have asked, those on most papers first."""
    counted = _count_papers(quiz_id).subquery()
    rows = session.execute(
        select(QuestionVersion, counted.c.papers, Ruling)
        .join(counted, counted.c.version_id == QuestionVersion.id)
        .outerjoin(
            Ruling,
            (Ruling.version_id == QuestionVersion.id)
            & (Ruling.quiz_id == quiz_id)
            & Ruling.ended_at.is_(None),
        )
        .order_by(counted.c.papers.desc(), QuestionVersion.question_id, QuestionVersion.number)
    )
    return [AskedQuestion(*row) for row in rows]


def find_asked(session: Session, quiz_id: int, version_id: int) -> AskedQuestion | None:
    """One of these questions."""
    return next((it for it in list_asked(session, quiz_id) if it.version.id == version_id), None)


def list_rulings(session: Session, quiz_id: int) -> list[Mending]:
    """Everything that was ruled in the quiz, the newest first."""
    rulings = session.scalars(
        select(Ruling)
        .where(Ruling.quiz_id == quiz_id)
        .options(joinedload(Ruling.version), joinedload(Ruling.teacher), joinedload(Ruling.ender))
        .order_by(Ruling.made_at.desc(), Ruling.id.desc())
    ).all()
    rows = session.execute(
        select(RulingChange.ruling_id, RulingChange.undoes, func.count())
        .where(RulingChange.ruling_id.in_([it.id for it in rulings]), IS_LISTED)
        .group_by(RulingChange.ruling_id, RulingChange.undoes)
    )
    counts = {(ruling_id, undoes): count for ruling_id, undoes, count in rows}
    replaced = {(it.replaces_id, it.made_at) for it in rulings}
    return [
        Mending(
            it,
            counts.get((it.id, False), 0),
            counts.get((it.id, True), 0),
            (it.id, it.ended_at) in replaced,
        )
        for it in rulings
    ]


def find_mending(session: Session, quiz_id: int, ruling_id: int) -> Mending | None:
    """One of these."""
    return next((it for it in list_rulings(session, quiz_id) if it.ruling.id == ruling_id), None)


def list_changes(
    session: Session, ruling: Ruling, *, undoes: bool, page: int
) -> list[ChangedScore]:
    """One page of the scores that the ruling has changed, in the order of courses and names."""
    rows = session.execute(
        select(
            *NAMES,
            RulingChange.score_before,
            RulingChange.max_before,
            RulingChange.score_after,
            RulingChange.max_after,
        )
        .select_from(RulingChange)
        .join(Attempt, Attempt.id == RulingChange.attempt_id)
        .join(Learner, Learner.id == Attempt.learner_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(RulingChange.ruling_id == ruling.id, RulingChange.undoes == undoes, IS_LISTED)
        .order_by(Course.name, Learner.name, Attempt.number, Attempt.id)
        .limit(ROWS)
        .offset((page - 1) * ROWS)
    )
    return [ChangedScore(*row[:5], Standing(*row[5:7]), Standing(*row[7:9])) for row in rows]


def list_mended(session: Session, attempt_id: int) -> list[RulingChange]:
    """All that rulings, and undoing them, have changed in an attempt."""
    mended = selectinload(RulingChange.ruling)
    return list(
        session.scalars(
            select(RulingChange)
            .where(RulingChange.attempt_id == attempt_id)
            .options(mended.joinedload(Ruling.teacher), mended.joinedload(Ruling.ender))
            .order_by(RulingChange.ruling_id, RulingChange.undoes)
        )
    )


def name_changes(session: Session, changes: Sequence[Change]) -> list[ChangedScore]:
    """These changes of a plan with the names that belong to them, in the plan's order."""
    rows = session.execute(
        select(*NAMES)
        .select_from(Attempt)
        .join(Learner, Learner.id == Attempt.learner_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Attempt.id.in_([it.attempt_id for it in changes]))
    )
    named = {row[0]: row for row in rows}
    return [ChangedScore(*named[it.attempt_id], it.before, it.after) for it in changes]


def forget_rulings(session: Session, quiz_id: int) -> None:
    """Delete what was ruled in a quiz that is deleted itself."""
    rulings = select(Ruling.id).where(Ruling.quiz_id == quiz_id)
    session.execute(delete(RulingChange).where(RulingChange.ruling_id.in_(rulings)))
    session.execute(delete(RulingAnswer).where(RulingAnswer.ruling_id.in_(rulings)))
    session.execute(delete(Ruling).where(Ruling.quiz_id == quiz_id))


def _count_papers(quiz_id: int) -> Select[int, int]:
    return (
        select(PaperItem.version_id, func.count().label("papers"))
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.quiz_id == quiz_id)
        .group_by(PaperItem.version_id)
    )
