"""The forms with which a teacher gives time, decides about an attempt and marks answers."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import TextInput

from quizapp.attempts.extending import MOST_MINUTES
from quizapp.attempts.models import PaperItem
from quizapp.web.filters import show_score

LONGEST_COMMENT = 2000


class PointsField(DecimalField):
    """Points; 0,5 is 0.5."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([it.replace(",", ".") for it in valuelist])
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError("Write the points as a number, such as 0.5.")


def minutes_field() -> IntegerField:
    wanted = f"Write whole minutes, from 1 to {MOST_MINUTES}."
    return IntegerField(
        "Minutes", [InputRequired(wanted), NumberRange(1, MOST_MINUTES, wanted)], default=5
    )


class AddTimeForm(FlaskForm):  # type: ignore[misc]
    minutes = minutes_field()
    submit = SubmitField("Add the minutes")


class AddTimeForAllForm(FlaskForm):  # type: ignore[misc]
    minutes = minutes_field()
    confirm = BooleanField(
        "Yes, for everybody; it cannot be taken back",
        [InputRequired("Tick the box to give everybody more time.")],
    )
    submit = SubmitField("Add the minutes")


class CloseForm(FlaskForm):  # type: ignore[misc]
    confirm = BooleanField(
        "Yes, hand it in now", [InputRequired("Tick the box to hand the attempt in.")]
    )
    submit = SubmitField("Hand in")


class ReopenForm(FlaskForm):  # type: ignore[misc]
    minutes = minutes_field()
    submit = SubmitField("Reopen")


class AcceptLateForm(FlaskForm):  # type: ignore[misc]
    confirm = BooleanField(
        "Yes, all of them; it cannot be undone",
        [InputRequired("Tick the box to let the late answers count.")],
    )
    submit = SubmitField("Let them count")


class CountAbandonedForm(FlaskForm):  # type: ignore[misc]
    confirm = BooleanField(
        "Yes, with what was saved in time; it cannot be undone",
        [InputRequired("Tick the box to let the attempt count.")],
    )
    submit = SubmitField("Let it count")


class MarkForm(FlaskForm):  # type: ignore[misc]
    points = PointsField(
        "Points",
        [InputRequired("Write the points, such as 0.5.")],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    comment = TextAreaField(
        "Comment",
        [Length(max=LONGEST_COMMENT)],
        description="Kept beside the points. It may stay empty.",
        render_kw={"rows": 2},
    )
    submit = SubmitField("Save and next")


class ChangePointsForm(MarkForm):
    position = SelectField("Question", coerce=int)
    submit = SubmitField("Save the points")

    def offer(self, items: Sequence[PaperItem]) -> None:
        """Let the teacher choose among the questions of the paper."""
        self.position.choices = [
            SelectChoice(
                it.position,
                f"Question {it.position}: {show_score(it.score)} of {show_score(it.max_score)}",
            )
            for it in items
        ]
