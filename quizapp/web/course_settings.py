"""How is a course run? Its name, its doors, who teaches it, and the archive."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.accounts import teaching
from quizapp.accounts.models import Course
from quizapp.accounts.people import AccountError
from quizapp.db import db
from quizapp.web.access import course_as_owner, now, own_course, own_id, teacher_only
from quizapp.web.forms.accounts import CourseForm
from quizapp.web.forms.rosters import CoTeacherForm
from quizapp.web.qr import draw_qr

blueprint = Blueprint("course_settings", __name__, url_prefix="/teach/courses/<int:course_id>")


@blueprint.route("/settings", methods=["GET", "POST"])
@teacher_only
def show(course_id: int) -> str | Response:
    course = own_course(course_id)
    form = CourseForm(obj=course)
    if form.validate_on_submit():
        teaching.rename_course(db.session(), course, form.name.data or "")
        return _done(course, f"The course is called {course.name} now.")
    return _show(course, form, CoTeacherForm(formdata=None))


@blueprint.get("/join-sheet")
@teacher_only
def join_sheet(course_id: int) -> str:
    """How to join, to hang up."""
    course = own_course(course_id)
    address = url_for("session.join", code=course.join_code, _external=True)
    return render_template(
        "rosters/join_sheet.html",
        course=course,
        join_url=url_for("session.join", _external=True),
        qr=draw_qr(address),
    )


@blueprint.post("/code")
@teacher_only
def change_code(course_id: int) -> Response:
    course = own_course(course_id)
    code = teaching.change_code(db.session(), course, rng=SystemRandom())
    return _done(course, f"The join code is {code} now. The old one lets nobody join any more.")


@blueprint.post("/joining")
@teacher_only
def joining(course_id: int) -> Response:
    """Open or close the course for joining."""
    course = own_course(course_id)
    if request.form.get("open"):
        teaching.open_joining(db.session(), course)
        return _done(course, "The course is open for joining.")
    teaching.close_joining(db.session(), course, now=now())
    return _done(course, "The course is closed for joining. Who is in still signs in.")


@blueprint.post("/archive")
@teacher_only
def archive(course_id: int) -> Response:
    """Put the course into the archive, or take it out."""
    course = course_as_owner(course_id)
    if request.form.get("back"):
        teaching.unarchive(db.session(), course)
        return _done(course, f"{course.name} is back from the archive.")
    teaching.archive(db.session(), course, now=now())
    return _done(course, f"{course.name} is in the archive. You can still read its gradebook.")


@blueprint.post("/teachers")
@teacher_only
def add_teacher(course_id: int) -> str | Response:
    """Let another teacher teach the course too."""
    course = course_as_owner(course_id)
    form = CoTeacherForm()
    if form.validate_on_submit():
        try:
            teacher = teaching.add_co_teacher(
                db.session(), course, form.sign_in_name.data or "", now=now()
            )
            return _done(course, f"{teacher.name} teaches {course.name} with you now.")
        except AccountError as error:
            form.sign_in_name.errors = [str(error)]
    return _show(course, CourseForm(formdata=None, obj=course), form)


@blueprint.post("/teachers/<int:teacher_id>/remove")
@teacher_only
def remove_teacher(course_id: int, teacher_id: int) -> Response:
    """End a co-teacher's part in the course: the owner does, or they leave themselves."""
    course = own_course(course_id)
    leaves = teacher_id == own_id()
    if not leaves and not teaching.owns(course, own_id()):
        abort(403)
    teaching.remove_co_teacher(db.session(), course, teacher_id)
    if leaves and not teaching.owns(course, teacher_id):
        db.session.commit()
        flash(f"You do not teach {course.name} any more.", "success")
        return redirect(url_for("courses.index"))
    return _done(course, "The teacher does not teach this course any more.")


@blueprint.post("/teachers/<int:teacher_id>/owner")
@teacher_only
def hand_over(course_id: int, teacher_id: int) -> Response:
    """Make a co-teacher the owner."""
    course = course_as_owner(course_id)
    try:
        teacher = teaching.hand_over(db.session(), course, teacher_id, now=now())
    except AccountError as error:
        flash(str(error), "error")
        return redirect(url_for("course_settings.show", course_id=course_id))
    return _done(course, f"{teacher.name} owns {course.name} now, and you teach it with them.")


def _done(course: Course, message: str) -> Response:
    db.session.commit()
    flash(message, "success")
    return redirect(url_for("course_settings.show", course_id=course.id))


def _show(course: Course, form: CourseForm, teacher_form: CoTeacherForm) -> str:
    return render_template(
        "rosters/settings.html",
        course=course,
        form=form,
        teacher_form=teacher_form,
        co_teachers=teaching.list_co_teachers(db.session(), course.id),
        is_owner=teaching.owns(course, own_id()),
    )
