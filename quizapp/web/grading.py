"""How are the totals of a course made? Its categories, periods and terms, on one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.models import Course
from quizapp.db import db
from quizapp.gradebook import terms
from quizapp.gradebook.across import Across, read_across
from quizapp.gradebook.scheme import Category, Period
from quizapp.web.access import own_course, read_ids, teacher_only, the_settings
from quizapp.web.forms.grading import CategoryForm, PeriodForm, TermsForm

blueprint = Blueprint("grading", __name__, url_prefix="/teach/courses/<int:course_id>/grading")


@blueprint.get("")
@teacher_only
def show(course_id: int) -> str:
    return _show(own_course(course_id))


@blueprint.post("/terms")
@teacher_only
def change_terms(course_id: int) -> str | Response:
    """Keep what a missed quiz is, and what the quizzes in no category weigh."""
    course, form = own_course(course_id), TermsForm()
    if not form.validate_on_submit():
        return _show(course, terms_form=form)
    terms.set_terms(
        db.session(),
        course,
        missed_counts=form.missed_counts.data,
        other_weight=form.other_weight.data,
    )
    return _done(course, "Saved.")


@blueprint.post("/categories", defaults={"category_id": None})
@blueprint.post("/categories/<int:category_id>")
@teacher_only
def category(course_id: int, category_id: int | None) -> str | Response:
    """Make a category, or change one."""
    course, form = own_course(course_id), CategoryForm()
    if form.validate_on_submit():
        try:
            made = _find(
                lambda: terms.keep_category(
                    db.session(),
                    course,
                    category_id,
                    name=form.name.data or "",
                    weight=form.weight.data,
                    drop_lowest=form.drop_lowest.data or 0,
                )
            )
            return _done(course, f"{made.name} is saved.")
        except terms.TermsError as error:
            form.tell(error)
    return _show(course, category_form=form, category_id=category_id)


@blueprint.post("/categories/<int:category_id>/remove")
@teacher_only
def remove_category(course_id: int, category_id: int) -> Response:
    course = own_course(course_id)
    name = _find(lambda: terms.remove_category(db.session(), course, category_id))
    return _done(course, f"{name} is removed. Its quizzes are in no category now.")


@blueprint.post("/periods", defaults={"period_id": None})
@blueprint.post("/periods/<int:period_id>")
@teacher_only
def period(course_id: int, period_id: int | None) -> str | Response:
    """Make a period, or change one."""
    course, form = own_course(course_id), PeriodForm()
    if form.validate_on_submit():
        try:
            made = _find(
                lambda: terms.keep_period(
                    db.session(),
                    course,
                    period_id,
                    title=form.title.data or "",
                    first_day=form.first_day.data or date.min,
                    last_day=form.last_day.data or date.min,
                )
            )
            return _done(course, f"{made.title} is saved.")
        except terms.TermsError as error:
            form.tell(error)
    return _show(course, period_form=form, period_id=period_id)


@blueprint.post("/periods/<int:period_id>/remove")
@teacher_only
def remove_period(course_id: int, period_id: int) -> Response:
    course = own_course(course_id)
    title = _find(lambda: terms.remove_period(db.session(), course, period_id))
    return _done(course, f"{title} is removed.")


@blueprint.post("/quizzes")
@teacher_only
def quizzes(course_id: int) -> Response:
    """Put quizzes into categories: a field for each, named by its assignment."""
    course = own_course(course_id)
    across = _read_across(course)
    names = {it.assignment_id: f"quiz-{it.assignment_id}" for it in across.columns}
    chosen = {
        key: next(iter(read_ids(request.form, name)), None)
        for key, name in names.items()
        if name in request.form
    }
    _find(lambda: terms.categorise(db.session(), course, chosen))
    return _done(course, "The quizzes are where you put them.")


def _find(work: Callable[[], Any]) -> Any:
    """What the work makes; 404 when it is about something of another course."""
    try:
        return work()
    except LookupError:
        abort(404)


def _read_across(course: Course) -> Across:
    return read_across(db.session(), course, the_settings().zone)


def _done(course: Course, message: str) -> Response:
    db.session.commit()
    flash(message, "success")
    return redirect(url_for("grading.show", course_id=course.id))


def _show(
    course: Course,
    *,
    terms_form: TermsForm | None = None,
    category_form: CategoryForm | None = None,
    period_form: PeriodForm | None = None,
    category_id: int | None = None,
    period_id: int | None = None,
) -> str:
    """The page; its address may name a category or a period that is to be changed."""
    across = _read_across(course)
    scheme = across.scheme
    category = _pick(scheme.categories, category_id or request.args.get("category", type=int))
    period = _pick(across.periods, period_id or request.args.get("period", type=int))
    return render_template(
        "courses/grading.html",
        course=course,
        across=across,
        category=category,
        period=period,
        terms_form=terms_form or TermsForm(formdata=None, obj=scheme),
        category_form=category_form or CategoryForm(formdata=None, obj=category),
        period_form=period_form or PeriodForm(formdata=None, obj=period),
    )


def _pick(items: tuple[Any, ...], key: int | None) -> Category | Period | None:
    return next((it for it in items if it.id == key), None)
