"""Articles: bringing one, reading it, having questions drafted."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.articles.document import Document
from quizapp.articles.importing import ArticleError, read_document
from quizapp.articles.library import add_article
from quizapp.bank.overview import list_article_summaries, summarise_article
from quizapp.db import db
from quizapp.jobs import Jobs, find_latest_job, request_generation
from quizapp.web.access import now, own_article, readable_article, teacher_only, the_teacher
from quizapp.web.forms.articles import ArticleForm
from quizapp.web.passage import show_passage

blueprint = Blueprint("articles", __name__, url_prefix="/teach/articles")
SEED = 1


@blueprint.get("")
@teacher_only
def index() -> str:
    articles = list_article_summaries(db.session(), the_teacher().id)
    return render_template("articles/index.html", articles=articles)


@blueprint.route("/new", methods=["GET", "POST"])
@teacher_only
def new() -> str | Response:
    form = ArticleForm()
    if form.validate_on_submit():
        try:
            document = read_document(*form.read_source())
        except ArticleError as error:
            form.text.errors = [*form.text.errors, str(error)]
            return render_template("articles/new.html", form=form)
        article = add_article(db.session(), the_teacher(), _complete(document, form), now=now())
        db.session.commit()
        flash("The article is here. Look it over, then have questions drafted.", "success")
        return redirect(url_for("articles.show", article_id=article.id))
    return render_template("articles/new.html", form=form)


@blueprint.get("/<int:article_id>")
@teacher_only
def show(article_id: int) -> str:
    article = readable_article(article_id)
    return render_template(
        "articles/show.html",
        article=article,
        passage=show_passage(article.to_document()),
        summary=summarise_article(db.session(), article),
        job=find_latest_job(db.session(), article_id),
    )


@blueprint.post("/<int:article_id>/generate")
@teacher_only
def generate(article_id: int) -> Response:
    job = request_generation(db.session(), own_article(article_id), seed=SEED, now=now())
    db.session.commit()
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.enqueue_generation(job.id)
    return redirect(url_for("articles.show", article_id=article_id))


def _complete(document: Document, form: ArticleForm) -> Document:
    """The document with what the teacher wrote about it."""
    known = {
        name: form[name].data
        for name in ("title", "author", "source", "published_on", "licence")
        if form[name].data
    }
    return replace(document, **known)
