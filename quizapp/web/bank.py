"""Banks: listing, approving, editing and retiring questions."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from quizapp.bank import review
from quizapp.bank.content import current_draft, list_versions, load_latest
from quizapp.bank.models import Question
from quizapp.bank.review import ReviewError
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.web.access import (
    editable_question,
    now,
    readable_bank,
    readable_question,
    teacher_only,
    the_teacher,
)
from quizapp.web.forms.bank import FilterForm, QuestionForm, form_for, read_form
from quizapp.web.passage import Mark, show_passage

blueprint = Blueprint("bank", __name__, url_prefix="/teach")


@blueprint.get("/banks/<int:bank_id>")
@teacher_only
def show(bank_id: int) -> str:
    bank = readable_bank(bank_id)
    form = FilterForm(request.args)
    entries = [(question, draft) for question, _, draft in load_latest(db.session(), bank_id)]
    return render_template(
        "bank/show.html",
        bank=bank,
        article=bank.article,
        entries=[(question, draft) for question, draft in entries if form.admits(draft)],
        counts=Counter(question.status.value for question, _ in entries),
        form=form,
        total=len(entries),
    )


@blueprint.get("/questions/<int:question_id>")
@teacher_only
def question(question_id: int) -> str:
    found = readable_question(question_id)
    content = current_draft(db.session(), found)
    previous_id, next_id = review.find_neighbours(db.session(), found)
    return render_template(
        "bank/question.html",
        question=found,
        content=content,
        bank=found.bank,
        passage=show_passage(found.article.to_document(), mark_evidence(content)),
        versions=list_versions(db.session(), question_id),
        action_form=FlaskForm(),
        previous_id=previous_id,
        next_id=next_id,
    )


@blueprint.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@teacher_only
def edit(question_id: int) -> str | Response:
    found = editable_question(question_id)
    content = current_draft(db.session(), found)
    form = form_for(content)
    if form.validate_on_submit() and _save(found, content, form):
        return redirect(url_for("bank.question", question_id=question_id))
    passage = show_passage(found.article.to_document(), mark_evidence(content))
    return render_template("bank/edit.html", question=found, form=form, passage=passage)


@blueprint.post("/questions/<int:question_id>/approve")
@teacher_only
def approve(question_id: int) -> Response:
    """Approve, then go on to the next draft: review is a row of single steps."""
    found = editable_question(question_id)
    try:
        review.approve(db.session(), found)
    except ReviewError as error:
        flash(f"Not approved yet: {error}. Edit the question first.", "error")
        return redirect(url_for("bank.question", question_id=question_id))
    upcoming = review.find_next_draft(db.session(), found)
    db.session.commit()
    flash("Approved.", "success")
    return redirect(url_for("bank.question", question_id=upcoming or question_id))


@blueprint.post("/questions/<int:question_id>/retire")
@teacher_only
def retire(question_id: int) -> Response:
    review.retire(db.session(), editable_question(question_id))
    db.session.commit()
    flash("Retired. New attempts leave it out; those that have it keep it.", "success")
    return redirect(url_for("bank.question", question_id=question_id))


@blueprint.post("/questions/<int:question_id>/reopen")
@teacher_only
def reopen(question_id: int) -> Response:
    review.reopen(db.session(), editable_question(question_id))
    db.session.commit()
    flash("It is a draft again.", "success")
    return redirect(url_for("bank.question", question_id=question_id))


def mark_evidence(content: QuestionDraft) -> list[Mark]:
    """The spans of a question as marks in its passage."""
    return [
        (content.critical_span, "critical"),
        *((span, "distractor") for span in content.distractor_spans),
    ]


def _save(found: Question, content: QuestionDraft, form: QuestionForm) -> bool:
    """Save the form as a new version; what it breaks is said on the form."""
    changed = read_form(form, content, found.article.to_document().paragraphs)
    if changed is None:
        return False
    try:
        review.edit(db.session(), found, changed, teacher_id=the_teacher().id, now=now())
    except ReviewError as error:
        form.form_errors.extend(_sentence(broken.message) for broken in error.broken)
        return False
    db.session.commit()
    flash("Saved as a new version.", "success")
    return True


def _sentence(message: str) -> str:
    return f"{message[0].upper()}{message[1:]}."
