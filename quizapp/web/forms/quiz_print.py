"""What is printed, and how? Sent by GET, so that a print-out has an address."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

MOST_PAPERS = 999  # that a teacher may look at, one after the other


class PrintForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    versions = SelectField(
        "Versions",
        choices=[
            SelectChoice("1", "A alone"),
            SelectChoice("2", "A and B"),
            SelectChoice("3", "A, B and C"),
            SelectChoice("4", "A, B, C and D"),
        ],
        default="1",
    )
    parts = SelectField(
        "Sheets",
        choices=[
            SelectChoice("both", "Questions and key"),
            SelectChoice("questions", "Questions alone"),
            SelectChoice("key", "Key alone"),
        ],
        default="both",
    )
    type = SelectField(
        "Type",
        choices=[SelectChoice("usual", "Usual"), SelectChoice("large", "Large")],
        default="usual",
    )
    size = SelectField(
        "Paper", choices=[SelectChoice("a4", "A4"), SelectChoice("letter", "Letter")], default="a4"
    )
    submit = SubmitField("Show the sheets")

    def list_numbers(self) -> list[int]:
        """The papers that are printed: 1 is version A."""
        offered = [value for value, *_ in self.versions.iter_choices()]
        most = int(self.versions.data) if self.versions.data in offered else 1
        return list(range(1, most + 1))
