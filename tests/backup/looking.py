"""What is in a database, all of it, so that two moments or two databases can be compared?"""

from __future__ import annotations

from sqlalchemy import Connection, create_engine, inspect, text

Contents = dict[str, tuple[object, ...]]


def look(url: str) -> Contents:
    """The columns and every row of each table, and on SQLite each statement that made something.

    The tables of the job queue are left out: they are no part of a backup.
    """
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: _read_table(connection, name)
            for name in inspect(connection).get_table_names()
            if not name.startswith(("huey_", "question_search"))
        }
        if connection.dialect.name == "sqlite":
            made = connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name"))
            found["sqlite_master"] = tuple(map(tuple, made))
    engine.dispose()
    return found


def leave_out(contents: Contents, name: str) -> Contents:
    """The same without one table."""
    return {table: rows for table, rows in contents.items() if table != name}


def _read_table(connection: Connection, name: str) -> tuple[object, ...]:
    columns = [it["name"] for it in inspect(connection).get_columns(name)]
    rows = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
    return (sorted(columns), sorted(repr(sorted(row.items())) for row in rows))
