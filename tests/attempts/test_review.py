"""What a learner may see of an attempt now, and what is promised for later."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.needs import Needs, set_needs
from quizapp.accounts.people import join_course
from quizapp.attempts import sitting
from quizapp.attempts.counting import list_scored
from quizapp.attempts.models import Attempt
from quizapp.attempts.result import ALL, NOTHING, tells_what_is_right
from quizapp.attempts.review import find_visible, list_coming, list_running_versions
from quizapp.quizzes.rules import ANSWERS_AFTER_CLOSING, BellRule, Moment
from tests.conftest import MovableClock
from tests.factories import PASSWORD, World, make_world

GRACE = timedelta(seconds=60)
LIMIT = 20


def begin(session: Session, world: World, clock: MovableClock) -> Attempt:
    return sitting.start(
        session, world.assignment, world.learner, now=clock(), rng=Random(1), grace_seconds=60
    )


def hand_in(session: Session, world: World, clock: MovableClock) -> Attempt:
    return sitting.submit(session, begin(session, world, clock).id, now=clock())


def test_a_running_attempt_shows_nothing(session: Session, clock: MovableClock) -> None:
    attempt = begin(session, make_world(session, clock()), clock)
    assert find_visible(session, attempt, GRACE, clock()) == NOTHING
    assert list_coming(session, attempt, GRACE, clock()) == ()


def test_an_abandoned_attempt_shows_its_answers_and_promises_nothing(
    session: Session, clock: MovableClock
) -> None:
    attempt = begin(session, make_world(session, clock(), at_bell=BellRule.ABANDON), clock)
    clock.move(minutes=LIMIT, seconds=61)
    sitting.submit(session, attempt.id, now=clock())
    visible = find_visible(session, attempt, GRACE, clock())
    assert visible.attempt
    assert not tells_what_is_right(visible)
    assert list_coming(session, attempt, GRACE, clock()) == ()


def test_nobody_is_told_until_when_somebody_else_has_time(
    session: Session, clock: MovableClock
) -> None:
    closes_at = clock() + timedelta(hours=1)
    world = make_world(session, clock(), review=ANSWERS_AFTER_CLOSING, closes_at=closes_at)
    slower = join_course(session, world.course, "Charles Babbage", PASSWORD, now=clock())
    set_needs(session, slower.id, Needs(time_multiplier=2))
    attempt = hand_in(session, world, clock)
    (later,) = list_coming(session, attempt, GRACE, clock())
    assert (later.moment, later.at) == (Moment.AFTER_CLOSING, closes_at)
    clock.move(hours=1, minutes=5)
    (later,) = list_coming(session, attempt, GRACE, clock())
    assert later.at is None
    clock.move(minutes=LIMIT)
    assert list_coming(session, attempt, GRACE, clock()) == ()
    assert find_visible(session, attempt, GRACE, clock()).key


def test_everything_is_shown_at_once_where_the_policy_never_changes(
    session: Session, clock: MovableClock
) -> None:
    attempt = hand_in(session, make_world(session, clock(), feedback=()), clock)
    visible = find_visible(session, attempt, GRACE, clock())
    assert [name for name in vars(ALL) if not getattr(visible, name)] == ["overall_feedback"]


def test_what_runs_is_known_by_the_article_it_is_about(
    session: Session, clock: MovableClock
) -> None:
    world = make_world(session, clock())
    attempt = begin(session, world, clock)
    versions = {item.version_id for item in attempt.items}
    article = world.article.id
    assert set(list_running_versions(session, world.learner.id, article)) == versions
    assert list_running_versions(session, world.learner.id, article + 1) == []
    assert list_scored(session, world.learner.id) == []
    sitting.submit(session, attempt.id, now=clock())
    assert list_running_versions(session, world.learner.id, article) == []
    assert list_scored(session, world.learner.id) == [attempt]
