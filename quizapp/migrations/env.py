"""How does Alembic reach the database? Through the program's engine, or a connection lent to it.

Whoever lends one (`config.attributes["connection"]`) has begun a transaction, and ends it.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from quizapp.db import Base, db, refuse_orphans

# Two machines that start together: the second waits, and finds nothing left to do.
LOCK = text("SELECT pg_advisory_xact_lock(7120250)")


def migrate() -> None:
    """Bring the tables to the wanted version: all the way, or not at all."""
    lent = context.config.attributes.get("connection")
    if lent is not None:
        _run(lent)
        return
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _migrate_sqlite(connection)
        else:
            with connection.begin():
                connection.execute(LOCK)
                _run(connection)


def _migrate_sqlite(connection: Connection) -> None:
    """In one transaction that waits for other writers at its start.

    Dropping the old copy of a table would take its children along, so foreign keys are off
    meanwhile, and all of them are looked at before the end.
    """
    connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    _set_foreign_keys(connection, "OFF")
    try:
        with connection.begin():
            _run(connection)
            refuse_orphans(connection)
    finally:
        _set_foreign_keys(connection, "ON")


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter a table in place: Alembic copies it.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    context.run_migrations()


def _set_foreign_keys(connection: Connection, switch: str) -> None:
    """Said to the driver itself: inside a transaction SQLite does not listen."""
    connection.connection.cursor().execute(f"PRAGMA foreign_keys = {switch}")


migrate()
