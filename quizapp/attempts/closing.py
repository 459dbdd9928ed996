"""How does an attempt end? Closing what is over, and scoring it.

Nothing has to run at the bell: whoever looks at an attempt next closes it, and a sweep
closes the rest. Closing twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Teacher
from quizapp.attempts.given import note_given
from quizapp.attempts.log import note
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem, Response
from quizapp.attempts.responses import final_responses
from quizapp.attempts.ruled import RulingKind, Verdict, mark_ruled
from quizapp.attempts.rulings import find_verdicts
from quizapp.attempts.timing import find_end
from quizapp.bank.content import load_versions
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import BellRule, ScoringRules
from quizapp.quizzes.terms import scoring_rules

WHAT_ENDED = {
    CloseReason.SUBMITTED: EventKind.SUBMITTED,
    CloseReason.TIME_UP: EventKind.TIME_UP,
    CloseReason.ABANDONED: EventKind.ABANDONED,
    CloseReason.TEACHER: EventKind.CLOSED,
}

_LOCK = (
    select(Attempt)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=Attempt)
    .execution_options(populate_existing=True)
)
_LOCK_WHOLE = _LOCK.options(joinedload(Attempt.assignment).joinedload(Assignment.quiz))


def lock(session: Session, attempt_id: int) -> Attempt:
    """The attempt, fresh, with its row locked (SQLite has the whole database locked)."""
    return session.scalars(_LOCK, {"attempt_id": attempt_id}).one()


def lock_whole(session: Session, attempt_id: int) -> Attempt | None:
    """As `lock`, with the quiz read along: for who goes on to score."""
    return session.scalars(_LOCK_WHOLE, {"attempt_id": attempt_id}).one_or_none()


def end_of(attempt: Attempt) -> datetime | None:
    """The last moment at which the attempt can be handed in."""
    return find_end(attempt.deadline, attempt.grace, attempt.at_bell, attempt.submit_grace)


def is_due_to_close(attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt is open though its time is over."""
    end = end_of(attempt)
    return attempt.closed_at is None and end is not None and now > end


def close_if_over(session: Session, attempt: Attempt, *, now: datetime) -> Attempt:
    """Close the attempt when its time is over, whoever looks at it."""
    if is_due_to_close(attempt, now):
        attempt = lock(session, attempt.id)
        if is_due_to_close(attempt, now):
            is_kept = attempt.at_bell is BellRule.SUBMIT
            close(session, attempt, CloseReason.TIME_UP if is_kept else CloseReason.ABANDONED, now)
    return attempt


def close_overdue(session: Session, *, now: datetime) -> int:
    """The sweep: close every attempt whose time is over; how many that were."""
    overdue = session.scalars(
        select(Attempt)
        .where(Attempt.closed_at.is_(None), Attempt.deadline < now)
        .order_by(Attempt.id)  # as everybody does who locks several
    ).all()
    closed = [close_if_over(session, attempt, now=now) for attempt in overdue]
    return sum(attempt.closed_at is not None for attempt in closed)


def close(
    session: Session,
    attempt: Attempt,
    reason: CloseReason,
    now: datetime,
    teacher: Teacher | None = None,
) -> None:
    """Close an open attempt that is locked; a bell that rang is when it was closed."""
    rang = reason in (CloseReason.TIME_UP, CloseReason.ABANDONED) and attempt.deadline is not None
    if reason is not CloseReason.ABANDONED:
        score(session, attempt)
    attempt.closed_at = attempt.deadline if rang else now
    attempt.close_reason = reason
    session.flush()
    teacher_id = teacher.id if teacher else None
    note(
        session, attempt.id, WHAT_ENDED[reason], now=attempt.closed_at or now, teacher_id=teacher_id
    )


def score(session: Session, attempt: Attempt) -> None:
    """Score what was answered. A mark by hand stays, unless the learner has answered anew."""
    responses = final_responses(session, attempt.id)
    for item in attempt.items:
        given = responses.get(item.position)
        if item.marked_at and given and given.received_at > item.marked_at:
            forget_mark(item)
    verdicts = find_verdicts(session, attempt.assignment.quiz_id)
    leave_out(attempt, verdicts)
    unmarked = [item for item in attempt.items if item.marked_at is None]
    _score_items(session, attempt, unmarked, verdicts, responses)
    note_given(attempt, responses)
    sum_up(attempt)


def forget_mark(item: PaperItem) -> None:
    """Take back what a teacher gave for an answer that counts no longer."""
    item.marked_by = item.marked_at = None


def leave_out(attempt: Attempt, verdicts: Mapping[int, Verdict]) -> None:
    """Let the questions that are dropped count for nothing; something on a paper always counts."""
    dropped = {key for key, it in verdicts.items() if it.kind is RulingKind.DROPPED}
    counts = any(item.version_id not in dropped for item in attempt.items)
    for item in attempt.items:
        item.is_dropped = counts and item.version_id in dropped


def score_items(session: Session, attempt: Attempt, items: Sequence[PaperItem]) -> None:
    """Score these questions of the attempt, by the rulings in force."""
    verdicts = find_verdicts(session, attempt.assignment.quiz_id)
    _score_items(session, attempt, items, verdicts, final_responses(session, attempt.id))


def _score_items(
    session: Session,
    attempt: Attempt,
    items: Sequence[PaperItem],
    verdicts: Mapping[int, Verdict],
    responses: Mapping[int, Response],
) -> None:
    rules = scoring_rules(attempt.assignment.quiz)
    drafts = load_versions(session, [item.version_id for item in items])
    for item in items:
        verdict = verdicts.get(item.version_id)
        mark_item(item, drafts[item.version_id], responses.get(item.position), rules, verdict)


def mark_item(
    item: PaperItem,
    draft: QuestionDraft,
    response: Response | None,
    rules: ScoringRules,
    verdict: Verdict | None = None,
) -> None:
    """Give one question what its response earns."""
    mark = mark_ruled(
        draft,
        response.value if response else (),
        item.max_score,
        rules,
        response.certainty if response else None,
        verdict,
    )
    item.score, item.share = mark.score, float(mark.share)
    item.needs_marking = mark.needs_marking


def sum_up(attempt: Attempt) -> None:
    """The attempt's score is the sum of its questions', at least 0; those dropped are left out."""
    counting = [item for item in attempt.items if not item.is_dropped]
    total = sum((item.score or Decimal(0) for item in counting), Decimal(0))
    attempt.max_score = sum((item.max_score for item in counting), Decimal(0))
    attempt.score = max(Decimal(0), total)
