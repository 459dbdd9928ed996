"""Who had a question on the paper, and what did they answer? In columns, all papers at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from quizapp.attempts.answers import Value
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.ruled import Verdict
from quizapp.db import ExactDecimal
from quizapp.quizzes.models import Assignment, Quiz


@dataclass(frozen=True)
class Question:
    """A version in a quiz, and the verdict that is in force on it."""

    quiz: Quiz
    version_id: int
    verdict: Verdict | None = None


class Answer(NamedTuple):
    """An answer in force; none was given where nothing is said."""

    value: Value = ()
    certainty: int | None = None
    received_at: datetime | None = None
    is_late: bool = False


Sums = tuple[Decimal, Decimal]
NO_ANSWER, NONE = Answer(), Decimal(0)


class Paper(NamedTuple):
    """A paper with the question: what that has, what the attempt has, and the answer in force.

    `below` is what the other questions have and could have together where the score of 0 does not
    tell: their sum may be below it. This is all that a plan looks at: of equal papers becomes the
    same.
    """

    item_id: int
    attempt_id: int
    item_max: Decimal
    item_score: Decimal | None
    share: float | None
    needs_marking: bool
    is_dropped: bool
    marked_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    closed_at: datetime | None
    answer: Answer
    below: Sums | None

    @property
    def others(self) -> Sums:
        """What the other questions that count have and could have together."""
        if self.below:
            return self.below
        score = self.score or NONE
        if self.is_dropped:
            return score, self.max_score
        return score - (self.item_score or NONE), self.max_score - self.item_max


def choose_items(question: Question) -> Select[*tuple[Any, ...]]:
    """The items of all papers of the quiz that ask this version."""
    return (
        select(PaperItem.id, PaperItem.attempt_id, PaperItem.position)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.quiz_id == question.quiz.id, PaperItem.version_id == question.version_id)
    )


def read_papers(session: Session, question: Question) -> list[Paper]:
    """All papers with the question, in the order of attempts."""
    answers, below = _read_answers(session, question), _read_below(session, question)
    return [
        Paper._make((*row, answers.get(row[1], NO_ANSWER), below.get(row[1])))
        for row in _read(session, _choose_columns(question))
    ]


def _choose_columns(question: Question) -> Select[*tuple[Any, ...]]:
    return (
        choose_items(question)
        .with_only_columns(
            PaperItem.id,
            PaperItem.attempt_id,
            PaperItem.max_score,
            PaperItem.score,
            PaperItem.share,
            PaperItem.needs_marking,
            PaperItem.is_dropped,
            PaperItem.marked_at,
            Attempt.score,
            Attempt.max_score,
            Attempt.closed_at,
        )
        .order_by(PaperItem.attempt_id)
    )


def _read_answers(session: Session, question: Question) -> dict[int, Answer]:
    """By attempt the answer in force: the last in sequence order that counts."""
    items = choose_items(question).subquery()
    rows = _read(
        session,
        select(
            Response.attempt_id,
            Response.value,
            Response.certainty,
            Response.received_at,
            Response.is_late,
        )
        .join(
            items,
            (items.c.attempt_id == Response.attempt_id) & (items.c.position == Response.position),
        )
        .where(Response.counts)
        .order_by(Response.attempt_id, Response.sequence, Response.id),
    )
    return {row[0]: Answer(*row[1:]) for row in rows}


def _read_below(session: Session, question: Question) -> dict[int, Sums]:
    """By attempt with a score of 0 what the other questions that count have, and could have."""
    items = choose_items(question).where(Attempt.score == NONE).subquery()
    counts = (PaperItem.id != items.c.id) & ~PaperItem.is_dropped
    rows = _read(
        session,
        select(
            PaperItem.attempt_id,
            func.sum(case((counts, PaperItem.score)), type_=ExactDecimal()),
            func.sum(case((counts, PaperItem.max_score)), type_=ExactDecimal()),
        )
        .join(items, items.c.attempt_id == PaperItem.attempt_id)
        .group_by(PaperItem.attempt_id),
    )
    return {attempt_id: (score or NONE, most or NONE) for attempt_id, score, most in rows}


def _read(session: Session, rows: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Plain rows: a session would make each of them a second time."""
    return session.connection().execute(rows).all()
