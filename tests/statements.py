"""What is the database asked meanwhile?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Connection, Engine, event

from quizapp.db import db


@contextmanager
def statements_on(engine: Engine | Connection) -> Iterator[list[str]]:
    """The statements that are run meanwhile, in order."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements_of(app: Flask) -> Iterator[list[str]]:
    """The statements that the program runs meanwhile, in order."""
    with app.app_context():
        engine = db.engine
    with statements_on(engine) as statements:
        yield statements
