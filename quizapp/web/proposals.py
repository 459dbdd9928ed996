"""What a language model proposes for a question or a text: asking, waiting, taking or leaving."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from quizapp.articles.library import add_article
from quizapp.articles.refusals import ArticleError
from quizapp.articles.retold import make_retelling
from quizapp.bank.content import current_draft
from quizapp.bank.differences import compare
from quizapp.bank.review import ReviewError
from quizapp.db import db
from quizapp.generation.draft import QuestionDraft
from quizapp.generation.writer.offers import (
    LANGUAGES,
    LEVELS,
    can_have_better_distractors,
    can_have_simpler_stem,
)
from quizapp.jobs import proposing
from quizapp.jobs.proposals import WriterJob, WriterTask
from quizapp.web.access import (
    editable_question,
    now,
    own_article,
    own_id,
    own_writer_job,
    teacher_only,
    the_teacher,
    the_writer,
)
from quizapp.web.drafting import the_jobs
from quizapp.web.forms.proposals import RetellingForm

blueprint = Blueprint("proposals", __name__, url_prefix="/teach")
NOBODY_SET = "No language model is set here. Whoever runs the program can set one."
CANNOT = "That cannot be asked for with this question. Choose one of the buttons."
OVERTAKEN = (
    "The question has changed since the model was asked. Nothing was taken: ask once more, or edit"
    " the question yourself."
)


@blueprint.post("/questions/<int:question_id>/propose")
@teacher_only
def propose(question_id: int) -> Response:
    """Ask for something about a question: the task, and a language after a colon."""
    question = editable_question(question_id)
    task, _, aim = request.form.get("task", "").partition(":")
    refusal = _refuse(task, aim, current_draft(db.session(), question))
    if refusal:
        flash(refusal, "error")
        return redirect(url_for("bank.question", question_id=question_id))
    job = proposing.request_proposal(
        db.session(), question, WriterTask(task), aim, teacher_id=own_id(), now=now()
    )
    return _enqueue(job)


@blueprint.post("/articles/<int:article_id>/retell")
@teacher_only
def retell(article_id: int) -> Response:
    """Ask for an article at another level."""
    article, level = own_article(article_id), request.form.get("level", "")
    if the_writer() is None or level not in LEVELS:
        flash("Choose a level." if the_writer() else NOBODY_SET, "error")
        return redirect(url_for("articles.show", article_id=article_id))
    job = proposing.request_retelling(db.session(), article, level, teacher_id=own_id(), now=now())
    return _enqueue(job)


@blueprint.get("/proposals/<int:writer_job_id>")
@teacher_only
def show(writer_job_id: int) -> str:
    job = own_writer_job(writer_job_id)
    return _show(job, _begin_form(job))


@blueprint.post("/proposals/<int:writer_job_id>/cancel")
@teacher_only
def cancel(writer_job_id: int) -> Response:
    proposing.cancel(db.session(), own_writer_job(writer_job_id), now=now())
    db.session.commit()
    return redirect(url_for("proposals.show", writer_job_id=writer_job_id))


@blueprint.post("/questions/<int:question_id>/proposals/<int:writer_job_id>/take")
@teacher_only
def take(question_id: int, writer_job_id: int) -> Response:
    """Let the question say what was proposed, as a new version."""
    job, question = own_writer_job(writer_job_id), editable_question(question_id)
    here = redirect(url_for("proposals.show", writer_job_id=writer_job_id))
    draft = _read_taken(job, current_draft(db.session(), question))
    if job.question_id != question_id or draft is None:
        return here
    try:
        proposing.take(db.session(), job, draft, teacher_id=own_id(), now=now())
    except proposing.OvertakenError:
        flash(OVERTAKEN, "error")
        return here
    except ReviewError as error:
        flash(f"Not taken: {error}. Edit the question yourself.", "error")
        return here
    db.session.commit()
    flash("Taken, as a new version. Edit it if it is not quite right.", "success")
    return redirect(url_for("bank.question", question_id=question_id))


@blueprint.post("/articles/<int:article_id>/proposals/<int:writer_job_id>/keep")
@teacher_only
def keep(article_id: int, writer_job_id: int) -> str | Response:
    """Make an article of the retelling, as the teacher has edited it."""
    article, job, form = own_article(article_id), own_writer_job(writer_job_id), RetellingForm()
    is_retold = job.article_id == article_id and job.proposed and job.proposed.paragraphs
    if not is_retold:
        return redirect(url_for("proposals.show", writer_job_id=writer_job_id))
    if form.validate_on_submit():
        try:
            text = form.text.data or ""
            document = make_retelling(article.to_document(), text, job.aim, job.writer)
        except ArticleError as error:
            form.text.errors = [*form.text.errors, str(error)]
        else:
            document = replace(document, title=(form.title.data or "").strip())
            kept = add_article(db.session(), the_teacher(), document, now=now())
            db.session.commit()
            flash("Kept as an article of its own.", "success")
            return redirect(url_for("articles.show", article_id=kept.id))
    return _show(job, form)


def _refuse(task: str, aim: str, draft: QuestionDraft) -> str:
    """Why that cannot be asked for, in a sentence; or nothing."""
    if the_writer() is None:
        return NOBODY_SET
    offered = {
        WriterTask.DISTRACTORS: can_have_better_distractors(draft) and not aim,
        WriterTask.WORDING: can_have_simpler_stem(draft) and not aim,
        WriterTask.TRANSLATION: aim in LANGUAGES,
    }
    return "" if task in offered and offered[WriterTask(task)] else CANNOT


def _enqueue(job: WriterJob) -> Response:
    db.session.commit()
    the_jobs().enqueue_proposing(job.id)
    return redirect(url_for("proposals.show", writer_job_id=job.id))


def _read_taken(job: WriterJob, content: QuestionDraft) -> QuestionDraft | None:
    """The question as the teacher takes it; a translation stands behind its stem, or in place."""
    proposed = job.proposed
    if proposed is None:
        return None
    if proposed.text:
        behind = f"{content.stem} ({proposed.text})"
        stem = proposed.text if request.form.get("in_place") else behind
        return replace(content, stem=stem, writer=job.writer)
    return proposed.draft


def _begin_form(job: WriterJob) -> RetellingForm | None:
    if not (job.proposed and job.proposed.paragraphs):
        return None
    text = "\n\n".join(each.text for each in job.proposed.paragraphs)
    return RetellingForm(formdata=None, data={"title": job.article.title, "text": text})


def _show(job: WriterJob, form: RetellingForm | None) -> str:
    content = current_draft(db.session(), job.question) if job.question else None
    proposed = job.proposed.draft if job.proposed else None
    if content is None and job.question_id:
        abort(404)
    return render_template(
        "written/proposal.html",
        job=job,
        form=form,
        content=content,
        differences=compare(content, proposed) if content and proposed else (),
        is_overtaken=bool(job.question and job.question.latest != job.version),
        tongue=LANGUAGES.get(job.aim, ""),
        writer=the_writer(),
    )
