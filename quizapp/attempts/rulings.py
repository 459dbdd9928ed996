"""Which rulings are in force?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.models import Attempt
from quizapp.attempts.ruled import RulingKind, Verdict
from quizapp.attempts.ruling_models import Ruling
from quizapp.generation.draft import AcceptedAnswer
from quizapp.quizzes.models import Assignment


def find_verdicts(session: Session, quiz_id: int) -> dict[int, Verdict]:
    """What is ruled in the quiz, by question version."""
    return {
        it.version_id: read_verdict(it)
        for it in session.scalars(
            select(Ruling).where(Ruling.quiz_id == quiz_id, Ruling.ended_at.is_(None))
        )
    }


def find_dropped(session: Session, quiz_id: int) -> set[int]:
    """The versions that count for nobody in the quiz."""
    found = select(Ruling.version_id).where(
        Ruling.quiz_id == quiz_id,
        Ruling.kind == RulingKind.DROPPED,
        Ruling.ended_at.is_(None),
    )
    return set(session.scalars(found))


def find_newest_verdicts(session: Session, learner_id: int) -> dict[int, Verdict]:
    """What is ruled in any quiz that the learner has sat, by version; of several rulings the
    newest."""
    sat = (
        select(Assignment.quiz_id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .where(Attempt.learner_id == learner_id)
    )
    found = session.scalars(
        select(Ruling)
        .where(Ruling.quiz_id.in_(sat), Ruling.ended_at.is_(None))
        .order_by(Ruling.made_at, Ruling.id)
    )
    return {it.version_id: read_verdict(it) for it in found}


def find_in_force(session: Session, quiz_id: int, version_id: int) -> Ruling | None:
    """The ruling on this version in the quiz."""
    return session.scalar(
        select(Ruling).where(
            Ruling.quiz_id == quiz_id, Ruling.version_id == version_id, Ruling.ended_at.is_(None)
        )
    )


def read_verdict(ruling: Ruling) -> Verdict:
    """What the ruling says, as a plain value."""
    return Verdict(
        kind=ruling.kind,
        options=tuple(map(int, ruling.options)),
        answers=tuple(AcceptedAnswer(it.text, it.gap, it.tolerance) for it in ruling.answers),
        made_at=ruling.made_at,
    )
