"""Where a learner reads: which texts there are, one text, how it looks, how far they are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quizapp.articles.models import Article
from quizapp.attempts.overview import list_overdue
from quizapp.db import db
from quizapp.notebook.looks import choose_look
from quizapp.notebook.notes import list_notes
from quizapp.notebook.places import find_place, list_places, move_place, note_reading
from quizapp.web.access import learner_only, now, own_id, the_learner, the_settings
from quizapp.web.forms.guided import GateAnswerForm
from quizapp.web.forms.reading_room import LookForm, LookUpForm, NoteForm, PlaceForm
from quizapp.web.gate_box import list_outcomes, stand_before
from quizapp.web.looks import own_look
from quizapp.web.passage import show_passage
from quizapp.web.reading_page import RoomBlock, divide_blocks, lay_out
from quizapp.web.results import settle
from quizapp.web.texts import Text, hide_from, is_running, list_levels, list_texts, own_text

blueprint = Blueprint("reading_room", __name__, url_prefix="/learn")
WORDS_A_MINUTE = 120  # a learner's quiet pace; see quizapp/quizzes/estimating.py
OPENING = 40  # characters that tell one paragraph from another in a list


@blueprint.get("/texts")
@learner_only
def index() -> str:
    _settle_overdue()
    texts = list_texts()
    places = list_places(db.session(), own_id(), [it.article.id for it in texts])
    return render_template(
        "reading_room/index.html",
        rows=[(it, places.get(it.article.id)) for it in texts],
        pace=WORDS_A_MINUTE,
    )


@blueprint.get("/texts/<int:article_id>")
@learner_only
def show(article_id: int) -> str | Response:
    """The text to read; who comes from another level of it goes on where they were."""
    _settle_overdue()
    text = own_text(article_id)
    came_from = request.args.get("from", type=int)
    if came_from is not None:
        return redirect(_find_same_place(text, came_from))
    return show_text(text)


@blueprint.post("/texts/<int:article_id>/place")
@learner_only
def place(article_id: int) -> Response | tuple[str, int]:
    """Keep where the reader is: told by the page in the background, or sent as a form."""
    text, form = own_text(article_id), PlaceForm(request.form)
    if not form.validate() or (form.paragraph.data or 1) > text.way.last:
        abort(400)
    day = now().astimezone(the_settings().zone).date()
    try:
        note_reading(
            db.session(),
            the_learner(),
            text.article,
            paragraph=form.paragraph.data or 1,
            seconds=form.seconds.data or 0,
            now=now(),
            day=day,
        )
    except ValueError:
        abort(400)
    db.session.commit()
    if form.seconds.data is None:
        return redirect(link_to(text.article, form.paragraph.data))
    return "", 204


@blueprint.route("/reading-settings", methods=["GET", "POST"])
@learner_only
def settings() -> str | Response:
    form = LookForm.show(own_look())
    if form.validate_on_submit():
        choose_look(db.session(), the_learner(), form.read_look())
        db.session.commit()
        flash(_("Your reading settings are kept."), "success")
        return redirect(url_for("reading_room.settings"))
    return render_template("reading_room/settings.html", form=form)


def show_text(
    text: Text, note_form: NoteForm | None = None, gate_form: GateAnswerForm | None = None
) -> str:
    """The page of a text, with the form as it was sent that has to be mended."""
    learner_id, article = own_id(), text.article
    marks = hide_from(text)
    notes = list_notes(db.session(), learner_id, article.id)
    blocks = lay_out(text.document, article.id, marks, notes)
    kept_place = find_place(db.session(), learner_id, article.id)
    return render_template(
        "reading_room/show.html",
        text=text,
        facts=show_passage(text.document, marks),
        parts=divide_blocks(blocks, text.way),
        outcomes=list_outcomes(text),
        gate=stand_before(text, gate_form),
        at=min(kept_place.paragraph, text.way.last) if kept_place else 0,
        openings=list_openings(blocks),
        levels=list_levels(text, list_texts()),
        running=is_running(article),
        look_form=LookForm.show(own_look(), formdata=None),
        note_form=note_form or NoteForm.about(list_openings(blocks)),
        look_up_form=LookUpForm(formdata=None),
        form=note_form,
    )


def list_openings(blocks: tuple[RoomBlock, ...]) -> list[tuple[int, str]]:
    """The paragraphs with their first words, as a list to choose from names them."""
    openings = []
    for block in blocks:
        if block.number is not None:
            words = "".join(piece.text for pieces in block.sentences for piece in pieces)
            short = words if len(words) <= OPENING else f"{words[:OPENING].rsplit(' ', 1)[0]}…"
            openings.append((block.number, f"{block.number}: {short}"))
    return openings


def link_to(article: Article, paragraph: int | None, **more: Any) -> str:
    """The address of a paragraph of a text."""
    anchor = f"passage-{article.id}-p{paragraph}" if paragraph else None
    return url_for("reading_room.show", article_id=article.id, _anchor=anchor, **more)


def _find_same_place(text: Text, came_from: int) -> str:
    """The paragraph that is as far on as the reader was in another text, if it is open."""
    other = own_text(came_from)
    kept = find_place(db.session(), own_id(), other.article.id)
    if kept is None:
        return link_to(text.article, None)
    moved = move_place(kept, other.way.count, text.way.count)
    return link_to(text.article, min(moved, text.way.last))


def _settle_overdue() -> None:
    for overdue in list_overdue(db.session(), own_id(), now=now()):
        settle(overdue)
