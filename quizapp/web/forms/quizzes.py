"""The forms that make a quiz and give it to courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.accounts.models import Course
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.rules import QuizRules
from quizapp.web.forms.quiz_builder import ReadyFields
from quizapp.web.forms.quiz_rules import RulesForm
from quizapp.web.forms.quiz_sitting import LONGEST_CODE


def _courses_field(*validators: Any) -> SelectMultipleField:
    return SelectMultipleField(
        "Courses",
        list(validators),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class WindowFields:
    """Which courses, from when, until when; times are the school's."""

    courses = _courses_field(Optional())
    opens_at = DateTimeLocalField("Opens", [Optional()], format=["%Y-%m-%dT%H:%M"])
    closes_at = DateTimeLocalField("Closes", [Optional()], format=["%Y-%m-%dT%H:%M"])

    def offer(self, courses: Sequence[Course]) -> None:
        """Let the teacher choose among `courses`."""
        self.courses.choices = [SelectChoice(str(it.id), it.name) for it in courses]

    def read_window(self, zone: ZoneInfo) -> dict[str, datetime | None]:
        """The window as moments; what was written is the school's local time."""
        return {
            "opens_at": _localise(self.opens_at.data, zone),
            "closes_at": _localise(self.closes_at.data, zone),
        }


class NewQuizForm(RulesForm, ReadyFields, WindowFields):
    title = StringField(
        "Title",
        [Optional(), Length(max=200)],
        description="Left empty, the quiz is named after its banks.",
    )
    submit = SubmitField("Make the quiz")

    def read_rules(self) -> QuizRules:
        rules = super().read_rules()
        if self.choice and self.choice.is_practice:
            return replace(rules, review=self.read_review(is_practice=True))
        return rules


class PublishForm(FlaskForm, WindowFields):  # type: ignore[misc]
    courses = _courses_field(InputRequired("Choose a course."))
    access_code = StringField("Access code", [Optional(), Length(max=LONGEST_CODE)])
    clears = BooleanField("Remove the times that I left empty")
    submit = SubmitField("Publish")

    def ask_before_clearing(self, assignments: Sequence[Assignment]) -> bool:
        """Whether a time of a window would go that nobody said should go; then ask."""
        asked = False
        for name, sentence in (
            ("opens_at", "has an opening"),
            ("closes_at", "has a closing"),
        ):
            losing = [
                it.course.name
                for it in assignments
                if getattr(it, name) is not None and self[name].data is None
            ]
            if losing and not self.clears.data:
                self[name].errors = [
                    f"{losing[0]} {sentence} time. Write one,"
                    " or tick “Remove the times that I left empty”."
                ]
                asked = True
        return asked


def fill_window(assignment: Assignment | None, zone: ZoneInfo) -> dict[str, object]:
    """What the form shows to change the window of an assignment, or to make a new one.

    Never the access code: the page of a quiz may be seen by a whole class.
    """
    if assignment is None:
        return {}
    return {
        "courses": [assignment.course_id],
        "opens_at": _show_local(assignment.opens_at, zone),
        "closes_at": _show_local(assignment.closes_at, zone),
    }


def _localise(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)


def _show_local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)
