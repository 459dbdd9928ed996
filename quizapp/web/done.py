"""What was done in a course, and by whom?"""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.audit.log import list_for_course
from quizapp.audit.models import AuditEntry, Deed, Thing
from quizapp.db import db
from quizapp.web.access import own_course, teacher_only, the_settings

blueprint = Blueprint("done", __name__, url_prefix="/teach/courses/<int:course_id>")
MOST = 500
DEED_WORDS = {
    Deed.TAKEN_BACK: "took back",
    Deed.HANDED_OVER: "handed over",
    Deed.PASSWORD_SET: "set a password for",
    Deed.TIME_GIVEN: "gave more time to",
    Deed.DECIDED: "decided about",
    Deed.MENDED: "mended a key in",
    Deed.ARCHIVED: "moved into or out of the archive",
    Deed.UNSHARED: "no longer shares",
    Deed.COUNTED: "let count",
    Deed.RESTORED: "brought back",
}
THING_WORDS = {
    Thing.CLASS_LIST: "the class list of",
    Thing.GRADING: "the grading of",
    Thing.ASSIGNMENT: "assignment",
    Thing.GRADE: "a grade in assignment",
}


@blueprint.get("/done")
@teacher_only
def show(course_id: int) -> str:
    """The newest entries of the log about the course."""
    course = own_course(course_id)
    entries = list_for_course(db.session(), course.id, MOST)
    return render_template(
        "courses/done.html",
        course=course,
        entries=entries,
        tell=tell,
        most=MOST,
        days=the_settings().keep_audit_days,
    )


def tell(entry: AuditEntry) -> str:
    """The entry in words, without who did it and when."""
    deed = DEED_WORDS.get(entry.deed, entry.deed.value)
    thing = THING_WORDS.get(entry.thing, entry.thing.value)
    number = f"{entry.thing_id}" if entry.thing_id and not entry.title else ""
    title = f"“{entry.title}”" if entry.title else ""
    learner = entry.details.get("learner_id")
    return " ".join(
        it for it in (deed, thing, number, title, f"of learner {learner}" if learner else "") if it
    )
