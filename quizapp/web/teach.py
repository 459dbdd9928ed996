"""The teacher's desk."""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.attempts.overview import list_course_summaries, list_quiz_summaries
from quizapp.bank.overview import list_article_summaries
from quizapp.db import db
from quizapp.web.access import own_id, teacher_only

blueprint = Blueprint("teach", __name__, url_prefix="/teach")


@blueprint.get("")
@teacher_only
def home() -> str:
    teacher_id = own_id()
    return render_template(
        "teach/home.html",
        courses=list_course_summaries(db.session(), teacher_id),
        articles=list_article_summaries(db.session(), teacher_id),
        quizzes=list_quiz_summaries(db.session(), teacher_id),
    )
