"""What is asked of the database, and for how long is it waited for?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from quizapp.watching.work import at_hand

LONGEST = 2_000  # characters of a statement that are told
log = logging.getLogger("quizapp.slow")


def watch_statements(engine: Engine, slow_ms: int) -> None:
    """Count what is sent through `engine`, for the work that sends it, and tell each statement
    that takes `slow_ms` milliseconds or longer, without its values; 0 tells none.

    A commit is no statement here: what it waits for is not in the figures.
    """
    event.listen(engine, "before_cursor_execute", _begin)
    event.listen(engine, "after_cursor_execute", _end_with(slow_ms / 1000 or float("inf")))


def _begin(_connection: Any, _cursor: Any, _text: str, _values: Any, context: Any, _: bool) -> None:
    context.sent_at = perf_counter()


def _end_with(slow: float) -> Callable[[Any, Any, str, Any, Any, bool], None]:
    def end(_connection: Any, _cursor: Any, text: str, _values: Any, context: Any, _: bool) -> None:
        lasted = perf_counter() - context.sent_at
        work = at_hand.get()
        if work:
            work.statements += 1
            work.asked += lasted
        if lasted >= slow:
            _tell(text, lasted)

    return end


def _tell(text: str, lasted: float) -> None:
    work = at_hand.get()
    known = {"route": work.name if work else "", "ms": round(1000 * lasted, 1)}
    log.warning("slow statement", extra={**known, "sql": " ".join(text.split())[:LONGEST]})
