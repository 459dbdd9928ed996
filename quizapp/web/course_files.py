"""Whole courses: exporting one as a file, and bringing one after a look at it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from io import BytesIO
from random import SystemRandom

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from quizapp.course_archive.errors import CourseFileError
from quizapp.course_archive.measuring import measure_course
from quizapp.course_archive.planning import CoursePlan, plan_course
from quizapp.course_archive.reading import Archive, open_course
from quizapp.course_archive.restoring import restore_course
from quizapp.course_archive.waiting import WaitingCourse, find_file, keep_file, take_file
from quizapp.course_archive.writing import write_course
from quizapp.db import begin_snapshot, begin_write_anew, db
from quizapp.privacy.erasing import count_erasures_since
from quizapp.web.access import course_as_owner, now, own_id, teacher_only, the_settings, the_teacher
from quizapp.web.forms.course_files import CommitForm, CourseFileForm

# So much is brought in some seconds, while nobody else can save on SQLite.
MOST_UNPACKED = 60_000_000

blueprint = Blueprint("course_files", __name__, url_prefix="/teach/courses")


@blueprint.get("/<int:course_id>/export")
@teacher_only
def export(course_id: int) -> str:
    """What an export would hold, with and without learners."""
    course = course_as_owner(course_id)
    reader_id = own_id()
    return render_template(
        "course_files/export.html",
        course=course,
        whole=measure_course(db.session(), course, reader_id=reader_id, with_learners=True),
        bare=measure_course(db.session(), course, reader_id=reader_id, with_learners=False),
        most=the_settings().upload_megabytes * 1024 * 1024,
    )


@blueprint.get("/<int:course_id>/export.zip")
@teacher_only
def download(course_id: int) -> Response:
    with_learners = bool(request.args.get("learners", type=int))
    begin_snapshot(db.session())
    course, moment, out = course_as_owner(course_id), now(), BytesIO()
    reader_id = own_id()
    write_course(
        db.session(), course, out, with_learners=with_learners, now=moment, reader_id=reader_id
    )
    out.seek(0)
    name = f"course-{secure_filename(course.name)}-{moment:%Y-%m-%d}.zip"
    return send_file(out, mimetype="application/zip", as_attachment=True, download_name=name)


@blueprint.route("/bring", methods=["GET", "POST"])
@teacher_only
def bring() -> str | Response:
    """Bring a course file; what it would make is shown before anything is made."""
    form = CourseFileForm()
    if form.validate_on_submit():
        raw = form.file.data.read()
        try:
            with _open(raw):
                return _keep(raw, form.file.data.filename or "")
        except CourseFileError as error:
            form.file.errors = [str(error)]
    return render_template(
        "course_files/bring.html", form=form, most=the_settings().upload_megabytes
    )


@blueprint.get("/bring/look")
@teacher_only
def look() -> str | Response:
    """What the file that waits would make."""
    waiting = find_file(db.session(), own_id())
    if waiting is None:
        return render_template("course_files/no_file.html")
    try:
        return _show_plan(waiting, _plan(waiting))
    except CourseFileError as error:
        return _refuse(error)


@blueprint.post("/bring/drop")
@teacher_only
def drop() -> Response:
    """Let the file that waits go."""
    take_file(db.session(), own_id())
    db.session.commit()
    flash("The file is gone from here. Nothing was made.", "success")
    return redirect(url_for("courses.index"))


@blueprint.post("/bring/commit")
@teacher_only
def commit() -> Response:
    """Carry out the plan that was looked at; when it is another by now, show that one."""
    waiting, seen = find_file(db.session(), own_id()), CommitForm().seen.data
    if waiting is None:
        return redirect(url_for("course_files.look"))
    try:
        with _open(waiting.raw) as archive:
            return _carry_out(archive, seen)
    except CourseFileError as error:
        return _refuse(error)


def _carry_out(archive: Archive, seen: str | None) -> Response:
    begin_write_anew(db.session())
    plan = plan_course(db.session(), archive, the_teacher())
    if plan.fingerprint != seen or take_file(db.session(), own_id()) is None:
        flash("Something has changed in the meantime. Look at the file again.", "error")
        return redirect(url_for("course_files.look"))
    rng = SystemRandom()
    course = restore_course(db.session(), archive, plan, the_teacher(), rng=rng)
    db.session.commit()
    flash(_tell_done(plan), "success")
    return redirect(url_for("courses.show", course_id=course.id))


def _refuse(error: CourseFileError) -> Response:
    """What waits is sound no more: the program has changed since the file was sent."""
    flash(str(error), "error")
    return redirect(url_for("course_files.bring"))


def _open(raw: bytes) -> AbstractContextManager[Archive]:
    return open_course(BytesIO(raw), most_unpacked=MOST_UNPACKED)


def _keep(raw: bytes, name: str) -> Response:
    begin_write_anew(db.session())
    keep_file(db.session(), own_id(), raw, name, now=now())
    db.session.commit()
    return redirect(url_for("course_files.look"))


def _plan(waiting: WaitingCourse) -> CoursePlan:
    with _open(waiting.raw) as archive:
        return plan_course(db.session(), archive, the_teacher())


def _show_plan(waiting: WaitingCourse, plan: CoursePlan) -> str:
    return render_template(
        "course_files/look.html",
        waiting=waiting,
        plan=plan,
        form=CommitForm(formdata=None, seen=plan.fingerprint),
        erased_since=count_erasures_since(db.session(), plan.exported_at),
    )


def _tell_done(plan: CoursePlan) -> str:
    if not plan.learners:
        return f"{plan.name} is here. Give its code to your learners."
    return (
        f"{plan.name} is here with its results. Its learners have no passwords yet:"
        " choose them below and make slips."
    )
