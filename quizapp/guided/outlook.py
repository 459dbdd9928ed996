"""Who in a teacher's courses has come how far in a text with gates?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quizapp.accounts.courses import list_courses, list_places
from quizapp.accounts.models import Course, Learner
from quizapp.articles.models import Article
from quizapp.guided.answering import NONE, Tries, list_tries
from quizapp.guided.parts import Gate, find_way
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.texts import list_articles_of


@dataclass(frozen=True)
class ReaderRow:
    """A learner, the part that is open to them, and how they fared at each gate in order."""

    learner: Learner
    part: int
    tries: tuple[Tries, ...]


@dataclass(frozen=True)
class ReadingCourse:
    """A course that has the text, and its learners by name."""

    course: Course
    rows: tuple[ReaderRow, ...]


def list_reading_courses(
    session: Session, article: Article, gates: Sequence[Gate]
) -> list[ReadingCourse]:
    """The courses of the article's teacher that have a quiz about the text, by name; `gates` are
    those in force."""
    courses = list_courses(session, article.teacher_id)
    having = _find_having(session, article, [it.id for it in courses])
    return [_see_course(session, it, article, gates) for it in courses if it.id in having]


def _find_having(session: Session, article: Article, course_ids: Sequence[int]) -> set[int]:
    """Those of the courses that were given a quiz about the text."""
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.course_id.in_(course_ids))
        .options(selectinload(Assignment.quiz).selectinload(Quiz.banks))
    ).all()
    texts = list_articles_of(session, {it.quiz.id: it.quiz for it in assignments}.values())
    return {
        it.course_id
        for it in assignments
        if any(text.sha256 == article.sha256 for text in texts[it.quiz_id])
    }


def _see_course(
    session: Session, course: Course, article: Article, gates: Sequence[Gate]
) -> ReadingCourse:
    learners = [it.learner for it in list_places(session, course.id)]
    tries = list_tries(session, [it.id for it in learners], [it.id for it in gates])
    count = len(article.to_document().paragraphs)
    rows = []
    for learner in learners:
        own = tries.get(learner.id, {})
        passed = {key for key, it in own.items() if it.has_passed}
        part = find_way(count, gates, passed).here.number
        rows.append(ReaderRow(learner, part, tuple(own.get(it.id, NONE) for it in gates)))
    return ReadingCourse(course, tuple(rows))
