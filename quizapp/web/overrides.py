"""What may one learner have in one quiz, apart from everybody? The teacher's pages for it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_places
from quizapp.accounts.models import Course, Learner
from quizapp.attempts.extending import arrange
from quizapp.attempts.overview import list_assignments
from quizapp.db import db
from quizapp.quizzes.entitlement import find_entitlement, list_entitlements
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.overriding import (
    NOTHING,
    OverrideError,
    find_override,
    list_overrides,
    remove_override,
)
from quizapp.quizzes.setting import waits_for_closing
from quizapp.quizzes.terms import review_policy
from quizapp.web.access import learner_in, now, own_course, teacher_only, the_settings, the_teacher
from quizapp.web.courses import tell_extended
from quizapp.web.forms.overrides import OverrideForm

blueprint = Blueprint(
    "overrides",
    __name__,
    url_prefix="/teach/courses/<int:course_id>/assignments/<int:assignment_id>/learners",
)


@blueprint.get("")
@teacher_only
def index(course_id: int, assignment_id: int) -> str:
    """What each learner of the course has in this assignment."""
    course = own_course(course_id)
    assignment = _find_assignment(course, assignment_id)
    places = list_places(db.session(), course_id)
    ids = [place.learner.id for place in places]
    overrides = list_overrides(db.session(), course_id)
    return render_template(
        "overrides/index.html",
        course=course,
        assignment=assignment,
        places=places,
        entitlements=list_entitlements(db.session(), assignment, ids),
        overrides={it.learner_id: it for it in overrides if it.assignment_id == assignment_id},
    )


@blueprint.route("/<int:learner_id>", methods=["GET", "POST"])
@teacher_only
def edit(course_id: int, assignment_id: int, learner_id: int) -> str | Response:
    """Give one learner something else in one assignment."""
    course = own_course(course_id)
    assignment, learner = _find_assignment(course, assignment_id), learner_in(course, learner_id)
    rules = find_override(db.session(), assignment, learner_id)
    form = OverrideForm.show(rules, the_settings().zone)
    if form.validate_on_submit() and _arrange(assignment, learner, form):
        return redirect(url_for("courses.accommodate", course_id=course_id, learner_id=learner_id))
    return render_template(
        "overrides/edit.html",
        course=course,
        assignment=assignment,
        learner=learner,
        form=form,
        is_set=rules != NOTHING,
        all_wait=waits_for_closing(review_policy(assignment.quiz)),
        entitlement=find_entitlement(db.session(), assignment, learner_id),
    )


@blueprint.post("/<int:learner_id>/remove")
@teacher_only
def remove(course_id: int, assignment_id: int, learner_id: int) -> Response:
    """Give the learner what everybody has."""
    course = own_course(course_id)
    learner = learner_in(course, learner_id)
    remove_override(db.session(), _find_assignment(course, assignment_id), learner_id)
    db.session.commit()
    flash(f"Removed for {learner.name}. A running attempt keeps what it has.", "success")
    return redirect(url_for("courses.accommodate", course_id=course_id, learner_id=learner_id))


def _arrange(assignment: Assignment, learner: Learner, form: OverrideForm) -> bool:
    """Keep what the form says; what is wrong stands on the form."""
    rules = form.read_rules(the_settings().zone)
    try:
        extended = arrange(db.session(), assignment, learner, rules, the_teacher(), now=now())
    except OverrideError as error:
        form.tell(error)
        return False
    db.session.commit()
    flash(tell_extended(learner, extended), "success")
    return True


def _find_assignment(course: Course, assignment_id: int) -> Assignment:
    """The assignment, if it is one of the course's."""
    assignments = (it for it, _, _ in list_assignments(db.session(), course.id))
    return next((it for it in assignments if it.id == assignment_id), None) or abort(404)
