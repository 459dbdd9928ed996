"""How does Alembic reach the database? Through the program's own engine."""

from __future__ import annotations

from alembic import context

from quizapp.db import Base, db


def run_migrations() -> None:
    """Bring the tables to the newest version, in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter a table in place: Alembic copies it.
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
