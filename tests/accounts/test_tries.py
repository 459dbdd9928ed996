"""Wrong tries are counted in a window that nobody can keep shut, however many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.tries import (
    CountedTries,
    forget_old_tries,
    give_back_try,
    seal_key,
    take_try,
)
from quizapp.db import begin_write, db
from tests.conftest import MovableClock
from tests.statements import statements_on

NAME, ADDRESS = seal_key("secret", "teacher", "ada"), seal_key("secret", "address", "192.0.2.7")
WINDOW = timedelta(minutes=5)
LIMITS = {NAME: 3, ADDRESS: 5}


def test_a_try_is_one_statement(session: Session, clock: MovableClock) -> None:
    with statements_on(session.connection()) as statements:
        assert take_try(session, LIMITS, WINDOW, now=clock()) is None
    assert len(statements) == 1


def test_one_more_than_allowed_waits_until_the_window_of_the_first_is_over(
    session: Session, clock: MovableClock
) -> None:
    began, told = clock(), []
    for _ in range(5):
        told.append(take_try(session, LIMITS, WINDOW, now=clock()))
        clock.move(seconds=30)
    assert told == [None, None, None, began + WINDOW, began + WINDOW]
    clock.moment = began + WINDOW
    assert take_try(session, LIMITS, WINDOW, now=clock()) is None, "who goes on keeps nothing shut"


def test_the_address_counts_for_all_names(session: Session, clock: MovableClock) -> None:
    for number in range(5):
        other = {seal_key("secret", str(number)): 3, ADDRESS: 5}
        assert take_try(session, other, WINDOW, now=clock()) is None
    assert take_try(session, LIMITS, WINDOW, now=clock()) == clock() + WINDOW


def test_what_was_right_does_not_count(session: Session, clock: MovableClock) -> None:
    for _ in range(20):
        assert take_try(session, LIMITS, WINDOW, now=clock()) is None
        give_back_try(session, LIMITS)


def test_what_was_wrong_before_still_counts_after_what_was_right(
    session: Session, clock: MovableClock
) -> None:
    for is_right in (False, False, True):
        take_try(session, LIMITS, WINDOW, now=clock())
        if is_right:
            give_back_try(session, LIMITS)
    assert take_try(session, LIMITS, WINDOW, now=clock()) is None
    assert take_try(session, LIMITS, WINDOW, now=clock()) is not None


def test_of_many_at_the_same_moment_no_more_are_let_through(
    app: Flask, clock: MovableClock
) -> None:
    def take(_: int) -> bool:
        with app.app_context():
            begin_write(db.session())
            refused = take_try(db.session(), LIMITS, WINDOW, now=clock())
            db.session.commit()
            return refused is None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(24))) == 3


def test_what_is_over_is_forgotten_and_tells_nothing_before(
    session: Session, clock: MovableClock
) -> None:
    take_try(session, LIMITS, WINDOW, now=clock())
    kept = str(session.execute(select(CountedTries.__table__)).all())
    assert "ada" not in kept
    assert "192.0.2.7" not in kept
    clock.move(minutes=5)
    forget_old_tries(session, now=clock())
    assert session.scalars(select(CountedTries)).all() == []


def test_a_seal_differs_by_secret_and_by_where_its_parts_end() -> None:
    seals = {seal_key("a", "x", "yz"), seal_key("a", "xy", "z"), seal_key("b", "x", "yz")}
    assert len(seals) == 3
