"""The forms that make a quiz and give it to a course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from quizapp.accounts.models import Course
from quizapp.generation.draft import Skill
from quizapp.quizzes.models import ReviewPolicy
from quizapp.quizzes.setting import QuizRules
from quizapp.web.forms.bank import choices

MAX_MINUTES = 24 * 60
POLICIES = [
    SelectChoice(ReviewPolicy.EVERYTHING.value, "Everything, as soon as they hand in"),
    SelectChoice(
        ReviewPolicy.AFTER_CLOSING.value, "The score at once, answers and reasons after it closes"
    ),
    SelectChoice(ReviewPolicy.SCORE_ONLY.value, "The score alone"),
]


class WindowForm(FlaskForm):  # type: ignore[misc]
    """Which course, from when, until when."""

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


class AssignForm(WindowForm):
    submit = SubmitField("Assign")


class QuizForm(WindowForm):
    title = StringField("Title", [InputRequired("Write a title."), Length(max=200)])
    question_count = IntegerField(
        "How many questions",
        [InputRequired("Write how many."), NumberRange(1, 100, "Write a number from 1 to 100.")],
        default=10,
    )
    skills = SelectMultipleField(
        "Skills",
        [Optional()],
        choices=choices(Skill),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Choose none to mix all of them.",
    )
    time_limit = IntegerField(
        "Time limit in minutes",
        [Optional(), NumberRange(1, MAX_MINUTES, "Write minutes, from 1 to 1440, or nothing.")],
        default=20,
        description="Leave it empty for no limit.",
    )
    max_attempts = IntegerField(
        "Attempts",
        [Optional(), NumberRange(1, 100, "Write a number from 1 to 100, or nothing.")],
        default=1,
        description="The highest score counts. Leave it empty for as many as they like.",
    )
    review_policy = RadioField(
        "What learners see afterwards", choices=POLICIES, default=ReviewPolicy.EVERYTHING.value
    )
    submit = SubmitField("Make the quiz")

    def read_rules(self) -> QuizRules:
        """The rules as the teacher has set them."""
        return QuizRules(
            title=self.title.data or "",
            question_count=self.question_count.data or 1,
            skills=tuple(Skill(value) for value in self.skills.data or ()),
            time_limit_seconds=self.time_limit.data * 60 if self.time_limit.data else None,
            max_attempts=self.max_attempts.data,
            review_policy=ReviewPolicy(self.review_policy.data),
        )


def _localise(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=zone)
