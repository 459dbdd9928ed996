"""What does a teacher decide about one learner's grade in one quiz? Set, taken back, remembered.

Every decision is a new row that says all that holds from then on: nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Teacher
from quizapp.gradebook.models import LONGEST_COMMENT, LONGEST_REASON, GradeDecision
from quizapp.quizzes.models import Assignment

FIELDS = ("score", "max_score", "score_reason", "is_excused", "excuse_reason", "comment")


class DecisionError(ValueError):
    """A decision cannot be kept; `field` has to change, and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Change(StrEnum):
    """What one decision changed."""

    SCORE_SET = "score_set"
    SCORE_TAKEN_BACK = "score_taken_back"
    EXCUSED = "excused"
    COUNTS_AGAIN = "counts_again"
    COMMENTED = "commented"
    COMMENT_REMOVED = "comment_removed"


@dataclass(frozen=True)
class Changed:
    """A line of the history: who changed what, when and why."""

    at: datetime
    teacher: str
    change: Change
    score: Decimal | None = None
    max_score: Decimal | None = None
    words: str = ""


@dataclass(frozen=True)
class About:
    """Whose grade in which quiz."""

    assignment: Assignment
    learner_id: int


def set_score(
    session: Session,
    about: About,
    teacher: Teacher,
    *,
    score: Decimal,
    max_score: Decimal,
    reason: str,
    now: datetime,
) -> None:
    """Let `score` out of `max_score` count in place of what the attempts earned."""
    if not 0 <= score <= max_score:
        raise DecisionError("score", f"Write a score from 0 to {max_score.normalize():f}.")
    reason = _read_reason(reason, "score_reason")
    _decide(session, about, teacher, now, score=score, max_score=max_score, score_reason=reason)


def take_score_back(session: Session, about: About, teacher: Teacher, *, now: datetime) -> None:
    """Let the attempts count again."""
    _decide(session, about, teacher, now, score=None, max_score=None, score_reason="")


def excuse(session: Session, about: About, teacher: Teacher, *, reason: str, now: datetime) -> None:
    """Let the quiz not count at all for the learner."""
    reason = _read_reason(reason, "excuse_reason")
    _decide(session, about, teacher, now, is_excused=True, excuse_reason=reason)


def count_again(session: Session, about: About, teacher: Teacher, *, now: datetime) -> None:
    """Let an excused quiz count."""
    _decide(session, about, teacher, now, is_excused=False, excuse_reason="")


def comment(session: Session, about: About, teacher: Teacher, *, words: str, now: datetime) -> None:
    """Write to the learner about the grade; no words take it back."""
    words = words.strip()
    if len(words) > LONGEST_COMMENT:
        raise DecisionError("comment", f"Write at most {LONGEST_COMMENT} characters.")
    _decide(session, about, teacher, now, comment=words)


def find_decision(session: Session, assignment_id: int, learner_id: int) -> GradeDecision | None:
    """The decision in force."""
    decisions = _list_decisions(session, assignment_id, learner_id)
    return decisions[-1] if decisions else None


def list_in_force(session: Session, learner_id: int) -> dict[int, GradeDecision]:
    """By assignment the decision in force about a learner's grade, where it overrules attempts."""
    found = session.scalars(
        select(GradeDecision)
        .where(GradeDecision.learner_id == learner_id)
        .order_by(GradeDecision.id)
    )
    last = {it.assignment_id: it for it in found}
    return {key: it for key, it in last.items() if it.overrules}


def list_changes(session: Session, assignment_id: int, learner_id: int) -> list[Changed]:
    """All that was ever decided, the newest first."""
    nothing = GradeDecision(**_NOTHING)
    decisions = [nothing, *_list_decisions(session, assignment_id, learner_id)]
    lines = [line for before, after in pairwise(decisions) for line in _compare(before, after)]
    return lines[::-1]


_NOTHING: dict[str, Any] = {
    "score": None,
    "max_score": None,
    "score_reason": "",
    "is_excused": False,
    "excuse_reason": "",
    "comment": "",
}


_DECISIONS = (
    select(GradeDecision)
    .where(
        GradeDecision.assignment_id == bindparam("assignment_id"),
        GradeDecision.learner_id == bindparam("learner_id"),
    )
    .options(joinedload(GradeDecision.teacher))
    .order_by(GradeDecision.id)
)


def _list_decisions(
    session: Session, assignment_id: int, learner_id: int
) -> Sequence[GradeDecision]:
    sought = {"assignment_id": assignment_id, "learner_id": learner_id}
    return session.scalars(_DECISIONS, sought).all()


def _decide(
    session: Session, about: About, teacher: Teacher, now: datetime, **changes: Any
) -> None:
    """A new decision: what was in force with `changes`; nothing, when they change nothing."""
    in_force = find_decision(session, about.assignment.id, about.learner_id)
    before = {it: getattr(in_force, it) for it in FIELDS} if in_force else _NOTHING
    after = {**before, **changes}
    if after == before:
        return
    session.add(
        GradeDecision(
            assignment_id=about.assignment.id,
            learner_id=about.learner_id,
            teacher_id=teacher.id,
            at=now,
            **after,
        )
    )
    session.flush()


def _compare(before: GradeDecision, after: GradeDecision) -> Iterator[Changed]:
    who = (after.at, after.teacher.name)
    if (after.score, after.score_reason) != (before.score, before.score_reason):
        if after.score is None:
            yield Changed(*who, Change.SCORE_TAKEN_BACK)
        else:
            yield Changed(*who, Change.SCORE_SET, after.score, after.max_score, after.score_reason)
    if after.is_excused and after.excuse_reason != before.excuse_reason:
        yield Changed(*who, Change.EXCUSED, words=after.excuse_reason)
    elif before.is_excused and not after.is_excused:
        yield Changed(*who, Change.COUNTS_AGAIN)
    if after.comment != before.comment:
        change = Change.COMMENTED if after.comment else Change.COMMENT_REMOVED
        yield Changed(*who, change, words=after.comment)


def _read_reason(reason: str, field: str) -> str:
    reason = reason.strip()
    if not reason:
        raise DecisionError(field, "Write why. The learner does not see it; other teachers do.")
    if len(reason) > LONGEST_REASON:
        raise DecisionError(field, f"Write at most {LONGEST_REASON} characters.")
    return reason
