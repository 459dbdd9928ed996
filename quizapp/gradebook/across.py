"""What stands across a course's gradebook? Its quizzes with their categories and periods.

Practice is not graded: it has no column. A quiz belongs to the period in which it closes; one that
stays open, to that in which it opens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quizapp.accounts.models import Course
from quizapp.gradebook.models import CategorisedQuiz, GradeCategory, GradingTerms, MarkingPeriod
from quizapp.gradebook.rows import Column
from quizapp.gradebook.scheme import Category, Period, Scheme
from quizapp.quizzes.models import Assignment, Quiz


@dataclass(frozen=True)
class Across:
    """The columns in the order in which the quizzes were given, and the rules of their totals."""

    course: Course
    columns: tuple[Column, ...]
    assignments: dict[int, Assignment]
    scheme: Scheme
    periods: tuple[Period, ...]

    def narrow(self, period_id: int | None) -> Across:
        """Only what belongs to the period; None is the whole course."""
        if period_id is None:
            return self
        return replace(self, columns=tuple(it for it in self.columns if it.period_id == period_id))

    def only(self, column: Column) -> Across:
        """Only one of the columns."""
        return replace(self, columns=(column,))


def read_across(session: Session, course: Course, zone: tzinfo) -> Across:
    """The columns of `course`; a day begins at midnight in `zone`."""
    assignments = session.scalars(
        select(Assignment)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .where(Assignment.course_id == course.id, Quiz.is_practice.is_(False))
        .options(joinedload(Assignment.quiz))
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    periods = list_periods(session, course.id)
    found = session.execute(
        select(CategorisedQuiz.assignment_id, CategorisedQuiz.category_id)
        .join(GradeCategory, GradeCategory.id == CategorisedQuiz.category_id)
        .where(GradeCategory.course_id == course.id)
    )
    categories = {it.assignment_id: it.category_id for it in found}
    columns = (
        Column(
            it.id,
            it.quiz.title,
            it.quiz.max_score,
            it.opens_at or it.created_at,
            it.closes_at,
            categories.get(it.id),
            _find_period(it, periods, zone),
        )
        for it in assignments
    )
    return Across(
        course,
        tuple(columns),
        {it.id: it for it in assignments},
        read_scheme(session, course.id),
        periods,
    )


def read_scheme(session: Session, course_id: int) -> Scheme:
    """How the course's totals are made."""
    categories = session.scalars(
        select(GradeCategory).where(GradeCategory.course_id == course_id).order_by(GradeCategory.id)
    )
    made = tuple(Category(it.id, it.name, it.weight, it.drop_lowest) for it in categories)
    terms = session.get(GradingTerms, course_id)
    return Scheme(made, terms.missed_counts, terms.other_weight) if terms else Scheme(made)


def list_periods(session: Session, course_id: int) -> tuple[Period, ...]:
    """The course's periods, the earliest first."""
    found = session.scalars(
        select(MarkingPeriod)
        .where(MarkingPeriod.course_id == course_id)
        .order_by(MarkingPeriod.first_day)
    )
    return tuple(Period(it.id, it.title, it.first_day, it.last_day) for it in found)


def _find_period(assignment: Assignment, periods: Iterable[Period], zone: tzinfo) -> int | None:
    moment = assignment.closes_at or assignment.opens_at or assignment.created_at
    day = moment.astimezone(zone).date()
    return next((it.id for it in periods if it.has(day)), None)
