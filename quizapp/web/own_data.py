"""What is kept about the learner who is signed in? A page that says it, and a file with all."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from quizapp.accounts.erasing import list_courses_of
from quizapp.accounts.teaching import list_teachers_of
from quizapp.attempts.erasing import list_attempts_of
from quizapp.attempts.overview import list_overdue
from quizapp.attempts.result import tells_what_is_right
from quizapp.db import begin_snapshot, db
from quizapp.notebook.clearing import Section, clear_section, count_notebook
from quizapp.notebook.notes import list_notes
from quizapp.privacy.erasing import plan_erasing
from quizapp.privacy.own_things import Shown, tell_own_things
from quizapp.privacy.telling import tell_record
from quizapp.web.access import learner_only, now, own_id, the_learner, the_settings
from quizapp.web.forms.own_data import RemoveForm
from quizapp.web.practising import take_stock
from quizapp.web.reading_page import show_notes
from quizapp.web.record_files import send_record
from quizapp.web.results import note_seen, see_as_learner, settle
from quizapp.web.texts import Text, hide_from, list_texts

blueprint = Blueprint("own_data", __name__, url_prefix="/learn/my-data")


@blueprint.get("")
@learner_only
def index() -> str:
    """What is kept, who sees it, how it is had and how it goes."""
    learner_id = own_id()
    courses = list_courses_of(db.session(), learner_id)
    return render_template(
        "own_data/index.html",
        kept=plan_erasing(db.session(), learner_id),
        courses=courses,
        teachers=list_teachers_of(db.session(), [it.id for it in courses]),
        erase_after_days=the_settings().erase_after_days,
    )


@blueprint.get("/record.zip")
@learner_only
def download() -> Response:
    _settle_all()
    begin_snapshot(db.session())
    learner = the_learner()
    own = tell_own_things(db.session(), learner.id, find_shown())
    return send_record(tell_record(db.session(), learner, see_as_learner, now=now(), own=own))


@blueprint.route("/remove", methods=["GET", "POST"])
@learner_only
def remove() -> str | Response:
    """Let notes, words or the times of reading go, once one is chosen."""
    learner_id = own_id()
    form = RemoveForm.offer(count_notebook(db.session(), learner_id), request.args.get("section"))
    if form.validate_on_submit():
        clear_section(db.session(), learner_id, Section(form.section.data))
        db.session.commit()
        flash(gettext("It is gone."), "success")
        return redirect(url_for("own_data.index"))
    return render_template("own_data/remove.html", form=form)


def find_shown() -> Shown:
    """What pages show the learner of their own things now."""
    texts, stock = list_texts(), take_stock()
    return Shown(
        note_words={key: words for it in texts for key, words in _list_note_words(it)},
        words=frozenset(stock.words),
        questions=frozenset(stock.questions),
        gates=frozenset(gate.id for it in texts for gate in it.gates if gate.after <= it.way.last),
    )


def _list_note_words(text: Text) -> list[tuple[int, str]]:
    notes = list_notes(db.session(), own_id(), text.article.id)
    if not notes:
        return []
    return [(it.id, it.quote) for it in show_notes(text.document, hide_from(text), notes)]


def _settle_all() -> None:
    """Close what is over, and let the logs say that the learner sees what the file tells."""
    for attempt in list_overdue(db.session(), own_id(), now=now()):
        settle(attempt)
    for attempt in list_attempts_of(db.session(), own_id()):
        if tells_what_is_right(see_as_learner(attempt)):
            note_seen(attempt)
