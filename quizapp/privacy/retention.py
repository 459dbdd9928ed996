"""What has been kept for as long as the installation keeps it, and is due to go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from quizapp.accounts.erasing import find_gone_since, list_gone
from quizapp.accounts.models import Course
from quizapp.attempts.erasing import list_sitting
from quizapp.attempts.log import count_old_events
from quizapp.audit.log import count_before
from quizapp.config import Settings
from quizapp.notebook.clearing import count_reading_days

MOST_DAYS = 36_500  # a hundred years: no sum with a moment leaves the calendar


@dataclass(frozen=True)
class Due:
    """What is due now: learners by id, those who wait for the end of an attempt, and counts."""

    learners: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    events: int = 0
    reading_days: int = 0
    audit_entries: int = 0


def list_due(session: Session, settings: Settings, *, now: datetime) -> Due:
    """What the settings say is due. By default nothing ever is."""
    log, reading = log_begins(settings, now), reading_begins(settings, now)
    done = audit_begins(settings, now)
    gone = list_due_learners(session, settings, now=now)
    sitting = list_sitting(session) if gone else set()
    return Due(
        learners=tuple(it for it in gone if it not in sitting),
        waiting=tuple(it for it in gone if it in sitting),
        events=count_old_events(session, log) if log else 0,
        reading_days=count_reading_days(session, reading) if reading else 0,
        audit_entries=count_before(session, done) if done else 0,
    )


def list_due_learners(session: Session, settings: Settings, *, now: datetime) -> list[int]:
    """Who has been in no course for as long as such learners are kept, the longest first."""
    if not settings.erase_after_days:
        return []
    return list_gone(session, now - _keep(settings.erase_after_days))


def find_due_date(session: Session, learner_id: int, settings: Settings) -> datetime | None:
    """When the learner is erased by itself; None while they are in a course, or never."""
    if not settings.erase_after_days:
        return None
    gone = find_gone_since(session, learner_id)
    return gone + _keep(settings.erase_after_days) if gone else None


def find_end(course: Course, settings: Settings) -> datetime | None:
    """When those learners of an archived course are erased who are in no other one."""
    if not settings.erase_after_days or course.archived_at is None:
        return None
    return course.archived_at + _keep(settings.erase_after_days)


def log_begins(settings: Settings, now: datetime) -> datetime | None:
    """What is older is no more in the logs of closed attempts; None where they are kept."""
    days = settings.keep_log_days
    return now - _keep(days) if days else None


def audit_begins(settings: Settings, now: datetime) -> datetime | None:
    """What is older is no more in the log of what was done; None where all is kept."""
    days = settings.keep_audit_days
    return now - _keep(days) if days else None


def reading_begins(settings: Settings, now: datetime) -> date | None:
    """The first day of which it is kept how long somebody read; None where all are kept."""
    days = settings.keep_reading_days
    return (now.astimezone(settings.zone) - _keep(days)).date() if days else None


def _keep(days: int) -> timedelta:
    """For how long something is kept."""
    return timedelta(days=min(days, MOST_DAYS))
