"""Drafting: a bank for an article, and questions about words that a teacher picks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.generation.draft import Span
from quizapp.generation.picking import SpanError
from quizapp.jobs import asking, generating
from quizapp.jobs.asking import SpanJob
from quizapp.jobs.candidates import Candidate, ChoiceError
from quizapp.jobs.queue import Jobs
from quizapp.web.access import now, own_article, own_span_job, teacher_only, the_writer
from quizapp.web.forms.drafting import KeepForm, WordsForm
from quizapp.web.passage import Piece, cut, show_passage

blueprint = Blueprint("drafting", __name__, url_prefix="/teach")
SEED = 1


@dataclass(frozen=True)
class Card:
    """A candidate as printed: its evidence with the picked words lit, and what is ticked."""

    number: int
    candidate: Candidate
    evidence: tuple[Piece, ...]
    chosen: Collection[int]
    error: str = ""


@blueprint.post("/articles/<int:article_id>/generate")
@teacher_only
def generate(article_id: int) -> Response:
    article = own_article(article_id)
    with_writer = bool(request.form.get("with_writer") and the_writer())
    job = generating.request_generation(
        db.session(), article, seed=SEED, now=now(), with_writer=with_writer
    )
    db.session.commit()
    the_jobs().enqueue_generation(job.id)
    return redirect(url_for("articles.show", article_id=article_id))


@blueprint.post("/articles/<int:article_id>/generate/cancel")
@teacher_only
def cancel(article_id: int) -> Response:
    generating.cancel_generation(db.session(), own_article(article_id), now=now())
    db.session.commit()
    return redirect(url_for("articles.show", article_id=article_id))


@blueprint.route("/articles/<int:article_id>/words", methods=["GET", "POST"])
@teacher_only
def words(article_id: int) -> str | Response:
    article = own_article(article_id)
    document = article.to_document()
    form = WordsForm()
    if form.validate_on_submit():
        try:
            return _ask(article, asking.pick_span(document, *form.read_place()))
        except SpanError as error:
            form.words.errors = [*form.words.errors, str(error)]
    return render_template(
        "drafting/words.html", article=article, form=form, passage=show_passage(document)
    )


@blueprint.get("/words/<int:span_job_id>")
@teacher_only
def candidates(span_job_id: int) -> str:
    job = own_span_job(span_job_id)
    return _show(job, [_card(job, number) for number in range(len(job.candidates))])


@blueprint.post("/words/<int:span_job_id>")
@teacher_only
def keep(span_job_id: int) -> str | Response:
    job, form = own_span_job(span_job_id), KeepForm()
    number, chosen = form.read_choice()
    if not form.validate() or number >= len(job.candidates):
        abort(400)  # no page of ours sends that
    try:
        question, is_new = asking.keep_candidate(db.session(), job, number, chosen, now=now())
    except ChoiceError as error:
        cards = [_card(job, other) for other in range(len(job.candidates))]
        cards[number] = _card(job, number, chosen, str(error))
        return _show(job, cards)
    db.session.commit()
    flash("Kept as a draft." if is_new else "The bank holds this question already.", "success")
    return redirect(url_for("bank.question", question_id=question.id))


def the_jobs() -> Jobs:
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def _ask(article: Article, span: Span) -> Response:
    job = asking.request_drafts(db.session(), article, span, now=now())
    db.session.commit()
    the_jobs().enqueue_asking(job.id)
    return redirect(url_for("drafting.candidates", span_job_id=job.id))


def _show(job: SpanJob, cards: list[Card]) -> str:
    return render_template(
        "drafting/candidates.html",
        job=job,
        article=job.article,
        cards=cards,
        passage=show_passage(job.article.to_document(), [(job.span, "critical")]),
    )


def _card(
    job: SpanJob, number: int, chosen: Collection[int] | None = None, error: str = ""
) -> Card:
    candidate = job.candidates[number]
    suggested = range(candidate.suggested)
    proof, key = candidate.draft.critical_span, job.span
    inside = proof.paragraph == key.paragraph and proof.start <= key.start
    lit = [(key.start - proof.start, key.end - proof.start, "critical")] if inside else []
    pieces = cut(proof.quote, lit)
    return Card(number, candidate, pieces, suggested if chosen is None else chosen, error)
