"""Which totals hold no longer? They are reckoned before a teacher waits for the order of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from quizapp.accounts.models import Course
from quizapp.db import begin_write_anew
from quizapp.gradebook.across import read_across
from quizapp.gradebook.keeping import (
    are_whole,
    keep,
    list_touched_courses,
    reckon_missing,
    throw_away,
)


def settle_touched(session: Session, zone: tzinfo, clock: Callable[[], datetime]) -> int:
    """Reckon the totals of all courses in which something has changed; how many these were."""
    touched = list_touched_courses(session)
    for course_id in touched:
        settle_totals(session, course_id, zone, clock)
    return len(touched)


def settle_totals(
    session: Session, course_id: int, zone: tzinfo, clock: Callable[[], datetime]
) -> None:
    """Reckon the totals that hold no longer. Nobody waits for the lock while they are reckoned."""
    course = session.get_one(Course, course_id)
    if are_whole(session, read_across(session, course, zone), clock()):
        return
    begin_write_anew(session)
    revision = throw_away(session, read_across(session, course, zone), clock())
    session.commit()
    reckoned = reckon_missing(session, read_across(session, course, zone), revision, clock())
    begin_write_anew(session)
    keep(session, course_id, reckoned)
    session.commit()
