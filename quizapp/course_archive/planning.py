"""What would bringing a course make here, and what would be other than it was?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.accounts.courses import is_taught_by
from quizapp.accounts.models import Course, Enrolment, Learner, Teacher
from quizapp.articles.models import Article
from quizapp.attempts.models import Attempt
from quizapp.bank.models import Bank, Question
from quizapp.course_archive.reading import Archive
from quizapp.quizzes.models import Quiz


@dataclass(frozen=True)
class PlannedArticle:
    """An article of the file.

    `known_id` is the teacher's own one with the same text, `same_as` an earlier one of the file.
    """

    title: str
    known_id: int | None
    same_as: int | None

    @property
    def is_new(self) -> bool:
        return self.known_id is None and self.same_as is None


@dataclass(frozen=True)
class PlannedBank:
    """A bank of the file. An article has one home: `stays_home` says that it is this one.

    A bank that was the home of its article, which has another one here, becomes a collection.
    """

    title: str
    questions: int
    stays_home: bool
    was_home: bool

    @property
    def becomes_collection(self) -> bool:
        return self.was_home and not self.stays_home


@dataclass(frozen=True)
class CoursePlan:
    """What is in a course file, and what becomes of it; articles and banks by their numbers.

    `deciders` are the teachers whose decisions will stand under the name of who brings the
    course. `has_namesake`: that teacher has a course of this name. `shared_ids` are external ids
    that learners of the teacher's other courses have too.
    """

    name: str
    exported_at: datetime
    with_learners: bool
    articles: dict[int, PlannedArticle]
    banks: dict[int, PlannedBank]
    quizzes: list[str]
    learners: int
    attempts: int
    running: int
    deciders: list[str]
    has_namesake: bool
    shared_ids: list[str]

    @property
    def questions(self) -> int:
        return sum(it.questions for it in self.banks.values())

    @property
    def fingerprint(self) -> str:
        """Two plans that say the same have the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def plan_course(session: Session, archive: Archive, teacher: Teacher) -> CoursePlan:
    """What `restore_course` will do for this teacher, as things are now."""
    rows = archive.rows
    name = rows.scalars(select(Course.name)).one()
    namesake = select(Course.id).where(is_taught_by(teacher.id), Course.name == name)
    articles = _plan_articles(session, rows, teacher.id)
    attempts = select(func.count()).select_from(Attempt)
    return CoursePlan(
        name=name,
        exported_at=archive.manifest.exported_at,
        with_learners=archive.manifest.with_learners,
        articles=articles,
        banks=_plan_banks(session, rows, articles),
        quizzes=list(rows.scalars(select(Quiz.title).order_by(Quiz.id))),
        learners=rows.scalar(select(func.count()).select_from(Learner)) or 0,
        attempts=rows.scalar(attempts) or 0,
        running=rows.scalar(attempts.where(Attempt.closed_at.is_(None))) or 0,
        deciders=list(
            rows.scalars(select(Teacher.name).where(Teacher.id > 0).order_by(Teacher.id))
        ),
        has_namesake=session.scalar(namesake) is not None,
        shared_ids=_find_shared_ids(session, rows, teacher.id),
    )


def _plan_articles(session: Session, rows: Session, teacher_id: int) -> dict[int, PlannedArticle]:
    planned: dict[int, PlannedArticle] = {}
    seen: dict[tuple[str, ...], int] = {}
    for article in rows.scalars(select(Article).order_by(Article.id)):
        paragraphs = article.to_document().paragraphs
        known_id = _find_known(session, article.sha256, paragraphs, teacher_id)
        planned[article.id] = PlannedArticle(article.title, known_id, seen.get(paragraphs))
        seen.setdefault(paragraphs, article.id)
    return planned


def _find_known(
    session: Session, sha256: str, paragraphs: tuple[str, ...], teacher_id: int
) -> int | None:
    """The teacher's article that reads the same, paragraph by paragraph."""
    alike = session.scalars(
        select(Article)
        .where(Article.teacher_id == teacher_id, Article.sha256 == sha256)
        .order_by(Article.id)
    )
    return next((it.id for it in alike if it.to_document().paragraphs == paragraphs), None)


def _plan_banks(
    session: Session, rows: Session, articles: dict[int, PlannedArticle]
) -> dict[int, PlannedBank]:
    """The first bank about a text is its home, unless the teacher has one already."""
    taken = {number for number, it in articles.items() if _has_home(session, it.known_id)}
    counted = (
        select(Bank.id, Bank.title, Bank.article_id, func.count(Question.id))
        .outerjoin(Question, Question.bank_id == Bank.id)
        .group_by(Bank.id)
        .order_by(Bank.id)
    )
    planned = {}
    for number, title, article, questions in rows.execute(counted):
        home = articles[article].same_as or article if article is not None else None
        planned[number] = PlannedBank(
            title, questions, home is not None and home not in taken, home is not None
        )
        if home is not None:
            taken.add(home)
    return planned


def _has_home(session: Session, article_id: int | None) -> bool:
    home = select(Bank.id).where(Bank.article_id == article_id)
    return article_id is not None and session.scalar(home) is not None


def _find_shared_ids(session: Session, rows: Session, teacher_id: int) -> list[str]:
    ids = set(rows.scalars(select(Learner.external_id).where(Learner.external_id != "")))
    here = session.scalars(
        select(Learner.external_id)
        .join(Enrolment, Enrolment.learner_id == Learner.id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(is_taught_by(teacher_id), Learner.external_id != "")
    )
    return sorted(ids.intersection(here))
