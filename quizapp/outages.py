"""Why can nothing be read or saved just now? What an error of the database means for people."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# What is raised when the database fails; `find_outage` tells whether it will pass.
DatabaseError = SQLAlchemyError


class Outage(StrEnum):
    """What passes by itself, or once an operator has done something; no fault of the program."""

    AWAY = "away"  # the database does not answer
    BUSY = "busy"  # it answers others
    FULL = "full"  # there is no room on its disk
    READ_ONLY = "read_only"


_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.AWAY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
}
_POSTGRESQL = {
    "25006": Outage.READ_ONLY,  # read_only_sql_transaction
    "53100": Outage.FULL,  # disk_full
    "53200": Outage.BUSY,  # out_of_memory
    "53300": Outage.BUSY,  # too_many_connections
    "55P03": Outage.BUSY,  # lock_not_available
    "57P01": Outage.AWAY,  # admin_shutdown
    "57P02": Outage.AWAY,  # crash_shutdown
    "57P03": Outage.AWAY,  # cannot_connect_now
    "58030": Outage.AWAY,  # io_error
}


def find_outage(error: BaseException | None) -> Outage | None:
    """The outage behind an error; None when it is something else."""
    if isinstance(error, PoolTimeout):
        return Outage.BUSY
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        return Outage.AWAY  # there is no server that could have said why
    if isinstance(cause, psycopg.Error):
        return _POSTGRESQL.get(cause.sqlstate or "")
    return None
