"""Which forms set up, sign in, join, make a course and keep what a learner needs?"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FloatField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
)

from quizapp.accounts.needs import Needs, NeedsError
from quizapp.accounts.passwords import MINIMUM_LENGTH, TEACHERS_LEAST

NEW_PASSWORD_HINT = lazy_gettext(
    "At least %(least)s characters. Nobody can read it, not even a teacher.", least=MINIMUM_LENGTH
)
TOO_LONG = lazy_gettext("That is too long: write 120 characters at most.")

MOST_TIMES, MOST_BREAKS, MOST_MINUTES = 10, 20, 120
OTHER = "other"
MULTIPLIERS = [
    SelectChoice("1", "The usual time"),
    SelectChoice("1.25", "A quarter more (1.25)"),
    SelectChoice("1.5", "Half more (1.5)"),
    SelectChoice("2", "Double (2)"),
    SelectChoice(OTHER, "Another number"),
]


def check_other(form: NeedsForm, field: FloatField) -> None:
    """A number is needed when another one was chosen, and only then."""
    field.errors = []  # what is no number is told in our own words
    if form.time_multiplier.data != OTHER:
        if any(text.strip() for text in field.raw_data or ()):
            raise StopValidation("Choose “Another number” too, or leave this empty.")
        raise StopValidation
    if field.data is None or not 1 <= field.data <= MOST_TIMES:
        raise StopValidation(f"Write a number from 1 to {MOST_TIMES}, such as 1.75.")


def _choose_password(label: str) -> PasswordField:
    """Where a learner chooses one."""
    return PasswordField(
        label,
        [
            InputRequired(lazy_gettext("Choose a password.")),
            Length(
                MINIMUM_LENGTH,
                200,
                lazy_gettext("Choose at least %(least)s characters.", least=MINIMUM_LENGTH),
            ),
        ],
        description=NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


class SetupForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        "Set-up code",
        [InputRequired("Write the code that the program printed when it started.")],
        description="The program printed it when it started.",
    )
    name = StringField("Your name", [InputRequired("Write your name."), Length(max=120)])
    sign_in_name = StringField(
        "Sign-in name",
        [InputRequired("Write a sign-in name."), Length(max=120)],
        description="Your e-mail address, for example.",
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [
            InputRequired("Choose a password."),
            Length(TEACHERS_LEAST, 200, f"Choose at least {TEACHERS_LEAST} characters."),
        ],
        description=f"At least {TEACHERS_LEAST} characters.",
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Make my account")


class TeacherSignInForm(FlaskForm):  # type: ignore[misc]
    sign_in_name = StringField(
        lazy_gettext("Sign-in name"),
        [InputRequired(lazy_gettext("Write your sign-in name."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    submit = SubmitField(lazy_gettext("Sign in"))


class LearnerForm(FlaskForm):  # type: ignore[misc]
    """What a learner has: the course's code, a name and a password."""

    code = StringField(
        lazy_gettext("Course code"),
        [InputRequired(lazy_gettext("Write the course code."))],
        description=lazy_gettext("Six letters and figures; your teacher has them."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        lazy_gettext("Your name"),
        [InputRequired(lazy_gettext("Write your name.")), Length(max=120, message=TOO_LONG)],
        render_kw={"autocomplete": "username"},
    )
    next = HiddenField()


class LearnerSignInForm(LearnerForm):
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(lazy_gettext("Sign in"))


class JoinForm(LearnerForm):
    password = _choose_password(lazy_gettext("Choose a password"))
    submit = SubmitField(lazy_gettext("Join the course"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Only the code; sent by GET to the join page."""

    class Meta:
        csrf = False

    code = StringField(lazy_gettext("Course code"))
    submit = SubmitField(lazy_gettext("Join"))


class StartForm(FlaskForm):  # type: ignore[misc]
    """What starts an attempt at a quiz: its access code, where it has one."""

    code = StringField(
        lazy_gettext("Access code"),
        description=lazy_gettext("Your teacher tells you the code when it is time to start."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class CourseForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Name of the course",
        [DataRequired("Write the course's name."), Length(max=120)],
        description="English 10A, for example.",
    )
    submit = SubmitField("Make the course")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = StringField(
        "New password",
        [
            InputRequired("Write the new password."),
            Length(MINIMUM_LENGTH, 200, f"Choose at least {MINIMUM_LENGTH} characters."),
        ],
        description="Tell it to the learner. The old one stops working at once.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Set the password")


class OwnPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password of one's own; who has only found the page open does not know the old one."""

    old_password = PasswordField(
        lazy_gettext("The password that you have now"),
        [InputRequired(lazy_gettext("Write the password that you have now."))],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = _choose_password(lazy_gettext("New password"))
    submit = SubmitField(lazy_gettext("Change the password"))


class TeachersOwnPasswordForm(OwnPasswordForm):
    """Theirs bear more, see `accounts.passwords`."""

    new_password = PasswordField(
        "New password",
        [
            InputRequired("Choose a password."),
            Length(TEACHERS_LEAST, 200, f"Choose at least {TEACHERS_LEAST} characters."),
        ],
        description=f"At least {TEACHERS_LEAST} characters.",
        render_kw={"autocomplete": "new-password"},
    )


class NeedsForm(FlaskForm):  # type: ignore[misc]
    """What a learner needs in every quiz; a multiplier is chosen, or written when it is another."""

    time_multiplier = RadioField("Time", choices=MULTIPLIERS, default="1")
    other_multiplier = FloatField(
        "Another number",
        [check_other],
        description="Only if you chose “Another number”: 1.75 is three quarters more, for example.",
    )
    untimed = BooleanField(
        "No time limit at all",
        description="Counts more than the choice above. The window stays open a day longer.",
    )
    break_count = IntegerField(
        "How many breaks",
        [Optional(), NumberRange(0, MOST_BREAKS, f"Write a number from 0 to {MOST_BREAKS}.")],
    )
    break_minutes = IntegerField(
        "Minutes for each break",
        [
            Optional(),
            NumberRange(0, MOST_MINUTES, f"Write minutes, from 1 to {MOST_MINUTES}, or nothing."),
        ],
    )
    larger_type = BooleanField("Larger type")
    read_aloud = BooleanField(
        "Read aloud", description="A button has the passage and the questions read out."
    )
    submit = SubmitField("Save")

    @classmethod
    def show(cls, needs: Needs, **more: Any) -> NeedsForm:
        """The form with what is kept, or with what was just sent."""
        multiplier = f"{needs.time_multiplier:g}"
        is_usual_choice = multiplier in {value for value, *_ in MULTIPLIERS}
        return cls(
            time_multiplier=multiplier if is_usual_choice else OTHER,
            other_multiplier=None if is_usual_choice else needs.time_multiplier,
            untimed=needs.untimed,
            break_count=needs.break_count or None,
            break_minutes=needs.break_seconds // 60 or None,
            larger_type=needs.larger_type,
            read_aloud=needs.read_aloud,
            **more,
        )

    def read_needs(self) -> Needs:
        """The needs as the teacher has written them."""
        is_other = self.time_multiplier.data == OTHER
        multiplier = self.other_multiplier.data if is_other else self.time_multiplier.data
        return Needs(
            time_multiplier=float(multiplier or 1),
            untimed=self.untimed.data,
            break_count=self.break_count.data or 0,
            break_seconds=(self.break_minutes.data or 0) * 60,
            larger_type=self.larger_type.data,
            read_aloud=self.read_aloud.data,
        )

    def tell(self, error: NeedsError) -> None:
        """Put what is wrong at its field."""
        name = {"break_seconds": "break_minutes"}.get(error.field, error.field)
        self[name].errors = [str(error)]
