"""A learner answers the question at a gate, and reads on."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from quizapp.attempts.answers import AnswerError, Value, from_page
from quizapp.db import db
from quizapp.guided.answering import answer_gate
from quizapp.guided.parts import Gate
from quizapp.web.access import learner_only, now, the_learner
from quizapp.web.forms.guided import GateAnswerForm
from quizapp.web.gate_box import draw_order
from quizapp.web.reading_room import show_text
from quizapp.web.texts import Text, own_text

blueprint = Blueprint("reading_gates", __name__, url_prefix="/learn/texts/<int:article_id>/gate")


@blueprint.post("")
@learner_only
def answer(article_id: int) -> str | Response:
    """Mark an answer; one that was sent before, or to another question, changes nothing."""
    text, form = own_text(article_id), GateAnswerForm()
    gate = text.way.shut
    if gate is None or not form.validate() or form.version.data != gate.version_id:
        return redirect(_link_on(text))
    number = form.number.data or 0
    value = _read_value(gate, number)
    if not value:
        return show_text(text, gate_form=form)
    answer_gate(db.session(), the_learner(), gate, number, value, now=now())
    db.session.commit()
    return redirect(_link_on(own_text(article_id), gate))


def _read_value(gate: Gate, number: int) -> Value:
    try:
        return from_page(gate.draft, draw_order(gate, number), request.form.getlist("answer"))
    except AnswerError:
        abort(400)


def _link_on(text: Text, answered: Gate | None = None) -> str:
    """The part that a gate has opened, or the gate that is shut."""
    anchor = None
    if answered is not None and answered.after < text.way.last:
        anchor = f"part-{text.way.find_next(answered).number}"
    elif text.way.shut is not None:
        anchor = "gate"
    return url_for("reading_room.show", article_id=text.article.id, _anchor=anchor)
