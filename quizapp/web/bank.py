"""The review tray: questions beside their passage, decided on one by one or together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.bank import review
from quizapp.bank.content import current_draft, current_version
from quizapp.bank.coverage import Coverage, measure_coverage
from quizapp.bank.history import list_decisions, list_versions
from quizapp.bank.learnt import find_learnt
from quizapp.bank.models import Bank, Question, ReviewDecision
from quizapp.bank.review import Decided, ReviewError
from quizapp.bank.tags import list_question_tags
from quizapp.bank.tray import TrayFilter, TrayRow, find_next, find_place, list_rows
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft, Status
from quizapp.generation.writer.offers import (
    LANGUAGES,
    can_have_better_distractors,
    can_have_simpler_stem,
)
from quizapp.jobs.proposing import list_asked
from quizapp.web.access import (
    editable_bank,
    editable_question,
    now,
    own_id,
    read_ids,
    readable_bank,
    readable_question,
    teacher_only,
    the_writer,
)
from quizapp.web.forms.bank import FilterForm
from quizapp.web.passage import Mark, show_passage

blueprint = Blueprint("bank", __name__, url_prefix="/teach")
FILTERS = ("status", "kind", "skill", "difficulty", "paragraph", "band", "reason")
DONE = {
    Status.APPROVED: "approved",
    Status.RETIRED: "retired",
    Status.DRAFT: "a draft again",
}


@blueprint.get("/banks/<int:bank_id>")
@teacher_only
def show(bank_id: int) -> str:
    """The questions of a bank as a list, to filter and to decide on together."""
    bank = readable_bank(bank_id)
    rows = list_rows(db.session(), bank_id)
    form = FilterForm.read(request.args, max((row.paragraph for row in rows), default=0))
    wanted = form.to_filter()
    return render_template(
        "bank/show.html",
        bank=bank,
        rows=[row for row in rows if wanted.admits(row)],
        counts=Counter(row.status.value for row in rows),
        total=len(rows),
        form=form,
        query=read_query(),
        done=DONE,
        coverage=_measure(rows, bank.article) if bank.article else None,
        last_decision=_last_decision(bank),
        first_draft=find_next(rows, wanted, 0) if wanted.status in (None, Status.DRAFT) else None,
    )


@blueprint.get("/banks/<int:bank_id>/review")
@teacher_only
def begin_review(bank_id: int) -> Response:
    """To the first draft of the bank, or to the bank when there is none."""
    wanted = TrayFilter(status=Status.DRAFT)
    first = find_next(list_rows(db.session(), readable_bank(bank_id).id), wanted, 0)
    if first is None:
        return redirect(url_for("bank.show", bank_id=bank_id))
    return redirect(url_for("bank.question", question_id=first, status=Status.DRAFT))


@blueprint.post("/banks/<int:bank_id>/decide")
@teacher_only
def decide(bank_id: int) -> Response:
    """Give the questions that are ticked the status of the button."""
    bank = editable_bank(bank_id)
    chosen = set(read_ids(request.form, "question"))
    questions = review.find_questions(db.session(), bank_id, chosen)
    if len(questions) < len(chosen):
        abort(404)
    if not questions:
        flash("Tick the questions first, then press the button.", "error")
    else:
        status = _wanted_status()
        _tell(_decide(questions, status, from_list=True), status)
    return redirect(url_for("bank.show", bank_id=bank.id, **read_query()))


@blueprint.post("/banks/<int:bank_id>/undo")
@teacher_only
def undo(bank_id: int) -> Response:
    """Take back the teacher's last decision on questions of this bank."""
    decision = _last_decision(editable_bank(bank_id))
    if decision is None:
        flash("There is nothing to undo.", "info")
        return redirect(url_for("bank.show", bank_id=bank_id, **read_query()))
    restored = review.undo(db.session(), decision, now=now())
    db.session.commit()
    flash(f"Undone: {_count(restored)} as before.", "success")
    if len(restored) == 1:
        return redirect(url_for("bank.question", question_id=restored[0].id, **read_query()))
    return redirect(url_for("bank.show", bank_id=bank_id, **read_query()))


@blueprint.get("/questions/<int:question_id>")
@teacher_only
def question(question_id: int) -> str:
    """One question beside its passage, with the way to the next."""
    found = readable_question(question_id)
    content = current_draft(db.session(), found)
    document = found.article.to_document()
    rows = list_rows(db.session(), found.bank_id)
    form = FilterForm.read(request.args, len(document.paragraphs))
    return render_template(
        "bank/question.html",
        question=found,
        content=content,
        learnt=find_learnt(db.session(), current_version(db.session(), found).id),
        bank=found.bank,
        article=found.article,
        passage=show_passage(document, mark_evidence(content)),
        coverage=_measure(rows, found.article),
        place=find_place(rows, form.to_filter(), question_id),
        left=sum(row.status is Status.DRAFT for row in rows),
        query=read_query(),
        wanted=form,
        done=DONE,
        last_decision=_last_decision(found.bank),
        tags=list_question_tags(db.session(), [question_id]).get(question_id, []),
        writer=(writer := the_writer()),
        asked=list_asked(
            db.session(),
            own_id(),
            article_id=found.article_id,
            question_id=question_id,
        )
        if writer
        else (),
        tongues=LANGUAGES,
        can_have_better=can_have_better_distractors(content),
        can_be_simpler=can_have_simpler_stem(content),
    )


@blueprint.post("/questions/<int:question_id>/decide")
@teacher_only
def decide_one(question_id: int) -> Response:
    """Decide on one question, then go on to the next: review is a row of single steps."""
    found = editable_question(question_id)
    decided = _decide([found], _wanted_status())
    for _, error in decided.refused:
        flash(f"Not approved yet: {error}. Edit the question first.", "error")
        return redirect(url_for("bank.question", question_id=question_id, **read_query()))
    rows = list_rows(db.session(), found.bank_id)
    wanted = FilterForm.read(request.args, max(row.paragraph for row in rows)).to_filter()
    upcoming = find_next(rows, wanted, question_id)
    if upcoming is None:
        flash("That was the last one here.", "success")
        return redirect(url_for("bank.show", bank_id=found.bank_id))
    return redirect(url_for("bank.question", question_id=upcoming, **read_query()))


@blueprint.get("/questions/<int:question_id>/versions")
@teacher_only
def versions(question_id: int) -> str:
    found = readable_question(question_id)
    return render_template(
        "bank/versions.html",
        question=found,
        versions=list_versions(db.session(), found),
        decisions=list_decisions(db.session(), question_id),
    )


@blueprint.post("/questions/<int:question_id>/versions/<int:number>/restore")
@teacher_only
def restore(question_id: int, number: int) -> Response:
    found = editable_question(question_id)
    try:
        review.restore(db.session(), found, number, teacher_id=own_id(), now=now())
    except LookupError:
        abort(404)
    except ReviewError as error:
        flash(f"Version {number} cannot come back: {error}.", "error")
        return redirect(url_for("bank.versions", question_id=question_id))
    db.session.commit()
    flash(f"The question says again what version {number} said.", "success")
    return redirect(url_for("bank.question", question_id=question_id))


def mark_evidence(content: QuestionDraft) -> list[Mark]:
    """The spans of a question as marks in its passage."""
    chosen = [content.critical_span] if content.critical_span.quote else []
    return [
        *((span, "critical") for span in chosen),
        *((span, "distractor") for span in content.distractor_spans),
    ]


def read_query() -> dict[str, Any]:
    """The filters of the address, to be handed on from page to page of a review."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _measure(rows: Sequence[TrayRow], article: Article) -> Coverage:
    return measure_coverage(rows, article.id, len(article.to_document().paragraphs))


def _last_decision(bank: Bank) -> ReviewDecision | None:
    return review.find_last_decision(db.session(), bank.id, own_id())


def _wanted_status() -> Status:
    try:
        return Status(request.form.get("status", ""))
    except ValueError:
        abort(400)


def _decide(questions: Sequence[Question], status: Status, *, from_list: bool = False) -> Decided:
    by = own_id()
    decided = review.decide(
        db.session(), questions, status, teacher_id=by, now=now(), from_list=from_list
    )
    db.session.commit()
    return decided


def _tell(decided: Decided, status: Status) -> None:
    """What became of a decision on several questions."""
    if decided.changed:
        flash(f"{_count(decided.changed)} {DONE[status]}.", "success")
    for question, error in decided.refused:
        stem = current_draft(db.session(), question).stem
        flash(f"“{stem}” is not approved yet: {error}. Edit it first.", "error")
    if decided.unread:
        flash(_tell_unread(len(decided.unread)), "error")
    if not (decided.changed or decided.refused or decided.unread):
        flash(f"They are {DONE[status]} already; nothing was changed.", "info")


def _tell_unread(count: int) -> str:
    """What a language model wrote is read before it is approved."""
    if count == 1:
        return "A language model wrote 1 of these. Open it, and approve it beside its passage."
    return f"A language model wrote {count} of these. Open each, and approve it beside its passage."


def _count(questions: Sequence[Question]) -> str:
    return f"{len(questions)} {'question is' if len(questions) == 1 else 'questions are'}"
