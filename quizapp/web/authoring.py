"""Writing and editing questions of every kind, with a preview and advice beside the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import SystemRandom

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.bank import review
from quizapp.bank.content import current_draft
from quizapp.bank.models import Bank, Question
from quizapp.bank.passage_questions import (
    LEAST_SENTENCES,
    PickError,
    begin_with,
    offer_sentences,
)
from quizapp.bank.review import ReviewError
from quizapp.bank.writing import begin_draft, write_question
from quizapp.db import db
from quizapp.generation.draft import NOWHERE, Kind, QuestionDraft, Status
from quizapp.web.access import (
    editable_bank,
    editable_question,
    now,
    own_article,
    own_id,
    teacher_only,
)
from quizapp.web.bank import mark_evidence, read_query
from quizapp.web.forms.authoring import form_for
from quizapp.web.forms.authoring_question import QuestionForm
from quizapp.web.kind_words import KINDS
from quizapp.web.passage import show_passage
from quizapp.web.question_preview import FIELD_OF_RULE, as_sentence, preview_question

blueprint = Blueprint("authoring", __name__, url_prefix="/teach")
# What `?sentence=` says beside the place of a sentence, such as 3.2.
CHOOSE, OWN = "choose", "own"


@blueprint.post("/articles/<int:article_id>/questions/new")
@teacher_only
def begin(article_id: int) -> Response:
    """The first question of an article may be the teacher's own: then it has no bank yet."""
    bank = review.add_bank(db.session(), own_article(article_id), now=now())
    db.session.commit()
    return redirect(url_for("authoring.kinds", bank_id=bank.id))


@blueprint.get("/banks/<int:bank_id>/questions/new")
@teacher_only
def kinds(bank_id: int) -> str:
    bank = editable_bank(bank_id)
    return render_template("authoring/kinds.html", bank=bank, article=article_of(bank), kinds=KINDS)


@blueprint.route("/banks/<int:bank_id>/questions/new/<kind>", methods=["GET", "POST"])
@teacher_only
def new(bank_id: int, kind: str) -> str | Response:
    bank = editable_bank(bank_id)
    article = article_of(bank)
    picked = request.args.get("sentence", CHOOSE if _kind(kind) in LEAST_SENTENCES else OWN)
    base = _begin(begin_draft(_kind(kind)), article, picked)
    if base is None:
        return _show_sentences(bank, article, _kind(kind), None)
    form = form_for(base)
    saved = _save(form, base, article, lambda draft: _add(bank, article, draft))
    return _go_on(saved) if saved else _show_form(bank, article, base, form, None)


@blueprint.post("/banks/<int:bank_id>/questions/new/<kind>/preview")
@teacher_only
def preview_new(bank_id: int, kind: str) -> str:
    article = article_of(editable_bank(bank_id))
    return _show_preview(begin_draft(_kind(kind)), article)


@blueprint.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@teacher_only
def edit(question_id: int) -> str | Response:
    found = editable_question(question_id)
    article, content = article_of(found), current_draft(db.session(), found)
    base = _begin(content, article, request.args.get("sentence", OWN))
    if base is None:
        return _show_sentences(found.bank, article, content.kind, found)
    form = form_for(base)
    if content.critical_span == NOWHERE and content.status is Status.DRAFT:
        form.let_evidence_wait()
    if _is_overtaken(found, form):
        return _show_form(found.bank, article, base, form, found)
    saved = _save(form, base, article, lambda draft: _change(found, draft))
    return _go_on(saved) if saved else _show_form(found.bank, article, base, form, found)


@blueprint.post("/questions/<int:question_id>/edit/preview")
@teacher_only
def preview_edit(question_id: int) -> str:
    found = editable_question(question_id)
    return _show_preview(current_draft(db.session(), found), article_of(found))


def article_of(thing: Bank | Question) -> Article:
    """The article that a question is about; a new one is about the bank's, if it has one."""
    return thing.article or abort(404)


def _kind(name: str) -> Kind:
    return Kind(name) if name in set(Kind) else abort(404)


def _begin(draft: QuestionDraft, article: Article, picked: str) -> QuestionDraft | None:
    """`draft` as it follows from the sentence that was picked; None: one is still to be picked."""
    if picked == OWN or draft.kind not in LEAST_SENTENCES:
        return draft
    if picked == CHOOSE:
        return None
    paragraph, _, sentence = picked.partition(".")
    try:
        if not (paragraph.isdecimal() and sentence.isdecimal()) or len(picked) > 12:
            raise PickError("Choose one of the sentences.")
        paragraphs = article.to_document().paragraphs
        return begin_with(draft, paragraphs, int(paragraph), int(sentence))
    except PickError as error:
        flash(str(error), "error")
        return None


def _read(form: QuestionForm, base: QuestionDraft, article: Article) -> QuestionDraft:
    return form.read(base, article.to_document().paragraphs)


def _save(
    form: QuestionForm,
    base: QuestionDraft,
    article: Article,
    keep: Callable[[QuestionDraft], Question],
) -> Question | None:
    """Keep the question as the form says it; what that breaks is said on the form."""
    if not form.is_submitted() or form.preview.data:
        return None
    is_valid = form.validate()  # both are asked, so that all that is wrong is told at once
    if not form.check_words(article.to_document().paragraphs) or not is_valid:
        return None
    status = Status.APPROVED if form.approve.data else base.status
    try:
        question = keep(replace(_read(form, base, article), status=status))
    except ReviewError as error:
        for it in error.broken:
            form.tell(FIELD_OF_RULE.get(it.rule, it.rule), as_sentence(it.message))
        return None
    db.session.commit()
    return question


def _add(bank: Bank, article: Article, draft: QuestionDraft) -> Question:
    teacher_id = own_id()
    question = write_question(
        db.session(), bank, article, draft, teacher_id=teacher_id, now=now(), rng=SystemRandom()
    )
    flash("Saved and approved." if draft.status is Status.APPROVED else "Saved as a draft.")
    return question


def _change(question: Question, draft: QuestionDraft) -> Question:
    teacher_id, moment = own_id(), now()
    review.edit(db.session(), question, draft, teacher_id=teacher_id, now=moment)
    if draft.status is Status.APPROVED and question.status is Status.DRAFT:
        review.decide(db.session(), [question], Status.APPROVED, teacher_id=teacher_id, now=moment)
        flash("Saved as a new version and approved.", "success")
    else:
        flash("Saved as a new version.", "success")
    return question


def _is_overtaken(question: Question, form: QuestionForm) -> bool:
    """Whether somebody has saved a version since the form was opened; the form says so once."""
    began_with = request.form.get("latest", question.latest, type=int)
    if not form.is_submitted() or form.preview.data or began_with == question.latest:
        return False
    form.form_errors.append(
        f"The question was changed while you were writing: there is a version {question.latest}. "
        "Look at it under its versions. What you have written stands here; save again to keep it."
    )
    return True


def _go_on(question: Question) -> Response:
    """To the question's page, in the review that the teacher came from."""
    return redirect(url_for("bank.question", question_id=question.id, **read_query()))


def _show_form(
    bank: Bank, article: Article, base: QuestionDraft, form: QuestionForm, question: Question | None
) -> str:
    document = article.to_document()
    draft = _read(form, base, article) if form.is_submitted() else base
    begun = form.is_submitted() or bool(draft.stem)
    marks = mark_evidence(draft) if draft.critical_span.quote else []
    return render_template(
        "authoring/write.html",
        bank=bank,
        article=article,
        question=question,
        kind=base.kind,
        form=form,
        passage=show_passage(document, marks),
        preview=preview_question(draft, document) if begun else None,
        can_pick=base.kind in LEAST_SENTENCES,
        query=read_query(),
    )


def _show_preview(draft: QuestionDraft, article: Article) -> str:
    """The fragment that a script puts beside the form; nothing is changed."""
    picked = request.args.get("sentence", OWN)
    base = _begin(draft, article, picked) or draft
    form = form_for(base)
    preview = preview_question(_read(form, base, article), article.to_document())
    return render_template("authoring/_preview.html", preview=preview, form=form)


def _show_sentences(bank: Bank, article: Article, kind: Kind, question: Question | None) -> str:
    document = article.to_document()
    return render_template(
        "authoring/pick.html",
        bank=bank,
        kind=kind,
        question=question,
        offered=offer_sentences(kind, document.paragraphs),
        paragraphs=document.paragraphs,
    )
