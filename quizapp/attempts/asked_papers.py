"""Who had a question on the paper, and what did they answer? In columns, thousands at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from quizapp.attempts.answers import Value
from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.ruled import Verdict
from quizapp.db import ExactDecimal
from quizapp.quizzes.models import Assignment, Quiz

AT_ONCE = 5000


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


class AskedOn(NamedTuple):
    """A paper with the question: its row, the answer, and what the other questions have and
    could have together."""

    row: Any
    answer: Answer
    others: tuple[Decimal, Decimal]


def choose_items(question: Question) -> Select[*tuple[Any, ...]]:
    """The items of all papers of the quiz that ask this version."""
    return (
        select(PaperItem.id, PaperItem.attempt_id, PaperItem.position)
        .join(Attempt, Attempt.id == PaperItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.quiz_id == question.quiz.id, PaperItem.version_id == question.version_id)
    )


def read_papers(session: Session, question: Question) -> Iterator[AskedOn]:
    """Each attempt with the question, the answer in force, and the sums of the other questions."""
    ids = session.scalars(
        choose_items(question)
        .with_only_columns(PaperItem.attempt_id)
        .order_by(PaperItem.attempt_id)
    ).all()
    no_answer, nothing = Answer(), (Decimal(0), Decimal(0))
    for chunk in _cut(ids):
        answers = _read_answers(session, question, chunk)
        sums = _read_sums(session, question, chunk)
        for row in session.execute(_choose_columns(question, chunk)):
            answer = answers.get(row.attempt_id, no_answer)
            yield AskedOn(row, answer, sums.get(row.attempt_id, nothing))


def _cut(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of some thousands of ids."""
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        yield chunk[0], chunk[-1]


def _choose_columns(question: Question, chunk: tuple[int, int]) -> Select[*tuple[Any, ...]]:
    return (
        choose_items(question)
        .with_only_columns(
            PaperItem.id,
            PaperItem.attempt_id,
            PaperItem.max_score.label("item_max"),
            PaperItem.score.label("item_score"),
            PaperItem.share,
            PaperItem.needs_marking,
            PaperItem.is_dropped,
            PaperItem.marked_at,
            Attempt.score,
            Attempt.max_score,
            Attempt.closed_at,
        )
        .where(PaperItem.attempt_id.between(*chunk))
        .order_by(PaperItem.attempt_id)
    )


def _read_answers(
    session: Session, question: Question, chunk: tuple[int, int]
) -> dict[int, Answer]:
    """By attempt the answer in force: the last in sequence order that counts."""
    items = choose_items(question).where(PaperItem.attempt_id.between(*chunk)).subquery()
    rows = session.execute(
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
        .order_by(Response.attempt_id, Response.sequence, Response.id)
    )
    return {row.attempt_id: Answer(*row[1:]) for row in rows}


def _read_sums(
    session: Session, question: Question, chunk: tuple[int, int]
) -> dict[int, tuple[Decimal, Decimal]]:
    """By attempt what the other questions that count have, and could have."""
    items = choose_items(question).where(PaperItem.attempt_id.between(*chunk)).subquery()
    rows = session.execute(
        select(
            PaperItem.attempt_id,
            func.sum(PaperItem.score, type_=ExactDecimal()),
            func.sum(PaperItem.max_score, type_=ExactDecimal()),
        )
        .join(items, items.c.attempt_id == PaperItem.attempt_id)
        .where(PaperItem.id != items.c.id, PaperItem.is_dropped.is_(False))
        .group_by(PaperItem.attempt_id)
    )
    return {attempt_id: (score or Decimal(0), most) for attempt_id, score, most in rows}
