"""How long shall a page of a sitting wait until it asks for the clock again?

A class learns within ten seconds what a teacher adds. When thousands sit at once their pages would
ask for little else: the more attempts a web worker hears of, the longer they wait, so that all of
them together ask it `A_SECOND` times a second. Every save tells the clock too, and a page asks by
itself before the bell is final: nobody loses a minute that was added, they only see it later.
"""

from __future__ import annotations

from threading import Lock

A_SECOND = 20  # questions that one web worker is asked, some 2 ms of a processor each
SHORTEST, LONGEST = 8.0, 45.0  # the live view takes a page for gone after a minute
WINDOW = 60.0


class Pace:
    """How many attempts were heard of lately, and how often their pages may ask."""

    def __init__(self) -> None:
        self._lock, self._until = Lock(), 0.0
        self._lately: set[int] = set()
        self._before: set[int] = set()

    def find_pause(self, attempt_id: int, moment: float) -> float:
        """The seconds to wait; `moment` is of a clock that never goes back, in seconds."""
        with self._lock:
            if moment >= self._until:
                is_next = moment < self._until + WINDOW
                self._before = self._lately if is_next else set()
                self._lately, self._until = set(), moment + WINDOW
            self._lately.add(attempt_id)
            heard = max(len(self._lately), len(self._before))
        return min(LONGEST, max(SHORTEST, heard / A_SECOND))
