"""How does an attempt get more time while it runs? Added minutes, breaks, accommodations."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner, Teacher
from quizapp.accounts.needs import Needs, lock_learner, set_needs
from quizapp.attempts.closing import close_if_over, lock
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, Break, EventKind
from quizapp.attempts.timing import find_deadline
from quizapp.quizzes.entitlement import find_entitlement
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.overriding import OverrideRules, set_override
from quizapp.wording import Wording

MOST_MINUTES = 24 * 60


class TimeError(ValueError):
    """Time cannot be given as asked; the message says what to do."""


def add_time(
    session: Session, attempt_id: int, minutes: int, teacher: Teacher | None, *, now: datetime
) -> Attempt:
    """Give a running attempt `minutes` more, beyond the end of the window too.

    Raises:
        TimeError: the minutes are out of range, or the attempt is closed or has no limit.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise TimeError(f"Add from 1 to {MOST_MINUTES} minutes.")
    attempt = close_if_over(session, lock(session, attempt_id), now=now)
    if attempt.closed_at is not None:
        raise TimeError("This attempt is closed; reopen it to give more time.")
    if not has_limit(attempt):
        raise TimeError("This attempt has no time limit; there is nothing to add to.")
    extend(attempt, minutes * 60)
    session.flush()
    note(
        session,
        attempt_id,
        EventKind.TIME_ADDED,
        now=now,
        teacher_id=teacher.id if teacher else None,
        seconds=minutes * 60,
    )
    return attempt


def add_time_for_all(
    session: Session,
    assignment: Assignment,
    minutes: int,
    teacher: Teacher | None,
    *,
    now: datetime,
) -> int:
    """Give every running attempt at the assignment `minutes` more; how many those are.

    Raises:
        TimeError: the minutes are out of range, or no attempt with a limit runs.
    """
    # All are locked before one is extended: whoever hands in meanwhile is left out, and no
    # half of a class is given time while the teacher reads that it was refused.
    running = [
        attempt.id
        for attempt in session.scalars(
            _select_open(assignment)
            .with_for_update(of=Attempt)
            .execution_options(populate_existing=True)
        ).all()
        if has_limit(attempt) and close_if_over(session, attempt, now=now).closed_at is None
    ]
    if not running:
        raise TimeError("No attempt with a time limit is running.")
    for attempt_id in running:
        add_time(session, attempt_id, minutes, teacher, now=now)
    return len(running)


def list_open(session: Session, assignment: Assignment) -> list[Attempt]:
    """The attempts at this assignment that still run, in the order of their ids."""
    return list(session.scalars(_select_open(assignment)))


def has_limit(attempt: Attempt) -> bool:
    """Whether time can be added: to the attempt, or to the question that is open."""
    return attempt.deadline is not None or attempt.question_seconds is not None


def accommodate(
    session: Session, learner: Learner, needs: Needs, teacher: Teacher, *, now: datetime
) -> int:
    """Keep what the learner needs, for every quiz; how many running attempts it extended.

    Raises:
        NeedsError: the needs contradict themselves.
    """
    lock_learner(session, learner.id)
    set_needs(session, learner.id, needs)
    running = select(Attempt.id).where(
        Attempt.learner_id == learner.id, Attempt.closed_at.is_(None)
    )
    return _refresh_all(session, running, teacher, now)


def arrange(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    rules: OverrideRules,
    teacher: Teacher,
    *,
    now: datetime,
) -> int:
    """Keep what the learner is given in this assignment; how many running attempts it extended.

    Raises:
        OverrideError: the rules give nothing, or less than everybody has.
    """
    lock_learner(session, learner.id)
    set_override(session, assignment, learner.id, rules)
    running = select(Attempt.id).where(
        Attempt.assignment_id == assignment.id,
        Attempt.learner_id == learner.id,
        Attempt.closed_at.is_(None),
    )
    return _refresh_all(session, running, teacher, now)


def refresh_entitlement(
    session: Session, attempt_id: int, teacher: Teacher, *, now: datetime
) -> bool:
    """Give a running attempt what its learner is entitled to by now; whether that is more.

    It is never shortened.
    """
    attempt = close_if_over(session, lock(session, attempt_id), now=now)
    if attempt.closed_at is not None:
        return False
    before = _list_times(attempt)
    entitlement = find_entitlement(session, attempt.assignment, attempt.learner_id)
    attempt.time_limit_seconds = _longer(attempt.time_limit_seconds, entitlement.time_limit)
    _give_question_time(attempt, entitlement.question_limit)
    if attempt.closes_at is not None:
        own = entitlement.closes_at
        attempt.closes_at = None if own is None else max(attempt.closes_at, own)
    attempt.break_count = max(attempt.break_count, entitlement.needs.break_count)
    attempt.break_seconds = max(attempt.break_seconds, entitlement.needs.break_seconds)
    settle_deadline(attempt)
    session.flush()
    if _list_times(attempt) == before:
        return False
    note(session, attempt_id, EventKind.ACCOMMODATED, now=now, teacher_id=teacher.id)
    return True


def start_break(session: Session, attempt_id: int, *, now: datetime) -> Break:
    """Stop the clock for one of the learner's breaks; a break that runs is handed back.

    The deadline moves by the whole length at once, so that nothing has to run at its end.

    Raises:
        TimeError: the attempt is closed, or no break is left.
    """
    attempt = close_if_over(session, lock(session, attempt_id), now=now)
    if attempt.closed_at is not None or is_past(attempt.deadline, now):
        raise TimeError(Wording("The time of this attempt is over."))
    running = find_break(attempt, now)
    if running:
        return running
    if len(attempt.breaks) >= attempt.break_count:
        raise TimeError(Wording("You have taken all your breaks."))
    taken = Break(
        number=len(attempt.breaks) + 1, started_at=now, length_seconds=attempt.break_seconds
    )
    attempt.breaks.append(taken)
    _pause(attempt, attempt.break_seconds)
    session.flush()
    note(session, attempt_id, EventKind.BREAK_STARTED, now=now, seconds=attempt.break_seconds)
    return taken


def end_break(session: Session, attempt_id: int, *, now: datetime) -> None:
    """Let the clock go on; what is left of the break is not kept. Twice changes nothing."""
    attempt = lock(session, attempt_id)
    running = find_break(attempt, now)
    if running is None or attempt.closed_at is not None:
        return
    ended = max(now, running.started_at)  # the server's clock may have been set back meanwhile
    unused = int((running.ends_at - ended).total_seconds())
    running.ended_at = ended
    _pause(attempt, -unused)
    session.flush()
    note(session, attempt_id, EventKind.BREAK_ENDED, now=now)


def find_break(attempt: Attempt, now: datetime) -> Break | None:
    """The break that the attempt is in, if it is in one."""
    if not attempt.break_count or not attempt.breaks:  # most have none: nothing is loaded
        return None
    last = attempt.breaks[-1]
    return last if last.ended_at is None and now < last.ends_at else None


def is_past(deadline: datetime | None, now: datetime) -> bool:
    return deadline is not None and now >= deadline


def extend(attempt: Attempt, seconds: int) -> None:
    """Move the deadline of the attempt, and of the question that is open, by `seconds`."""
    attempt.added_seconds += seconds
    settle_deadline(attempt)
    _move_question(attempt, seconds)


def settle_deadline(attempt: Attempt) -> None:
    """Set the deadline to what the attempt's times say."""
    limit = attempt.time_limit_seconds
    attempt.deadline = find_deadline(
        attempt.started_at,
        None if limit is None else timedelta(seconds=limit),
        attempt.closes_at,
        timedelta(seconds=attempt.added_seconds + attempt.paused_seconds),
    )


def renew_question(attempt: Attempt, now: datetime) -> None:
    """Give the question that is open its whole time from now, if less is left."""
    if attempt.question_seconds is None:
        return
    whole = now + timedelta(seconds=attempt.question_seconds)
    for item in attempt.items:
        if item.deadline is not None and item.position == attempt.furthest:
            item.deadline = max(item.deadline, whole)


def _select_open(assignment: Assignment) -> Select[Attempt]:
    return (
        select(Attempt)
        .where(Attempt.assignment_id == assignment.id, Attempt.closed_at.is_(None))
        .order_by(Attempt.id)
    )


def _pause(attempt: Attempt, seconds: int) -> None:
    attempt.paused_seconds += seconds
    settle_deadline(attempt)
    _move_question(attempt, seconds)


def _move_question(attempt: Attempt, seconds: int) -> None:
    for item in attempt.items:
        if item.deadline is not None and item.position == attempt.furthest:
            item.deadline += timedelta(seconds=seconds)


def _refresh_all(session: Session, running: Select[int], teacher: Teacher, now: datetime) -> int:
    """Refresh these attempts; how many have more than before."""
    found = session.scalars(running.order_by(Attempt.id)).all()
    return sum(refresh_entitlement(session, it, teacher, now=now) for it in found)


def _list_times(attempt: Attempt) -> tuple[object, ...]:
    """All that an entitlement decides about the attempt."""
    return (
        attempt.time_limit_seconds,
        attempt.question_seconds,
        attempt.closes_at,
        attempt.break_count,
        attempt.break_seconds,
    )


def _give_question_time(attempt: Attempt, own: timedelta | None) -> None:
    """Lengthen the time for each question, of the one that is open too."""
    before = attempt.question_seconds
    attempt.question_seconds = after = _longer(before, own)
    if before is not None and after is not None:
        _move_question(attempt, after - before)
    elif before is not None:
        for item in attempt.items:
            if item.position == attempt.furthest:
                item.deadline = None


def _longer(seconds: int | None, own: timedelta | None) -> int | None:
    """The longer of two limits; None is no limit, the longest of all."""
    if seconds is None or own is None:
        return None
    return max(seconds, ceil(own.total_seconds()))
