"""What may be chosen of a file of grades?"""

from __future__ import annotations

from datetime import tzinfo

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from quizapp.gradebook.files import SEPARATORS, Wishes


class GradeFileForm(FlaskForm):  # type: ignore[misc]
    """The choices in the address of the file; a page shows those that its system leaves."""

    class Meta:
        csrf = False

    separator = SelectField(
        "Separator",
        choices=[SelectChoice(name, name.capitalize()) for name in SEPARATORS],
        default="comma",
        description="The same as you choose in Moodle. Comma is what Moodle starts with.",
    )
    canvas_ids = RadioField(
        "The learners’ IDs here are",
        choices=[
            SelectChoice("school", "the school’s (SIS User ID)"),
            SelectChoice(
                "canvas", "Canvas’s own numbers (ID), from a class list that Canvas exported"
            ),
        ],
        default="school",
    )
    byte_order_mark = BooleanField(
        "Begin with a byte order mark",
        description="Spreadsheets read names with accents rightly with it.",
    )

    def read_wishes(self, zone: tzinfo) -> Wishes:
        return Wishes(
            byte_order_mark=self.byte_order_mark.data,
            separator=SEPARATORS[self.separator.data],
            canvas_ids=self.canvas_ids.data == "canvas",
            zone=zone,
        )
