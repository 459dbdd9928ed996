"""Which forms set how a text looks, keep a note, and look up a word?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from quizapp.notebook.looks import Face, LetterSpacing, LineSpacing, Look, Theme
from quizapp.notebook.notes import LONGEST_NOTE, Colour
from quizapp.notebook.words import LONGEST_MEANING, LONGEST_WORD

LONGEST_QUOTE = 20_000
CLOSEST_FIRST = [
    SelectChoice("usual", _("Usual")),
    SelectChoice("wide", _("Wide")),
    SelectChoice("widest", _("Very wide")),
]


class LookForm(FlaskForm):  # type: ignore[misc]
    """The fields bear the names of the fields of `Look`."""

    size = RadioField(
        _("Size of the letters"),
        choices=[
            SelectChoice(1, _("Small")),
            SelectChoice(2, _("Usual")),
            SelectChoice(3, _("Large")),
            SelectChoice(4, _("Larger")),
            SelectChoice(5, _("Largest")),
        ],
        coerce=int,
    )
    lines = RadioField(_("Space between lines"), choices=CLOSEST_FIRST)
    letters = RadioField(_("Space between letters and words"), choices=CLOSEST_FIRST)
    face = RadioField(
        _("Typeface"),
        choices=[
            SelectChoice(Face.SERIF.value, _("With serifs")),
            SelectChoice(Face.SANS.value, _("Without serifs")),
            SelectChoice(Face.CLEAR.value, _("Easy to tell apart (Andika)")),
        ],
    )
    theme = RadioField(
        _("Colours"),
        choices=[
            SelectChoice(Theme.DEVICE.value, _("As this device")),
            SelectChoice(Theme.LIGHT.value, _("Light")),
            SelectChoice(Theme.DARK.value, _("Dark")),
            SelectChoice(Theme.SEPIA.value, _("Sepia")),
        ],
    )
    line_focus = BooleanField(
        _("Light up three lines at a time"),
        description=_("The band follows the pointer, or the arrow keys up and down."),
    )
    submit = SubmitField(_("Keep these settings"))

    @classmethod
    def show(cls, look: Look, **more: Any) -> LookForm:
        """The form with what is kept, or with what was just sent."""
        return cls(
            **more,
            size=look.size,
            lines=look.lines.value,
            letters=look.letters.value,
            face=look.face.value,
            theme=look.theme.value,
            line_focus=look.line_focus,
        )

    def read_look(self) -> Look:
        """The look as the learner has chosen it."""
        return Look(
            size=self.size.data,
            lines=LineSpacing(self.lines.data),
            letters=LetterSpacing(self.letters.data),
            face=Face(self.face.data),
            theme=Theme(self.theme.data),
            line_focus=self.line_focus.data,
        )


class PlaceForm(Form):
    """What a page tells of its reading."""

    paragraph = IntegerField(validators=[InputRequired(), NumberRange(1)])
    seconds = IntegerField(validators=[Optional(), NumberRange(0)])


class ChangedNoteForm(FlaskForm):  # type: ignore[misc]
    """What is marked stays; its colour and what is written there may change."""

    colour = RadioField(
        _("Mark"),
        choices=[
            SelectChoice(Colour.YELLOW.value, _("Yellow, solid line")),
            SelectChoice(Colour.GREEN.value, _("Green, dotted line")),
            SelectChoice(Colour.VIOLET.value, _("Violet, wavy line")),
        ],
        default=Colour.YELLOW.value,
    )
    text = TextAreaField(
        _("Note"),
        [Optional(), Length(max=LONGEST_NOTE, message=_("Write at most 1000 characters."))],
        render_kw={"rows": 3},
    )
    submit = SubmitField(_("Save"))


class NoteForm(ChangedNoteForm):
    """A new note: the paragraph, and the words of it where some are marked."""

    paragraph = SelectField(_("Paragraph"), coerce=int)
    quote = StringField(
        _("Words to mark"),
        [Optional(), Length(max=LONGEST_QUOTE)],
        description=_("Copy them from the paragraph. Leave this empty to mark none."),
        render_kw={"autocomplete": "off"},
        filters=[lambda text: text or ""],
    )
    start = HiddenField()

    @classmethod
    def about(cls, openings: Sequence[tuple[int, str]]) -> NoteForm:
        """The form for a text whose paragraphs have these numbers and first words."""
        form = cls()
        form.paragraph.choices = [SelectChoice(*it) for it in openings]
        return form


class LookUpForm(FlaskForm):  # type: ignore[misc]
    """A word to look up; it comes by GET, and with a paragraph when it was chosen there."""

    class Meta:
        csrf = False

    word = StringField(
        _("Look up a word"),
        [InputRequired(_("Write a word.")), Length(max=LONGEST_WORD)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    paragraph = IntegerField(validators=[Optional()])
    start = IntegerField(validators=[Optional()])


class KeepWordForm(FlaskForm):  # type: ignore[misc]
    """A word to keep, and which of its meanings is meant."""

    headword = HiddenField(validators=[InputRequired(), Length(max=LONGEST_WORD)])
    meaning = RadioField(
        _("Which meaning is it here?"), validators=[InputRequired(), Length(max=LONGEST_MEANING)]
    )
    paragraph = HiddenField()
    start = HiddenField()
