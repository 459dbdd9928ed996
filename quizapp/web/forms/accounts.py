"""Forms for setting up, signing in, joining, courses and extra time."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange

from quizapp.accounts.passwords import MINIMUM_LENGTH

NEW_PASSWORD_HINT = f"At least {MINIMUM_LENGTH} characters. Nobody can read it, not even a teacher."


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
            Length(MINIMUM_LENGTH, 200, f"Choose at least {MINIMUM_LENGTH} characters."),
        ],
        description=f"At least {MINIMUM_LENGTH} characters.",
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Make my account")


class TeacherSignInForm(FlaskForm):  # type: ignore[misc]
    sign_in_name = StringField(
        "Sign-in name",
        [InputRequired("Write your sign-in name.")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Write your password.")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    submit = SubmitField("Sign in")


class LearnerForm(FlaskForm):  # type: ignore[misc]
    """What a learner has: the course's code, a name and a password."""

    code = StringField(
        "Course code",
        [InputRequired("Write the course code.")],
        description="Six letters and figures; your teacher has them.",
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        "Your name",
        [InputRequired("Write your name."), Length(max=120)],
        render_kw={"autocomplete": "username"},
    )
    next = HiddenField()


class LearnerSignInForm(LearnerForm):
    password = PasswordField(
        "Password",
        [InputRequired("Write your password.")],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField("Sign in")


class JoinForm(LearnerForm):
    password = PasswordField(
        "Choose a password",
        [
            InputRequired("Choose a password."),
            Length(MINIMUM_LENGTH, 200, f"Choose at least {MINIMUM_LENGTH} characters."),
        ],
        description=NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Join the course")


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Only the code; sent by GET to the join page."""

    class Meta:
        csrf = False

    code = StringField("Course code")
    submit = SubmitField("Join")


class CourseForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Name of the course",
        [InputRequired("Write the course's name."), Length(max=120)],
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


class ExtraTimeForm(FlaskForm):  # type: ignore[misc]
    time_multiplier = FloatField(
        "Time multiplier",
        [
            InputRequired("Write a number of 1 or more, such as 1.25, 1.5 or 2."),
            NumberRange(1, 10, "Write a number from 1 to 10, such as 1.25, 1.5 or 2."),
        ],
    )
    submit = SubmitField("Save")
