"""What did the questions of a file have that was not taken? (pure)

A teacher is told once for each kind of loss, however many questions it struck.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from quizapp.bank.formats.exchange import Notice

_NAMED = 3


@dataclass
class Losses:
    """Kinds of loss (their values are the sentences), and where each was met."""

    _places: dict[StrEnum, dict[str, None]] = field(default_factory=dict)

    def note(self, loss: StrEnum, place: str) -> None:
        """Remember what the question at `place` had that was not taken."""
        self._places.setdefault(loss, {})[place] = None

    def forget(self, place: str) -> None:
        """The question there is not taken at all: what else it lost is no matter then."""
        for places in self._places.values():
            places.pop(place, None)

    def tell(self) -> tuple[Notice, ...]:
        """A notice for each kind that was met."""
        return tuple(
            Notice(_name(list(places)), loss.value)
            for loss, places in self._places.items()
            if places
        )


def _name(places: list[str]) -> str:
    """The first places, and how many more there are."""
    more = len(places) - _NAMED
    return ", ".join(places[:_NAMED]) + (f" and {more} more" if more > 0 else "")
