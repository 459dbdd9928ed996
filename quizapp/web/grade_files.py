"""How do grades get to where the school needs them? A page and a file for each system."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from quizapp.accounts.models import Course
from quizapp.db import db, open_snapshot
from quizapp.gradebook.dialects import DIALECTS, Dialect
from quizapp.gradebook.files import Wishes
from quizapp.gradebook.reading import stream_gradebook
from quizapp.gradebook.roll import count_roll
from quizapp.web.access import now, own_course, teacher_only, the_settings
from quizapp.web.forms.grade_files import GradeFileForm
from quizapp.web.results import settle_course

blueprint = Blueprint(
    "grade_files", __name__, url_prefix="/teach/courses/<int:course_id>/gradebook/<name>"
)


@blueprint.get("")
@teacher_only
def show(course_id: int, name: str) -> str:
    """How the grades come into one system, and what its file changes, before it is taken."""
    course, dialect = own_course(course_id), _find(name)
    settle_course(course_id)
    book = stream_gradebook(db.session(), course, now=now(), zone=the_settings().zone)
    return render_template(
        "courses/grade_file.html",
        course=course,
        dialect=dialect,
        columns=book.columns,
        learner_count=count_roll(db.session(), course_id),
        notices=dialect.write(book, Wishes(zone=the_settings().zone)).notices,
        form=GradeFileForm(None, byte_order_mark=dialect.is_for_spreadsheets),
    )


@blueprint.get("/file")
@teacher_only
def download(course_id: int, name: str) -> Response:
    """The gradebook as a file, sent while it is read: of one moment, whatever happens."""
    course, dialect = own_course(course_id), _find(name)
    form = GradeFileForm(request.args)
    if not form.validate():
        abort(404)
    settle_course(course_id)
    session, wishes = open_snapshot(), form.read_wishes(the_settings().zone)
    book = stream_gradebook(
        session, session.get_one(Course, course_id), now=now(), zone=wishes.zone
    )
    response = Response(dialect.write(book, wishes).chunks, mimetype=dialect.media_type)
    response.call_on_close(session.close)
    response.headers.set(
        "Content-Disposition", "attachment", filename=dialect.name_file(course.join_code)
    )
    return response


def _find(name: str) -> Dialect:
    return DIALECTS.get(name) or abort(404)
