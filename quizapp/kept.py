"""What was read before and never changes? Each process keeps a little of it.

What a question's version asks and how an article reads lie in several tables, and pages of a
sitting need them at every request. What is kept belongs to the database that it was read from, and
is known by more than a number: SQLite gives the number of a row that was taken back to the next.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key, of each database at most `most`: the ones that were read first go."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: WeakKeyDictionary[Engine, dict[Hashable, T]] = WeakKeyDictionary()

    def find(self, bind: Engine | Connection, key: Hashable) -> T | None:
        """What is kept of the database of `bind` under this key."""
        return self._values.get(bind.engine, {}).get(key)

    def keep(self, bind: Engine | Connection, key: Hashable, value: T) -> None:
        with self._lock:
            values = self._values.setdefault(bind.engine, {})
            while len(values) >= self._most:
                del values[next(iter(values))]
            values[key] = value
