"""Which forms say how totals are made, and what is decided about one grade?"""

from __future__ import annotations

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from quizapp.gradebook.deciding import DecisionError
from quizapp.gradebook.models import LONGEST_COMMENT, LONGEST_NAME, LONGEST_REASON
from quizapp.gradebook.terms import LARGEST_WEIGHT, MOST_DROPPED, TermsError
from quizapp.web.forms.quantities import NumberField

NO_NAME = "Write a name."
TOO_LONG = f"Write at most {LONGEST_NAME} characters."
WRONG_DAY = "Write a day, such as 2026-09-01."
SMALLEST = Decimal("0.00001")  # what a column of scores tells apart


class _ExactField(NumberField):
    """A number that its column keeps as it was typed."""

    def pre_validate(self, form: object) -> None:
        if self.data is None:
            if not self.process_errors:
                raise ValidationError(self.refusal)
        elif self.data != self.data.quantize(SMALLEST):
            raise ValidationError("Write at most five decimals.")


class WeightField(_ExactField):
    """How much something weighs beside others."""

    def pre_validate(self, form: object) -> None:
        super().pre_validate(form)
        if self.data is not None and not 0 < self.data <= LARGEST_WEIGHT:
            raise ValidationError(f"Write a weight above 0, at most {LARGEST_WEIGHT}.")


class _TellingForm(FlaskForm):  # type: ignore[misc]
    def tell(self, error: TermsError | DecisionError) -> None:
        """Put what is wrong at its field."""
        self[error.field].errors = [str(error)]


class TermsForm(_TellingForm):
    missed_counts = BooleanField(
        "A missed quiz counts as 0",
        description="Missed is a quiz whose window is over and in which nothing was done, and one"
        " that was not handed in. Otherwise it is left out.",
    )
    other_weight = WeightField("Weight of the quizzes that are in no category", default=Decimal(1))
    submit = SubmitField("Save")


class CategoryForm(_TellingForm):
    name = StringField("Name", [InputRequired(NO_NAME), Length(max=LONGEST_NAME, message=TOO_LONG)])
    weight = WeightField(
        "Weight",
        default=Decimal(1),
        description="Beside the others: 3 and 1 are the same as 75 and 25.",
    )
    drop_lowest = IntegerField(
        "Drop the lowest",
        [
            InputRequired(f"Write a number from 0 to {MOST_DROPPED}."),
            NumberRange(0, MOST_DROPPED, f"Write a number from 0 to {MOST_DROPPED}."),
        ],
        default=0,
        description="So many of each learner’s worst quizzes do not count. One always does.",
    )
    submit = SubmitField("Save the category")


class PeriodForm(_TellingForm):
    title = StringField(
        "Title", [InputRequired(NO_NAME), Length(max=LONGEST_NAME, message=TOO_LONG)]
    )
    first_day = DateField("First day", [InputRequired(WRONG_DAY)])
    last_day = DateField("Last day", [InputRequired(WRONG_DAY)])
    submit = SubmitField("Save the period")


def _ask_why() -> TextAreaField:
    return TextAreaField(
        "Why",
        [
            InputRequired("Write why."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON} characters."),
        ],
        description="For you and the other teachers of the course. The learner does not see it.",
        render_kw={"rows": 2},
    )


class ScoreForm(_TellingForm):
    score = _ExactField("Score")
    score_reason = _ask_why()
    submit = SubmitField("Set the score")


class ExcuseForm(_TellingForm):
    excuse_reason = _ask_why()
    submit = SubmitField("Excuse")


class CommentForm(_TellingForm):
    comment = TextAreaField(
        "Comment to the learner",
        [Length(max=LONGEST_COMMENT, message=f"Write at most {LONGEST_COMMENT} characters.")],
        description="The learner reads it where they may see their score. Leave it empty to take"
        " it back.",
        render_kw={"rows": 3},
    )
    submit = SubmitField("Save the comment")
