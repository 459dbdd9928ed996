"""Signing in, joining a course, signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.accounts.courses import is_enrolled
from quizapp.accounts.models import Course, Learner, Teacher
from quizapp.accounts.people import (
    AccountError,
    enrol,
    find_course,
    find_course_to_sign_in,
    join_course,
    require_open,
    sign_in_learner,
    sign_in_teacher,
)
from quizapp.db import begin_write_anew, db
from quizapp.web.access import now, the_learner
from quizapp.web.forms.accounts import JoinForm, LearnerSignInForm, TeacherSignInForm
from quizapp.web.guards import begin
from quizapp.web.languages import LANGUAGES, find_chosen, keep_on_device, translate
from quizapp.web.signing_in import sign_in as begin_session
from quizapp.web.signing_in import sign_out as end_session
from quizapp.web.throttle import count_try, give_back, know_device

blueprint = Blueprint("session", __name__)
UNKNOWN_CODE = lazy_gettext("No course has this code. Check it with your teacher.")


@blueprint.route("/teacher/sign-in", methods=["GET", "POST"])
def teacher_sign_in() -> str | Response:
    form = TeacherSignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        name = form.sign_in_name.data or ""
        count_try(Teacher.role, name)
        teacher = sign_in_teacher(db.session(), name, form.password.data or "")
        if teacher:
            _let_in(teacher, name)
            return redirect(_safe_target(form.next.data) or url_for("teach.home"))
        form.form_errors.append(gettext("The sign-in name or the password is not right."))
    return render_template("session/teacher_sign_in.html", form=form)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response:
    form = LearnerSignInForm(code=request.args.get("code", ""), next=request.args.get("next", ""))
    if form.validate_on_submit():
        name = form.code.data or "", form.name.data or ""
        count_try(Learner.role, *name)
        learner = sign_in_learner(db.session(), *name, form.password.data or "")
        if learner:
            _let_in(learner, *name)
            return redirect(_safe_target(form.next.data) or url_for("learn.home"))
        form.form_errors.append(_tell_refusal(form.code.data or ""))
    return render_template("session/sign_in.html", form=form)


@blueprint.route("/join", methods=["GET", "POST"])
def join() -> str | Response:
    """Join a course: with a new name and password, or as the learner who is signed in."""
    form = JoinForm(code=request.args.get("code", ""))
    course = _find_course(form.code.data or "")
    if course and current_user.is_authenticated and current_user.role == "learner":
        return _join_as_known(course)
    if form.validate_on_submit():
        if course is None:
            form.code.errors = [UNKNOWN_CODE]
            return _show_join(form, None)
        try:
            learner = join_course(
                db.session(), course, form.name.data or "", form.password.data or "", now=now()
            )
        except AccountError as error:
            db.session.rollback()
            form.name.errors = [translate(error.args[0])]
            return _show_join(form, course)
        learner.language = find_chosen()
        begin_session(learner)
        db.session.commit()
        flash(gettext("You have joined %(course)s.", course=course.name), "success")
        return redirect(url_for("learn.home"))
    if form.code.data and course is None:
        form.code.errors = [UNKNOWN_CODE]
    return _show_join(form, course)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    end_session()
    db.session.commit()
    flash(gettext("You are signed out."), "info")
    return redirect(url_for("home.index"))


@blueprint.post("/language")
def language() -> Response:
    """The language of this device from now on, and of whoever is signed in."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    if current_user.is_authenticated:
        current_user.person.language = chosen
        db.session.commit()
    way = redirect(_safe_target(request.form.get("next")) or url_for("home.index"))
    keep_on_device(way, chosen)
    return way


def _find_course(code: str) -> Course | None:
    """The course that one joins with the code; only so many can be guessed."""
    if not code:
        return None
    count_try()
    if find_course(db.session(), code):
        give_back()
        db.session.commit()
        begin()
    return find_course(db.session(), code)


def _let_in(person: Teacher | Learner, *name: str) -> None:
    """The password took its time; the database is asked to wait for what follows alone."""
    begin_write_anew(db.session())
    give_back()
    know_device(person.role, *name)
    begin_session(person)
    db.session.commit()


def _show_join(form: JoinForm, course: Course | None) -> str:
    """The page to join; of a course that takes nobody it says so before a name is typed."""
    return render_template(
        "session/join.html", form=form, course=course, closed=_find_closed(course)
    )


def _find_closed(course: Course | None) -> str:
    """Why nobody can join the course; empty when anybody can."""
    try:
        if course:
            require_open(course)
    except AccountError as error:
        return translate(error.args[0])
    return ""


def _tell_refusal(code: str) -> str:
    """Why nobody was signed in. That a course is over is no secret of anybody's."""
    course = find_course_to_sign_in(db.session(), code)
    if course and course.archived_at:
        words = gettext(
            "%(course)s is over: nobody can sign in there any more. Ask your teacher.",
            course=course.name,
        )
    else:
        words = gettext("The course code, the name or the password is not right.")
    return str(words)


def _join_as_known(course: Course) -> str | Response:
    """A learner who is signed in needs no second account, only to say yes."""
    learner = the_learner()
    if is_enrolled(db.session(), course.id, learner.id):
        return redirect(url_for("learn.home"))
    if request.method == "GET":
        return render_template("session/join_known.html", course=course)
    try:
        require_open(course)
        enrol(db.session(), course, learner, now=now())
    except AccountError as error:
        flash(translate(error.args[0]), "error")
        return redirect(url_for("learn.home"))
    db.session.commit()
    flash(gettext("You have joined %(course)s.", course=course.name), "success")
    return redirect(url_for("learn.home"))


def _safe_target(target: str | None) -> str | None:
    """`target` when it is a path of ours: nobody is sent to another site."""
    try:
        parts = urlsplit(target or "")
    except ValueError:
        return None
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return target if inside and not (target or "").startswith(("//", "/\\")) else None
