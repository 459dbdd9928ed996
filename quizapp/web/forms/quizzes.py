"""The forms that make a quiz and give it to a course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from quizapp.accounts.models import Course
from quizapp.quizzes.models import Assignment
from quizapp.web.forms.quiz_rules import RulesForm


class WindowFields:
    """Which course, from when, until when; times are the school's."""

    course = SelectField("Course", [Optional()], coerce=str)
    opens_at = DateTimeLocalField("Opens", [Optional()], format=["%Y-%m-%dT%H:%M"])
    closes_at = DateTimeLocalField("Closes", [Optional()], format=["%Y-%m-%dT%H:%M"])

    def offer(self, courses: Sequence[Course], *, empty: str) -> None:
        """Let the teacher choose among `courses`."""
        self.course.choices = [
            SelectChoice("", empty),
            *(SelectChoice(str(it.id), it.name) for it in courses),
        ]

    def read_window(self, zone: ZoneInfo) -> dict[str, datetime | None]:
        """The window as moments; what was written is the school's local time."""
        return {
            "opens_at": _localise(self.opens_at.data, zone),
            "closes_at": _localise(self.closes_at.data, zone),
        }


class NewQuizForm(RulesForm, WindowFields):
    submit = SubmitField("Make the quiz")


class AssignForm(FlaskForm, WindowFields):  # type: ignore[misc]
    clears = BooleanField("Remove the times that I left empty")
    submit = SubmitField("Assign")

    def ask_before_clearing(self, assignment: Assignment) -> bool:
        """Whether a time of the window would go that nobody said should go; then ask."""
        asked = False
        for name, sentence in (
            ("opens_at", "It has an opening"),
            ("closes_at", "It has a closing"),
        ):
            lost = getattr(assignment, name) is not None and self[name].data is None
            if lost and not self.clears.data:
                self[name].errors = [
                    f"{sentence} time. Write one, or tick “Remove the times that I left empty”."
                ]
                asked = True
        return asked


def fill_window(assignment: Assignment | None, zone: ZoneInfo) -> dict[str, object]:
    """What the form shows to change the window of an assignment, or to make a new one."""
    if assignment is None:
        return {}
    return {
        "course": str(assignment.course_id),
        "opens_at": _show_local(assignment.opens_at, zone),
        "closes_at": _show_local(assignment.closes_at, zone),
    }


def _localise(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)


def _show_local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)
