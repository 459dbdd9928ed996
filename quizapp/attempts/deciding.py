"""What does the teacher decide about an attempt? Late answers, abandoned ones, marks by hand.

Every decision is a line in the attempt's log.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Teacher
from quizapp.accounts.needs import lock_learner
from quizapp.attempts.answers import Value
from quizapp.attempts.closing import close, close_if_over, forget_mark, lock, score, sum_up
from quizapp.attempts.extending import MOST_MINUTES, extend, renew_question
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem, Response
from quizapp.attempts.responses import final_responses, list_late
from quizapp.attempts.scoring import lowest_score
from quizapp.quizzes.terms import scoring_rules


class DecisionError(ValueError):
    """A decision about an attempt cannot be carried out; the message says why."""


def accept_late(session: Session, attempt_id: int, teacher: Teacher, *, now: datetime) -> Attempt:
    """Let the responses count that came too late, and score the attempt anew.

    Twice changes nothing.

    Raises:
        DecisionError: the attempt is still open, or nothing came late that may count.
    """
    attempt = _lock_closed(session, attempt_id)
    late = list_acceptable(session, attempt)
    if not late:
        raise DecisionError("No answer of this attempt came late.")
    if all(it.counts for it in late):
        return attempt
    before = _values_in_force(session, attempt_id)
    for response in late:
        response.counts = True
    session.flush()
    after = _values_in_force(session, attempt_id)
    for item in attempt.items:
        if before.get(item.position) != after.get(item.position):
            forget_mark(item)  # it was for the answer that counted until now
    note(session, attempt_id, EventKind.LATE_ACCEPTED, now=now, teacher_id=teacher.id)
    return _count(session, attempt)


def list_acceptable(session: Session, attempt: Attempt) -> list[Response]:
    """The late responses that a teacher may let count, those that count already too.

    Not those that were given when the learner had checked the question: what is right stood
    on the page.
    """
    checked = {it.position: it.checked_at for it in attempt.items if it.checked_at}
    return [
        it
        for it in list_late(session, attempt.id)
        if it.position not in checked or it.received_at < checked[it.position]
    ]


def count_abandoned(
    session: Session, attempt_id: int, teacher: Teacher, *, now: datetime
) -> Attempt:
    """Let an abandoned attempt count with what was saved in time.

    Raises:
        DecisionError: the attempt is not abandoned.
    """
    attempt = _lock_closed(session, attempt_id)
    if attempt.close_reason is not CloseReason.ABANDONED:
        raise DecisionError("This attempt counts already.")
    note(session, attempt_id, EventKind.CLOSED, now=now, teacher_id=teacher.id)
    return _count(session, attempt)


def close_by_teacher(
    session: Session, attempt_id: int, teacher: Teacher, *, now: datetime
) -> Attempt:
    """Hand in a running attempt for its learner, with what is saved. Twice changes nothing."""
    attempt = close_if_over(session, lock(session, attempt_id), now=now)
    if attempt.closed_at is None:
        close(session, attempt, CloseReason.TEACHER, now, teacher)
    return attempt


def reopen(
    session: Session, attempt_id: int, teacher: Teacher, minutes: int, *, now: datetime
) -> Attempt:
    """Let the learner go on, with at least `minutes` from now if there is a deadline.

    Raises:
        DecisionError: the attempt is open, another one of the learner is, or the minutes are
            out of range.
    """
    # Who starts another attempt meanwhile is waited for, or waits.
    lock_learner(session, session.get_one(Attempt, attempt_id).learner_id)
    attempt = _lock_closed(session, attempt_id)
    if not 1 <= minutes <= MOST_MINUTES:
        raise DecisionError(f"Give from 1 to {MOST_MINUTES} minutes.")
    other = select(Attempt.id).where(
        Attempt.assignment_id == attempt.assignment_id,
        Attempt.learner_id == attempt.learner_id,
        Attempt.closed_at.is_(None),
    )
    if session.scalar(other) is not None:
        raise DecisionError("The learner has started another attempt; close that one first.")
    attempt.closed_at = attempt.close_reason = attempt.score = None
    for item in attempt.items:
        if item.marked_at is None and item.checked_at is None:
            item.score, item.share, item.needs_marking = None, None, False
    if attempt.deadline is not None:
        wanted = now + timedelta(minutes=minutes)
        extend(attempt, max(0, ceil((wanted - attempt.deadline).total_seconds())))
    renew_question(attempt, now)
    session.flush()
    note(
        session,
        attempt_id,
        EventKind.REOPENED,
        now=now,
        teacher_id=teacher.id,
        seconds=minutes * 60,
    )
    return attempt


def mark_by_hand(
    session: Session,
    item: PaperItem,
    points: Decimal,
    comment: str,
    teacher: Teacher,
    *,
    now: datetime,
) -> None:
    """Give the question `points`, whatever the scoring found.

    Raises:
        DecisionError: the attempt is open or does not count, or the points are out of range.
    """
    attempt = _lock_closed(session, item.attempt_id)
    if attempt.score is None:
        raise DecisionError("This attempt was abandoned; let it count first.")
    lowest = lowest_score(item.max_score, scoring_rules(attempt.assignment.quiz))
    if not lowest <= points <= item.max_score:
        raise DecisionError(
            f"Give from {show_points(lowest)} to {show_points(item.max_score)} points."
        )
    item.score, item.share = points, float(max(Decimal(0), points) / item.max_score)
    item.comment, item.needs_marking = comment.strip(), False
    item.marked_by, item.marked_at = teacher.id, now
    sum_up(attempt)
    session.flush()
    note(
        session,
        attempt.id,
        EventKind.MARKED,
        now=now,
        teacher_id=teacher.id,
        position=item.position,
    )


def show_points(points: Decimal) -> str:
    """-2, 0, 0.5: as few figures as say it."""
    return f"{points.normalize() + 0:f}"


def list_to_mark(session: Session, assignment_id: int) -> list[tuple[Attempt, PaperItem]]:
    """The answers of an assignment that wait for the teacher, question by question."""
    rows = session.execute(
        select(Attempt, PaperItem)
        .join(PaperItem, PaperItem.attempt_id == Attempt.id)
        .where(
            Attempt.assignment_id == assignment_id,
            Attempt.score.is_not(None),
            PaperItem.needs_marking,
        )
        .options(joinedload(Attempt.learner))
        .order_by(PaperItem.version_id, Attempt.closed_at, Attempt.id)
    )
    return [(attempt, item) for attempt, item in rows]


def _lock_closed(session: Session, attempt_id: int) -> Attempt:
    attempt = lock(session, attempt_id)
    if attempt.closed_at is None:
        raise DecisionError("This attempt is still running.")
    # The lock may have waited for another teacher's marks: a sum over older ones would lose them.
    marks = select(PaperItem).where(PaperItem.attempt_id == attempt_id)
    session.scalars(marks.execution_options(populate_existing=True)).all()
    return attempt


def _values_in_force(session: Session, attempt_id: int) -> dict[int, Value]:
    return {place: it.value for place, it in final_responses(session, attempt_id).items()}


def _count(session: Session, attempt: Attempt) -> Attempt:
    """Score a closed attempt anew; one that was abandoned counts from now on."""
    score(session, attempt)
    if attempt.close_reason is CloseReason.ABANDONED:
        attempt.close_reason = CloseReason.TEACHER
    session.flush()
    return attempt
