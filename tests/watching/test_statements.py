"""What is asked of the database is counted for the work that asks, and told when it takes long."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from quizapp.watching.statements import LONGEST, watch_statements
from quizapp.watching.work import Work, at_hand


@pytest.fixture
def work() -> Iterator[Work]:
    token = at_hand.set(Work("/learn"))
    work = at_hand.get()
    assert work
    yield work
    at_hand.reset(token)


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = create_engine(postgres_url)
    engine.connect().close()  # what a first connection asks for itself
    yield engine
    engine.dispose()


def test_statements_and_their_time_belong_to_the_work_at_hand(engine: Engine, work: Work) -> None:
    watch_statements(engine, 0)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(0.05)"))
        connection.execute(text("SELECT 1"))
    assert work.statements == 2
    assert 0.05 <= work.asked <= work.lasted


def test_a_slow_statement_is_told_with_its_route_and_without_values(
    engine: Engine, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    watch_statements(engine, 40)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(text("SELECT pg_sleep(:it)\n  AS rest"), {"it": 0.05})
    (told,) = (vars(it) for it in caplog.records)
    assert (told["msg"], told["levelno"]) == ("slow statement", logging.WARNING)
    assert told["route"] == "/learn"
    assert told["ms"] >= 40
    assert told["sql"].startswith("SELECT pg_sleep(%(it)s")
    assert told["sql"].endswith(" AS rest")


def test_of_a_very_long_statement_the_beginning_is_told(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    watch_statements(engine, 1)
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_sleep(0.01), '{'x' * 9_000}'"))
    assert [len(vars(it)["sql"]) for it in caplog.records] == [LONGEST]
