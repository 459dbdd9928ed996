"""What is being done at this moment, and what has it asked of the database so far?

A request is a piece of work, and so is a job. Whoever writes a line or sends a statement while it
is done finds it here, without being handed it.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from secrets import randbits
from time import perf_counter


@dataclass(slots=True)
class Work:
    """`name` is the pattern of a route or the name of a job; `asked` are seconds that were spent
    waiting for the database, `began` is a moment of `perf_counter`."""

    name: str
    # Sixteen digits: a learner can say them, and no language takes them for a word.
    id: str = field(default_factory=lambda: f"{randbits(53):016}")
    statements: int = 0
    asked: float = 0.0
    began: float = field(default_factory=perf_counter)

    @property
    def lasted(self) -> float:
        """Seconds since it began."""
        return perf_counter() - self.began


at_hand: ContextVar[Work | None] = ContextVar("at_hand", default=None)
