"""How does a database fail in a test, and come back? By its own means, so it says what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from quizapp.config import Settings
from quizapp.db import db

Failing = Callable[[Flask], AbstractContextManager[None]]
FULL_TRIGGER = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON response EXECUTE FUNCTION no_room();
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON attempt EXECUTE FUNCTION no_room()
"""
FILLERS = [
    f"CREATE TEMP TRIGGER fill_{table}_{change} AFTER {change} ON main.{table}"
    " BEGIN INSERT INTO filler VALUES (zeroblob(99999)); END"
    for table in ("response", "attempt")
    for change in ("INSERT", "UPDATE")
]
AS_BEFORE = "DROP FUNCTION no_room() CASCADE"


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    """There is no room for another row."""
    if is_sqlite(app):
        # The file may not grow, and no row is so small that it finds room in what there is.
        for_all(app, "CREATE TABLE filler (bytes)")
        with each_connection(app, "PRAGMA max_page_count = 1", *FILLERS):
            yield
        for_all(app, "DROP TABLE filler")
        return
    for_all(app, FULL_TRIGGER)
    yield
    for_all(app, AS_BEFORE)


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """The database can be read and not written, as a standby can."""
    if is_sqlite(app):
        with each_connection(app, "PRAGMA query_only = 1"):
            yield
        return
    name = make_url(the_settings(app).database_url).database
    for_all(app, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    yield
    for_all(
        app,
        "SET TRANSACTION READ WRITE",
        f'ALTER DATABASE "{name}" RESET default_transaction_read_only',
    )


@contextmanager
def away(app: Flask) -> Iterator[None]:
    """The file of the database is not there any more."""
    engine = engine_of(app)

    def lead_nowhere(*_: Any) -> Any:
        return sqlite3.connect("/nowhere/at/all")

    event.listen(engine, "do_connect", lead_nowhere)
    engine.dispose()
    yield
    event.remove(engine, "do_connect", lead_nowhere)


@contextmanager
def each_connection(app: Flask, *statements: str) -> Iterator[None]:
    """Every connection of the program begins with these statements."""
    engine = engine_of(app)

    def set_up(connection: Any, *_: Any) -> None:
        for statement in statements:
            connection.execute(statement)

    engine.dispose()
    event.listen(engine, "connect", set_up)
    yield
    event.remove(engine, "connect", set_up)
    engine.dispose()


def for_all(app: Flask, *statements: str) -> None:
    """Run statements beside the program; its connections begin anew."""
    engine = create_engine(the_settings(app).sqlalchemy_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    engine_of(app).dispose()


def is_sqlite(app: Flask) -> bool:
    return engine_of(app).dialect.name == "sqlite"


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def the_settings(app: Flask) -> Settings:
    settings = app.extensions["settings"]
    assert isinstance(settings, Settings)
    return settings
