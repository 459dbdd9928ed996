"""How does Alembic reach the database? Through the program's own engine."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from quizapp.db import Base, db


def run_migrations() -> None:
    """Bring the tables to the newest version, in one transaction."""
    with db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            _set_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter a table in place: Alembic copies it.
            render_as_batch=on_sqlite,
            compare_type=True,
            # SQLite can undo DDL too, as long as we say BEGIN ourselves.
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if on_sqlite:
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, switch: str) -> None:
    """Off, dropping the old copy of a table does not take its children along.

    Said to the driver itself: inside a transaction SQLite does not listen.
    """
    connection.connection.cursor().execute(f"PRAGMA foreign_keys = {switch}")


run_migrations()
