"""What does a teacher do with a course? Learners and their needs, and the gradebook."""

from __future__ import annotations

from random import SystemRandom

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from quizapp.accounts.courses import Place, list_left_places, list_places
from quizapp.accounts.models import Course, Learner
from quizapp.accounts.needs import NeedsError, find_needs
from quizapp.accounts.passwords import fold_name
from quizapp.accounts.people import add_course, set_password
from quizapp.attempts.extending import accommodate as give_needs
from quizapp.attempts.overview import (
    list_archived_summaries,
    list_assignments,
    list_course_summaries,
)
from quizapp.db import db
from quizapp.privacy.retention import find_due_date, find_end
from quizapp.quizzes.entitlement import entitle
from quizapp.quizzes.overriding import list_overrides
from quizapp.web.access import (
    enrolment_in,
    learner_in,
    now,
    own_course,
    own_id,
    taught_attempt,
    taught_learner,
    teacher_only,
    the_settings,
    the_teacher,
)
from quizapp.web.forms.accounts import CourseForm, NeedsForm, PasswordForm
from quizapp.web.gradebook import show_gradebook
from quizapp.web.results import settle, settle_course, show_progress, show_result

blueprint = Blueprint("courses", __name__, url_prefix="/teach")


@blueprint.get("/courses")
@teacher_only
def index() -> str:
    teacher_id = own_id()
    return render_template(
        "courses/index.html",
        courses=list_course_summaries(db.session(), teacher_id),
        archived=list_archived_summaries(db.session(), teacher_id),
    )


@blueprint.route("/courses/new", methods=["GET", "POST"])
@teacher_only
def new() -> str | BaseResponse:
    form = CourseForm()
    if form.validate_on_submit():
        course = add_course(
            db.session(), the_teacher(), form.name.data or "", now=now(), rng=SystemRandom()
        )
        db.session.commit()
        flash("The course is ready. Give its code to your learners.", "success")
        return redirect(url_for("courses.show", course_id=course.id))
    return render_template("courses/new.html", form=form)


@blueprint.get("/courses/<int:course_id>")
@teacher_only
def show(course_id: int) -> str:
    course = own_course(course_id)
    places, wanted = list_places(db.session(), course_id), request.args.get("find", "").strip()
    return render_template(
        "courses/show.html",
        course=course,
        join_url=url_for("session.join", _external=True),
        learners=[
            (place.enrolment, place.learner, place.needs)
            for place in places
            if _is_wanted(place, wanted)
        ],
        learner_count=len(places),
        wanted=wanted,
        left=list_left_places(db.session(), course_id),
        assignments=list_assignments(db.session(), course_id),
        overrides=list_overrides(db.session(), course_id),
        erased_on=find_end(course, the_settings()),
    )


@blueprint.route("/courses/<int:course_id>/learners/<int:learner_id>", methods=["GET", "POST"])
@teacher_only
def accommodate(course_id: int, learner_id: int) -> str | BaseResponse:
    """Keep what a learner needs in every quiz."""
    course = own_course(course_id)
    find = learner_in if request.method == "GET" else taught_learner
    learner = find(course, learner_id)
    form = NeedsForm.show(find_needs(db.session(), learner_id))
    if form.validate_on_submit() and _accommodate(learner, form):
        return redirect(url_for("courses.show", course_id=course_id))
    return _show_learner(course, learner, form, PasswordForm(formdata=None))


@blueprint.post("/courses/<int:course_id>/learners/<int:learner_id>/password")
@teacher_only
def password(course_id: int, learner_id: int) -> str | BaseResponse:
    """Give a learner who has forgotten theirs a new password."""
    course = own_course(course_id)
    learner = taught_learner(course, learner_id)
    form = PasswordForm()
    if form.validate_on_submit():
        set_password(db.session(), learner, form.password.data or "")
        db.session.commit()
        flash(f"{learner.name} has a new password.", "success")
        return redirect(url_for("courses.show", course_id=course_id))
    needs_form = NeedsForm.show(find_needs(db.session(), learner_id), formdata=None)
    return _show_learner(course, learner, needs_form, form)


def _is_wanted(place: Place, wanted: str) -> bool:
    """Whether what the teacher looks for stands in the learner's line."""
    learner, enrolment = place.learner, place.enrolment
    line = (learner.name, learner.external_id, enrolment.sign_in_name, enrolment.section)
    return any(fold_name(wanted) in fold_name(it) for it in line)


def tell_extended(learner: Learner, extended: int) -> str:
    """What the teacher is told once it is saved."""
    attempts = "attempt was" if extended == 1 else "attempts were"
    more = f" {extended} running {attempts} extended." if extended else ""
    return f"Saved for {learner.name}.{more}"


def _accommodate(learner: Learner, form: NeedsForm) -> bool:
    """Keep what the form says; what is wrong stands on the form."""
    needs = form.read_needs()
    try:
        extended = give_needs(db.session(), learner, needs, the_teacher(), now=now())
    except NeedsError as error:
        form.tell(error)
        return False
    db.session.commit()
    flash(tell_extended(learner, extended), "success")
    return True


def _show_learner(
    course: Course, learner: Learner, form: NeedsForm, password_form: PasswordForm
) -> str:
    needs = find_needs(db.session(), learner.id)
    rows = list_overrides(db.session(), course.id)
    overrides = {it.assignment_id: it for it in rows if it.learner_id == learner.id}
    return render_template(
        "courses/learner.html",
        course=course,
        learner=learner,
        enrolment=enrolment_in(course, learner.id),
        due_on=find_due_date(db.session(), learner.id, the_settings()),
        form=form,
        password_form=password_form,
        assignments=[
            (it, entitle(it, needs, overrides.get(it.id)), overrides.get(it.id))
            for it, _, _ in list_assignments(db.session(), course.id)
        ],
    )


@blueprint.get("/courses/<int:course_id>/learners/<int:learner_id>/progress")
@teacher_only
def progress(course_id: int, learner_id: int) -> str:
    course = own_course(course_id)
    settle_course(course_id)
    return show_progress(learner_in(course, learner_id), viewer="teacher", course=course)


@blueprint.get("/courses/<int:course_id>/gradebook")
@teacher_only
def gradebook(course_id: int) -> str:
    course = own_course(course_id)
    settle_course(course_id)
    return show_gradebook(course)


@blueprint.get("/attempts/<int:attempt_id>")
@teacher_only
def attempt(attempt_id: int) -> str:
    """A learner's attempt as its teacher sees it."""
    found = settle(taught_attempt(attempt_id))
    if found.closed_at is None:
        return render_template(
            "errors/error.html",
            status=409,
            title="This attempt is still running",
            message="Its result is here once it is handed in or its time is over.",
            next_url=url_for("courses.gradebook", course_id=found.assignment.course_id),
            next_label="Go to the gradebook",
        )
    return show_result(found, viewer="teacher")
