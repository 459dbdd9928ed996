"""What is left of a learner's attempts once the learner is erased? What was right, not who.

Scores and chosen answers stay, so that statistics stay as they are. What was typed may hold a
name: it stays only where it says no more than an accepted answer does, or than several others
have written too. Moments keep the day and how long everything took, not the time of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.attempts.answers import Value
from quizapp.attempts.given import note_given
from quizapp.attempts.models import Attempt, AttemptEvent, Break, PaperItem, Response
from quizapp.attempts.responses import final_responses
from quizapp.attempts.typed_answers import Fit, find_fit, normal_form
from quizapp.bank.content import load_versions
from quizapp.generation.draft import TEXT_KINDS, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from quizapp.quizzes.terms import scoring_rules

ERASED_TEXT = "(erased)"
FREQUENT = 3  # so many others have to have written the same, if it is to stay
Shift = Callable[[datetime], datetime]


@dataclass(frozen=True)
class AttemptCounts:
    """What a learner has done in quizzes: `comments` are the teachers', `events` their logs'."""

    attempts: int
    running: int
    answers: int
    comments: int
    events: int
    to_mark: int


def list_attempts_of(session: Session, learner_id: int) -> Sequence[Attempt]:
    """All attempts of the learner, the oldest first."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.learner_id == learner_id)
        .order_by(Attempt.started_at, Attempt.id)
    ).all()


def list_sitting(session: Session) -> set[int]:
    """The learners with an attempt that runs."""
    return set(session.scalars(select(Attempt.learner_id).where(Attempt.closed_at.is_(None))))


def count_work(session: Session, learner_id: int) -> AttemptCounts:
    """How much the learner has done in quizzes."""
    own = select(Attempt.id).where(Attempt.learner_id == learner_id)
    items = select(func.count()).select_from(PaperItem).where(PaperItem.attempt_id.in_(own))

    def count(model: type[Response | AttemptEvent]) -> int:
        found = select(func.count()).select_from(model).where(model.attempt_id.in_(own))
        return session.scalar(found) or 0

    attempts = select(func.count()).select_from(Attempt).where(Attempt.learner_id == learner_id)
    return AttemptCounts(
        attempts=session.scalar(attempts) or 0,
        running=session.scalar(attempts.where(Attempt.closed_at.is_(None))) or 0,
        answers=count(Response),
        comments=session.scalar(items.where(PaperItem.comment != "")) or 0,
        events=count(AttemptEvent),
        to_mark=session.scalar(items.where(PaperItem.needs_marking)) or 0,
    )


def anonymise_attempts(session: Session, learner_id: int) -> None:
    """Leave of the learner's attempts, all of which are closed, what statistics need."""
    own = select(Attempt.id).where(Attempt.learner_id == learner_id)
    for model in (Break, AttemptEvent):
        session.execute(delete(model).where(model.attempt_id.in_(own)))
    known: dict[int, _Written] = {}
    for attempt_id in session.scalars(own.order_by(Attempt.id)).all():
        attempt = session.get_one(Attempt, attempt_id, populate_existing=True)
        _clean_texts(session, attempt, known)
        note_given(attempt, final_responses(session, attempt.id))
        _forget_the_sitting(session, attempt)
        session.flush()


def clean_text(
    draft: QuestionDraft, gap: int, text: str, rules: ScoringRules, others: Mapping[str, int]
) -> str:
    """What stays of a typed answer. `others` tells how many learners have written each form. (pure)

    It scores as before: what was accepted becomes an accepted answer, what was not stays wrong.
    """
    if not text.strip():
        return text
    form = normal_form(text, rules)
    if find_fit(draft, gap, text, rules) is not Fit.WRONG:
        accepted = [it.text for it in draft.accepted_answers if it.gap == gap]
        return next((it for it in accepted if normal_form(it, rules) == form), accepted[0])
    return text if others.get(form, 0) >= FREQUENT else ERASED_TEXT


@dataclass(frozen=True)
class _Written:
    """How many others have written each form into each gap of a version."""

    by_gap: Mapping[int, Mapping[str, int]]


def _clean_texts(session: Session, attempt: Attempt, known: dict[int, _Written]) -> None:
    drafts = load_versions(session, [it.version_id for it in attempt.items])
    rules = scoring_rules(attempt.assignment.quiz)
    typed = {it.position: it.version_id for it in attempt.items}
    typed = {at: it for at, it in typed.items() if drafts[it].kind in TEXT_KINDS}
    for response in session.scalars(select(Response).where(Response.attempt_id == attempt.id)):
        version_id = typed.get(response.position)
        if version_id is None or not response.value:
            continue
        if version_id not in known:
            known[version_id] = _read_others(session, version_id, attempt.learner_id, rules)
        response.value = _clean(drafts[version_id], response.value, rules, known[version_id])


def _clean(draft: QuestionDraft, value: Value, rules: ScoringRules, written: _Written) -> Value:
    return tuple(
        clean_text(draft, gap, text, rules, written.by_gap.get(gap, {}))
        for gap, text in enumerate(value, start=1)
    )


def _read_others(
    session: Session, version_id: int, learner_id: int, rules: ScoringRules
) -> _Written:
    rows = session.execute(
        select(Attempt.learner_id, Response.value)
        .join(Response, Response.attempt_id == Attempt.id)
        .join(
            PaperItem,
            (PaperItem.attempt_id == Attempt.id) & (PaperItem.position == Response.position),
        )
        .where(PaperItem.version_id == version_id, Attempt.learner_id != learner_id)
        .distinct()
    )
    writers: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for other_id, value in rows:
        for gap, text in enumerate(value, start=1):
            writers[gap][normal_form(text, rules)].add(other_id)
    return _Written(
        {gap: {it: len(who) for it, who in forms.items()} for gap, forms in writers.items()}
    )


def _forget_the_sitting(session: Session, attempt: Attempt) -> None:
    """Times of day go, and all that was this learner's alone: limits, breaks, marks, comments."""
    shift = _shift_to_midnight(attempt.started_at)
    attempt.started_at = shift(attempt.started_at)
    attempt.closed_at = shift(attempt.closed_at) if attempt.closed_at else None
    attempt.deadline = attempt.closes_at = attempt.seen_at = attempt.question_seconds = None
    attempt.time_limit_seconds = attempt.usual_limit_seconds
    attempt.added_seconds = attempt.paused_seconds = 0
    attempt.break_count = attempt.break_seconds = 0
    attempt.tab = ""
    for item in attempt.items:
        item.deadline, item.is_flagged, item.needs_marking, item.comment = None, False, False, ""
        item.checked_at = shift(item.checked_at) if item.checked_at else None
        item.marked_at = shift(item.marked_at) if item.marked_at else None
    for response in session.scalars(select(Response).where(Response.attempt_id == attempt.id)):
        response.received_at = shift(response.received_at)


def _shift_to_midnight(start: datetime) -> Shift:
    """What moves the moments of a sitting so that it begins at midnight of its day."""
    ahead = start - start.replace(hour=0, minute=0, second=0, microsecond=0)
    return lambda moment: moment - ahead
