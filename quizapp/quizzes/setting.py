"""How does a quiz come to be? Making it from a bank and giving it to courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Course
from quizapp.articles.models import Article
from quizapp.bank.content import load_latest
from quizapp.bank.models import Bank
from quizapp.generation.draft import Skill, Status
from quizapp.quizzes.assembly import Candidate, assemble
from quizapp.quizzes.models import Assignment, Quiz, QuizSkill, ReviewPolicy


class QuizError(ValueError):
    """A quiz cannot be made or assigned as asked; the message says what to do."""


@dataclass(frozen=True)
class QuizRules:
    """What a teacher decides about a quiz. No skill means all of them."""

    title: str
    question_count: int
    skills: Sequence[Skill] = ()
    time_limit_seconds: int | None = None
    max_attempts: int | None = None
    review_policy: ReviewPolicy = ReviewPolicy.EVERYTHING


def add_quiz(session: Session, bank: Bank, rules: QuizRules, *, now: datetime) -> Quiz:
    """Make a quiz that draws from `bank`.

    Raises:
        QuizError: the bank has fewer approved questions of these skills than are asked for.
    """
    candidates = list_candidates(session, bank.id, rules.skills)
    # Some questions cannot stand on one paper, so what is available is what a paper can hold.
    available = len(assemble(candidates, rules.question_count, Random(0)))
    if available < rules.question_count:
        raise QuizError(
            f"The bank has {available} approved questions of these skills;"
            f" ask for {available} or fewer, choose more skills, or approve more questions."
        )
    quiz = Quiz(
        bank_id=bank.id,
        title=rules.title.strip() or bank.title,
        question_count=rules.question_count,
        time_limit_seconds=rules.time_limit_seconds,
        max_attempts=rules.max_attempts,
        review_policy=rules.review_policy,
        created_at=now,
        skills=[QuizSkill(skill=skill) for skill in rules.skills],
    )
    session.add(quiz)
    session.flush()
    return quiz


def assign_quiz(
    session: Session,
    quiz: Quiz,
    course: Course,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> Assignment:
    """Give `quiz` to `course`; given again, the window is moved.

    Raises:
        QuizError: the window closes before it opens, or never while answers wait for that.
    """
    if opens_at and closes_at and opens_at >= closes_at:
        raise QuizError("The quiz closes before it opens; put the closing time later.")
    if quiz.review_policy is ReviewPolicy.AFTER_CLOSING and closes_at is None:
        raise QuizError("Learners see the answers after it closes: write when it closes.")
    assignment = session.scalar(
        select(Assignment).where(Assignment.quiz_id == quiz.id, Assignment.course_id == course.id)
    )
    if assignment is None:
        assignment = Assignment(quiz_id=quiz.id, course_id=course.id, created_at=now)
        session.add(assignment)
    assignment.opens_at, assignment.closes_at = opens_at, closes_at
    session.flush()
    return assignment


def list_candidates(session: Session, bank_id: int, skills: Sequence[Skill]) -> list[Candidate]:
    """The approved questions of the bank that a paper of these skills may draw."""
    return [
        Candidate(version.id, draft)
        for question, version, draft in load_latest(session, bank_id)
        if question.status is Status.APPROVED and (not skills or draft.skill in skills)
    ]


def list_quizzes(session: Session, teacher_id: int) -> list[tuple[Quiz, list[str]]]:
    """The teacher's quizzes, the newest first, with the names of the courses they went to."""
    quizzes = session.scalars(
        select(Quiz)
        .join(Bank, Bank.id == Quiz.bank_id)
        .join(Article, Article.id == Bank.article_id)
        .where(Article.teacher_id == teacher_id)
        .options(joinedload(Quiz.bank))
        .order_by(Quiz.created_at.desc(), Quiz.id.desc())
    ).all()
    names: dict[int, list[str]] = {quiz.id: [] for quiz in quizzes}
    for quiz_id, name in session.execute(
        select(Assignment.quiz_id, Course.name)
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.quiz_id.in_(names))
        .order_by(Course.name)
    ):
        names[quiz_id].append(name)
    return [(quiz, names[quiz.id]) for quiz in quizzes]
