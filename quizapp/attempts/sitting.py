"""How does a sitting go? Start, respond, submit, and closing what is over.

No answer that was acknowledged is ever missing: a response is appended under the attempt's
row lock, and an attempt is scored under the same lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.people import time_multiplier
from quizapp.attempts.answers import Value, from_page
from quizapp.attempts.models import Attempt, CloseReason, PaperItem, Response
from quizapp.attempts.scoring import score_response
from quizapp.attempts.timing import (
    WindowState,
    find_deadline,
    is_over,
    own_closing_time,
    window_state,
)
from quizapp.bank.content import load_versions
from quizapp.quizzes.assembly import assemble
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.setting import list_candidates


class SittingError(ValueError):
    """An attempt cannot be started; the message says why."""


class AttemptClosedError(Exception):
    """The answer came after the attempt was closed; what was kept stays kept."""


@dataclass(frozen=True)
class Saved:
    """The receipt of an answer: when it was kept, and the number the next one carries.

    `in_force` is false when another tab has given a newer answer since: the page that shows
    this one says it again.
    """

    received_at: datetime
    next_sequence: int
    in_force: bool


def start(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    *,
    now: datetime,
    rng: Random,
    grace_seconds: int,
) -> Attempt:
    """Start an attempt, or hand back the one that is still open.

    Raises:
        SittingError: the window is not open, no attempt is left, or there is no question.
    """
    open_attempt = find_open(session, assignment.id, learner.id, now=now)
    if open_attempt:
        return open_attempt
    multiplier = time_multiplier(session, learner.id)
    used = count_attempts(session, assignment.id, learner.id)
    refusal = find_refusal(assignment, used, multiplier, now)
    if refusal:
        raise SittingError(refusal)
    attempt = _write_paper(session, assignment, learner.id, used + 1, multiplier, now, rng)
    attempt.grace_seconds = grace_seconds
    try:
        with session.begin_nested():
            session.add(attempt)
            session.flush()
    except IntegrityError:
        # Pressed twice: the other request has started the attempt.
        started = find_open(session, assignment.id, learner.id, now=now)
        if started is None:
            raise
        return started
    return attempt


def respond(
    session: Session,
    attempt_id: int,
    position: int,
    sequence: int,
    fields: list[str],
    *,
    now: datetime,
) -> Saved:
    """Append an answer as the page sent it. Saving twice is one save.

    Raises:
        AttemptClosedError: the attempt is closed or over.
        AnswerError: the fields do not fit the question.
        LookupError: the paper has no such position.
    """
    attempt = lock(session, attempt_id)
    if attempt.closed_at is not None or is_over(attempt.deadline, grace_of(attempt), now):
        raise AttemptClosedError
    item = session.scalar(
        select(PaperItem).where(PaperItem.attempt_id == attempt_id, PaperItem.position == position)
    )
    if item is None:
        raise LookupError(position)
    draft = load_versions(session, [item.version_id])[item.version_id]
    value = from_page(draft, [int(it) for it in item.printed_order], fields)
    return _append(session, attempt_id, position, sequence, value, now)


def submit(session: Session, attempt_id: int, *, now: datetime) -> Attempt:
    """Hand the attempt in. Handing in twice changes nothing."""
    attempt = lock(session, attempt_id)
    if attempt.closed_at is None:
        rang = attempt.deadline is not None and now >= attempt.deadline
        _close(session, attempt, CloseReason.TIME_UP if rang else CloseReason.SUBMITTED, now)
    return attempt


def is_due_to_close(attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt is open though its time is over."""
    return attempt.closed_at is None and is_over(attempt.deadline, grace_of(attempt), now)


def close_if_over(session: Session, attempt: Attempt, *, now: datetime) -> Attempt:
    """Close the attempt when its time is over, whoever looks at it."""
    if is_due_to_close(attempt, now):
        attempt = lock(session, attempt.id)
        if attempt.closed_at is None:
            _close(session, attempt, CloseReason.TIME_UP, now)
    return attempt


def close_overdue(session: Session, *, now: datetime) -> int:
    """The sweep: close every attempt whose time is over; how many that were."""
    overdue = session.scalars(
        select(Attempt).where(Attempt.closed_at.is_(None), Attempt.deadline < now)
    ).all()
    closed = [close_if_over(session, attempt, now=now) for attempt in overdue]
    return sum(attempt.closed_at is not None for attempt in closed)


def find_open(
    session: Session, assignment_id: int, learner_id: int, *, now: datetime
) -> Attempt | None:
    """The learner's open attempt; one whose time is over is closed on the way."""
    attempt = session.scalar(
        select(Attempt).where(
            Attempt.assignment_id == assignment_id,
            Attempt.learner_id == learner_id,
            Attempt.closed_at.is_(None),
        )
    )
    if attempt is None:
        return None
    return attempt if close_if_over(session, attempt, now=now).closed_at is None else None


def find_refusal(assignment: Assignment, used: int, multiplier: float, now: datetime) -> str | None:
    """Why an attempt cannot be started now; None when it can."""
    quiz = assignment.quiz
    closes_at = own_closing_time(assignment.closes_at, limit_of(assignment), multiplier)
    state = window_state(assignment.opens_at, closes_at, now)
    if state is WindowState.UPCOMING:
        return "This quiz is not open yet."
    if state is WindowState.CLOSED:
        return "This quiz is closed."
    if quiz.max_attempts is not None and used >= quiz.max_attempts:
        return "You have used all your attempts at this quiz."
    return None


def count_attempts(session: Session, assignment_id: int, learner_id: int) -> int:
    """How many attempts the learner has started."""
    found = select(func.count()).where(
        Attempt.assignment_id == assignment_id, Attempt.learner_id == learner_id
    )
    return session.scalar(found) or 0


def final_responses(session: Session, attempt_id: int) -> dict[int, Response]:
    """The response in force at each position: the last in sequence order."""
    rows = session.scalars(
        select(Response)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.position, Response.sequence)
    )
    return {response.position: response for response in rows}


def limit_of(assignment: Assignment) -> timedelta | None:
    """The quiz's time limit, before any accommodation."""
    seconds = assignment.quiz.time_limit_seconds
    return None if seconds is None else timedelta(seconds=seconds)


def grace_of(attempt: Attempt) -> timedelta:
    return timedelta(seconds=attempt.grace_seconds)


def lock(session: Session, attempt_id: int) -> Attempt:
    """The attempt, fresh, with its row locked (SQLite has the whole database locked)."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.id == attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _write_paper(
    session: Session,
    assignment: Assignment,
    learner_id: int,
    number: int,
    multiplier: float,
    now: datetime,
    rng: Random,
) -> Attempt:
    quiz = assignment.quiz
    candidates = list_candidates(session, quiz.bank_id, [row.skill for row in quiz.skills])
    paper = assemble(candidates, quiz.question_count, rng)
    if not paper:
        raise SittingError("This quiz has no questions at the moment; tell your teacher.")
    return Attempt(
        assignment_id=assignment.id,
        learner_id=learner_id,
        number=number,
        started_at=now,
        deadline=find_deadline(now, limit_of(assignment), multiplier, assignment.closes_at),
        grace_seconds=0,
        time_multiplier=multiplier,
        max_score=Decimal(len(paper)),
        items=[
            PaperItem(
                position=position,
                version_id=entry.version_id,
                printed_order=tuple(map(str, entry.printed_order)),
                max_score=Decimal(1),
            )
            for position, entry in enumerate(paper, start=1)
        ],
    )


def _append(
    session: Session, attempt_id: int, position: int, sequence: int, value: Value, now: datetime
) -> Saved:
    """Insert the response.

    The same save again is one save. Another answer under a number that is taken (a second
    tab counted the same) is newer by arrival and goes behind the last.
    """
    insert = _insert_for(session)
    row = {
        "attempt_id": attempt_id,
        "position": position,
        "sequence": sequence,
        "value": value,
        "received_at": now,
    }
    kept = insert.values(row).on_conflict_do_nothing().returning(Response.id)
    if session.scalar(kept) is not None:
        return Saved(now, sequence + 1, in_force=True)
    taken = session.scalars(
        select(Response)
        .where(Response.attempt_id == attempt_id, Response.position == position)
        .order_by(Response.sequence)
    ).all()
    last = taken[-1].sequence
    if any(response.sequence == sequence and response.value == value for response in taken):
        return Saved(now, last + 1, in_force=taken[-1].value == value)
    row["sequence"] = last + 1
    session.execute(insert.values(row))
    return Saved(now, last + 2, in_force=True)


def _insert_for(session: Session) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Response)
    return sqlite.insert(Response)


def _close(session: Session, attempt: Attempt, reason: CloseReason, now: datetime) -> None:
    """Score what was answered in time and close; a bell that rang is when it was closed."""
    responses = final_responses(session, attempt.id)
    drafts = load_versions(session, [item.version_id for item in attempt.items])
    for item in attempt.items:
        response = responses.get(item.position)
        value = response.value if response else ()
        item.score = score_response(drafts[item.version_id], value, item.max_score)
    attempt.score = sum((item.score or Decimal(0) for item in attempt.items), Decimal(0))
    attempt.close_reason = reason
    rang = reason is CloseReason.TIME_UP and attempt.deadline is not None
    attempt.closed_at = attempt.deadline if rang else now
    session.flush()
