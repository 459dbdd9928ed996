"""What did the school's language model propose for an article, and what was dropped?"""

from __future__ import annotations

from flask import Blueprint, render_template

from quizapp.bank.proposed import list_runs
from quizapp.db import db
from quizapp.generation.writer.terms import GATES, Gate
from quizapp.web.access import own_article, teacher_only

blueprint = Blueprint("written", __name__, url_prefix="/teach")


@blueprint.get("/articles/<int:article_id>/written")
@teacher_only
def show(article_id: int) -> str:
    article = own_article(article_id)
    return render_template(
        "written/show.html",
        article=article,
        runs=list_runs(db.session(), article_id),
        tell_gate=tell_gate,
    )


def tell_gate(name: str) -> str:
    """Why drafts were dropped at the gate, in a sentence; a gate of old times has its name only."""
    return GATES[Gate(name)] if name in set(Gate) else f"Dropped at the gate “{name}”."
