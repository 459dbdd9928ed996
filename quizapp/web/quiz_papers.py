"""A quiz's papers to look at and to print: as a learner would see them, and with the key."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import MultiDict

from quizapp.attempts.printing import KeyEntry, letter, write_key
from quizapp.attempts.ruled import show_ruled
from quizapp.attempts.scoring import CERTAINTIES
from quizapp.attempts.trial import TrialPaper, draw_trial
from quizapp.bank.content import group_by_article
from quizapp.db import db
from quizapp.quizzes.rules import Layout
from quizapp.web.access import own_quiz, teacher_only
from quizapp.web.forms.quiz_print import MOST_PAPERS, PrintForm
from quizapp.web.passage import PassageView, hide_keys, show_passage

blueprint = Blueprint("quiz_papers", __name__, url_prefix="/teach")


@blueprint.get("/quizzes/<int:quiz_id>/preview")
@blueprint.get("/quizzes/<int:quiz_id>/preview/<int:number>")
@teacher_only
def preview(quiz_id: int, number: int = 1) -> str:
    """One paper as a learner would sit it. Nothing of it is kept."""
    quiz = own_quiz(quiz_id)
    if not 1 <= number <= MOST_PAPERS:
        abort(404)
    paper = draw_trial(db.session(), quiz, number)
    position = request.args.get("question", 1, type=int)
    if paper.items and not 1 <= position <= len(paper.items):
        abort(404)
    return render_template(
        "quizzes/preview.html",
        quiz=quiz,
        paper=paper,
        current=paper.views[position - 1] if paper.views else None,
        shows_all=quiz.layout is Layout.ALL,
        following=number % MOST_PAPERS + 1,
        keys=_write_keys(paper, lettered=False) if "answers" in request.args else {},
        certainties=CERTAINTIES,
        **_show_passages(paper),
    )


@blueprint.get("/quizzes/<int:quiz_id>/print")
@teacher_only
def print_out(quiz_id: int) -> str:
    """Question sheets and their keys, for paper."""
    quiz = own_quiz(quiz_id)
    form = PrintForm(request.args or MultiDict())
    if request.args:
        form.validate()
    return render_template(
        "quizzes/print.html",
        quiz=quiz,
        form=form,
        letter=letter,
        sheets=[_show_sheet(draw_trial(db.session(), quiz, it)) for it in form.list_numbers()],
    )


def _show_sheet(paper: TrialPaper) -> dict[str, Any]:
    """A paper with its passages, each followed by its questions, and its key."""
    shown = _show_passages(paper)
    return {
        "name": letter(paper.number - 1),
        "paper": paper,
        "keys": _write_keys(paper, lettered=True),
        "parts": [
            (view, [it for it in paper.views if shown["passage_keys"][it.position] == view.key])
            for view in shown["passages"]
        ],
    }


def _show_passages(paper: TrialPaper) -> dict[str, Any]:
    """The passages without what would give a key away, and each question's own."""
    passages: list[PassageView] = [
        show_passage(article.to_document(), hide_keys(own), key=article.id)
        for article, own in group_by_article(paper.articles, paper.drafts)
    ]
    keys = {item.position: paper.articles[item.version_id].id for item in paper.items}
    return {"passages": passages, "passage_keys": keys}


def _write_keys(paper: TrialPaper, *, lettered: bool) -> dict[int, KeyEntry]:
    return {
        item.position: write_key(
            show_ruled(paper.drafts[item.version_id], paper.verdicts.get(item.version_id)),
            [int(it) for it in item.printed_order],
            position=item.position,
            points=item.max_score,
            lettered=lettered,
        )
        for item in paper.items
    }
