"""Who has not begun what closes soon is told by the closing of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.accounts.needs import Needs, set_needs
from quizapp.quizzes.overriding import OverrideRules, set_override
from quizapp.week.not_begun import list_not_begun
from tests.conftest import MovableClock
from tests.factories import World
from tests.week.classes import join, make_class, sit

DAY = timedelta(days=1)


def waiting(session: Session, world: World, now: datetime) -> dict[str, datetime | None]:
    """Who has not begun, and until when they may where that is a time of their own."""
    quizzes = list_not_begun(session, world.course.id, now=now)
    return {it.name: it.own_closing for quiz in quizzes for it in quiz.learners.shown}


def give_time(session: Session, world: World, learner: Learner, until: datetime) -> None:
    set_override(session, world.assignment, learner.id, OverrideRules(closes_at=until))


def test_an_own_closing_that_is_far_off_is_not_soon(session: Session, clock: MovableClock) -> None:
    world = make_class(session, clock, closes_at=clock() + 3 * DAY)
    late, later = (join(session, world, name, clock) for name in ("Late", "Later"))
    give_time(session, world, late, clock() + 5 * DAY)
    give_time(session, world, later, clock() + 12 * DAY)
    assert waiting(session, world, clock()) == {"Ada Lovelace": None, "Late": clock() + 5 * DAY}


def test_who_may_still_begin_what_has_closed_for_the_others_is_told(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, closes_at=clock() + DAY)
    late, begun = (join(session, world, name, clock) for name in ("Late", "Begun"))
    until = clock() + 4 * DAY
    for learner in (late, begun):
        give_time(session, world, learner, until)
    clock.move(days=2)
    sit(session, world, begun, clock)
    assert waiting(session, world, clock()) == {"Late": until}
    clock.move(days=2)
    assert waiting(session, world, clock()) == {}


def test_an_accommodation_moves_the_closing_as_it_moves_the_limit(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + DAY
    world = make_class(session, clock, closes_at=closes_at, time_limit_seconds=20 * 60)
    slow, large = (join(session, world, name, clock) for name in ("Slow", "Large"))
    set_needs(session, slow.id, Needs(time_multiplier=1.5))
    set_needs(session, large.id, Needs(larger_type=True))
    own = closes_at + timedelta(minutes=10)
    assert waiting(session, world, clock()) == {"Ada Lovelace": None, "Large": None, "Slow": own}
    clock.move(hours=24, minutes=5)
    assert waiting(session, world, clock()) == {"Slow": own}


def test_who_may_begin_before_the_others_is_told_before(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, opens_at=clock() + 2 * DAY, closes_at=clock() + 4 * DAY)
    early = join(session, world, "Early", clock)
    set_override(session, world.assignment, early.id, OverrideRules(opens_at=clock()))
    assert waiting(session, world, clock()) == {"Early": None}


def test_all_are_counted_and_listed_by_name_whatever_their_closing(
    session: Session, clock: MovableClock
) -> None:
    world = make_class(session, clock, closes_at=clock() + DAY)
    people = [join(session, world, f"Learner {number:02}", clock) for number in range(12)]
    for learner in people[::3]:
        give_time(session, world, learner, clock() + 2 * DAY)
    (quiz,) = list_not_begun(session, world.course.id, now=clock())
    assert (quiz.learners.total, quiz.learners.more) == (13, 5)
    names = [it.name for it in quiz.learners.shown]
    assert names == ["Ada Lovelace", *(f"Learner {number:02}" for number in range(7))]
