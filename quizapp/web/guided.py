"""Guided reading, as a teacher sets it up: a text in parts, with a question before each."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from quizapp.articles.library import list_siblings
from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.guided.answering import TRIES
from quizapp.guided.asked import list_quizzes_asking
from quizapp.guided.gates import (
    GateError,
    find_gate,
    list_standing,
    list_suitable,
    remove_gate,
    set_gate,
    suggest_gates,
)
from quizapp.guided.outlook import list_reading_courses
from quizapp.guided.parts import divide
from quizapp.guided.suitable import Obstacle
from quizapp.web.access import now, own_article, own_id, teacher_only
from quizapp.web.forms.guided import CHOOSE, GateForm
from quizapp.web.passage import show_passage

blueprint = Blueprint("guided", __name__, url_prefix="/teach/articles/<int:article_id>/guided")
WHY_OPEN = {
    Obstacle.NOT_APPROVED: "its question is no longer approved",
    Obstacle.KIND: "its question is now of a kind that only a teacher can mark",
    Obstacle.HIDES_WORDS: "its question now hides words of the text",
    Obstacle.BEYOND: "its question is now answered further on in the text",
}


@blueprint.get("")
@teacher_only
def show(article_id: int) -> str:
    """The text with its gates, and who has come how far."""
    article = own_article(article_id)
    standing = list_standing(db.session(), article)
    in_force = [it.gate for it in standing if it.obstacle is None]
    document = article.to_document()
    count = len(document.paragraphs)
    return render_template(
        "guided/show.html",
        article=article,
        passage=show_passage(document),
        count=count,
        standing={it.gate.after: it for it in standing},
        in_force=in_force,
        parts=divide(count, {it.after for it in in_force}),
        asking=_find_asking(article),
        courses=list_reading_courses(db.session(), article, in_force) if in_force else [],
        open_levels=_list_open_levels(article) if in_force else [],
        why_open=WHY_OPEN,
        most_tries=TRIES,
    )


@blueprint.post("/suggest")
@teacher_only
def suggest(article_id: int) -> Response:
    """Set a gate at the end of each part, with the question that suits it best."""
    article = own_article(article_id)
    made = suggest_gates(db.session(), article, better_not=_find_asking(article))
    db.session.commit()
    if made:
        gates = "1 gate is set" if len(made) == 1 else f"{len(made)} gates are set"
        flash(f"{gates}. Look over the questions below.", "success")
    else:
        flash(
            "No further gate could be set: no approved question is answered by the part before it."
            " Write one in the bank and approve it, or choose a place yourself.",
            "info",
        )
    return redirect(url_for("guided.show", article_id=article_id))


@blueprint.route("/<int:paragraph>", methods=["GET", "POST"])
@teacher_only
def gate(article_id: int, paragraph: int) -> str | Response:
    """Choose the question that stands after a paragraph."""
    article = own_article(article_id)
    try:
        suitable = list_suitable(db.session(), article, paragraph)
    except GateError:
        abort(404)
    standing = find_gate(db.session(), article, paragraph)
    form = GateForm(
        question=standing.question_id if standing else None,
        opens_after_tries=standing.opens_after_tries if standing else True,
    )
    form.offer(suitable)
    if form.validate_on_submit():
        question_id, tries = form.question.data, form.opens_after_tries.data
        try:
            set_gate(db.session(), article, paragraph, question_id, opens_after_tries=tries)
        except GateError:
            form.question.errors = [CHOOSE]
        else:
            db.session.commit()
            flash(f"A gate stands after paragraph {paragraph}.", "success")
            return redirect(_link_to(article, paragraph))
    return render_template(
        "guided/gate.html",
        article=article,
        paragraph=paragraph,
        is_set=standing is not None,
        form=form,
        suitable=suitable,
        asking=_find_asking(article),
    )


@blueprint.post("/<int:paragraph>/remove")
@teacher_only
def remove(article_id: int, paragraph: int) -> Response:
    article = own_article(article_id)
    remove_gate(db.session(), article, paragraph)
    db.session.commit()
    flash(f"The gate after paragraph {paragraph} is removed.", "success")
    return redirect(_link_to(article, paragraph))


def _find_asking(article: Article) -> dict[int, tuple[str, ...]]:
    return list_quizzes_asking(db.session(), own_id(), article.id, now=now())


def _list_open_levels(article: Article) -> list[Article]:
    """The same text at other levels where no gate stands: there it can be read as a whole."""
    return [
        it
        for it in list_siblings(db.session(), article)
        if it.id != article.id and not list_standing(db.session(), it)
    ]


def _link_to(article: Article, paragraph: int) -> str:
    return url_for("guided.show", article_id=article.id, _anchor=f"after-{paragraph}")
