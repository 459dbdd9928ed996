"""A teacher's pages of a whole class: what there is to do this week, and how it has come along."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from quizapp.db import db
from quizapp.progress.class_skills import SkillOfClass, follow_class
from quizapp.progress.panels import PANEL_HEIGHT, PANEL_WIDTH, draw_panels
from quizapp.web.access import now, own_course, teacher_only
from quizapp.web.results import settle_course
from quizapp.week.digest import WEEK, read_week

blueprint = Blueprint("week", __name__, url_prefix="/teach/courses/<int:course_id>")
FURTHEST_BACK = 52
WEEKS = 12


@blueprint.get("/monday")
@teacher_only
def show(course_id: int) -> str:
    """The last seven days, or seven days some weeks ago."""
    course = own_course(course_id)
    settle_course(course_id)
    back, today = _read_back(), now()
    week = read_week(db.session(), course_id, until=today - back * WEEK, now=today)
    return render_template(
        "week/show.html", course=course, week=week, back=back, furthest=FURTHEST_BACK
    )


@blueprint.get("/progress")
@teacher_only
def progress(course_id: int) -> str:
    """How the class has come along in each skill, week by week."""
    course = own_course(course_id)
    settle_course(course_id)
    today = now()
    moments = [today - place * WEEK for place in reversed(range(WEEKS))]
    seen = follow_class(db.session(), course_id, moments)
    begun = min((_count_empty(it) for it in seen.values()), default=0)
    return render_template(
        "week/progress.html",
        course=course,
        panels=draw_panels({skill: it[begun:] for skill, it in seen.items()}),
        moments=moments[begun:],
        width=PANEL_WIDTH,
        height=PANEL_HEIGHT,
    )


def _count_empty(seen: Sequence[SkillOfClass | None]) -> int:
    """How many moments passed before anybody was asked."""
    return next(place for place, it in enumerate(seen) if it)


def _read_back() -> int:
    """How many weeks ago, as the address says; what cannot be read is this week."""
    wanted = request.args.get("back", 0, type=int)
    return wanted if 0 <= wanted <= FURTHEST_BACK else 0
