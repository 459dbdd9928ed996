"""How long, until when and how often may this learner sit this quiz?

What everybody gets, the learner's accommodation and the override of one assignment are put
together here and nowhere else. Each of them only adds: of two limits the longer counts, of
two windows the wider.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Accommodation, Learner
from quizapp.accounts.needs import NONE, Needs, list_needs, read_needs
from quizapp.quizzes.models import Assignment, Override, Quiz

# How much longer the window stays open for a learner whose time is not limited.
UNTIMED_MARGIN = timedelta(days=1)

_GIVEN = (
    select(Accommodation, Override)
    .select_from(Learner)
    .outerjoin(Accommodation, Accommodation.learner_id == Learner.id)
    .outerjoin(
        Override,
        (Override.learner_id == Learner.id)
        & (Override.assignment_id == bindparam("assignment_id")),
    )
    .where(Learner.id == bindparam("learner_id"))
)


@dataclass(frozen=True)
class Entitlement:
    """What one learner has in one assignment; None is no limit.

    `usual_limit` is everybody's, `time_limit` the learner's own. `question_limit` is the
    learner's own time for one question.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    usual_limit: timedelta | None
    time_limit: timedelta | None
    question_limit: timedelta | None
    max_attempts: int | None
    access_code: str
    needs: Needs

    @property
    def is_extended(self) -> bool:
        """Whether the learner has more time than everybody."""
        return self.time_limit != self.usual_limit


def find_entitlement(session: Session, assignment: Assignment, learner_id: int) -> Entitlement:
    """What this learner has in this assignment."""
    sought = {"assignment_id": assignment.id, "learner_id": learner_id}
    needs, override = session.execute(_GIVEN, sought).one()
    return entitle(assignment, read_needs(needs), override)


def list_entitlements(
    session: Session, assignment: Assignment, learner_ids: Iterable[int]
) -> dict[int, Entitlement]:
    """What each of these learners has in this assignment, in two statements."""
    ids = list(learner_ids)
    needs = list_needs(session, ids)
    rows = session.scalars(
        select(Override).where(
            Override.assignment_id == assignment.id, Override.learner_id.in_(ids)
        )
    )
    overrides = {row.learner_id: row for row in rows}
    return {it: entitle(assignment, needs.get(it, NONE), overrides.get(it)) for it in ids}


def entitle(assignment: Assignment, needs: Needs, override: Override | None) -> Entitlement:
    """Put together what everybody, this learner, and this learner here is given. (pure)"""
    quiz = assignment.quiz
    usual, per_question = _seconds(quiz.time_limit_seconds), _seconds(quiz.question_seconds)
    longest = _longest_limit(usual, needs, override)
    extra = None if longest is None or usual is None else longest - usual
    untimed = needs.untimed or (override is not None and override.untimed)
    return Entitlement(
        opens_at=_earlier(assignment.opens_at, override),
        closes_at=_own_closing(assignment.closes_at, extra, untimed, override),
        usual_limit=usual,
        time_limit=None if untimed else longest,
        question_limit=None if untimed else per_question and _lengthen(per_question, needs),
        max_attempts=_own_attempts(quiz, override),
        access_code=_own_code(quiz, override),
        needs=needs,
    )


def _longest_limit(
    usual: timedelta | None, needs: Needs, override: Override | None
) -> timedelta | None:
    """The longest limit that is written anywhere; whether it is lifted is another question."""
    if usual is None:
        return None
    own = _seconds(override.time_limit_seconds) if override else None
    return max(_lengthen(usual, needs), own or usual)


def _lengthen(usual: timedelta, needs: Needs) -> timedelta:
    """In whole seconds, as an attempt keeps its limits; the learner is given what is over."""
    return timedelta(seconds=ceil((usual * needs.time_multiplier).total_seconds()))


def _own_closing(
    closes_at: datetime | None,
    extra: timedelta | None,
    untimed: bool,
    override: Override | None,
) -> datetime | None:
    """The window moves by the extra minutes, so that whoever starts in time to use the whole
    limit can use the whole extended limit too. No limit is worth no less than any other."""
    if closes_at is None:
        return None
    if extra is not None:
        closes_at += max(extra, UNTIMED_MARGIN) if untimed else extra
    later = override.closes_at if override else None
    return max(closes_at, later) if later else closes_at


def _earlier(opens_at: datetime | None, override: Override | None) -> datetime | None:
    own = override.opens_at if override else None
    return min(opens_at, own) if opens_at and own else opens_at


def _own_attempts(quiz: Quiz, override: Override | None) -> int | None:
    if quiz.max_attempts is None or (override and override.any_number):
        return None
    return max(quiz.max_attempts, (override.max_attempts or 0) if override else 0)


def _own_code(quiz: Quiz, override: Override | None) -> str:
    """A code of the learner's own, but never one where everybody else needs none."""
    own = override.access_code if override else None
    return own or quiz.access_code if quiz.access_code else ""


def _seconds(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
