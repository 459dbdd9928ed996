"""What does the clock of an attempt show? (pure)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quizapp.attempts.closing import end_of, is_due_to_close
from quizapp.attempts.extending import find_break
from quizapp.attempts.models import Attempt, PaperItem
from quizapp.attempts.timing import remaining_seconds


class Phase(StrEnum):
    ANSWERING = "answering"
    ON_BREAK = "on_break"  # the clock stands
    HANDING_IN = "handing_in"  # the time to answer is over, handing in is still possible
    CLOSED = "closed"


@dataclass(frozen=True)
class ClockView:
    """The time of an attempt at one moment; all in seconds, None is no limit.

    `remaining` is the time left to answer; on a break it stands still, and `break_remaining`
    runs. `submit_remaining` is the time left to hand in. `question_remaining` is the time
    left for the question that was asked about.
    """

    phase: Phase
    remaining: float | None
    question_remaining: float | None
    submit_remaining: float | None
    break_remaining: float | None
    breaks_left: int
    added: int


def read_clock(attempt: Attempt, now: datetime, item: PaperItem | None = None) -> ClockView:
    """What the clock shows now, for the question `item` if it has a time of its own."""
    pause = find_break(attempt, now)
    standing_at = pause.ends_at if pause else now
    return ClockView(
        phase=_find_phase(attempt, now, on_break=pause is not None),
        remaining=remaining_seconds(attempt.deadline, standing_at),
        question_remaining=remaining_seconds(item.deadline, standing_at) if item else None,
        submit_remaining=remaining_seconds(end_of(attempt), now),
        break_remaining=remaining_seconds(pause.ends_at, now) if pause else None,
        breaks_left=max(0, attempt.break_count - len(attempt.breaks)) if attempt.break_count else 0,
        added=attempt.added_seconds,
    )


def _find_phase(attempt: Attempt, now: datetime, *, on_break: bool) -> Phase:
    if attempt.closed_at is not None or is_due_to_close(attempt, now):
        return Phase.CLOSED
    if on_break:
        return Phase.ON_BREAK
    over = attempt.deadline is not None and now >= attempt.deadline
    return Phase.HANDING_IN if over else Phase.ANSWERING
