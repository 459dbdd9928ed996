"""How does the live view read? Each learner's row and the summary in words. (pure)

The page and its updates say the same words: both take them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from quizapp.attempts.history import say_seconds
from quizapp.attempts.live import LiveRow, LiveState, LiveView, Sitting
from quizapp.attempts.models import CloseReason

COLUMNS = {
    "state": "State",
    "answered": "Answered",
    "time": "Time left",
    "page": "Page",
    "extra": "Extra time",
    "late": "Late saves",
    "left": "Left the page",
}
SORTS = ("name", "state")
WORDS = {
    LiveState.NOT_STARTED: "Not started",
    LiveState.RUNNING: "Running",
    LiveState.ON_BREAK: "On a break",
    LiveState.HANDING_IN: "Time is over, can still hand in",
}
REASONS = {
    CloseReason.SUBMITTED: "Handed in",
    CloseReason.TIME_UP: "Closed at the bell",
    CloseReason.ABANDONED: "Not handed in in time",
    CloseReason.TEACHER: "Closed by a teacher",
}


@dataclass(frozen=True)
class RowInWords:
    """A row of the table: a text for each of COLUMNS; `is_missing` asks for a look."""

    learner_id: int
    attempt_id: int | None
    name: str
    is_missing: bool
    cells: dict[str, str]


def sort_rows(rows: tuple[LiveRow, ...], by: str) -> list[LiveRow]:
    """By name as they come, or by state: first those whom a teacher should look at."""
    if by != "state":
        return list(rows)
    order = list(LiveState)
    return sorted(rows, key=lambda row: (not row.is_missing, order.index(row.state)))


def describe_row(row: LiveRow) -> RowInWords:
    sitting = row.sitting
    cells = dict.fromkeys(COLUMNS, "")
    cells["extra"] = _say_extra(row)
    cells["state"] = WORDS.get(row.state, "")
    if sitting:
        cells |= _describe_sitting(row, sitting)
    return RowInWords(
        row.learner_id, sitting.attempt_id if sitting else None, row.name, row.is_missing, cells
    )


def sum_up(view: LiveView) -> str:
    """18 of 24 have started, 3 handed in, 1 not seen for a minute."""
    parts = [f"{view.started} of {len(view.rows)} have started", f"{view.handed_in} handed in"]
    if view.abandoned:
        parts.append(f"{view.abandoned} not handed in in time")
    if view.missing:
        parts.append(f"{view.missing} not seen for a minute")
    return ", ".join(parts) + "."


def show_clock(seconds: float) -> str:
    """12:03, or 1:05:09.

    >>> show_clock(3909)
    '1:05:09'
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _describe_sitting(row: LiveRow, it: Sitting) -> dict[str, str]:
    state = WORDS.get(row.state) or (REASONS[it.close_reason] if it.close_reason else "Over")
    at = f", at {it.position}" if it.position and row.is_open else ""
    times = f"{it.left_count} time" if it.left_count == 1 else f"{it.left_count} times"
    away = f", {say_seconds(it.left_seconds)}" if it.left_seconds else ""
    return {
        "state": f"{state}, attempt {it.number}" if it.number > 1 else state,
        "answered": f"{it.answered} of {it.questions}{at}",
        "time": _say_time(it) if row.is_open else "",
        "page": _say_page(row, it),
        "late": str(it.late) if it.late else "",
        "left": f"{times}{away}" if it.left_count else "",
    }


def _say_time(it: Sitting) -> str:
    left = "No limit" if it.clock.remaining is None else show_clock(it.clock.remaining)
    if it.clock.break_remaining is not None:
        return f"{left}, break {show_clock(it.clock.break_remaining)}"
    return left


def _say_page(row: LiveRow, it: Sitting) -> str:
    if not row.is_open:
        return ""
    if row.is_here:
        return "Here"
    # Whole minutes: a figure that jumps every five seconds draws the eye for nothing.
    return f"Not seen for {int(it.unseen) // 60} min"


def _say_extra(row: LiveRow) -> str:
    parts = ["Extended"] if row.is_extended else []
    it = row.sitting
    if it and it.clock.added:
        parts.append(f"+{ceil(it.clock.added / 60)} min")
    if it and it.breaks_allowed:
        parts.append(f"{it.breaks_taken} of {it.breaks_allowed} breaks")
    return ", ".join(parts)
