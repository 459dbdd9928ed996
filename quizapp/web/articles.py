"""Articles: bringing one, mending what was taken of it, reading it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.articles.books import find_book, keep_book
from quizapp.articles.document import Document
from quizapp.articles.importing import ArticleError, ManyChaptersError, read_document
from quizapp.articles.levels import LEVELS, Readability, measure
from quizapp.articles.library import add_article, describe
from quizapp.articles.models import Article, WaitingBook
from quizapp.bank.mending import HAS_QUESTIONS, change_roles, has_questions, remove_article
from quizapp.bank.overview import list_article_summaries, summarise_article
from quizapp.bank.proposed import has_runs
from quizapp.db import begin_write_anew, db
from quizapp.jobs.generating import find_generation
from quizapp.jobs.proposing import list_asked
from quizapp.web.access import (
    now,
    own_article,
    own_id,
    readable_article,
    teacher_only,
    the_teacher,
    the_writer,
)
from quizapp.web.article_blocks import fold_runs
from quizapp.web.forms.articles import AboutForm, ArticleForm, BlocksForm, ChapterForm, RemoveForm
from quizapp.web.passage import show_passage

blueprint = Blueprint("articles", __name__, url_prefix="/teach/articles")
ABOUT = ("title", "author", "source", "published_on", "licence", "level")
AT_WORK = (
    "Questions are being written for this article. Wait until that has ended, or see how far it is."
)


@blueprint.get("")
@teacher_only
def index() -> str:
    articles = list_article_summaries(db.session(), own_id())
    return render_template("articles/index.html", articles=articles)


@blueprint.route("/new", methods=["GET", "POST"])
@teacher_only
def new() -> str | Response:
    form = ArticleForm()
    if form.validate_on_submit():
        raw, name = form.read_source()
        try:
            document = read_document(raw, name)
        except ManyChaptersError:
            _wait_for_writing()
            keep_book(db.session(), own_id(), bytes(raw), name, now=now())  # type: ignore[arg-type]
            db.session.commit()
            return redirect(url_for("articles.book"))
        except ArticleError as error:
            form.refuse(str(error))
            return render_template("articles/new.html", form=form)
        return _bring(_complete(document, form))
    return render_template("articles/new.html", form=form)


@blueprint.route("/book", methods=["GET", "POST"])
@teacher_only
def book() -> str | Response:
    """The chapters of a book that is too long for one article."""
    waiting = find_book(db.session(), own_id())
    if waiting is None:
        return render_template("articles/no_book.html")
    form = ChapterForm()
    if form.validate_on_submit():
        try:
            return _bring(read_document(waiting.raw, waiting.name, chapter=form.chapter.data))
        except ArticleError as error:
            form.chapter.errors = [*form.chapter.errors, str(error)]
    choice = _open_book(waiting)
    if choice is None:
        return render_template("articles/no_book.html")
    form.offer(choice.chapters)
    return render_template("articles/book.html", form=form, book=choice)


@blueprint.get("/<int:article_id>")
@teacher_only
def show(article_id: int) -> str:
    article = readable_article(article_id)
    return render_template(
        "articles/show.html",
        article=article,
        passage=show_passage(article.to_document()),
        summary=summarise_article(db.session(), article),
        readability=_measure(article),
        generation=find_generation(db.session(), article),
        writer=(writer := the_writer()),
        asked=list_asked(db.session(), own_id(), article_id=article_id) if writer else (),
        levels=LEVELS,
        was_written=has_runs(db.session(), article_id),
    )


@blueprint.route("/<int:article_id>/blocks", methods=["GET", "POST"])
@teacher_only
def blocks(article_id: int) -> str | Response:
    """What was taken as body, heading or caption, with a switch on each paragraph."""
    article = own_article(article_id)
    fixed = _tell_why_fixed(article)
    form = BlocksForm(data={"roles": [block.role for block in article.blocks]})
    if not fixed and form.validate_on_submit():
        try:
            change_roles(db.session(), article, form.read_roles())
        except ArticleError as error:
            form.form_errors.append(str(error))
        else:
            db.session.commit()
            flash(f"Saved. The article has {article.words} words of body.", "success")
            return redirect(url_for("articles.show", article_id=article_id))
    return render_template(
        "articles/blocks.html",
        article=article,
        form=form,
        fixed=fixed,
        runs=list(fold_runs((block.text for block in article.blocks), form.roles)),
        readability=_measure(article),
    )


@blueprint.route("/<int:article_id>/about", methods=["GET", "POST"])
@teacher_only
def about(article_id: int) -> str | Response:
    """Title, author, source, date, licence and level."""
    article = own_article(article_id)
    form = AboutForm(obj=article)
    if form.validate_on_submit():
        describe(db.session(), article, {name: form[name].data for name in ABOUT})
        db.session.commit()
        flash("Saved.", "success")
        return redirect(url_for("articles.show", article_id=article_id))
    return render_template("articles/about.html", article=article, form=form)


@blueprint.route("/<int:article_id>/remove", methods=["GET", "POST"])
@teacher_only
def remove(article_id: int) -> str | Response:
    """Ask whether an article without questions shall go, and let it go."""
    article = own_article(article_id)
    fixed = _tell_why_fixed(article)
    form = RemoveForm()
    if not fixed and form.validate_on_submit():
        title = article.title
        remove_article(db.session(), article)
        db.session.commit()
        flash(f"“{title}” is deleted.", "success")
        return redirect(url_for("articles.index"))
    return render_template("articles/remove.html", article=article, form=form, fixed=fixed)


def _bring(document: Document) -> Response:
    """Keep the article, and show what was taken of it."""
    _wait_for_writing()
    moment = now()
    article = add_article(db.session(), the_teacher(), document, now=moment)
    is_new = article.created_at == moment
    db.session.commit()
    if not is_new:
        flash("You have this article already. Here it is.", "info")
        return redirect(url_for("articles.show", article_id=article.id))
    flash("The article is here. Look over what was taken as its text.", "success")
    return redirect(url_for("articles.blocks", article_id=article.id))


def _wait_for_writing() -> None:
    """Take the write lock only now: reading a file takes a while, and learners save meanwhile."""
    begin_write_anew(db.session())


def _open_book(waiting: WaitingBook) -> ManyChaptersError | None:
    """The chapters to choose from; none if the readers have changed since the book was kept."""
    try:
        read_document(waiting.raw, waiting.name)
    except ManyChaptersError as choice:
        return choice
    except ArticleError:
        return None
    return None


def _measure(article: Article) -> Readability:
    return measure(article.to_document().paragraphs)


def _tell_why_fixed(article: Article) -> str:
    """Why the article's text has to stay as it is, or nothing."""
    if has_questions(db.session(), article.id):
        return HAS_QUESTIONS
    generation = find_generation(db.session(), article)
    return AT_WORK if generation and generation.is_under_way else ""


def _complete(document: Document, form: ArticleForm) -> Document:
    """The document with what the teacher wrote about it."""
    known = {name: form[name].data for name in ABOUT if form[name].data}
    return replace(document, **known)
