"""What the database says when it cannot work is told from what is wrong with the program."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quizapp.outages import Outage, find_outage


def of_sqlite(*statements: str) -> BaseException:
    """What SQLite says to the last statement."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    *before, last = statements
    for statement in before:
        connection.execute(statement)
    with pytest.raises(sqlite3.Error) as refusal:
        connection.execute(last)
    connection.close()
    return refusal.value


@pytest.mark.parametrize(
    ("statements", "outage"),
    [
        (("CREATE TABLE a (b)", "PRAGMA query_only = 1", "DROP TABLE a"), Outage.READ_ONLY),
        (("PRAGMA max_page_count = 1", "CREATE TABLE a (b)"), Outage.FULL),
        (("ATTACH '/nowhere/at/all' AS a",), Outage.AWAY),
        (("SELECT nothing",), None),
        (
            ("CREATE TABLE a (b UNIQUE)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (1)"),
            None,
        ),
    ],
)
def test_an_error_of_sqlite_tells_its_outage(
    statements: tuple[str, ...], outage: Outage | None
) -> None:
    assert find_outage(of_sqlite(*statements)) is outage


@pytest.mark.parametrize(
    ("code", "outage"),
    [
        ("53100", Outage.FULL),
        ("25006", Outage.READ_ONLY),
        ("53300", Outage.BUSY),
        ("57P03", Outage.AWAY),
        ("23505", None),
        ("42601", None),
    ],
)
def test_an_error_of_postgresql_tells_its_outage(
    postgres_url: str, code: str, outage: Outage | None
) -> None:
    engine = create_engine(postgres_url)
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"
    with engine.connect() as connection, pytest.raises(DBAPIError) as refusal:
        connection.execute(text(raising))
    engine.dispose()
    assert find_outage(refusal.value) is outage


def test_a_server_that_is_not_there_is_away() -> None:
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DBAPIError) as refusal:
        engine.connect()
    assert find_outage(refusal.value) is Outage.AWAY


def test_a_connection_that_is_cut_is_away(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection, pytest.raises(DBAPIError) as refusal:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    engine.dispose()
    assert find_outage(refusal.value) is Outage.AWAY


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (PoolTimeout("no connection is free"), Outage.BUSY),
        (psycopg.OperationalError("the connection is lost"), Outage.AWAY),
        (IntegrityError("", None, sqlite3.IntegrityError("twice")), None),
        (ValueError("of ours"), None),
        (None, None),
    ],
)
def test_any_other_error_is_no_outage(error: BaseException | None, outage: Outage | None) -> None:
    assert find_outage(error) is outage
