"""Which rulings are in force?"""

from __future__ import annotations

from sqlalchemy import BindParameter, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp.attempts.models import Attempt
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.attempts.ruling_models import Ruling
from quizapp.generation.draft import AcceptedAnswer
from quizapp.quizzes.models import Assignment

_OF_QUIZ = select(Ruling).where(Ruling.quiz_id == bindparam("quiz_id"), Ruling.ended_at.is_(None))
_DROPPED = _OF_QUIZ.with_only_columns(Ruling.version_id).where(Ruling.kind == RulingKind.DROPPED)


def find_verdicts(session: Session, quiz_id: int) -> dict[int, Verdict]:
    """What is ruled in the quiz, by question version."""
    found = session.scalars(_OF_QUIZ, {"quiz_id": quiz_id})
    return {it.version_id: read_verdict(it) for it in found}


def find_dropped(session: Session, quiz_id: int) -> set[int]:
    """The versions that count for nobody in the quiz."""
    return set(session.scalars(_DROPPED, {"quiz_id": quiz_id}))


def find_newest_verdicts(session: Session, learner_id: int) -> dict[int, Verdict]:
    """What is ruled in any quiz that the learner has sat, by version; of several rulings the
    newest."""
    found = session.scalars(
        select(Ruling)
        .where(Ruling.quiz_id.in_(_select_sat(learner_id)), Ruling.ended_at.is_(None))
        .order_by(Ruling.made_at, Ruling.id)
    )
    return {it.version_id: read_verdict(it) for it in found}


def select_newest_kind(
    version_id: InstrumentedAttribute[int], learner_id: BindParameter[int]
) -> ScalarSelect[RulingKind]:
    """What kind the verdict is that `find_newest_verdicts` has on this version; NULL for none."""
    return (
        select(Ruling.kind)
        .where(
            Ruling.version_id == version_id,
            Ruling.quiz_id.in_(_select_sat(learner_id)),
            Ruling.ended_at.is_(None),
        )
        .order_by(Ruling.made_at.desc(), Ruling.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def find_in_force(session: Session, quiz_id: int, version_id: int) -> Ruling | None:
    """The ruling on this version in the quiz."""
    return session.scalar(
        select(Ruling).where(
            Ruling.quiz_id == quiz_id, Ruling.version_id == version_id, Ruling.ended_at.is_(None)
        )
    )


def _select_sat(learner_id: int | BindParameter[int]) -> Select[int]:
    """The quizzes that the learner has sat."""
    return (
        select(Assignment.quiz_id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .where(Attempt.learner_id == learner_id)
    )


def read_verdict(ruling: Ruling) -> Verdict:
    """What the ruling says, as a plain value."""
    return Verdict(
        kind=ruling.kind,
        options=tuple(map(int, ruling.options)),
        answers=tuple(AcceptedAnswer(it.text, it.gap, it.tolerance) for it in ruling.answers),
        made_at=ruling.made_at,
    )
