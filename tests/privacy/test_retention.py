"""What is kept for a while goes when the while is over, and by default nothing ever does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quizapp.accounts.enrolling import leave, list_enrolments, put_back
from quizapp.accounts.models import Learner
from quizapp.accounts.people import add_course, enrol
from quizapp.accounts.teaching import archive
from quizapp.attempts.log import list_events
from quizapp.config import Settings
from quizapp.jobs.forgetting import forget_due
from quizapp.jobs.queue import Jobs
from quizapp.notebook.clearing import Section, count_notebook
from quizapp.notebook.places import sum_reading
from quizapp.privacy.erasing import is_erased, list_erasures
from quizapp.privacy.models import ErasedBy
from quizapp.privacy.retention import Due, find_due_date, list_due
from tests.attempts.sittings import begin
from tests.conftest import NOON, MovableClock
from tests.privacy.lives import Life, live

YEAR = 365


@pytest.fixture
def life(session: Session, clock: MovableClock) -> Life:
    return live(session, clock)


@pytest.fixture
def keeping(settings: Settings) -> Settings:
    return replace(settings, erase_after_days=YEAR)


def leave_all(session: Session, learner: Learner, course_id: int, now: datetime) -> None:
    leave(session, list_enrolments(session, course_id, [learner.id]), now=now)


def test_by_default_nothing_is_ever_due(
    session: Session, clock: MovableClock, settings: Settings, life: Life
) -> None:
    leave_all(session, life.learner, life.world.course.id, clock())
    clock.move(days=100 * YEAR)
    assert list_due(session, settings, now=clock()) == Due()
    assert find_due_date(session, life.learner.id, settings) is None


def test_who_has_left_all_courses_is_due_once_the_days_are_over(
    session: Session, clock: MovableClock, keeping: Settings, life: Life
) -> None:
    session.flush()
    clock.move(days=2 * YEAR)
    assert list_due(session, keeping, now=clock()).learners == ()
    leave_all(session, life.learner, life.world.course.id, clock())
    left = clock()
    clock.move(days=YEAR - 1)
    assert list_due(session, keeping, now=clock()).learners == ()
    clock.move(days=1)
    assert list_due(session, keeping, now=clock()).learners == (life.learner.id,)
    assert find_due_date(session, life.learner.id, keeping) == clock()
    assert (clock() - left).days == YEAR


def test_a_number_of_days_beyond_all_calendars_is_for_ever(
    session: Session, clock: MovableClock, settings: Settings, life: Life
) -> None:
    leave_all(session, life.learner, life.world.course.id, clock())
    most = 10**9
    keeping = replace(settings, erase_after_days=most, keep_log_days=most, keep_reading_days=most)
    assert list_due(session, keeping, now=clock()) == Due()


def test_one_course_that_goes_on_keeps_its_learner(
    session: Session, clock: MovableClock, keeping: Settings, life: Life
) -> None:
    world = life.world
    second = add_course(session, world.teacher, "English 11A", now=clock(), rng=Random(5))
    place = enrol(session, second, life.learner, now=clock())
    archive(session, world.course, now=clock())
    session.flush()
    clock.move(days=YEAR)
    assert list_due(session, keeping, now=clock()).learners == ()
    assert find_due_date(session, life.learner.id, keeping) is None
    leave(session, [place], now=clock())
    assert list_due(session, keeping, now=clock()).learners == ()
    clock.move(days=YEAR)
    assert list_due(session, keeping, now=clock()).learners == (life.learner.id,)
    put_back(session, place)
    assert list_due(session, keeping, now=clock()).learners == ()


def test_a_place_ends_when_its_learner_leaves_or_its_course_is_archived_whatever_is_first(
    session: Session, clock: MovableClock, keeping: Settings, life: Life
) -> None:
    leave_all(session, life.learner, life.world.course.id, clock())
    clock.move(days=10)
    archive(session, life.world.course, now=clock())
    session.flush()
    clock.move(days=YEAR - 10)
    assert list_due(session, keeping, now=clock()).learners == (life.learner.id,)


def test_who_still_sits_a_quiz_waits_for_its_end(
    session: Session, clock: MovableClock, keeping: Settings, life: Life
) -> None:
    begin(session, life.world, clock())
    leave_all(session, life.learner, life.world.course.id, clock())
    clock.move(days=YEAR)
    due = list_due(session, keeping, now=clock())
    assert (due.learners, due.waiting) == ((), (life.learner.id,))


def test_the_sweep_lets_go_what_is_due_and_nothing_else(
    session: Session, clock: MovableClock, settings: Settings, life: Life
) -> None:
    settings = replace(settings, erase_after_days=YEAR, keep_log_days=30, keep_reading_days=30)
    learner_id, attempt_id = life.learner.id, life.attempt.id
    leave_all(session, life.learner, life.world.course.id, clock())
    session.commit()
    clock.move(days=29)
    forget_due(session, settings, clock)
    assert list_events(session, attempt_id)
    assert sum_reading(session, learner_id)
    clock.move(days=2)
    forget_due(session, settings, clock)
    session.expire_all()
    assert list_events(session, attempt_id) == []
    assert sum_reading(session, learner_id) == []
    assert count_notebook(session, learner_id)[Section.NOTES] == 1
    assert not is_erased(session, learner_id)
    clock.move(days=YEAR)
    assert forget_due(session, settings, clock).learners == (learner_id,)
    session.expire_all()
    assert [it.erased_by for it in list_erasures(session)] == [ErasedBy.RETENTION]
    assert forget_due(session, settings, clock) == Due()


def test_the_log_of_an_attempt_that_runs_is_kept(
    session: Session, clock: MovableClock, settings: Settings, life: Life
) -> None:
    running = begin(session, life.world, clock())
    session.commit()
    clock.move(days=50)
    forget_due(session, replace(settings, keep_log_days=30), clock)
    assert list_events(session, running.id)


def test_the_worker_looks_every_minute(
    app: Flask, session: Session, clock: MovableClock, life: Life, settings: Settings
) -> None:
    learner_id = life.learner.id
    leave_all(session, life.learner, life.world.course.id, clock())
    session.commit()
    clock.move(days=YEAR)
    for kept, gone in ((settings, False), (replace(settings, erase_after_days=YEAR), True)):
        jobs = Jobs(app, kept, clock)
        jobs._sweep()
        session.rollback()
        assert is_erased(session, learner_id) is gone
        clock.move(minutes=1)  # one worker sweeps in a minute
    assert clock() > NOON
