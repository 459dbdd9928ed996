"""The form that brings an article."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import DateField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional


class ArticleForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        "Title", [Optional(), Length(max=300)], description="Left empty, it is taken from the text."
    )
    text = TextAreaField(
        "Text",
        [Optional()],
        description="Paste the article, with an empty line between paragraphs.",
    )
    file = FileField(
        "Or a file",
        [FileAllowed(["txt", "md"], "Choose a text (.txt) or Markdown (.md) file.")],
        description="Text (.txt) or Markdown (.md).",
    )
    author = StringField("Author", [Optional(), Length(max=200)])
    source = StringField("Source", [Optional(), Length(max=500)])
    published_on = DateField(
        "Date of the article",
        [Optional()],
        description="Helps to tell which year “on January 5” is in.",
    )
    licence = StringField("Licence", [Optional(), Length(max=120)])
    submit = SubmitField("Add the article")

    def validate(self, extra_validators: object = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not self.text.data and not self.file.data:
            self.text.errors = [*self.text.errors, "Paste the text or choose a file."]
            return False
        return valid

    def read_source(self) -> tuple[bytes | str, str]:
        """What was sent and what it is called."""
        if self.text.data:
            return self.text.data, ""
        return self.file.data.read(), self.file.data.filename or ""
