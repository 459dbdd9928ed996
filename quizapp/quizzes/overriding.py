"""What is one learner given in one assignment, apart from everybody? Set, found, removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Learner
from quizapp.quizzes.models import Assignment, Override, Quiz

LONGEST_CODE = 80  # what the column holds


class OverrideError(ValueError):
    """An override cannot be set as asked; the message says what to do.

    `field` is the field of `OverrideRules` that has to change.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class OverrideRules:
    """What one learner is given in one assignment; the defaults are what everybody has.

    Of `time_limit` and the limit that an accommodation gives, the longer counts. `untimed`
    lifts the limit, `any_number` the number of attempts.
    """

    time_limit: timedelta | None = None
    untimed: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    max_attempts: int | None = None
    any_number: bool = False
    access_code: str = ""


NOTHING = OverrideRules()


def set_override(
    session: Session, assignment: Assignment, learner_id: int, rules: OverrideRules
) -> None:
    """Keep what this learner is given in this assignment, in place of what was kept before.

    Raises:
        OverrideError: the rules give nothing, or less than everybody has.
    """
    rules = replace(rules, access_code=rules.access_code.strip())
    _check(assignment, rules)
    limit = rules.time_limit
    session.merge(
        Override(
            assignment_id=assignment.id,
            learner_id=learner_id,
            time_limit_seconds=None if limit is None else int(limit.total_seconds()),
            untimed=rules.untimed,
            opens_at=rules.opens_at,
            closes_at=rules.closes_at,
            max_attempts=rules.max_attempts,
            any_number=rules.any_number,
            access_code=rules.access_code or None,
        )
    )
    session.flush()


def remove_override(session: Session, assignment: Assignment, learner_id: int) -> None:
    """Give the learner what everybody has, from the next attempt on. Twice changes nothing."""
    found = session.get(Override, (assignment.id, learner_id))
    if found:
        session.delete(found)
        session.flush()


def list_overrides_of(session: Session, learner_id: int) -> list[Override]:
    """What this learner is given, in all assignments."""
    found = select(Override).where(Override.learner_id == learner_id)
    return list(session.scalars(found.order_by(Override.assignment_id)))


def remove_overrides_of(session: Session, learner_id: int) -> None:
    """Take away all that this learner was given apart from everybody."""
    session.execute(delete(Override).where(Override.learner_id == learner_id))


def find_override(session: Session, assignment: Assignment, learner_id: int) -> OverrideRules:
    """What this learner is given in this assignment; `NOTHING` without an override."""
    found = session.get(Override, (assignment.id, learner_id))
    return read_override(found) if found else NOTHING


def list_overrides(session: Session, course_id: int) -> list[Override]:
    """The overrides of the course's learners, by learner and then by quiz."""
    return list(
        session.scalars(
            select(Override)
            .join(Override.assignment)
            .join(Override.learner)
            .join(Quiz, Quiz.id == Assignment.quiz_id)
            .where(Assignment.course_id == course_id)
            .options(
                joinedload(Override.learner),
                joinedload(Override.assignment).joinedload(Assignment.quiz),
            )
            .order_by(Learner.name, Learner.id, Quiz.title, Assignment.id)
        )
    )


def read_override(row: Override) -> OverrideRules:
    """The row as plain values."""
    seconds = row.time_limit_seconds
    return OverrideRules(
        time_limit=None if seconds is None else timedelta(seconds=seconds),
        untimed=row.untimed,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        max_attempts=row.max_attempts,
        any_number=row.any_number,
        access_code=row.access_code or "",
    )


def _check(assignment: Assignment, rules: OverrideRules) -> None:
    """An override only ever adds: refuse what gives no more than everybody has."""
    if rules == NOTHING:
        raise OverrideError("time_limit", "Write what this learner gets, or remove it all.")
    _check_time(assignment.quiz, rules)
    _check_window(assignment, rules)
    _check_attempts(assignment.quiz, rules)
    _check_code(assignment.quiz, rules)


def _check_time(quiz: Quiz, rules: OverrideRules) -> None:
    usual, own = quiz.time_limit_seconds, rules.time_limit
    if own is not None and rules.untimed:
        raise OverrideError("time_limit", "Write minutes or choose no limit, not both.")
    if own is not None and usual is None:
        raise OverrideError("time_limit", "The quiz has no time limit already; leave it empty.")
    if own is not None and usual is not None and own <= timedelta(seconds=usual):
        raise OverrideError(
            "time_limit",
            f"The quiz gives {_count(usual / 60, 'minute')} already;"
            " write more, or leave it empty.",
        )
    if rules.untimed and usual is None and quiz.question_seconds is None:
        raise OverrideError("untimed", "The quiz has no time limit already; leave it empty.")


def _check_window(assignment: Assignment, rules: OverrideRules) -> None:
    opens_at, closes_at = assignment.opens_at, assignment.closes_at
    if rules.opens_at and opens_at is None:
        raise OverrideError("opens_at", "The quiz is open from the start; leave it empty.")
    if rules.opens_at and opens_at and rules.opens_at >= opens_at:
        raise OverrideError(
            "opens_at",
            "The quiz opens for everybody by then; write an earlier time, or leave it empty.",
        )
    if rules.closes_at and closes_at is None:
        raise OverrideError("closes_at", "The quiz never closes; leave it empty.")
    if rules.closes_at and closes_at and rules.closes_at <= closes_at:
        raise OverrideError(
            "closes_at",
            "The quiz is open for everybody until then; write a later time, or leave it empty.",
        )


def _check_attempts(quiz: Quiz, rules: OverrideRules) -> None:
    usual, own = quiz.max_attempts, rules.max_attempts
    if own is not None and rules.any_number:
        raise OverrideError("max_attempts", "Write a number or choose no limit, not both.")
    if (own is not None or rules.any_number) and usual is None:
        field = "any_number" if rules.any_number else "max_attempts"
        raise OverrideError(field, "The quiz gives any number of attempts; leave it empty.")
    if own is not None and usual is not None and own <= usual:
        raise OverrideError(
            "max_attempts",
            f"The quiz gives {_count(usual, 'attempt')} already; write more, or leave it empty.",
        )


def _check_code(quiz: Quiz, rules: OverrideRules) -> None:
    if rules.access_code and not quiz.access_code:
        raise OverrideError(
            "access_code", "Everybody starts this quiz without a code; leave it empty."
        )
    if len(rules.access_code) > LONGEST_CODE:
        raise OverrideError("access_code", f"Write at most {LONGEST_CODE} characters.")


def _count(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"
