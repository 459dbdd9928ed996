"""Which quizzes that are open, or still to come, may ask a question that stands at a gate?

Who has passed the gate knows the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from quizapp.accounts.courses import list_taught_ids
from quizapp.bank.models import Question
from quizapp.quizzes.assembly import Candidate, list_pool
from quizapp.quizzes.models import Assignment, Override, Quiz, QuizBank, QuizSlot
from quizapp.quizzes.setting import list_candidates
from quizapp.quizzes.terms import paper_rules


def list_quizzes_asking(
    session: Session, teacher_id: int, article_id: int, *, now: datetime
) -> dict[int, tuple[str, ...]]:
    """For each question about the article that the teacher's learners may yet be asked in a
    quiz, the titles of those quizzes."""
    # Most quizzes of a teacher ask from the same banks.
    find_candidates = cache(lambda bank_ids: list_candidates(session, *bank_ids))
    asking: dict[int, list[str]] = {}
    for quiz in _list_to_come(session, teacher_id, article_id, now):
        for question_id in _list_drawn(quiz, find_candidates(quiz.bank_ids)):
            asking.setdefault(question_id, []).append(quiz.title)
    return {key: tuple(dict.fromkeys(titles)) for key, titles in asking.items()}


def _list_to_come(
    session: Session, teacher_id: int, article_id: int, now: datetime
) -> Iterable[Quiz]:
    """Quizzes given to a course that the teacher teaches which are not over for everybody, and
    the teacher's own that were given to nobody yet."""
    banks = select(Question.bank_id).where(Question.article_id == article_id)
    longer = select(Override.assignment_id).where(Override.closes_at > now)
    is_given = exists().where(Assignment.quiz_id == Quiz.id)
    is_to_come = is_given.where(
        Assignment.course_id.in_(list_taught_ids(session, teacher_id)),
        or_(Assignment.closes_at.is_(None), Assignment.closes_at > now, Assignment.id.in_(longer)),
    )
    return session.scalars(
        select(Quiz)
        .where(
            Quiz.id.in_(select(QuizBank.quiz_id).where(QuizBank.bank_id.in_(banks))),
            or_(is_to_come, and_(Quiz.teacher_id == teacher_id, ~is_given)),
        )
        .order_by(Quiz.title, Quiz.id)
        .options(
            selectinload(Quiz.banks),
            selectinload(Quiz.slots).options(
                selectinload(QuizSlot.skills), selectinload(QuizSlot.kinds)
            ),
        )
    ).all()


def _list_drawn(quiz: Quiz, candidates: Sequence[Candidate]) -> set[int]:
    """The questions that may stand on a paper of the quiz."""
    slots = paper_rules(quiz).slots
    return {it.question_id for slot in slots for it in list_pool(candidates, slot)}
