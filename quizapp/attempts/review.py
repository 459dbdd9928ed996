"""What may a learner see of an attempt now, and what will be shown later?

The quiz's review policy decides, by the moment. "After closing" waits until nobody in the course
can answer any more. Of an abandoned attempt, which has no score, only the answers are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.attempts.log import has_event, note
from quizapp.attempts.models import Attempt, CloseReason, EventKind, PaperItem
from quizapp.attempts.moments import RIGHT_AFTER, find_moment, list_later
from quizapp.attempts.overview import last_closing_time
from quizapp.attempts.result import NOTHING, Visible, what_is_visible
from quizapp.bank.models import Question, QuestionVersion
from quizapp.quizzes.entitlement import find_entitlement
from quizapp.quizzes.rules import AFTERWARDS, Aspect, Moment, ReviewPolicy
from quizapp.quizzes.terms import review_policy

_THE_TEXT = select(Article.sha256).where(Article.id == bindparam("article_id")).scalar_subquery()
_RUNNING_ABOUT = (
    select(PaperItem.version_id)
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .join(QuestionVersion, QuestionVersion.id == PaperItem.version_id)
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(Article, Article.id == Question.article_id)
    .where(
        Attempt.learner_id == bindparam("learner_id"),
        Attempt.closed_at.is_(None),
        Article.sha256 == _THE_TEXT,
    )
    .distinct()
)


@dataclass(frozen=True)
class Later:
    """What is shown from a moment on that is still to come; `at` is None when nobody knows it."""

    aspects: tuple[Aspect, ...]
    moment: Moment
    at: datetime | None


def find_visible(session: Session, attempt: Attempt, grace: timedelta, now: datetime) -> Visible:
    """What its learner may see of the attempt now; nothing while it runs."""
    if attempt.closed_at is None:
        return NOTHING
    policy = _read_policy(attempt)
    if _is_always_the_same(policy):
        return what_is_visible(policy, Moment.RIGHT_AFTER)
    return what_is_visible(policy, _find_moment(session, attempt, grace, now))


def list_coming(
    session: Session, attempt: Attempt, grace: timedelta, now: datetime
) -> tuple[Later, ...]:
    """What is hidden of a closed attempt now, and when it will be shown.

    After the closing time, while others may still answer, nobody is told until when: that would
    tell who has more time.
    """
    policy = _read_policy(attempt)
    if attempt.closed_at is None or _is_always_the_same(policy):
        return ()
    closes_at = find_entitlement(session, attempt.assignment, attempt.learner_id).closes_at
    begins = {
        Moment.WHILE_OPEN: attempt.closed_at + RIGHT_AFTER,
        Moment.AFTER_CLOSING: closes_at if closes_at and now < closes_at else None,
    }
    moment = _find_moment(session, attempt, grace, now)
    coming = list_later(policy, moment, closes=closes_at is not None)
    return tuple(Later(aspects, moment, begins[moment]) for moment, aspects in coming)


def list_running_versions(session: Session, learner_id: int, article_id: int) -> list[int]:
    """The question versions about this article's text in the learner's running attempts."""
    sought = {"learner_id": learner_id, "article_id": article_id}
    return list(session.connection().scalars(_RUNNING_ABOUT, sought))


def select_running_texts(learner_id: BindParameter[int]) -> Select[str]:
    """The texts, by their sha256, about which the learner's running attempts ask."""
    return (
        select(Article.sha256)
        .join(Question, Question.article_id == Article.id)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(PaperItem, PaperItem.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .where(Attempt.learner_id == learner_id, Attempt.closed_at.is_(None))
    )


def list_all_running_versions(session: Session, learner_id: int) -> list[int]:
    """The question versions in the learner's running attempts, about whatever text."""
    return list(
        session.scalars(
            select(PaperItem.version_id)
            .join(Attempt, Attempt.id == PaperItem.attempt_id)
            .where(Attempt.learner_id == learner_id, Attempt.closed_at.is_(None))
            .distinct()
        )
    )


def is_result_seen(session: Session, attempt_id: int) -> bool:
    """Whether the log says that the learner has seen what was right."""
    return has_event(session, attempt_id, EventKind.RESULT_SEEN)


def note_result_seen(session: Session, attempt_id: int, *, now: datetime) -> None:
    """Keep that the learner sees what was right: the first time alone is a line of the log."""
    session.execute(select(Attempt.id).where(Attempt.id == attempt_id).with_for_update())
    if not is_result_seen(session, attempt_id):
        note(session, attempt_id, EventKind.RESULT_SEEN, now=now)


def _find_moment(session: Session, attempt: Attempt, grace: timedelta, now: datetime) -> Moment:
    closes_at = last_closing_time(session, attempt.assignment, grace)
    return find_moment(attempt.closed_at or now, closes_at, now)


def _is_always_the_same(policy: ReviewPolicy) -> bool:
    """Whether all of it is shown from the first moment on, so that no closing time is asked for."""
    return len({what_is_visible(policy, moment) for moment in AFTERWARDS}) == 1


def _read_policy(attempt: Attempt) -> ReviewPolicy:
    quiz = attempt.assignment.quiz
    policy = review_policy(quiz)
    if attempt.close_reason is CloseReason.ABANDONED:
        return frozenset(it for it in policy if it[1] is Aspect.ATTEMPT)
    if not quiz.feedback:
        return frozenset(it for it in policy if it[1] is not Aspect.OVERALL_FEEDBACK)
    return policy
