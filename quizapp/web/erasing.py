"""What does a teacher do with a learner's data? Hand it out as a file, or erase the learner."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_taught_ids
from quizapp.accounts.models import Course, Learner
from quizapp.attempts.erasing import list_attempts_of
from quizapp.attempts.overview import list_overdue
from quizapp.attempts.result import ALL
from quizapp.db import begin_snapshot, begin_write_anew, db
from quizapp.privacy.erasing import ErasingError, erase, list_foreign_courses, plan_erasing
from quizapp.privacy.models import ErasedBy
from quizapp.privacy.retention import find_due_date
from quizapp.privacy.telling import tell_record
from quizapp.web.access import (
    enrolment_in,
    learner_in,
    now,
    own_course,
    own_id,
    teacher_only,
    the_settings,
    the_teacher,
)
from quizapp.web.forms.erasing import EraseForm
from quizapp.web.record_files import send_record
from quizapp.web.results import settle

blueprint = Blueprint(
    "erasing", __name__, url_prefix="/teach/courses/<int:course_id>/learners/<int:learner_id>"
)


@blueprint.route("/erase", methods=["GET", "POST"])
@teacher_only
def show(course_id: int, learner_id: int) -> str | Response:
    """What would go and what stays, or what stands in the way; erasing once the name is typed."""
    course = own_course(course_id)
    learner = learner_in(course, learner_id)
    for attempt in list_overdue(db.session(), learner.id, now=now()):
        settle(attempt)
    form = EraseForm.about(learner.name)
    if form.validate_on_submit() and _erase(learner, form):
        flash("The learner is erased. What was done stays in the statistics.", "success")
        return redirect(url_for("courses.show", course_id=course_id))
    return _show(course, learner, form)


@blueprint.get("/record.zip")
@teacher_only
def download(course_id: int, learner_id: int) -> Response:
    """The learner's record, as far as the teacher's own courses go."""
    begin_snapshot(db.session())
    learner = learner_in(own_course(course_id), learner_id)
    taught = list_taught_ids(db.session(), own_id())
    return send_record(
        tell_record(db.session(), learner, lambda _: ALL, now=now(), course_ids=taught)
    )


def _erase(learner: Learner, form: EraseForm) -> bool:
    """Erase the learner; what stands in the way stands on the form."""
    begin_write_anew(db.session())  # what is over may have been closed on the way
    try:
        erase(db.session(), learner, ErasedBy.TEACHER, now=now(), teacher=the_teacher())
    except ErasingError as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return False
    db.session.commit()
    return True


def _show(course: Course, learner: Learner, form: EraseForm) -> str:
    attempts = list_attempts_of(db.session(), learner.id)
    return render_template(
        "erasing/show.html",
        course=course,
        learner=learner,
        enrolment=enrolment_in(course, learner.id),
        form=form,
        plan=plan_erasing(db.session(), learner.id),
        foreign=list_foreign_courses(db.session(), learner.id, own_id()),
        running=[it for it in attempts if it.closed_at is None],
        due_on=find_due_date(db.session(), learner.id, the_settings()),
    )
