"""The form in which a teacher edits what a language model has retold."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length


class RetellingForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        "Title",
        [InputRequired("Write a title."), Length(max=300)],
        description="Learners can switch between texts of one title that each have a level.",
    )
    text = TextAreaField(
        "Text",
        [InputRequired("Write the text.")],
        description="An empty line parts paragraphs.",
        render_kw={"rows": 24},
    )
    submit = SubmitField("Keep as an article")
