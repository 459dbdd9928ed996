"""The page of a quiz: giving it to courses and taking it back, copying it, deleting it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_courses
from quizapp.accounts.models import Course
from quizapp.attempts.overview import list_assignments_of_quiz
from quizapp.attempts.trial import draw_trial
from quizapp.attempts.withdrawing import WithdrawalError, count_attempts, delete_quiz, withdraw
from quizapp.db import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.publishing import duplicate_quiz, publish
from quizapp.quizzes.setting import QuizError, list_candidates
from quizapp.quizzes.terms import read_rules
from quizapp.statistics.reading import list_question_statistics
from quizapp.web.access import (
    now,
    own_course,
    own_id,
    own_quiz,
    taught_assignment,
    teacher_only,
    the_settings,
)
from quizapp.web.forms.quizzes import NewQuizForm, PublishForm, WindowFields, fill_window
from quizapp.web.quiz_editor import list_clashing_stems
from quizapp.web.quiz_outlook import look_ahead
from quizapp.web.quiz_words import tell

blueprint = Blueprint("publishing", __name__, url_prefix="/teach")


@blueprint.post("/quizzes/<int:quiz_id>/publish")
@teacher_only
def publish_quiz(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    form = make_form(None)
    given = []
    if form.validate_on_submit():
        chosen = form.courses.data or []
        given = [it for it, course in _list_given(quiz) if course.id in chosen]
        code = (form.access_code.data or "").strip()
        if not form.ask_before_clearing(given) and (names := assign(quiz, form, code)):
            db.session.commit()
            flash(f"Published to {names}.", "success")
            return redirect(url_for("quizzes.show", quiz_id=quiz_id))
        db.session.rollback()
    return show_quiz(quiz, form, changes=given[0] if len(given) == 1 else None)


@blueprint.post("/assignments/<int:assignment_id>/withdraw")
@teacher_only
def take_back(assignment_id: int) -> Response:
    assignment = taught_assignment(assignment_id)
    quiz_id, name = assignment.quiz_id, assignment.course.name
    try:
        withdraw(db.session(), assignment)
    except WithdrawalError as error:
        flash(str(error), "error")
    else:
        db.session.commit()
        flash(f"{name} does not have this quiz any more.", "success")
    return redirect(url_for("quizzes.show", quiz_id=quiz_id))


@blueprint.post("/quizzes/<int:quiz_id>/duplicate")
@teacher_only
def duplicate(quiz_id: int) -> Response:
    copy = duplicate_quiz(db.session(), own_quiz(quiz_id), now=now())
    db.session.commit()
    flash("This is the copy. Give it a title of its own; no course has it yet.", "success")
    return redirect(url_for("quizzes.edit", quiz_id=copy.id))


@blueprint.route("/quizzes/<int:quiz_id>/delete", methods=["GET", "POST"])
@teacher_only
def delete(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    form = FlaskForm()
    if form.validate_on_submit():
        title = quiz.title
        try:
            delete_quiz(db.session(), quiz)
        except WithdrawalError as error:
            flash(str(error), "error")
            return redirect(url_for("quizzes.show", quiz_id=quiz_id))
        db.session.commit()
        flash(f"“{title}” is deleted.", "success")
        return redirect(url_for("quizzes.index"))
    attempts = sum(count_attempts(db.session(), quiz_id).values())
    given = [course.name for _, course in _list_given(quiz)]
    return render_template(
        "quizzes/delete.html", quiz=quiz, form=form, attempts=attempts, courses=given
    )


def show_quiz(quiz: Quiz, form: PublishForm, *, changes: Assignment | None) -> str:
    """The page of the quiz; `changes` is the assignment whose window the form changes."""
    rules = read_rules(quiz)
    statistics = list_question_statistics(db.session(), quiz.id)
    return render_template(
        "quizzes/show.html",
        quiz=quiz,
        sections=tell(rules),
        clashes=list_clashing_stems(list_candidates(db.session(), *quiz.bank_ids), rules.paper),
        assignments=_list_given(quiz),
        attempts=count_attempts(db.session(), quiz.id),
        changes=changes,
        form=form,
        statistics=statistics,
        outlook=look_ahead(quiz, draw_trial(db.session(), quiz, 1), statistics),
    )


def make_form(assignment: Assignment | None) -> PublishForm:
    """The form that publishes a quiz, or changes the window of this assignment."""
    form = PublishForm(data=fill_window(assignment, the_settings().zone))
    offer_courses(form)
    return form


def offer_courses(form: WindowFields) -> None:
    form.offer(list_courses(db.session(), own_id()))


def assign(quiz: Quiz, form: NewQuizForm | PublishForm, code: str = "") -> str | None:
    """Give the quiz to the chosen courses; their names, or None when the form says what is wrong.

    `code` is an access code that takes the place of the quiz's own.
    """
    courses = [own_course(key) for key in form.courses.data or ()]
    window = form.read_window(the_settings().zone)
    try:
        publish(db.session(), quiz, courses, **window, access_code=code, now=now())
    except QuizError as error:
        form.closes_at.errors = [str(error)]
        return None
    return _join([course.name for course in courses])


def find_assignment(quiz: Quiz, course_id: int) -> Assignment | None:
    return next((it for it, course in _list_given(quiz) if course.id == course_id), None)


def _list_given(quiz: Quiz) -> list[tuple[Assignment, Course]]:
    return list_assignments_of_quiz(db.session(), quiz.id)


def _join(names: Sequence[str]) -> str:
    """English 9A, English 9B and English 10A."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last
