"""Categories and periods of a course: what is kept, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quizapp.accounts.people import add_course
from quizapp.gradebook.across import read_scheme
from quizapp.gradebook.scheme import Category, Period, Scheme
from quizapp.gradebook.terms import (
    PERIODS_DO_NOT_OVERLAP,
    TermsError,
    categorise,
    keep_category,
    keep_period,
    remove_category,
    remove_period,
    set_terms,
)
from tests.conftest import MovableClock
from tests.gradebook.courses import School, make_school

DAY = date(2026, 3, 2)


@pytest.fixture
def school(session: Session, clock: MovableClock) -> School:
    return make_school(session, clock)


def test_categories_are_made_changed_and_removed(session: Session, school: School) -> None:
    course = school.world.course
    made = keep_category(session, course, None, name=" Tests ", weight=Decimal(3), drop_lowest=1)
    categorise(session, course, {school.quizzes[0].id: made.id, school.quizzes[1].id: None})
    assert [it.category_id for it in school.across(session).columns] == [made.id, None]
    keep_category(session, course, made.id, name="Exams", weight=Decimal(2), drop_lowest=0)
    set_terms(session, course, missed_counts=True, other_weight=Decimal("0.5"))
    assert read_scheme(session, course.id) == Scheme(
        (Category(made.id, "Exams", Decimal(2), 0),), True, Decimal("0.5")
    )
    assert remove_category(session, course, made.id) == "Exams"
    assert [it.category_id for it in school.across(session).columns] == [None, None]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Tests"}, "name"),
        ({"weight": Decimal(0)}, "weight"),
        ({"drop_lowest": -1}, "drop_lowest"),
    ],
)
def test_a_category_that_cannot_be_is_refused(
    session: Session, school: School, change: dict[str, object], field: str
) -> None:
    course = school.world.course
    keep_category(session, course, None, name="Tests", weight=Decimal(1), drop_lowest=0)
    wanted: dict[str, object] = {"name": "More", "weight": Decimal(1), "drop_lowest": 0, **change}
    with pytest.raises(TermsError) as error:
        keep_category(session, course, None, **wanted)  # type: ignore[arg-type]
    assert error.value.field == field


def test_another_courses_category_or_quiz_is_not_there(
    session: Session, school: School, clock: MovableClock
) -> None:
    other = add_course(session, school.world.teacher, "10B", now=clock(), rng=Random(5))
    theirs = keep_category(session, other, None, name="T", weight=Decimal(1), drop_lowest=0)
    course = school.world.course
    with pytest.raises(LookupError):
        keep_category(session, course, theirs.id, name="T", weight=Decimal(1), drop_lowest=0)
    with pytest.raises(LookupError):
        categorise(session, course, {school.quizzes[0].id: theirs.id})
    with pytest.raises(LookupError):
        categorise(session, other, {school.quizzes[0].id: theirs.id})
    with pytest.raises(LookupError):
        remove_category(session, course, theirs.id)


def test_no_day_belongs_to_two_periods(session: Session, school: School) -> None:
    course = school.world.course

    def make(first: int, last: int, key: int | None = None, title: str = "") -> int:
        days = (DAY + timedelta(days=it) for it in (first, last))
        first_day, last_day = days
        return keep_period(
            session,
            course,
            key,
            title=title or f"{first} to {last}",
            first_day=first_day,
            last_day=last_day,
        ).id

    autumn = make(0, 9)
    make(10, 19)
    for first, last in ((9, 9), (-5, 0), (3, 4), (-5, 30), (19, 25)):
        with pytest.raises(TermsError) as error:
            make(first, last)
        assert error.value.rule == PERIODS_DO_NOT_OVERLAP
    assert make(1, 9, autumn) == autumn, "it does not overlap with itself"
    with pytest.raises(TermsError, match="before the first"):
        make(25, 24)
    with pytest.raises(TermsError, match="already"):
        make(30, 31, title="10 to 19")
    remove_period(session, course, autumn)
    make(3, 4)


def test_a_quiz_is_in_the_period_in_which_it_closes(session: Session, school: School) -> None:
    course, today = school.world.course, school.clock().date()
    periods = [
        keep_period(session, course, None, title=f"{at}", first_day=day, last_day=day).id
        for at, day in enumerate((today, today + timedelta(days=1)))
    ]
    # The first closes tomorrow; the second never does, and opens today.
    assert [it.period_id for it in school.across(session).columns] == [periods[1], periods[0]]


@given(st.dates(), st.dates(), st.dates())
def test_both_ends_belong_to_a_period(first: date, last: date, day: date) -> None:
    period = Period(1, "P", min(first, last), max(first, last))
    assert period.has(first)
    assert period.has(last)
    assert period.has(day) == (min(first, last) <= day <= max(first, last))
