"""How does a connection to the database behave? What SQLite and PostgreSQL each need of us.

SQLAlchemy calls what stands here: when a connection is made, taken and given back, and when a
transaction begins and ends.
"""

from __future__ import annotations

import select
from contextlib import suppress
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from psycopg import Connection as PostgresConnection
from psycopg import Cursor as PostgresCursor
from psycopg import Error as PostgresError
from psycopg.pq import TransactionStatus
from sqlalchemy import Dialect, event
from sqlalchemy.engine import Connection, Engine, ExecutionContext, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import Pool

from quizapp.turns import QueueingConnection

CONNECT_SECONDS = 5  # a machine that is gone does not even refuse
ONLY_READS = "only_reads"  # what is known of a connection's transaction, in its `info`


class BriefCursor(PostgresCursor[Any]):
    """Says of each column that came back its name and its type: SQLAlchemy asks at every statement,
    and psycopg's own answer looks up eight things of each."""

    @property
    def description(self) -> Any:
        found = self.pgresult
        if found is None or not found.nfields:
            return super().description
        return [
            ((found.fname(it) or b"").decode(), found.ftype(it), None, None, None, None, None)
            for it in range(found.nfields)
        ]


def engine_options(url: str) -> dict[str, Any]:
    """How the engine for the database at `url` is made."""
    # What goes wrong is told in the log, and answers and names are values of statements.
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "postgresql":
        options["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
    return options


@event.listens_for(Engine, "do_connect")
def _let_writers_queue(dialect: Dialect, _record: Any, _args: Any, options: dict[str, Any]) -> None:
    if dialect.name == "sqlite":
        options.setdefault("factory", QueueingConnection)


@event.listens_for(Engine, "connect")
def _set_up(connection: Any, _record: Any) -> None:
    if isinstance(connection, PostgresConnection):
        connection.cursor_factory = BriefCursor
    if not isinstance(connection, SQLiteConnection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 15000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkout")
def _replace_if_closed(connection: Any, _record: Any, _proxy: Any) -> None:
    """A connection that a server has closed meanwhile, since it was started anew, is replaced
    before it is used. Whether it said so is asked of the socket: that costs no statement."""
    if isinstance(connection, PostgresConnection):
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN)
        if connection.closed or waiting.poll(0):
            raise DisconnectionError


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    connection.info[ONLY_READS] = True
    if connection.dialect.name == "sqlite":
        begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        raw = connection.connection.dbapi_connection
        if begin != "BEGIN" and isinstance(raw, QueueingConnection):
            raw.take_turn()
        connection.exec_driver_sql(begin)


@event.listens_for(Engine, "before_cursor_execute")
def _note_write(
    connection: Connection,
    _cursor: Any,
    _text: str,
    _values: Any,
    run: ExecutionContext,
    _many: bool,
) -> None:
    if not getattr(run.invoked_statement, "is_select", False):
        connection.info[ONLY_READS] = False


@event.listens_for(Engine, "rollback")
def _end_reading(connection: Connection) -> None:
    """End what only read by COMMIT: psycopg forgets at every ROLLBACK which statements it has
    prepared, and PostgreSQL would plan those of each page anew. What fails here is told by the
    rollback that follows."""
    if connection.invalidated or not connection.info.get(ONLY_READS):
        return
    raw = connection.connection.dbapi_connection
    if isinstance(raw, PostgresConnection) and (
        raw.pgconn.transaction_status == TransactionStatus.INTRANS
    ):
        with suppress(PostgresError):
            raw.commit()
