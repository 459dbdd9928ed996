"""What time is it?

The one place that asks. Whoever needs the time is handed a `Clock` or a moment, so that a
test moves time instead of waiting for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
