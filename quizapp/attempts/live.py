"""Who is sitting a quiz now, how far are they, and is their page still there? For the teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased, subqueryload

from quizapp.accounts.models import Enrolment, Learner
from quizapp.attempts.clock import ClockView, Phase, read_clock
from quizapp.attempts.models import (
    Attempt,
    AttemptEvent,
    CloseReason,
    EventKind,
    PaperItem,
    Response,
)
from quizapp.quizzes.entitlement import Entitlement, list_entitlements
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import Navigation

HERE_WITHIN = timedelta(seconds=60)  # a page asks for the clock several times in a minute


class LiveState(StrEnum):
    """Where a learner stands, in the order in which a teacher looks at them."""

    HANDING_IN = "handing_in"
    RUNNING = "running"
    ON_BREAK = "on_break"
    NOT_STARTED = "not_started"
    CLOSED = "closed"


STATE_OF = {
    Phase.ANSWERING: LiveState.RUNNING,
    Phase.ON_BREAK: LiveState.ON_BREAK,
    Phase.HANDING_IN: LiveState.HANDING_IN,
    Phase.CLOSED: LiveState.CLOSED,
}


@dataclass(frozen=True)
class Sitting:
    """An attempt at one moment; all times in seconds.

    `position` is the question that is open when the quiz only goes forward. `unseen` is how
    long nothing was heard of the page. `late` counts saves that came too late; the page was
    left `left_count` times, for `left_seconds` as far as it came back.
    """

    attempt_id: int
    number: int
    close_reason: CloseReason | None
    clock: ClockView
    answered: int
    questions: int
    position: int | None
    breaks_taken: int
    breaks_allowed: int
    unseen: float
    late: int
    left_count: int
    left_seconds: int


@dataclass(frozen=True)
class LiveRow:
    """One learner of the course; `sitting` is the open attempt, or else the last one."""

    learner_id: int
    name: str
    state: LiveState
    is_extended: bool
    sitting: Sitting | None

    @property
    def is_open(self) -> bool:
        return self.state not in (LiveState.NOT_STARTED, LiveState.CLOSED)

    @property
    def is_here(self) -> bool:
        """Whether the page of an open attempt was heard of just now."""
        if self.sitting is None or not self.is_open:
            return False
        return self.sitting.unseen <= HERE_WITHIN.total_seconds()

    @property
    def is_missing(self) -> bool:
        """Whether the attempt runs, and nothing is heard of its page; a break excuses that."""
        return self.is_open and not self.is_here and self.state is not LiveState.ON_BREAK


@dataclass(frozen=True)
class LiveView:
    """A whole course at one moment, by name."""

    at: datetime
    rows: tuple[LiveRow, ...]

    @property
    def started(self) -> int:
        return sum(row.sitting is not None for row in self.rows)

    @property
    def handed_in(self) -> int:
        return sum(row.state is LiveState.CLOSED for row in self.rows) - self.abandoned

    @property
    def abandoned(self) -> int:
        return sum(
            row.sitting is not None and row.sitting.close_reason is CloseReason.ABANDONED
            for row in self.rows
        )

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)


@dataclass(frozen=True)
class _Answers:
    answered: int = 0
    late: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class _Absences:
    count: int = 0
    seconds: int = 0


def watch(session: Session, assignment: Assignment, now: datetime) -> LiveView:
    """Every learner of the course in this assignment, in a fixed number of statements.

    Who has left the course is seen where they have an attempt: it may still run.
    """
    learners = _list_learners(session, assignment)
    entitled = list_entitlements(session, assignment, [it.id for it in learners])
    attempts = _list_attempts(session, assignment.id)
    questions = _count_questions(session, assignment.id)
    answers = _count_answers(session, assignment.id)
    absences = _count_absences(session, assignment.id)

    def describe(attempt: Attempt) -> Sitting:
        return _describe(
            attempt,
            questions.get(attempt.id, 0),
            answers.get(attempt.id, _Answers()),
            absences.get(attempt.id, _Absences()),
            now,
        )

    sittings = {learner_id: describe(attempt) for learner_id, attempt in attempts.items()}
    extended = {learner_id for learner_id, it in attempts.items() if it.is_extended}
    return LiveView(
        now,
        tuple(
            _make_row(it, sittings.get(it.id), it.id in extended, entitled[it.id])
            for it in learners
        ),
    )


def is_sitting(session: Session, learner_id: int) -> bool:
    """Whether an attempt of the learner runs, at whichever quiz."""
    running = select(Attempt.id).where(
        Attempt.learner_id == learner_id, Attempt.closed_at.is_(None)
    )
    return session.scalar(running.limit(1)) is not None


def _make_row(
    learner: Learner, sitting: Sitting | None, extended: bool, entitlement: Entitlement
) -> LiveRow:
    return LiveRow(
        learner_id=learner.id,
        name=learner.name,
        state=STATE_OF[sitting.clock.phase] if sitting else LiveState.NOT_STARTED,
        is_extended=extended if sitting else entitlement.is_extended,
        sitting=sitting,
    )


def _describe(
    attempt: Attempt, questions: int, answers: _Answers, absences: _Absences, now: datetime
) -> Sitting:
    heard = [it for it in (attempt.started_at, attempt.seen_at, answers.last_at) if it]
    forward_only = attempt.navigation is Navigation.SEQUENTIAL
    return Sitting(
        attempt_id=attempt.id,
        number=attempt.number,
        close_reason=attempt.close_reason,
        clock=read_clock(attempt, now),
        answered=answers.answered,
        questions=questions,
        position=attempt.furthest if forward_only else None,
        breaks_taken=len(attempt.breaks),
        breaks_allowed=attempt.break_count,
        unseen=max(0.0, (now - max(heard)).total_seconds()),
        late=answers.late,
        left_count=absences.count,
        left_seconds=absences.seconds,
    )


def _list_learners(session: Session, assignment: Assignment) -> list[Learner]:
    sat = select(Attempt.learner_id).where(Attempt.assignment_id == assignment.id)
    return list(
        session.scalars(
            select(Learner)
            .join(Enrolment, Enrolment.learner_id == Learner.id)
            .where(
                Enrolment.course_id == assignment.course_id,
                or_(Enrolment.left_at.is_(None), Learner.id.in_(sat)),
            )
            .order_by(Enrolment.sign_in_name, Enrolment.id)
        )
    )


def _list_attempts(session: Session, assignment_id: int) -> dict[int, Attempt]:
    """Each learner's open attempt, or else the last one, with its breaks."""
    found = session.scalars(
        select(Attempt)
        .where(_is_shown(assignment_id))
        .options(subqueryload(Attempt.breaks))
        .order_by(Attempt.closed_at.is_(None), Attempt.number)
    )
    return {attempt.learner_id: attempt for attempt in found}


def _is_shown(assignment_id: int) -> ColumnElement[bool]:
    """The attempts at the assignment that are open, or the learner's last."""
    other = aliased(Attempt)
    last = (
        select(func.max(other.number))
        .where(other.assignment_id == assignment_id, other.learner_id == Attempt.learner_id)
        .correlate(Attempt)
        .scalar_subquery()
    )
    return and_(
        Attempt.assignment_id == assignment_id,
        or_(Attempt.closed_at.is_(None), Attempt.number == last),
    )


def _count_questions(session: Session, assignment_id: int) -> dict[int, int]:
    rows = session.execute(
        select(PaperItem.attempt_id, func.count())
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(_is_shown(assignment_id))
        .group_by(PaperItem.attempt_id)
    )
    return {row[0]: row[1] for row in rows}


def _count_answers(session: Session, assignment_id: int) -> dict[int, _Answers]:
    """How many questions have an answer in force, how many saves came late, when the last came."""
    # The answer in force is the last by (sequence, id) among those that count.
    place = func.row_number().over(
        partition_by=(Response.attempt_id, Response.position, Response.counts),
        order_by=(Response.sequence.desc(), Response.id.desc()),
    )
    answer = (
        select(
            Response.attempt_id,
            Response.received_at,
            Response.is_late,
            and_(Response.counts, Response.value != ()).label("answers"),
            place.label("place"),
        )
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(_is_shown(assignment_id))
        .subquery()
    )
    rows = session.execute(
        select(
            answer.c.attempt_id,
            func.sum(case((and_(answer.c.answers, answer.c.place == 1), 1), else_=0)),
            func.sum(case((answer.c.is_late, 1), else_=0)),
            func.max(answer.c.received_at),
        ).group_by(answer.c.attempt_id)
    )
    return {attempt_id: _Answers(*found) for attempt_id, *found in rows}


def _count_absences(session: Session, assignment_id: int) -> dict[int, _Absences]:
    left = AttemptEvent.kind == EventKind.LEFT
    rows = session.execute(
        select(
            AttemptEvent.attempt_id,
            func.sum(case((left, 1), else_=0)),
            func.sum(case((left, 0), else_=func.coalesce(AttemptEvent.seconds, 0))),
        )
        .join(Attempt, Attempt.id == AttemptEvent.attempt_id)
        .where(
            _is_shown(assignment_id),
            AttemptEvent.kind.in_((EventKind.LEFT, EventKind.CAME_BACK)),
        )
        .group_by(AttemptEvent.attempt_id)
    )
    return {attempt_id: _Absences(*found) for attempt_id, *found in rows}


def count_open(session: Session) -> int:
    """How many attempts are not closed, of all learners."""
    return session.scalar(select(func.count()).where(Attempt.closed_at.is_(None))) or 0
