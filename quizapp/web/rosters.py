"""Who is in a course? Class lists, sign-in slips, and learners who come, change and go."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.accounts import enrolling
from quizapp.accounts.courses import list_courses
from quizapp.accounts.enrolling import change_learner, list_enrolments
from quizapp.accounts.models import Course, Enrolment
from quizapp.accounts.people import AccountError
from quizapp.accounts.roster_exports import (
    ExportedClass,
    RosterExport,
    is_archive,
    read_export,
)
from quizapp.accounts.roster_files import (
    RosterFile,
    RosterFileError,
    decode_roster,
    read_roster,
)
from quizapp.accounts.roster_imports import apply_plan, lock_course, plan_import
from quizapp.accounts.rosters import Outcome, RosterPlan
from quizapp.accounts.slips import (
    MOST_AT_ONCE,
    Slip,
    draw_secrets,
    give_secrets,
    make_secrets,
)
from quizapp.db import begin_write_anew, db
from quizapp.web.access import (
    enrolment_in,
    now,
    own_course,
    own_id,
    read_ids,
    taught_learner,
    teacher_only,
)
from quizapp.web.forms.rosters import (
    ClassForm,
    CommitForm,
    MoveForm,
    PlaceForm,
    RosterForm,
    pack_export,
)
from quizapp.web.qr import draw_qr

blueprint = Blueprint("rosters", __name__, url_prefix="/teach/courses/<int:course_id>")


@blueprint.route("/roster", methods=["GET", "POST"])
@teacher_only
def bring(course_id: int) -> str | Response:
    """Bring a class list; what it would change is shown before anything is changed."""
    course = own_course(course_id)
    form = RosterForm()
    if form.validate_on_submit():
        try:
            return _look(course, form)
        except RosterFileError as error:
            (form.file if form.file.data else form.text).errors = [str(error)]
    return render_template("rosters/bring.html", course=course, form=form)


@blueprint.post("/roster/class")
@teacher_only
def choose_class(course_id: int) -> str | Response:
    """Look at the class of an export that was chosen."""
    course, form = own_course(course_id), ClassForm()
    try:
        export = read_export(form.read_export())
        classes = {it.key: it for it in export.list_classes()}
    except RosterFileError as error:
        flash(str(error), "error")
        return redirect(url_for("rosters.bring", course_id=course_id))
    form.offer(list(classes.values()))
    if form.validate_on_submit():
        return _show_class(course, export, classes[form.key.data])
    return render_template("rosters/choose_class.html", course=course, form=form)


@blueprint.post("/roster/import")
@teacher_only
def commit(course_id: int) -> str | Response:
    """Carry out the plan that was looked at; when it is another by now, show that one."""
    form = CommitForm()
    text = form.text.data or ""
    try:
        found = read_roster(text)
    except RosterFileError as error:
        flash(str(error), "error")
        return redirect(url_for("rosters.bring", course_id=own_course(course_id).id))
    secrets = make_secrets(_plan(own_course(course_id), found), SystemRandom())
    begin_write_anew(db.session())
    lock_course(db.session(), course_id)
    course = own_course(course_id)
    plan = _plan(course, found)
    if plan.fingerprint != form.seen.data:
        flash("The course has changed in the meantime. Look at the list again.", "error")
        return _show_plan(course, text, found)
    imported = apply_plan(db.session(), course, plan, secrets, now=now())
    db.session.commit()
    message = f"{_count(imported.count, 'learner')} imported."
    if imported.slips:
        return _show_slips(course, imported.slips, message, rest=_plan(course, found), text=text)
    flash(message, "success")
    return redirect(url_for("courses.show", course_id=course_id))


@blueprint.post("/roster/slips")
@teacher_only
def slips(course_id: int) -> str | Response:
    """Give the chosen learners new passwords, and print them: the old ones cannot be read."""
    course = own_course(course_id)
    chosen = _list_chosen(course)
    if len(chosen) > MOST_AT_ONCE:
        flash(f"Choose at most {MOST_AT_ONCE} learners at a time.", "error")
    if not chosen or len(chosen) > MOST_AT_ONCE:
        return redirect(url_for("courses.show", course_id=course_id))
    if not request.form.get("confirmed"):
        return _confirm("slips", course, chosen)
    secrets = draw_secrets([it.learner_id for it in chosen], SystemRandom())
    begin_write_anew(db.session())
    course = own_course(course_id)
    chosen = list_enrolments(db.session(), course_id, secrets)
    made = give_secrets(db.session(), chosen, secrets)
    db.session.commit()
    return _show_slips(course, made, f"{_count(len(made), 'learner')} with a new password.")


@blueprint.post("/roster/move")
@teacher_only
def move(course_id: int) -> str | Response:
    """Move the chosen learners to another course of the teacher's."""
    course = own_course(course_id)
    chosen = _list_chosen(course)
    if not chosen:
        return redirect(url_for("courses.show", course_id=course_id))
    others = [it for it in list_courses(db.session(), own_id()) if it.id != course_id]
    form = MoveForm() if request.form.get("confirmed") else MoveForm(formdata=None)
    form.offer(others)
    if not (request.form.get("confirmed") and form.validate_on_submit()):
        return _confirm("move", course, chosen, form=form, others=others)
    target = own_course(int(form.course.data))
    enrolling.move(db.session(), chosen, target, now=now())
    db.session.commit()
    flash(f"{_count(len(chosen), 'learner')} moved to {target.name}.", "success")
    return redirect(url_for("courses.show", course_id=course_id))


@blueprint.post("/roster/remove")
@teacher_only
def remove(course_id: int) -> str | Response:
    """End the places of the chosen learners; their work stays."""
    course = own_course(course_id)
    chosen = _list_chosen(course)
    if not chosen:
        return redirect(url_for("courses.show", course_id=course_id))
    if not request.form.get("confirmed"):
        return _confirm("remove", course, chosen)
    enrolling.leave(db.session(), chosen, now=now())
    db.session.commit()
    flash(f"{_count(len(chosen), 'learner')} removed. Their work is kept.", "success")
    return redirect(url_for("courses.show", course_id=course_id))


@blueprint.post("/learners/<int:learner_id>/back")
@teacher_only
def put_back(course_id: int, learner_id: int) -> Response:
    """Give somebody who has left their place again."""
    enrolment = enrolment_in(own_course(course_id), learner_id)
    enrolling.put_back(db.session(), enrolment)
    db.session.commit()
    flash(f"{enrolment.learner.name} is in the course again.", "success")
    return redirect(url_for("courses.show", course_id=course_id))


@blueprint.route("/learners/<int:learner_id>/edit", methods=["GET", "POST"])
@teacher_only
def edit(course_id: int, learner_id: int) -> str | Response:
    """Change what a learner is called, and their number and section."""
    course = own_course(course_id)
    enrolment = enrolment_in(course, taught_learner(course, learner_id).id)
    names = {"name": enrolment.learner.name, "external_id": enrolment.learner.external_id}
    form = PlaceForm(obj=enrolment, data=names)
    if form.validate_on_submit() and _change(enrolment, form):
        return redirect(url_for("courses.show", course_id=course_id))
    return render_template("rosters/edit.html", course=course, enrolment=enrolment, form=form)


def _change(enrolment: Enrolment, form: PlaceForm) -> bool:
    """Keep what the form says; what is wrong stands on the form."""
    fields = ("name", "external_id", "section", "sign_in_name")
    try:
        change_learner(db.session(), enrolment, **{it: form[it].data or "" for it in fields})
    except AccountError as error:
        form.form_errors.append(str(error))
        return False
    db.session.commit()
    flash(f"Saved for {enrolment.learner.name}.", "success")
    return True


def _list_chosen(course: Course) -> list[Enrolment]:
    """The learners of the course whom the request names; without any it is said."""
    chosen = list_enrolments(db.session(), course.id, set(read_ids(request.form, "learner")))
    if not chosen:
        flash("Choose learners first: tick the boxes beside their names.", "error")
    return chosen


def _confirm(action: str, course: Course, chosen: Sequence[Enrolment], **more: object) -> str:
    return render_template(f"rosters/{action}.html", course=course, chosen=chosen, **more)


def _plan(course: Course, found: RosterFile) -> RosterPlan:
    return plan_import(db.session(), course, own_id(), found.rows)


def _look(course: Course, form: RosterForm) -> str:
    """What the list would change; of an export with several classes first which one."""
    raw = form.read_file()
    if not is_archive(raw):
        text, note = decode_roster(raw) if raw else (form.text.data or "", "")
        return _show_plan(course, text, read_roster(text), [note] if note else ())
    export = read_export(raw)
    classes = export.list_classes()
    if len(classes) == 1:
        return _show_class(course, export, classes[0])
    choice = ClassForm(formdata=None, export=pack_export(raw))
    choice.offer(classes)
    return render_template("rosters/choose_class.html", course=course, form=choice)


def _show_class(course: Course, export: RosterExport, chosen: ExportedClass) -> str:
    made = export.list_learners(chosen)
    return _show_plan(course, made.text, read_roster(made.text), made.notes)


def _show_plan(course: Course, text: str, found: RosterFile, notes: Sequence[str] = ()) -> str:
    plan = _plan(course, found)
    return render_template(
        "rosters/plan.html",
        course=course,
        plan=plan,
        found=found,
        notes=[*notes, *found.notes],
        outcomes=list(Outcome),
        most=MOST_AT_ONCE,
        form=_commit_form(text, plan),
    )


def _show_slips(
    course: Course,
    slips: Sequence[Slip],
    message: str,
    *,
    rest: RosterPlan | None = None,
    text: str = "",
) -> str:
    """The page that alone knows the passwords. `rest` is what of the list is left to import."""
    waiting = rest.of(Outcome.NEW) if rest else []
    address = url_for("session.sign_in", code=course.join_code, _external=True)
    return render_template(
        "rosters/slips_sheet.html",
        course=course,
        slips=slips,
        message=message,
        refused=rest.of(Outcome.BAD) if rest else [],
        waiting=min(len(waiting), MOST_AT_ONCE),
        form=_commit_form(text, rest) if rest else None,
        sign_in_url=url_for("session.sign_in", _external=True),
        qr=draw_qr(address),
    )


def _commit_form(text: str, plan: RosterPlan) -> CommitForm:
    return CommitForm(formdata=None, text=text, seen=plan.fingerprint)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
