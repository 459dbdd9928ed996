"""How is an answer kept? Under the attempt's lock, in as few statements as there can be.

No answer that reached us is ever missing: a response is appended under the attempt's row lock,
and an attempt is scored under the same lock. What comes too late is kept as well, marked as late;
it counts only if the teacher decides so.

Nothing is asked of a server so often, and so much at once. One statement finds the attempt, the
question and what shape its answer has, and takes the lock; one appends, and tells which response is
in force. The content of the question is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session, load_only

from quizapp.attempts.answers import Value, count_gaps, read_fields
from quizapp.attempts.closing import close_if_over
from quizapp.attempts.extending import end_break, find_break
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.responses import Answer, append_response, find_same
from quizapp.attempts.sitting import is_elsewhere, is_shut
from quizapp.bank.models import QuestionVersion, VersionPair
from quizapp.generation.draft import Kind

_PREMISES = (
    select(func.count())
    .where(VersionPair.version_id == PaperItem.version_id, VersionPair.premise != "")
    .correlate(PaperItem)
    .scalar_subquery()
)
# Built once, for what a statement says need not be found out at every save; and with those columns
# alone that decide about an answer. Any other is read when somebody asks for it.
_ATTEMPT = load_only(
    Attempt.learner_id,
    Attempt.deadline,
    Attempt.question_seconds,
    Attempt.added_seconds,
    Attempt.break_count,
    Attempt.grace_seconds,
    Attempt.at_bell,
    Attempt.submit_grace_seconds,
    Attempt.navigation,
    Attempt.furthest,
    Attempt.tab,
    Attempt.closed_at,
)
_ITEM = load_only(
    PaperItem.position, PaperItem.printed_order, PaperItem.deadline, PaperItem.checked_at
)
_ASKED = (
    select(Attempt, PaperItem, QuestionVersion.kind, QuestionVersion.stem, _PREMISES)
    .join(PaperItem, PaperItem.attempt_id == Attempt.id)
    .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.learner_id
        == func.coalesce(bindparam("learner_id", type_=Integer), Attempt.learner_id),
        PaperItem.position == bindparam("position"),
    )
    .with_for_update(of=Attempt)
    .options(_ATTEMPT, _ITEM)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Saved:
    """The receipt of an answer: when it was kept, and the number the next one carries.

    `in_force` is false when a newer answer stands behind it (given in another tab), `late`
    when it does not count unless the teacher decides so, `elsewhere` when another page holds
    the sitting.
    """

    received_at: datetime
    next_sequence: int
    in_force: bool
    late: bool
    elsewhere: bool


@dataclass(frozen=True)
class Asked:
    """A question of an attempt that is locked: what has to be known to keep an answer to it.

    `count` is how many premises a matching question has, or fields a typed one.
    """

    attempt: Attempt
    item: PaperItem
    kind: Kind
    count: int


def respond(session: Session, attempt_id: int, answer: Answer, *, now: datetime) -> Saved:
    """Append an answer as the page sent it. Saving twice is one save.

    Raises:
        AnswerError: the fields do not fit the question.
        LookupError: there is no such attempt, or its paper has no such position.
    """
    return save(session, find_asked(session, attempt_id, answer.position), answer, now=now)


def find_asked(
    session: Session, attempt_id: int, position: int, learner_id: int | None = None
) -> Asked:
    """Lock the attempt, and find what it asks at this position.

    `learner_id` is whose attempt it has to be; None where that is known.

    Raises:
        LookupError: there is no such attempt, or its paper has no such position.
    """
    sought = {"attempt_id": attempt_id, "learner_id": learner_id, "position": position}
    found = session.execute(_ASKED, sought).one_or_none()
    if found is None:
        raise LookupError(attempt_id, position)
    attempt, item, kind, stem, premises = found
    return Asked(attempt, item, kind, premises if kind is Kind.MATCHING else count_gaps(kind, stem))


def save(session: Session, asked: Asked, answer: Answer, *, now: datetime) -> Saved:
    """Append an answer to the question that is asked. Saving twice is one save.

    Raises:
        AnswerError: the fields do not fit the question.
    """
    attempt, item = close_if_over(session, asked.attempt, now=now), asked.item
    order = [int(index) for index in item.printed_order]
    value = read_fields(asked.kind, asked.count, order, answer.fields)
    _come_back(session, attempt, answer, value, now)
    kept = append_response(session, attempt.id, answer, value, is_shut(attempt, item, now), now)
    return Saved(
        received_at=kept.received_at,
        next_sequence=kept.last + 1,
        in_force=kept.is_last,
        late=kept.is_late,
        elsewhere=is_elsewhere(attempt, answer.tab),
    )


def _come_back(
    session: Session, attempt: Attempt, answer: Answer, value: Value, now: datetime
) -> None:
    """End the break of whoever answers; what is only sent again was answered before.

    Done before asking what is late: a break moves the question's deadline too, and must not open
    a question whose time was over when it began.
    """
    if find_break(attempt, now) and find_same(session, attempt.id, answer, value) is None:
        end_break(session, attempt.id, now=now)
