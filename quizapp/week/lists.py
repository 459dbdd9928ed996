"""How is a list told that may be long? Its beginning, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST = 8  # lines of a list; a sheet of paper holds five such lists

T = TypeVar("T")


@dataclass(frozen=True)
class Listed(Generic[T]):
    """The first of `total` lines."""

    shown: tuple[T, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


def cut(lines: Sequence[T], most: int = MOST) -> Listed[T]:
    """A list that is there as a whole, as far as it is shown."""
    return Listed(tuple(lines[:most]), len(lines))
