"""Quizzes: making one from a bank, giving it to courses, seeing how its questions work."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_courses
from quizapp.accounts.models import Course
from quizapp.attempts.overview import list_assignments_of_quiz, list_quiz_summaries
from quizapp.bank.models import Bank
from quizapp.db import db
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.setting import QuizError, add_quiz, assign_quiz, list_candidates
from quizapp.statistics import list_question_statistics
from quizapp.web.access import (
    now,
    own_bank,
    own_course,
    own_quiz,
    teacher_only,
    the_settings,
    the_teacher,
)
from quizapp.web.forms.quizzes import AssignForm, QuizForm, WindowForm

blueprint = Blueprint("quizzes", __name__, url_prefix="/teach")


@blueprint.get("/quizzes")
@teacher_only
def index() -> str:
    quizzes = list_quiz_summaries(db.session(), the_teacher().id)
    return render_template("quizzes/index.html", quizzes=quizzes)


@blueprint.route("/banks/<int:bank_id>/quizzes/new", methods=["GET", "POST"])
@teacher_only
def new(bank_id: int) -> str | Response:
    bank = own_bank(bank_id)
    form = QuizForm(title=bank.title)
    form.offer(list_courses(db.session(), the_teacher().id), empty="Assign it later")
    if form.validate_on_submit() and (quiz := _make(bank, form)):
        return redirect(url_for("quizzes.show", quiz_id=quiz.id))
    candidates = list_candidates(db.session(), bank_id, ())
    available = Counter(candidate.draft.skill.value for candidate in candidates)
    return render_template(
        "quizzes/new.html", bank=bank, article=bank.article, available=available, form=form
    )


@blueprint.get("/quizzes/<int:quiz_id>")
@teacher_only
def show(quiz_id: int) -> str:
    return _show(own_quiz(quiz_id), _assign_form())


@blueprint.post("/quizzes/<int:quiz_id>/assign")
@teacher_only
def assign(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    form = _assign_form()
    if form.validate_on_submit():
        course = _chosen_course(form)
        if course is None:
            form.course.errors = ["Choose a course."]
        elif _assign(quiz, course, form):
            db.session.commit()
            flash(f"Assigned to {course.name}.", "success")
            return redirect(url_for("quizzes.show", quiz_id=quiz_id))
    return _show(quiz, form)


def _show(quiz: Quiz, form: AssignForm) -> str:
    return render_template(
        "quizzes/show.html",
        quiz=quiz,
        bank=quiz.bank,
        article=quiz.bank.article,
        skills=[row.skill for row in quiz.skills],
        assignments=list_assignments_of_quiz(db.session(), quiz.id),
        assign_form=form,
        form=form,
        statistics=list_question_statistics(db.session(), quiz.id),
    )


def _make(bank: Bank, form: QuizForm) -> Quiz | None:
    """Make the quiz and assign it when a course is chosen; what is wrong stands on the form."""
    course = _chosen_course(form)
    try:
        quiz = add_quiz(db.session(), bank, form.read_rules(), now=now())
    except QuizError as error:
        form.question_count.errors = [str(error)]
        return None
    if course and not _assign(quiz, course, form):
        db.session.rollback()
        return None
    db.session.commit()
    flash(f"The quiz is ready{f' and assigned to {course.name}' if course else ''}.", "success")
    return quiz


def _assign(quiz: Quiz, course: Course, form: WindowForm) -> bool:
    window = form.read_window(the_settings().zone)
    try:
        assign_quiz(db.session(), quiz, course, **window, now=now())
    except QuizError as error:
        form.closes_at.errors = [str(error)]
        return False
    return True


def _assign_form() -> AssignForm:
    form = AssignForm()
    form.offer(list_courses(db.session(), the_teacher().id), empty="Choose a course")
    return form


def _chosen_course(form: WindowForm) -> Course | None:
    return own_course(int(form.course.data)) if form.course.data else None
