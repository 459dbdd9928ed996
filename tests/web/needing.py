"""How a test gives a learner what they need, and who else is in the class."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from flask import Flask

from quizapp.accounts.models import Course
from quizapp.accounts.people import join_course
from quizapp.db import db
from tests.factories import PASSWORD
from tests.web.clients import (
    Visitor,
    sign_in_learner,
)
from tests.web.worlds import Ids

NEEDS = {"time_multiplier": "1.5", "break_count": "2", "break_minutes": "10"}
FORTY = 40 * 60  # seconds
CLASSMATE = "Bo Diddley"


def learner_page(ids: Ids) -> str:
    return f"/teach/courses/{ids.course_id}/learners/{ids.learner_id}"


def override_page(ids: Ids) -> str:
    return (
        f"/teach/courses/{ids.course_id}/assignments/{ids.assignment_id}/learners/{ids.learner_id}"
    )


def assignment_page(ids: Ids) -> str:
    return f"/learn/assignments/{ids.assignment_id}"


def add_classmate(app: Flask, ids: Ids, now: datetime) -> Visitor:
    """Another learner of the same course, signed in."""
    with app.app_context():
        course = db.session.get_one(Course, ids.course_id)
        join_course(db.session(), course, CLASSMATE, PASSWORD, now=now)
        db.session.commit()
    return sign_in_learner(app, ids.join_code, CLASSMATE)


def say(text: str) -> str:
    """The page's words, without its tags, spaces made even."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
