"""What happened in a course in seven days, and what is there to do?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.progress.class_skills import choose_learners, learn_class, list_weakest
from quizapp.quizzes.models import Assignment
from quizapp.week.behind import Behind, find_behind
from quizapp.week.discussing import ToDiscuss, list_to_discuss
from quizapp.week.lists import Listed, cut
from quizapp.week.not_begun import NotBegun, list_not_begun
from quizapp.week.sittings import (
    Unfinished,
    count_sittings,
    ended_between,
    list_out_of_time,
    list_stopped,
)

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeekOfCourse:
    """Seven days that end at `until`; `names` are those of the learners who are behind.

    What closes soon is told of the week that ends now alone.
    """

    since: datetime
    until: datetime
    attempts: int
    learners: int
    to_discuss: Listed[ToDiscuss]
    behind: Listed[Behind]
    names: dict[int, str]
    out_of_time: Listed[Unfinished]
    stopped: Listed[Unfinished]
    not_begun: tuple[NotBegun, ...]


def read_week(session: Session, course_id: int, *, until: datetime, now: datetime) -> WeekOfCourse:
    """The week of the course, in a fixed number of statements."""
    since = until - WEEK
    attempts, learners = count_sittings(session, course_id, since, until)
    behind = cut(_list_behind(session, course_id, until))
    return WeekOfCourse(
        since,
        until,
        attempts,
        learners,
        list_to_discuss(session, Assignment.course_id == course_id, ended_between(since, until)),
        behind,
        _name(session, [it.learner_id for it in behind.shown]),
        list_out_of_time(session, course_id, since, until),
        list_stopped(session, course_id, since, until, now=now),
        tuple(list_not_begun(session, course_id, now=now)) if until >= now else (),
    )


def _list_behind(session: Session, course_id: int, until: datetime) -> list[Behind]:
    """Of a very large class only those are looked at of whom fewest answers were right."""
    usual = choose_learners(session, course_id)
    weakest = list_weakest(session, course_id, until)
    looked_at = sorted({*usual, *weakest})
    return find_behind(learn_class(session, course_id, looked_at, until), usual)


def _name(session: Session, learner_ids: list[int]) -> dict[int, str]:
    rows = session.execute(select(Learner.id, Learner.name).where(Learner.id.in_(learner_ids)))
    return {row[0]: row[1] for row in rows}
