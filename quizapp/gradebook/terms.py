"""How does a teacher say how totals are made? Categories, periods and what a missed quiz is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.gradebook.across import list_periods
from quizapp.gradebook.models import CategorisedQuiz, GradeCategory, GradingTerms, MarkingPeriod
from quizapp.quizzes.models import Assignment

LARGEST_WEIGHT = 1000
MOST_DROPPED = 99
PERIODS_DO_NOT_OVERLAP = "periods_do_not_overlap"
M = TypeVar("M", GradeCategory, MarkingPeriod)


class TermsError(ValueError):
    """The terms cannot be kept as asked; the message says what to do.

    `field` is the field that has to change, `rule` the rule that is broken.
    """

    def __init__(self, field: str, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.field, self.rule = field, rule


def set_terms(
    session: Session, course: Course, *, missed_counts: bool, other_weight: Decimal
) -> None:
    """Say whether a missed quiz counts as 0, and how much those in no category weigh."""
    _check_weight("other_weight", other_weight)
    session.merge(
        GradingTerms(course_id=course.id, missed_counts=missed_counts, other_weight=other_weight)
    )
    session.flush()


def keep_category(
    session: Session,
    course: Course,
    category_id: int | None,
    *,
    name: str,
    weight: Decimal,
    drop_lowest: int,
) -> GradeCategory:
    """Make a category, or change one of the course's; `LookupError` when it has none such."""
    name = " ".join(name.split())
    _check_weight("weight", weight)
    if not 0 <= drop_lowest <= MOST_DROPPED:
        raise TermsError("drop_lowest", f"Write a number from 0 to {MOST_DROPPED}.")
    same = session.scalar(
        select(GradeCategory).where(
            GradeCategory.course_id == course.id, GradeCategory.name == name
        )
    )
    if same and same.id != category_id:
        raise TermsError("name", f"There is a category called {name} already.")
    category = _find(session, GradeCategory, course, category_id)
    category.name, category.weight, category.drop_lowest = name, weight, drop_lowest
    session.flush()
    return category


def keep_period(
    session: Session,
    course: Course,
    period_id: int | None,
    *,
    title: str,
    first_day: date,
    last_day: date,
) -> MarkingPeriod:
    """Make a period, or change one of the course's; `LookupError` when it has none such."""
    # Two teachers who each add a period would not see the other's: the second one waits here.
    session.execute(select(Course.id).where(Course.id == course.id).with_for_update(key_share=True))
    title = " ".join(title.split())
    if last_day < first_day:
        raise TermsError("last_day", "The last day is before the first. Change one of them.")
    for other in list_periods(session, course.id):
        if other.id == period_id:
            continue
        if other.title == title:
            raise TermsError("title", f"There is a period called {title} already.")
        if first_day <= other.last_day and other.first_day <= last_day:
            raise TermsError(
                "first_day",
                f"These days overlap with {other.title}, {other.first_day} to {other.last_day}."
                " A day belongs to one period only.",
                PERIODS_DO_NOT_OVERLAP,
            )
    period = _find(session, MarkingPeriod, course, period_id)
    period.title, period.first_day, period.last_day = title, first_day, last_day
    session.flush()
    return period


def remove_category(session: Session, course: Course, category_id: int) -> str:
    """Remove a category; its quizzes are in none then. The name that it had."""
    category = _find(session, GradeCategory, course, category_id)
    session.execute(delete(CategorisedQuiz).where(CategorisedQuiz.category_id == category_id))
    session.delete(category)
    session.flush()
    return category.name


def remove_period(session: Session, course: Course, period_id: int) -> str:
    """Remove a period; the title that it had."""
    period = _find(session, MarkingPeriod, course, period_id)
    session.delete(period)
    session.flush()
    return period.title


def categorise(session: Session, course: Course, chosen: Mapping[int, int | None]) -> None:
    """Put quizzes of the course into categories of it, or into none.

    Raises:
        LookupError: a quiz or a category is not the course's.
    """
    quizzes = set(session.scalars(select(Assignment.id).where(Assignment.course_id == course.id)))
    known = select(GradeCategory.id).where(GradeCategory.course_id == course.id)
    categories = {None, *session.scalars(known)}
    if not (quizzes.issuperset(chosen) and categories.issuperset(chosen.values())):
        raise LookupError("a quiz or a category of another course")
    session.execute(delete(CategorisedQuiz).where(CategorisedQuiz.assignment_id.in_(chosen)))
    session.add_all(
        CategorisedQuiz(assignment_id=quiz, category_id=category)
        for quiz, category in chosen.items()
        if category is not None
    )
    session.flush()


def _find(session: Session, model: type[M], course: Course, key: int | None) -> M:
    """The course's own of this id; a new one without an id."""
    if key is None:
        made = model(course_id=course.id)
        session.add(made)
        return made
    found = session.get(model, key)
    if found is None or found.course_id != course.id:
        raise LookupError(f"no {model.__tablename__} {key} in this course")
    return found


def _check_weight(field: str, weight: Decimal) -> None:
    if not 0 < weight <= LARGEST_WEIGHT:
        raise TermsError(field, f"Write a weight above 0, at most {LARGEST_WEIGHT}.")
