"""How does a sitting go? Start, turn to a question, submit; `attempts.saving` keeps the answers.

An attempt is scored under the row lock under which its answers are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from random import Random
from typing import cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.courses import is_enrolled
from quizapp.accounts.models import Learner
from quizapp.accounts.needs import lock_learner
from quizapp.attempts.admission import (
    PastAttempts,
    Visitor,
    find_refusal,
    is_code_right,
    is_from,
    next_start,
)
from quizapp.attempts.closing import close, close_if_over, lock, score_items
from quizapp.attempts.counting import list_attempts
from quizapp.attempts.drawing import draw_paper
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem
from quizapp.attempts.timing import find_deadline, is_over
from quizapp.quizzes.entitlement import Entitlement, find_entitlement
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import BellRule, Navigation
from quizapp.wording import Wording, counted

_WHOLE = (
    select(Attempt)
    .where(Attempt.id == bindparam("attempt_id"))
    .options(joinedload(Attempt.assignment).joinedload(Assignment.quiz))
)
_KEEP = insert(cast(Table, PaperItem.__table__))
SEEN_EVERY = timedelta(seconds=25)  # how exactly we know when a page was last there


class SittingError(ValueError):
    """An attempt cannot be started; the message says why."""


def start(
    session: Session,
    assignment: Assignment,
    learner: Learner,
    *,
    now: datetime,
    rng: Random,
    grace_seconds: int,
    visitor: Visitor = Visitor(),  # noqa: B008
) -> Attempt:
    """Start an attempt, or hand back the one that is still open.

    Raises:
        SittingError: the learner has left the course, the window is not open, no attempt is
            left, the waiting time runs, the access code or the place is wrong, or there is no
            question.
    """
    lock_learner(session, learner.id)  # pressed twice, the second waits and finds the attempt
    attempts = list_attempts(session, assignment.id, learner.id)
    open_attempt = _find_open(session, attempts, now=now)
    if open_attempt:
        return open_attempt
    if not is_enrolled(session, assignment.course_id, learner.id):
        raise SittingError(Wording("You are not in this course any more. Ask your teacher."))
    entitlement = find_entitlement(session, assignment, learner.id)
    past = _sum_up(attempts)
    _admit(assignment.quiz, entitlement, past, visitor, now)
    attempt = _make_attempt(assignment, entitlement, past.count + 1, now)
    attempt.learner_id, attempt.grace_seconds = learner.id, grace_seconds
    paper = draw_paper(session, assignment.quiz, rng)
    if not paper:
        raise SittingError(Wording("This quiz has no questions at the moment; tell your teacher."))
    attempt.max_score = sum((item.max_score for item in paper), Decimal(0))
    session.add(attempt)
    session.flush()
    _keep_paper(session, attempt.id, paper)
    note(session, attempt.id, EventKind.STARTED, now=now)
    return attempt


def submit(session: Session, attempt_id: int, *, now: datetime) -> Attempt:
    """Hand the attempt in. Handing in twice changes nothing."""
    return hand_in(session, lock(session, attempt_id), now=now)


def hand_in(session: Session, attempt: Attempt, *, now: datetime) -> Attempt:
    """As `submit`, where the attempt is locked already."""
    attempt = close_if_over(session, attempt, now=now)
    if attempt.closed_at is None:
        rang = attempt.deadline is not None and now >= attempt.deadline
        by_bell = rang and attempt.at_bell is BellRule.SUBMIT
        close(session, attempt, CloseReason.TIME_UP if by_bell else CloseReason.SUBMITTED, now)
    return attempt


def open_question(session: Session, attempt: Attempt, position: int, *, now: datetime) -> None:
    """Turn to a question: its own time begins, and who may only go forward has passed the rest.

    Call it only when `must_open` says that it changes something, under a write lock.
    """
    attempt = lock(session, attempt.id)
    attempt.furthest = max(attempt.furthest, position)
    item = find_item(session, attempt.id, position)
    if attempt.question_seconds is not None and item.deadline is None:
        item.deadline = now + timedelta(seconds=attempt.question_seconds)
    session.flush()


def must_open(attempt: Attempt, item: PaperItem) -> bool:
    """Whether turning to this question changes anything."""
    if attempt.navigation is Navigation.FREE:
        return False
    starts_clock = attempt.question_seconds is not None and item.deadline is None
    return item.position > attempt.furthest or starts_clock


def may_show(attempt: Attempt, position: int) -> bool:
    """Whether the learner may turn to this question: forward only means one step at a time."""
    if attempt.navigation is Navigation.FREE:
        return True
    return position in (attempt.furthest, attempt.furthest + 1)


def flag(session: Session, attempt_id: int, position: int, *, flagged: bool) -> None:
    """Mark a question for later, or take the mark away.

    Raises:
        LookupError: the paper has no such position.
    """
    find_item(session, attempt_id, position).is_flagged = flagged
    session.flush()


def check(session: Session, attempt_id: int, position: int, *, now: datetime) -> None:
    """Let the learner see how they did on a question; no later answer to it counts.

    Raises:
        LookupError: the paper has no such position.
    """
    attempt = close_if_over(session, lock(session, attempt_id), now=now)
    item = find_item(session, attempt_id, position)
    if attempt.closed_at is None and item.checked_at is None:
        item.checked_at = now
        score_items(session, attempt, [item])
        session.flush()
        note(session, attempt_id, EventKind.CHECKED, now=now, position=position)


def hold(session: Session, attempt_id: int, tab: str, *, now: datetime) -> None:
    """Let this page hold the sitting; any other learns that it does not."""
    attempt = lock(session, attempt_id)
    if attempt.closed_at is None and attempt.tab != tab:
        attempt.tab = tab
        note(session, attempt_id, EventKind.OPENED, now=now)
    attempt.seen_at = now
    session.flush()


def note_seen(session: Session, attempt_id: int, *, now: datetime) -> None:
    """Keep that the page of the sitting was there."""
    lock(session, attempt_id).seen_at = now
    session.flush()


def is_elsewhere(attempt: Attempt, tab: str) -> bool:
    """Whether another page holds the sitting. A page without scripts has no tab."""
    return bool(tab and attempt.tab) and attempt.tab != tab


def is_seen_due(attempt: Attempt, now: datetime) -> bool:
    """Whether it is time to note that the page is still there."""
    is_old = attempt.seen_at is None or now - attempt.seen_at >= SEEN_EVERY
    return attempt.closed_at is None and is_old


def is_shut(attempt: Attempt, item: PaperItem, now: datetime) -> bool:
    """Whether an answer to this question, arriving now, comes too late to count by itself."""
    return (
        attempt.closed_at is not None
        or is_over(attempt.deadline, attempt.grace, now)
        or is_over(item.deadline, attempt.grace, now)
        or item.checked_at is not None
        or (attempt.navigation is Navigation.SEQUENTIAL and item.position < attempt.furthest)
    )


def find_whole(session: Session, attempt_id: int) -> Attempt | None:
    """The attempt with its quiz, for a page that shows both, in one statement."""
    return session.scalar(_WHOLE, {"attempt_id": attempt_id})


def find_item(session: Session, attempt_id: int, position: int) -> PaperItem:
    """The question at this position of the paper.

    Raises:
        LookupError: the paper has no such position.
    """
    item = session.scalar(
        select(PaperItem).where(PaperItem.attempt_id == attempt_id, PaperItem.position == position)
    )
    if item is None:
        raise LookupError(position)
    return item


def _find_open(session: Session, attempts: Iterable[Attempt], *, now: datetime) -> Attempt | None:
    """The open attempt; one whose time is over is closed on the way."""
    for attempt in attempts:
        if attempt.closed_at is None and close_if_over(session, attempt, now=now).closed_at is None:
            return attempt
    return None


def _sum_up(attempts: Sequence[Attempt]) -> PastAttempts:
    """How many attempts were started, and when the last was closed."""
    closed = (it.closed_at for it in attempts if it.closed_at)
    return PastAttempts(len(attempts), max(closed, default=None))


def _admit(
    quiz: Quiz, entitlement: Entitlement, past: PastAttempts, visitor: Visitor, now: datetime
) -> None:
    refusal = find_refusal(entitlement, past, now)
    if refusal:
        raise SittingError(refusal)
    ready = next_start(past, quiz.wait_seconds)
    if ready and now < ready:
        wait = _say_wait(ready - now)
        raise SittingError(Wording("You can start the next attempt in %(wait)s.", wait=wait))
    if not is_from(visitor.address, quiz.ip_ranges):
        raise SittingError(
            Wording("This quiz can only be started from the school's network. Ask your teacher.")
        )
    if not is_code_right(entitlement.access_code, visitor.code):
        raise SittingError(Wording("The access code is not right. Ask your teacher for it."))


def _say_wait(wait: timedelta) -> Wording:
    """2 days, 3 hours, 1 minute: rounded up, so that it is never too early."""
    minutes = ceil(wait.total_seconds() / 60)
    if minutes > 2 * 24 * 60:
        return counted("%(num)d day", "%(num)d days", ceil(minutes / (24 * 60)))
    if minutes > 2 * 60:
        return counted("%(num)d hour", "%(num)d hours", ceil(minutes / 60))
    return counted("%(num)d minute", "%(num)d minutes", minutes)


def _make_attempt(
    assignment: Assignment, entitlement: Entitlement, number: int, now: datetime
) -> Attempt:
    quiz = assignment.quiz
    return Attempt(
        assignment_id=assignment.id,
        number=number,
        started_at=now,
        deadline=find_deadline(now, entitlement.time_limit, entitlement.closes_at),
        usual_limit_seconds=_seconds(entitlement.usual_limit),
        time_limit_seconds=_seconds(entitlement.time_limit),
        question_seconds=_seconds(entitlement.question_limit),
        closes_at=entitlement.closes_at,
        break_count=entitlement.needs.break_count,
        break_seconds=entitlement.needs.break_seconds,
        at_bell=quiz.at_bell,
        submit_grace_seconds=quiz.submit_grace_seconds,
        navigation=quiz.navigation,
    )


def _keep_paper(session: Session, attempt_id: int, paper: Iterable[PaperItem]) -> None:
    """Write the items in one go; nobody needs to know their numbers yet."""
    rows = [
        {
            "attempt_id": attempt_id,
            "position": it.position,
            "version_id": it.version_id,
            "printed_order": it.printed_order,
            "max_score": it.max_score,
        }
        for it in paper
    ]
    session.connection().execute(_KEEP, rows)


def _seconds(limit: timedelta | None) -> int | None:
    return None if limit is None else ceil(limit.total_seconds())
