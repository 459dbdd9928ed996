"""What a learner marks in a text and writes beside it; only they ever see it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quizapp.db import db
from quizapp.notebook.notes import (
    Colour,
    Note,
    NoteError,
    NoteProblem,
    Place,
    add_note,
    change_note,
    list_notes,
    remove_note,
)
from quizapp.web.access import learner_only, now, own_id, own_note, the_learner
from quizapp.web.forms.reading_room import ChangedNoteForm, NoteForm
from quizapp.web.reading_page import lay_out, show_notes
from quizapp.web.reading_room import link_to, list_openings, show_text
from quizapp.web.shown_text import leave_out
from quizapp.web.texts import Text, hide_from, own_text

blueprint = Blueprint("reading_notes", __name__, url_prefix="/learn/texts/<int:article_id>/notes")


@blueprint.get("")
@learner_only
def index(article_id: int) -> str:
    """All notes on the text."""
    text = own_text(article_id)
    notes = list_notes(db.session(), own_id(), text.article.id)
    shown = show_notes(text.document, hide_from(text), notes)
    return render_template("reading_room/notes.html", text=text, notes=shown)


@blueprint.post("")
@learner_only
def add(article_id: int) -> str | Response:
    text = own_text(article_id)
    blocks = lay_out(text.document, text.article.id, hide_from(text), [])
    form = NoteForm.about(list_openings(blocks))
    if not form.validate_on_submit():
        return show_text(text, form)
    place = _find_place(text, form)
    if place is None:
        form.quote.errors = [_say(NoteProblem.NO_WORDS)]
        return show_text(text, form)
    try:
        add_note(
            db.session(),
            the_learner(),
            text.article,
            place,
            colour=Colour(form.colour.data),
            text=form.text.data or "",
            now=now(),
        )
    except NoteError as error:
        form.text.errors = [_say(error.problem)]
        return show_text(text, form)
    db.session.commit()
    return redirect(link_to(text.article, place.paragraph))


@blueprint.route("/<int:note_id>", methods=["GET", "POST"])
@learner_only
def edit(article_id: int, note_id: int) -> str | Response:
    text = own_text(article_id)
    note = _own_note(text, note_id)
    form = ChangedNoteForm(colour=note.colour.value, text=note.text)
    if form.validate_on_submit():
        colour, words = Colour(form.colour.data), form.text.data or ""
        try:
            change_note(db.session(), note, colour=colour, text=words, now=now())
        except NoteError as error:
            form.text.errors = [_say(error.problem)]
        else:
            db.session.commit()
            return redirect(link_to(text.article, note.paragraph))
    shown = show_notes(text.document, hide_from(text), [note])
    return render_template(
        "reading_room/note.html", text=text, note=note, shown=shown[:1], form=form
    )


@blueprint.post("/<int:note_id>/remove")
@learner_only
def remove(article_id: int, note_id: int) -> Response:
    text = own_text(article_id)
    note = _own_note(text, note_id)
    paragraph = note.paragraph
    remove_note(db.session(), note)
    db.session.commit()
    flash(_("The note is removed."), "success")
    return redirect(link_to(text.article, paragraph))


def _own_note(text: Text, note_id: int) -> Note:
    """A note of the learner's in what is open to them; it comes back with its paragraph."""
    note = own_note(text.article, note_id)
    return note if note.paragraph <= text.way.last else abort(404)


def _find_place(text: Text, form: NoteForm) -> Place | None:
    """Where the words stand in the whole paragraph: at the offset that a script sends, or where
    they first stand; None when they do not."""
    number, quote = form.paragraph.data, (form.quote.data or "").strip()
    if not quote:
        return Place(number)
    whole = text.document.paragraphs[number - 1]
    shown = leave_out(whole, number, hide_from(text))
    sent = form.start.data or ""
    start = int(sent) if sent.isdecimal() and len(sent) < 7 else 0
    if not shown.text.startswith(quote, start):
        start = shown.text.find(quote)
    return Place(number, *shown.find(start, start + len(quote))) if start >= 0 else None


def _say(problem: NoteProblem) -> str:
    words: dict[NoteProblem, str] = {
        NoteProblem.NO_PARAGRAPH: _("This text has no such paragraph. Choose another."),
        NoteProblem.NO_WORDS: _(
            "These words do not stand in that paragraph. Copy them exactly, or leave this empty."
        ),
        NoteProblem.EMPTY: _("Write a note, or choose words to mark."),
        NoteProblem.TOO_LONG: _("Write at most 1000 characters."),
        NoteProblem.TOO_MANY: _("This text has 500 notes. Remove one before you add another."),
    }
    return words[problem]
