"""Quizzes: making and changing one, giving it to courses, seeing how its questions work."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_courses
from quizapp.accounts.models import Course
from quizapp.attempts.overview import list_assignments_of_quiz, list_quiz_summaries
from quizapp.attempts.papers import list_papers
from quizapp.bank.models import Bank
from quizapp.db import db
from quizapp.quizzes.assembly import Candidate
from quizapp.quizzes.balance import compare_papers
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.rules import PaperRules
from quizapp.quizzes.setting import (
    QuizError,
    add_quiz,
    assign_quiz,
    change_quiz,
    list_candidates,
)
from quizapp.quizzes.terms import read_rules
from quizapp.statistics import list_question_statistics
from quizapp.web.access import (
    now,
    own_course,
    own_quiz,
    readable_bank,
    taught_assignment,
    teacher_only,
    the_settings,
    the_teacher,
)
from quizapp.web.forms.quiz_review import ASPECTS, MOMENTS
from quizapp.web.forms.quiz_rules import RulesForm, fill, usual_rules
from quizapp.web.forms.quizzes import AssignForm, NewQuizForm, WindowFields, fill_window
from quizapp.web.quiz_editor import Editor, list_clashing_stems, look_at
from quizapp.web.quiz_words import tell

blueprint = Blueprint("quizzes", __name__, url_prefix="/teach")


@blueprint.get("/quizzes")
@teacher_only
def index() -> str:
    quizzes = list_quiz_summaries(db.session(), the_teacher().id)
    return render_template("quizzes/index.html", quizzes=quizzes)


@blueprint.route("/banks/<int:bank_id>/quizzes/new", methods=["GET", "POST"])
@teacher_only
def new(bank_id: int) -> str | Response:
    bank = readable_bank(bank_id)
    candidates = list_candidates(db.session(), bank_id)
    rules = usual_rules(bank.title, candidates)
    form = NewQuizForm(data=fill(rules))
    form.offer(_courses(), empty="Assign it later")
    works_on_slots = _prepare(form, candidates, rules.paper)
    if not works_on_slots and form.validate_on_submit() and (quiz := _make(bank, form)):
        return redirect(url_for("quizzes.show", quiz_id=quiz.id))
    return _show_editor(
        "new", form, look_at(form, candidates, shows_paper=works_on_slots), bank=bank
    )


@blueprint.route("/quizzes/<int:quiz_id>/edit", methods=["GET", "POST"])
@teacher_only
def edit(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    candidates = list_candidates(db.session(), *quiz.bank_ids)
    rules = read_rules(quiz)
    form = RulesForm(data=fill(rules))
    form.offer_share(rules.scoring.negative_share)
    works_on_slots = _prepare(form, candidates, rules.paper)
    if not works_on_slots and form.validate_on_submit() and _change(quiz, form):
        return redirect(url_for("quizzes.show", quiz_id=quiz_id))
    return _show_editor(
        "edit", form, look_at(form, candidates, shows_paper=works_on_slots), quiz=quiz
    )


@blueprint.get("/quizzes/<int:quiz_id>")
@teacher_only
def show(quiz_id: int) -> str:
    quiz = own_quiz(quiz_id)
    course_id = request.args.get("course", 0, type=int)
    assignment = _find_assignment(quiz, course_id)
    return _show(quiz, _assign_form(assignment), changes=assignment)


@blueprint.post("/quizzes/<int:quiz_id>/assign")
@teacher_only
def assign(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    form = _assign_form(None)
    course = assignment = None
    if form.validate_on_submit():
        course = _chosen_course(form)
        assignment = _find_assignment(quiz, course.id) if course else None
        if course is None:
            form.course.errors = ["Choose a course."]
        elif not (assignment and form.ask_before_clearing(assignment)) and _assign(
            quiz, course, form
        ):
            db.session.commit()
            flash(f"Assigned to {course.name}.", "success")
            return redirect(url_for("quizzes.show", quiz_id=quiz_id))
    return _show(quiz, form, changes=assignment)


@blueprint.get("/assignments/<int:assignment_id>/papers")
@teacher_only
def papers(assignment_id: int) -> str:
    assignment = taught_assignment(assignment_id)
    drawn = list_papers(db.session(), assignment_id)
    report = compare_papers(list(drawn.values()))
    return render_template("quizzes/papers.html", assignment=assignment, report=report)


def _show_editor(page: str, form: RulesForm, editor: Editor, **about: Bank | Quiz) -> str:
    return render_template(
        f"quizzes/{page}.html", form=form, editor=editor, aspects=ASPECTS, moments=MOMENTS, **about
    )


def _show(quiz: Quiz, form: AssignForm, *, changes: Assignment | None) -> str:
    rules = read_rules(quiz)
    return render_template(
        "quizzes/show.html",
        quiz=quiz,
        sections=tell(rules),
        clashes=list_clashing_stems(list_candidates(db.session(), *quiz.bank_ids), rules.paper),
        assignments=list_assignments_of_quiz(db.session(), quiz.id),
        changes=changes,
        form=form,
        statistics=list_question_statistics(db.session(), quiz.id),
    )


def _prepare(form: RulesForm, candidates: Sequence[Candidate], paper: PaperRules) -> bool:
    """Do what a button of the slots asks for, and offer questions; whether there was one.

    These buttons work without a script: they send the form, and the page shows it anew.
    """
    if "add_slot" in request.form:
        form.add_slot()
    if (at := request.form.get("remove_slot", type=int)) is not None:
        form.remove_slot(at)
    form.offer_questions(candidates, paper)
    return bool({"add_slot", "remove_slot", "check_paper"} & request.form.keys())


def _make(bank: Bank, form: NewQuizForm) -> Quiz | None:
    """Make the quiz and assign it when a course is chosen; what is wrong stands on the form."""
    course = _chosen_course(form)
    try:
        quiz = add_quiz(db.session(), the_teacher(), [bank], form.read_rules(), now=now())
    except QuizError as error:
        form.refuse(error)
        return None
    if course and not _assign(quiz, course, form):
        db.session.rollback()
        return None
    db.session.commit()
    flash(f"The quiz is ready{f' and assigned to {course.name}' if course else ''}.", "success")
    return quiz


def _change(quiz: Quiz, form: RulesForm) -> bool:
    try:
        change_quiz(db.session(), quiz, form.read_rules())
    except QuizError as error:
        form.refuse(error)
        return False
    db.session.commit()
    flash("The quiz is changed.", "success")
    return True


def _assign(quiz: Quiz, course: Course, form: WindowFields) -> bool:
    window = form.read_window(the_settings().zone)
    try:
        assign_quiz(db.session(), quiz, course, **window, now=now())
    except QuizError as error:
        form.closes_at.errors = [str(error)]
        return False
    return True


def _assign_form(assignment: Assignment | None) -> AssignForm:
    form = AssignForm(data=fill_window(assignment, the_settings().zone))
    form.offer(_courses(), empty="Choose a course")
    return form


def _courses() -> Sequence[Course]:
    return list_courses(db.session(), the_teacher().id)


def _chosen_course(form: WindowFields) -> Course | None:
    return own_course(int(form.course.data)) if form.course.data else None


def _find_assignment(quiz: Quiz, course_id: int) -> Assignment | None:
    given = list_assignments_of_quiz(db.session(), quiz.id)
    return next((it for it, course in given if course.id == course_id), None)
