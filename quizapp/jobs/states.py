"""In which state is a job?"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"  # somebody has asked for it, the worker has not seen it yet
    CANCELLED = "cancelled"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in {JobState.CANCELLED, JobState.DONE, JobState.FAILED}


class CancelledError(Exception):
    """The teacher has stopped the job."""


class TakenUpError(Exception):
    """The job took so long that another worker has begun it anew."""


ON_ITS_WAY = tuple(state for state in JobState if not state.is_over)


def end_is_told() -> CheckConstraint:
    """A job that is over, and no other, says when it ended."""
    over = ", ".join(f"'{state.value}'" for state in JobState if state.is_over)
    return CheckConstraint(f"(state IN ({over})) = (ended_at IS NOT NULL)", name="end_is_told")
