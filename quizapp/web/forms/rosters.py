"""Which forms bring a class list, change a learner's place, and share a course?"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from quizapp.accounts.enrolling import LONGEST_ID, LONGEST_NAME, LONGEST_SECTION
from quizapp.accounts.models import Course
from quizapp.accounts.roster_exports import ExportedClass


class RosterForm(FlaskForm):  # type: ignore[misc]
    """A class list as a file, or as rows that were copied."""

    file = FileField(
        "File",
        description="CSV with commas, semicolons or tabs, up to 1,000 lines and 1 MB; or the zip"
        " file of a OneRoster export.",
    )
    text = TextAreaField(
        "Or paste the list",
        [Optional()],
        description="Rows copied from a spreadsheet with their heads, or a name a line.",
        render_kw={"rows": 6, "spellcheck": "false"},
    )
    submit = SubmitField("Look at the list")

    def validate(self, extra_validators: object = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not (self.text.data or "").strip() and not self.file.data:
            self.file.errors = [*self.file.errors, "Choose a file or paste the list."]
            return False
        return valid

    def read_file(self) -> bytes:
        """The file that was chosen; empty when the list was pasted."""
        return self.file.data.read() if self.file.data else b""


class ClassForm(FlaskForm):  # type: ignore[misc]
    """Which class of an export is meant; the export travels with the question."""

    export = HiddenField()
    key = SelectField("Class", [InputRequired("Choose a class.")])
    submit = SubmitField("Look at the class")

    def offer(self, classes: Sequence[ExportedClass]) -> None:
        self.key.choices = [
            SelectChoice("", "Choose a class"),
            *(SelectChoice(it.key, f"{it.title} ({_count(it.learners)})") for it in classes),
        ]

    def read_export(self) -> bytes:
        """The zip file; one that is damaged on the way is empty."""
        try:
            return b64decode(self.export.data or "", validate=True)
        except ValueError:
            return b""


def pack_export(raw: bytes) -> str:
    """A zip file as a hidden field carries it."""
    return b64encode(raw).decode()


def _count(learners: int) -> str:
    return f"{learners:,} learner{'' if learners == 1 else 's'}"


class CommitForm(FlaskForm):  # type: ignore[misc]
    """The list that was looked at, and the fingerprint of its plan."""

    text = HiddenField()
    seen = HiddenField()
    submit = SubmitField("Import")


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """What a learner is called in a course."""

    name = StringField("Name", [InputRequired("Write the name."), Length(max=LONGEST_NAME)])
    sign_in_name = StringField(
        "Sign-in name",
        [InputRequired("Write the name that the learner signs in with."), Length(max=LONGEST_NAME)],
        description="What the learner types to sign in to this course. Case does not matter.",
        render_kw={"spellcheck": "false", "autocomplete": "off"},
    )
    external_id = StringField(
        "ID",
        [Optional(), Length(max=LONGEST_ID)],
        description="The school’s own number, for class lists and the gradebook. Zeros are kept.",
        render_kw={"autocomplete": "off"},
    )
    section = StringField("Section", [Optional(), Length(max=LONGEST_SECTION)])
    submit = SubmitField("Save")


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Where learners are moved to."""

    course = SelectField("To which course", [InputRequired("Choose a course.")])
    submit = SubmitField("Move")

    def offer(self, courses: Sequence[Course]) -> None:
        self.course.choices = [("", "Choose a course"), *((str(it.id), it.name) for it in courses)]


class CoTeacherForm(FlaskForm):  # type: ignore[misc]
    """Who is to teach a course too."""

    sign_in_name = StringField(
        "Sign-in name of the teacher",
        [InputRequired("Write your colleague’s sign-in name.")],
        description="The name that your colleague signs in with, such as an e-mail address.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Add the teacher")
