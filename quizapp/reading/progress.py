"""How does long work say how far it is, without knowing who listens?

`progress(done, total)` is called now and then; `done` never goes back. Whoever listens may raise
an exception to stop the work: nothing that reads or drafts keeps it.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]


def tell_nobody(_done: int, _total: int) -> None:
    """For whoever does not want to know."""
