"""Which form erases a learner?"""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField, ValidationError

from quizapp.accounts.passwords import fold_name


class EraseForm(FlaskForm):  # type: ignore[misc]
    """The name has to be typed: nobody is erased by a slip of the finger."""

    name = StringField("The learner’s name", render_kw={"autocomplete": "off"})
    submit = SubmitField("Erase this learner for good")

    learner_name = ""

    @classmethod
    def about(cls, learner_name: str) -> EraseForm:
        """The form that erases the learner of this name."""
        form = cls()
        form.learner_name = learner_name
        return form

    def validate_name(self, field: StringField) -> None:
        if fold_name(field.data or "") != fold_name(self.learner_name):
            raise ValidationError(f"Write the name as it stands above: {self.learner_name}.")
