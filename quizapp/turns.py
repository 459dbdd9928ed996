"""Who writes next? On SQLite, writers stand in a queue before its lock: first come, first served.

SQLite itself lets a writer that finds the lock taken look again after longer and longer pauses: who
has just come often goes first, and of sixteen one waits for a second. A lock on a file beside the
database wakes whoever waits in the order in which they came, over threads and processes, costs some
microseconds, and is gone with the process that holds it. SQLite's own lock still decides: a
program that does not stand in the queue does no harm (decision 0038).
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from threading import get_ident

SUFFIX = "-turn"
_WRITING: set[int] = set()  # threads; one that writes already would wait for itself


class QueueingConnection(sqlite3.Connection):
    """A connection whose writes wait their turn. The turn ends with the transaction."""

    _turn: int | None = None
    _thread = 0

    def take_turn(self) -> None:
        """Wait until everybody who came before has written."""
        path = self._find_path()
        if not path or self._turn is not None or get_ident() in _WRITING:
            return
        turn = os.open(path + SUFFIX, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
        except BaseException:
            os.close(turn)
            raise
        self._turn, self._thread = turn, get_ident()
        _WRITING.add(self._thread)

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._end_turn()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._end_turn()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._end_turn()

    def _find_path(self) -> str:
        """The database's file; a database in memory has none, and one writer."""
        return str(self.execute("PRAGMA database_list").fetchone()[2])

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
            _WRITING.discard(self._thread)
