"""Which forms set a gate in a text, and carry an answer at one?"""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from quizapp.guided.answering import TRIES
from quizapp.guided.gates import Suitable

LARGEST = 2**31 - 1
CHOOSE = "Choose one of the questions."


class GateForm(FlaskForm):  # type: ignore[misc]
    """The question that stands at a gate."""

    # A number that is not among the choices is refused when the gate is set.
    question = RadioField(
        "Question",
        [InputRequired(CHOOSE)],
        coerce=int,
        validate_choice=False,
    )
    opens_after_tries = BooleanField(
        f"Open the next part after {TRIES} tries, right or not",
        description="Without it, who does not find the answer cannot read on.",
    )
    submit = SubmitField("Set the gate")

    def offer(self, suitable: Sequence[Suitable]) -> None:
        """Let the teacher choose among these questions."""
        self.question.choices = [SelectChoice(it.question_id, it.draft.stem) for it in suitable]


class GateAnswerForm(FlaskForm):  # type: ignore[misc]
    """Which of a learner's answers this is (`number`), and to which version."""

    number = IntegerField(validators=[NumberRange(1, LARGEST)], widget=HiddenInput())
    version = IntegerField(validators=[NumberRange(1, LARGEST)], widget=HiddenInput())
