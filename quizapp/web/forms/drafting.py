"""The forms that pick words of a passage, and distractors for a draft about them."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

_LONG_NUMBER = 10  # digits: no text has so many characters


class WordsForm(FlaskForm):  # type: ignore[misc]
    """Words of the passage; a script fills it in from what is selected."""

    words = StringField(
        "Words that shall be the answer",
        [DataRequired("Select words in the passage, or copy them here.")],
        description="Select them in the passage, or copy them here exactly.",
    )
    paragraph = IntegerField(
        "Paragraph",
        [Optional(), NumberRange(min=1, message="Paragraphs are numbered from 1.")],
        description="The number beside it. Left empty, the first place counts.",
    )
    start = HiddenField()
    submit = SubmitField("Draft questions about these words")

    def read_place(self) -> tuple[str, int | None, int | None]:
        """The words, their paragraph, and at which character they start where a script knows."""
        start = self.start.data or ""
        where = int(start) if start.isdecimal() and len(start) < _LONG_NUMBER else None
        return self.words.data or "", self.paragraph.data, where


class KeepForm(FlaskForm):  # type: ignore[misc]
    """Which candidate is kept, and which of its distractors; the page prints the choices."""

    candidate = IntegerField(validators=[InputRequired(), NumberRange(min=0)])
    distractors = SelectMultipleField(coerce=int, choices=[], validate_choice=False)

    def read_choice(self) -> tuple[int, list[int]]:
        """The number of the candidate, and those of its distractors."""
        return self.candidate.data or 0, self.distractors.data or []
