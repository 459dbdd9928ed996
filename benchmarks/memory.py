"""How much memory has this program held?"""

from __future__ import annotations

import resource
from pathlib import Path


def peak_memory_mb() -> float:
    """The most memory since this program began.

    Linux tells it of the program alone; `getrusage` tells of what its parent held too, if that
    was more, and is all that macOS has (in bytes).
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 1)
    lines = status.read_text(encoding="ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return round(int(peak) / 1024, 1)
