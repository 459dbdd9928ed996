"""What is asked of the database, and for how long is it waited for?"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from quizapp.watching.work import at_hand


def watch_statements(engine: Engine) -> None:
    """Count what is sent through `engine`, for the work that sends it.

    A commit is no statement here: what it waits for is not in the figures.
    """
    event.listen(engine, "before_cursor_execute", _begin)
    event.listen(engine, "after_cursor_execute", _end)


def _begin(_connection: Any, _cursor: Any, _text: str, _values: Any, context: Any, _: bool) -> None:
    context.sent_at = perf_counter()


def _end(_connection: Any, _cursor: Any, _text: str, _values: Any, context: Any, _: bool) -> None:
    work = at_hand.get()
    if work:
        work.statements += 1
        work.asked += perf_counter() - context.sent_at
