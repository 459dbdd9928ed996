"""A key was wrong: a teacher mends how a question counts, after seeing whose score changes."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from quizapp.accounts.courses import list_taught_ids
from quizapp.attempts.laying import (
    CANNOT_CORRECT,
    PlanChangedError,
    find_correction,
    lay,
    plan_laying,
    plan_undoing,
    undo,
)
from quizapp.attempts.mended import (
    ROWS,
    AskedQuestion,
    Mending,
    find_asked,
    find_mending,
    list_asked,
    list_changes,
    list_rulings,
    name_changes,
)
from quizapp.attempts.regrading import Plan
from quizapp.attempts.ruled import RulingError, Verdict, show_ruled
from quizapp.attempts.rulings import read_verdict
from quizapp.bank.content import load_versions
from quizapp.db import begin_write_anew, db
from quizapp.generation.draft import QuestionDraft
from quizapp.quizzes.models import Quiz
from quizapp.web.access import is_editable, now, own_id, own_quiz, teacher_only, the_teacher
from quizapp.web.forms.rulings import KIND_WORDS, SHORT_WORDS, RulingForm, UndoForm, fill

blueprint = Blueprint("rulings", __name__, url_prefix="/teach/quizzes/<int:quiz_id>/mend")
Shown = str | Response
LAST_PAGE = 1_000_000  # no list is longer


@blueprint.get("")
@teacher_only
def index(quiz_id: int) -> str:
    """The questions that papers of the quiz have asked."""
    quiz = own_quiz(quiz_id)
    asked = list_asked(db.session(), quiz_id)
    mendings = list_rulings(db.session(), quiz_id)
    return _render("index", quiz, asked=asked, mendings=mendings)


@blueprint.route("/questions/<int:version_id>", methods=["GET", "POST"])
@teacher_only
def question(quiz_id: int, version_id: int) -> Shown:
    """How a question counts from now on: the form, the dry run, and the step itself."""
    quiz = own_quiz(quiz_id)
    asked = find_asked(db.session(), quiz_id, version_id) or abort(404)
    draft = load_versions(db.session(), [version_id])[version_id]
    form = RulingForm(data=fill(draft, _find_proposed(quiz_id, asked)))
    form.set_up(draft, may_correct=_may_correct(asked))
    if request.method == "GET" or "change" in request.form or not form.validate():
        return _show_form(quiz, asked, draft, form)
    if "apply" in request.form:
        return _apply(quiz, asked, draft, form)
    return _look(quiz, asked, draft, form)


@blueprint.get("/log/<int:ruling_id>")
@teacher_only
def show(quiz_id: int, ruling_id: int) -> str:
    """Whose scores a ruling has changed, and those that undoing it has changed back."""
    quiz, found = own_quiz(quiz_id), _find(quiz_id, ruling_id)
    undoes = request.args.get("list") == "undone"
    page = _read_page(request.args)
    rows = list_changes(db.session(), found.ruling, undoes=undoes, page=page)
    total = found.given_back if undoes else found.changed
    return _render("show", quiz, found=found, rows=rows, page=page, total=total, undoes=undoes)


@blueprint.route("/log/<int:ruling_id>/undo", methods=["GET", "POST"])
@teacher_only
def take_back(quiz_id: int, ruling_id: int) -> Shown:
    """Undo a ruling, after seeing what that changes."""
    quiz, found = own_quiz(quiz_id), _find(quiz_id, ruling_id)
    form = UndoForm()
    try:
        plan = plan_undoing(db.session(), found.ruling)
        if form.validate_on_submit():
            begin_write_anew(db.session())
            undo(
                db.session(),
                found.ruling,
                digest=form.digest.data or "",
                teacher=the_teacher(),
                now=now(),
                ahead=plan,
            )
            db.session.commit()
            flash("The change is undone. Scores are as they would be without it.", "success")
            return redirect(url_for("rulings.show", quiz_id=quiz_id, ruling_id=ruling_id))
    except PlanChangedError as error:
        db.session.rollback()
        return _show_undoing(quiz, found, form, error.plan, is_new=True)
    except RulingError as error:
        db.session.rollback()
        flash(str(error), "error")
        return redirect(url_for("rulings.show", quiz_id=quiz_id, ruling_id=ruling_id))
    return _show_undoing(quiz, found, form, plan)


def _find(quiz_id: int, ruling_id: int) -> Mending:
    return find_mending(db.session(), quiz_id, ruling_id) or abort(404)


def _find_proposed(quiz_id: int, asked: AskedQuestion) -> Verdict | None:
    """What the form begins with: a ruling that is laid again, or the one in force."""
    again = request.args.get("again", type=int)
    found = find_mending(db.session(), quiz_id, again) if again else None
    if found and found.ruling.version_id == asked.version.id:
        return read_verdict(found.ruling)
    return read_verdict(asked.ruling) if asked.ruling else None


def _may_correct(asked: AskedQuestion) -> bool:
    """Whether the bank still asks this version, and the teacher may change it."""
    question = asked.version.question
    return question.latest == asked.version.number and is_editable(question.bank)


def _show_form(quiz: Quiz, asked: AskedQuestion, draft: QuestionDraft, form: RulingForm) -> str:
    verdict = read_verdict(asked.ruling) if asked.ruling else None
    return _render(
        "question",
        quiz,
        asked=asked,
        draft=show_ruled(draft, verdict),
        form=form,
        is_old=asked.version.question.latest != asked.version.number,
    )


def _look(quiz: Quiz, asked: AskedQuestion, draft: QuestionDraft, form: RulingForm) -> str:
    """The dry run. It holds no lock, and writes nothing."""
    verdict = form.read()
    if form.wants_correction and not find_correction(db.session(), asked.version.id, verdict):
        form.corrects.errors = [CANNOT_CORRECT]
        return _show_form(quiz, asked, draft, form)
    try:
        plan = plan_laying(db.session(), quiz, asked.version.id, verdict)
    except RulingError as error:
        form.refuse(error)
        return _show_form(quiz, asked, draft, form)
    return _show_plan(quiz, asked, draft, form, plan)


def _apply(quiz: Quiz, asked: AskedQuestion, draft: QuestionDraft, form: RulingForm) -> Shown:
    """The step itself; when something has changed since the dry run, that is shown again.

    What would change is worked out before others have to wait for the lock.
    """
    verdict = form.read()
    try:
        ahead = plan_laying(db.session(), quiz, asked.version.id, verdict)
        begin_write_anew(db.session())
        ruling = lay(
            db.session(),
            quiz,
            asked.version.id,
            verdict,
            reason=form.reason.data or "",
            digest=form.digest.data or "",
            teacher=the_teacher(),
            now=now(),
            corrects=form.wants_correction,
            ahead=ahead,
        )
    except PlanChangedError as error:
        db.session.rollback()
        return _show_plan(quiz, asked, draft, form, error.plan, is_new=True)
    except RulingError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_form(quiz, asked, draft, form)
    db.session.commit()
    flash("The key is mended. Below is what has changed.", "success")
    return redirect(url_for("rulings.show", quiz_id=quiz.id, ruling_id=ruling.id))


def _show_plan(
    quiz: Quiz,
    asked: AskedQuestion,
    draft: QuestionDraft,
    form: RulingForm,
    plan: Plan,
    *,
    is_new: bool = False,
) -> str:
    page = _read_page(request.form)
    return _render(
        "look",
        quiz,
        asked=asked,
        draft=show_ruled(draft, form.read()),
        form=form,
        kind=form.kind.data,
        is_new=is_new,
        **_turn_to(plan, page),
    )


def _show_undoing(
    quiz: Quiz, found: Mending, form: UndoForm, plan: Plan, *, is_new: bool = False
) -> str:
    page = _read_page(request.args)
    return _render("undo", quiz, found=found, form=form, is_new=is_new, **_turn_to(plan, page))


def _read_page(fields: MultiDict[str, str]) -> int:
    """The page of a list that was asked for, from 1."""
    return min(max(1, fields.get("page", 1, type=int)), LAST_PAGE)


def _turn_to(plan: Plan, page: int) -> dict[str, object]:
    """One page of a plan's list."""
    rows = name_changes(db.session(), plan.listed[(page - 1) * ROWS : page * ROWS])
    return {"plan": plan, "rows": rows, "page": page, "total": len(plan.listed)}


def _render(name: str, quiz: Quiz, **more: object) -> str:
    return render_template(
        f"rulings/{name}.html",
        quiz=quiz,
        words=KIND_WORDS,
        short_words=SHORT_WORDS,
        rows_on_a_page=ROWS,
        taught=list_taught_ids(db.session(), own_id()),
        **more,
    )
