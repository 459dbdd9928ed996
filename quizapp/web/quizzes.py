"""Quizzes: making and changing one, and seeing how its papers and questions work."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.attempts.overview import list_quiz_summaries
from quizapp.attempts.papers import list_papers
from quizapp.bank.models import Bank
from quizapp.bank.usable import UsableBank, list_usable_banks, summarise_banks
from quizapp.db import db
from quizapp.quizzes.assembly import Candidate
from quizapp.quizzes.balance import compare_papers
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.rules import PaperRules
from quizapp.quizzes.setting import QuizError, add_quiz, change_quiz, list_candidates
from quizapp.quizzes.terms import read_rules
from quizapp.web.access import (
    now,
    own_id,
    own_quiz,
    readable_bank,
    taught_assignment,
    teacher_only,
    the_teacher,
)
from quizapp.web.forms.quiz_review import ASPECTS, MOMENTS
from quizapp.web.forms.quiz_rules import RulesForm, fill, usual_rules
from quizapp.web.forms.quizzes import NewQuizForm
from quizapp.web.publishing import assign, find_assignment, make_form, offer_courses, show_quiz
from quizapp.web.quiz_editor import Editor, look_at

blueprint = Blueprint("quizzes", __name__, url_prefix="/teach")


@blueprint.get("/quizzes")
@teacher_only
def index() -> str:
    teacher_id = own_id()
    return render_template(
        "quizzes/index.html",
        quizzes=list_quiz_summaries(db.session(), teacher_id),
        has_questions=any(it.approved for it in _list_banks()),
    )


@blueprint.route("/quizzes/new", methods=["GET", "POST"])
@blueprint.route("/banks/<int:bank_id>/quizzes/new", methods=["GET", "POST"])
@teacher_only
def new(bank_id: int | None = None) -> str | Response:
    """Make a quiz of the ticked banks: at first of this one, or of the newest with questions."""
    banks = _list_banks()
    ticked = [readable_bank(bank_id).id] if bank_id else _pick_bank(banks)
    rules = usual_rules("", list_candidates(db.session(), *ticked))
    form = NewQuizForm(data={**fill(rules), "banks": ticked})
    offer_courses(form)
    candidates, works_on_slots = _prepare(form, banks, rules.paper)
    if not works_on_slots and form.validate_on_submit() and (quiz := _make(form, candidates)):
        return redirect(url_for("quizzes.show", quiz_id=quiz.id))
    editor = look_at(form, candidates, shows_paper=works_on_slots)
    return _show_editor("new", form, editor, banks=banks)


@blueprint.route("/quizzes/<int:quiz_id>/edit", methods=["GET", "POST"])
@teacher_only
def edit(quiz_id: int) -> str | Response:
    quiz = own_quiz(quiz_id)
    rules = read_rules(quiz)
    form = RulesForm(data={**fill(rules), "banks": list(quiz.bank_ids)})
    form.offer_share(rules.scoring.negative_share)
    candidates, works_on_slots = _prepare(form, _list_banks(quiz), rules.paper)
    if not works_on_slots and form.validate_on_submit() and _change(quiz, form):
        return redirect(url_for("quizzes.show", quiz_id=quiz_id))
    editor = look_at(form, candidates, shows_paper=works_on_slots)
    return _show_editor("edit", form, editor, quiz=quiz)


@blueprint.get("/quizzes/<int:quiz_id>")
@teacher_only
def show(quiz_id: int) -> str:
    quiz = own_quiz(quiz_id)
    assignment = find_assignment(quiz, request.args.get("course", 0, type=int))
    return show_quiz(quiz, make_form(assignment), changes=assignment)


@blueprint.get("/assignments/<int:assignment_id>/papers")
@teacher_only
def papers(assignment_id: int) -> str:
    assignment = taught_assignment(assignment_id)
    drawn = list_papers(db.session(), assignment_id)
    report = compare_papers(list(drawn.values()))
    return render_template("quizzes/papers.html", assignment=assignment, report=report)


def _list_banks(quiz: Quiz | None = None) -> list[UsableBank]:
    """The banks that may be ticked, those of the quiz among them."""
    usable = list_usable_banks(db.session(), own_id())
    kept = [bank for bank in quiz.banks if bank not in usable] if quiz else []
    return summarise_banks(db.session(), [*usable, *kept])


def _pick_bank(banks: Sequence[UsableBank]) -> list[int]:
    """The newest bank that has approved questions."""
    return [it.bank.id for it in banks if it.approved][:1]


def _show_editor(
    page: str, form: RulesForm, editor: Editor, **about: Quiz | Sequence[UsableBank]
) -> str:
    return render_template(
        f"quizzes/{page}.html", form=form, editor=editor, aspects=ASPECTS, moments=MOMENTS, **about
    )


def _prepare(
    form: RulesForm, banks: Sequence[UsableBank], paper: PaperRules
) -> tuple[list[Candidate], bool]:
    """Do what a button of the slots asks for, and offer banks and their questions; the questions
    of the ticked banks, and whether there was such a button.

    These buttons work without a script: they send the form, and the page shows it anew.
    """
    if "add_slot" in request.form:
        form.add_slot()
    if (at := request.form.get("remove_slot", type=int)) is not None:
        form.remove_slot(at)
    form.offer_banks(banks)
    candidates = list_candidates(db.session(), *form.list_chosen())
    form.offer_questions(candidates, paper)
    return candidates, bool({"add_slot", "remove_slot", "check_paper"} & request.form.keys())


def _make(form: NewQuizForm, candidates: Sequence[Candidate]) -> Quiz | None:
    """Make the quiz and give it to the chosen courses; what is wrong stands on the form."""
    rules = form.apply_choice(form.read_rules(), candidates)
    if rules is None:
        return None
    try:
        quiz = add_quiz(db.session(), the_teacher(), _chosen(form), rules, now=now())
    except QuizError as error:
        form.refuse(error)
        return None
    courses = assign(quiz, form)
    if courses is None:
        db.session.rollback()
        return None
    db.session.commit()
    given = f" and published to {courses}" if courses else ""
    flash(f"The quiz is ready{given}. {form.shortage}".strip(), "success")
    return quiz


def _change(quiz: Quiz, form: RulesForm) -> bool:
    try:
        change_quiz(db.session(), quiz, form.read_rules(), _chosen(form))
    except QuizError as error:
        form.refuse(error)
        return False
    db.session.commit()
    flash("The quiz is changed.", "success")
    return True


def _chosen(form: RulesForm) -> list[Bank]:
    return [form.offered[key].bank for key in sorted(form.list_chosen())]
