"""What do the processes of a server cost: processor time and memory?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Family:
    """The processes that descend from `roots`, which are process ids."""

    roots: tuple[int, ...]

    def cpu_seconds(self) -> float:
        """The processor time that they have had, those that have ended included."""
        return sum(_cpu_of(it) for it in self._list())

    def memory_mb(self) -> list[float]:
        """What each of them holds alone and its share of what it shares (PSS), largest first."""
        held = []
        for process in self._list():
            with suppress(psutil.NoSuchProcess):
                held.append(round(process.memory_full_info().pss / 1024**2, 1))
        return sorted(held, reverse=True)

    def _list(self) -> list[psutil.Process]:
        found = []
        for root in self.roots:
            with suppress(psutil.NoSuchProcess):
                first = psutil.Process(root)
                found += [first, *first.children(recursive=True)]
        return found


def _cpu_of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
