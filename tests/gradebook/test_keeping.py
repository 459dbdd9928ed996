"""Totals that are kept are those that would be reckoned, whatever has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment
from quizapp.accounts.people import join_course
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.gradebook import deciding
from quizapp.gradebook.keeping import are_whole, keep, list_totals, reckon_missing, throw_away
from quizapp.gradebook.pages import Order, Wanted, read_page
from quizapp.gradebook.reading import read_gradebook
from quizapp.gradebook.terms import categorise, keep_category, keep_period, set_terms
from quizapp.gradebook.totals import find_total
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.overriding import OverrideRules, set_override
from quizapp.quizzes.rules import GradingMethod
from tests.conftest import MovableClock
from tests.factories import PASSWORD
from tests.gradebook.courses import School, make_school


@pytest.fixture
def school(session: Session, clock: MovableClock) -> School:
    found = make_school(session, clock)
    found.sit(session, found.learners[0], found.quizzes[0], right=1)
    found.sit(session, found.learners[1], found.quizzes[0], right=2)
    found.sit(session, found.learners[1], found.quizzes[1], right=0)
    return found


def settle(session: Session, school: School) -> None:
    """Bring the kept totals up to date, as the page does."""
    if are_whole(session, school.across(session), school.clock()):
        return
    revision = throw_away(session, school.across(session), school.clock())
    found = reckon_missing(session, school.across(session), revision, school.clock())
    keep(session, school.world.course.id, found)


def reckon(session: Session, school: School) -> dict[int, float]:
    """The totals from the gradebook itself."""
    session.expire_all()
    book = read_gradebook(session, school.world.course, now=school.clock())
    totals = {row.learner.id: find_total(book.columns, row.cells, book.scheme) for row in book.rows}
    return {key: total for key, total in totals.items() if total is not None}


Change = Callable[[Session, School], object]


def sit_again(session: Session, school: School) -> None:
    school.sit(session, school.learners[2], school.quizzes[1], right=2)


def decide(session: Session, school: School) -> None:
    about, teacher = school.about(1, 0), school.world.teacher
    deciding.excuse(session, about, teacher, reason="Ill", now=school.clock())


def change_points(session: Session, school: School) -> None:
    """As a statement of its own, that no object hears of."""
    session.execute(update(Attempt).values(score=Decimal("0.5")))


def take_attempts_away(session: Session, school: School) -> None:
    gone = select(Attempt.id).where(Attempt.learner_id == school.learners[0].id)
    ids = list(session.scalars(gone))
    for model in Attempt.__mapper__.relationships:
        if model.key in ("items", "breaks"):
            target = model.mapper.class_
            session.execute(delete(target).where(target.attempt_id.in_(ids)))
    for table in ("response", "attempt_event"):
        found = PaperItem.metadata.tables[table]
        session.execute(delete(found).where(found.c.attempt_id.in_(ids)))
    session.execute(delete(Attempt).where(Attempt.id.in_(ids)))


def weigh(session: Session, school: School) -> None:
    category = keep_category(
        session, school.world.course, None, name="Tests", weight=Decimal(3), drop_lowest=0
    )
    categorise(session, school.world.course, {school.quizzes[0].id: category.id})


def count_missed(session: Session, school: School) -> None:
    set_terms(session, school.world.course, missed_counts=True, other_weight=Decimal(1))
    school.clock.move(days=2)


def count_last(session: Session, school: School) -> None:
    school.sit(session, school.learners[1], school.quizzes[0], right=0)
    session.execute(update(Quiz).values(grading_method=GradingMethod.LAST))


def give_more_time(session: Session, school: School) -> None:
    count_missed(session, school)
    settle(session, school)
    later = OverrideRules(closes_at=school.clock() + timedelta(days=9))
    set_override(session, school.quizzes[0], school.learners[2].id, later)


def join(session: Session, school: School) -> None:
    count_missed(session, school)
    settle(session, school)
    join_course(session, school.world.course, "Di Roe", PASSWORD, now=school.clock())


def add_period(session: Session, school: School) -> None:
    day = school.clock().date()
    course = school.world.course
    keep_period(session, course, None, title="Now", first_day=day, last_day=day)


@pytest.mark.parametrize(
    "change",
    [
        sit_again,
        decide,
        change_points,
        take_attempts_away,
        weigh,
        count_missed,
        count_last,
        give_more_time,
        join,
        add_period,
    ],
)
def test_a_kept_total_is_the_one_that_would_be_reckoned_after_any_change(
    session: Session, school: School, change: Change
) -> None:
    course_id = school.world.course.id
    settle(session, school)
    assert list_totals(session, course_id, None) == pytest.approx(reckon(session, school))
    assert are_whole(session, school.across(session), school.clock())
    change(session, school)
    session.flush()
    session.expire_all()
    assert not are_whole(session, school.across(session), school.clock())
    settle(session, school)
    assert list_totals(session, course_id, None) == pytest.approx(reckon(session, school))


def test_a_window_that_closes_makes_totals_old_by_itself(session: Session, school: School) -> None:
    set_terms(session, school.world.course, missed_counts=True, other_weight=Decimal(1))
    settle(session, school)
    assert school.learners[2].id not in list_totals(session, school.world.course.id, None)
    school.clock.move(days=2)
    assert not are_whole(session, school.across(session), school.clock())
    settle(session, school)
    assert list_totals(session, school.world.course.id, None)[school.learners[2].id] == 0


def test_what_was_reckoned_before_a_change_is_not_kept_after_it(
    session: Session, school: School
) -> None:
    course_id, across = school.world.course.id, school.across(session)
    revision = throw_away(session, across, school.clock())
    old = reckon_missing(session, across, revision, school.clock())
    sit_again(session, school)
    settle(session, school)  # another one was faster
    keep(session, course_id, old)
    assert list_totals(session, course_id, None) == pytest.approx(reckon(session, school))


def test_learners_stand_in_order_of_what_is_asked_for(session: Session, school: School) -> None:
    settle(session, school)
    ada, bo, cy = (it.id for it in school.learners)

    def order(**wanted: object) -> list[int]:
        page = read_page(session, school.across(session), Wanted(**wanted), school.clock())  # type: ignore[arg-type]
        return [sheet.row.learner.id for sheet in page.rows]

    assert order() == [ada, bo, cy]
    assert order(is_descending=True) == [cy, bo, ada]
    assert order(order=Order.TOTAL, is_descending=True) == [ada, bo, cy], "equals by name"
    assert order(quiz_id=school.quizzes[0].id) == [ada, bo, cy]
    assert order(quiz_id=school.quizzes[0].id, is_descending=True) == [bo, ada, cy]
    assert order(quiz_id=school.quizzes[1].id) == [bo, ada, cy], "without a grade comes last"
    assert order(name="MORA") == [cy]
    assert order(section="B") == []
    session.execute(update(Enrolment).where(Enrolment.learner_id == bo).values(section="B"))
    assert order(section="B") == [bo]
    assert order(order=Order.SECTION) == [bo, ada, cy]


def test_a_period_has_its_own_columns_and_totals(session: Session, school: School) -> None:
    day = school.clock().date()
    course = school.world.course
    period = keep_period(session, course, None, title="Now", first_day=day, last_day=day)
    settle(session, school)
    page = read_page(session, school.across(session), Wanted(period_id=period.id), school.clock())
    assert [it.title for it in page.columns] == ["Rivers"], "the other one closes a day later"
    totals = {sheet.row.learner.name: sheet.total for sheet in page.rows}
    assert totals == {"Ada Lovelace": None, "Bo Li": 0.0, "Cy Mora": None}
    assert list_totals(session, course.id, period.id) == {school.learners[1].id: 0.0}


def test_skills_are_shares_of_the_answers_that_count(session: Session, school: School) -> None:
    page = read_page(session, school.across(session), Wanted(by_skill=True), school.clock())
    bo = next(it for it in page.rows if it.row.learner.name == "Bo Li")
    (detail,) = [it for it in bo.skills if it]
    assert (detail.share, detail.count, detail.is_unstable) == (0.5, 4, True)
