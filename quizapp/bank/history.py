"""What has become of a question over time? Its versions and the decisions on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.bank.content import CHILDREN, to_draft
from quizapp.bank.differences import Difference, compare
from quizapp.bank.models import DecidedQuestion, Question, QuestionVersion, ReviewDecision
from quizapp.generation.draft import QuestionDraft, Status


@dataclass(frozen=True)
class PastVersion:
    """A version with who made it (None: the program), and what it changed in the one before."""

    number: int
    made_at: datetime
    made_by: str | None
    draft: QuestionDraft
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class PastDecision:
    """Who gave the question which status, and when; `undone_at` when it was taken back."""

    status: Status
    decided_at: datetime
    decided_by: str
    undone_at: datetime | None


def list_versions(session: Session, question: Question) -> list[PastVersion]:
    """All versions of the question, the newest first."""
    versions = session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question.id)
        .options(*CHILDREN, joinedload(QuestionVersion.teacher))
        .order_by(QuestionVersion.number)
    ).all()
    drafts = [to_draft(version, question) for version in versions]
    changes = [(), *(compare(old, new) for old, new in pairwise(drafts))]
    found = [
        PastVersion(it.number, it.created_at, it.teacher.name if it.teacher else None, draft, told)
        for it, draft, told in zip(versions, drafts, changes, strict=True)
    ]
    return found[::-1]


def list_decisions(session: Session, question_id: int) -> list[PastDecision]:
    """All decisions on the question, the newest first."""
    decisions = session.scalars(
        select(ReviewDecision)
        .join(DecidedQuestion, DecidedQuestion.decision_id == ReviewDecision.id)
        .where(DecidedQuestion.question_id == question_id)
        .options(joinedload(ReviewDecision.teacher))
        .order_by(ReviewDecision.id.desc())
    )
    return [
        PastDecision(it.status, it.decided_at, it.teacher.name, it.undone_at) for it in decisions
    ]
