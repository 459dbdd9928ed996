"""Which forms bring a course from a file?"""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SubmitField


class CourseFileForm(FlaskForm):  # type: ignore[misc]
    """A course file that was exported."""

    file = FileField(
        "Course file",
        [FileRequired("Choose the .zip file that an export of a course has made.")],
        render_kw={"accept": ".zip,application/zip"},
    )
    submit = SubmitField("Look at the file")


class CommitForm(FlaskForm):  # type: ignore[misc]
    """The fingerprint of the plan that was looked at."""

    seen = HiddenField()
    submit = SubmitField("Bring the course")
