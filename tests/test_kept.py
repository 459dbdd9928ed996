"""What a process keeps of a database: of that one alone, no more than so much, and only while it
lives."""

from __future__ import annotations

import gc

from sqlalchemy import Engine, create_engine

from quizapp.kept import Kept


def open_engine() -> Engine:
    return create_engine("sqlite://")


def test_a_value_is_found_again_in_its_own_database_alone() -> None:
    kept: Kept[str] = Kept(most=2)
    engine, other = open_engine(), open_engine()
    kept.keep(engine, 1, "one")
    assert kept.find(engine, 1) == "one"
    assert kept.find(other, 1) is None
    with engine.connect() as connection:
        assert kept.find(connection, 1) == "one"


def test_what_was_read_first_goes_first() -> None:
    kept: Kept[str] = Kept(most=2)
    engine = open_engine()
    for number, value in enumerate(["zero", "one", "two"]):
        kept.keep(engine, number, value)
    assert [kept.find(engine, number) for number in range(3)] == [None, "one", "two"]


def test_nothing_is_kept_of_a_database_that_is_closed() -> None:
    kept: Kept[str] = Kept(most=2)
    engine = open_engine()
    kept.keep(engine, 1, "one")
    del engine
    gc.collect()
    assert len(kept._values) == 0
