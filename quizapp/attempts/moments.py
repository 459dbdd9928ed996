"""When does a learner look back at an attempt, and what will be shown later? (pure)"""

from __future__ import annotations

from datetime import datetime, timedelta

from quizapp.quizzes.rules import AFTERWARDS, Aspect, Moment, ReviewPolicy

RIGHT_AFTER = timedelta(minutes=2)  # as long as Moodle's "immediately after the attempt"


def find_moment(handed_in_at: datetime, closes_at: datetime | None, now: datetime) -> Moment:
    """When a learner looks back at a closed attempt; a window without an end never closes."""
    if closes_at is not None and now >= closes_at:
        return Moment.AFTER_CLOSING
    return Moment.RIGHT_AFTER if now < handed_in_at + RIGHT_AFTER else Moment.WHILE_OPEN


def list_later(
    policy: ReviewPolicy, now_is: Moment, closes: bool
) -> tuple[tuple[Moment, tuple[Aspect, ...]], ...]:
    """What is hidden at the moment `now_is` and shown at a later one, each at the first.

    Nothing is promised for after closing when the window does not close (`closes`).
    """
    seen = {it for moment, it in policy if moment is now_is}
    later: list[tuple[Moment, tuple[Aspect, ...]]] = []
    for moment in AFTERWARDS[AFTERWARDS.index(now_is) + 1 :]:
        new = tuple(it for it in Aspect if (moment, it) in policy and it not in seen)
        if new and (closes or moment is not Moment.AFTER_CLOSING):
            later.append((moment, new))
        seen.update(new)
    return tuple(later)
