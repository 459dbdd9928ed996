"""What does a teacher decide about a quiz? The form of all its rules, and rules as a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField
from wtforms.validators import InputRequired, Length

from quizapp.quizzes.assembly import Candidate, count_available
from quizapp.quizzes.rules import AttemptRules, QuizRules, TimingRules, draw
from quizapp.quizzes.setting import QuizError
from quizapp.web.forms.quiz_builder import BankFields
from quizapp.web.forms.quiz_review import ReviewFields, fill_review
from quizapp.web.forms.quiz_sitting import (
    AccessFields,
    AttemptFields,
    ScoringFields,
    TimingFields,
    fill_attempts,
    fill_scoring,
    fill_timing,
    read_attempts,
)
from quizapp.web.forms.quiz_slots import PaperFields, fill_paper

USUAL_COUNT, USUAL_SECONDS = 10, 20 * 60
# The page's sections, in their order, with the fields that stand in them.
SECTIONS = {
    "paper": ("slots", "shuffle_questions", "shuffle_options"),
    "timing": ("question_seconds", "at_bell", "submit_grace"),
    "attempts": (
        "max_attempts",
        "wait",
        "grading_method",
        "is_practice",
        "navigation",
        "layout",
    ),
    "scoring": (
        "spelling_distance",
        "case_matters",
        "accents_matter",
        "marked_by_hand",
        "negative_share",
        "uses_certainty",
    ),
    "review": ("review_policy", "rights", "feedback"),
    "access": ("access_code", "ip_ranges", "one_sitting"),
}
# Where the form has a rule under another name.
FIELD_OF_RULE = {"submit_grace_seconds": "submit_grace", "review": "review_policy"}


class Basics:
    title = StringField("Title", [InputRequired("Write a title."), Length(max=200)])


class RulesForm(
    FlaskForm,  # type: ignore[misc]
    Basics,
    BankFields,
    PaperFields,
    TimingFields,
    AttemptFields,
    ScoringFields,
    ReviewFields,
    AccessFields,
):
    """The rules of a quiz; `fill` says what it shows."""

    submit = SubmitField("Save the quiz")

    def read_rules(self) -> QuizRules:
        """The rules as the teacher has set them; what is no number yet counts as not set."""
        attempts = read_attempts(self)
        return QuizRules(
            title=(self.title.data or "").strip(),
            paper=self.read_paper(),
            timing=self.read_timing(),
            attempts=attempts,
            scoring=self.read_scoring(),
            review=self.read_review(is_practice=attempts.is_practice),
            feedback=self.read_feedback(),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        return not self.refuse_twins() and valid

    def refuse(self, error: QuizError) -> None:
        """Say at its field what is wrong with the rules."""
        if error.slot is None:
            self[FIELD_OF_RULE.get(error.field, error.field)].errors = [str(error)]
            return
        slot = self.slots[error.slot].form
        wrong = slot.question if slot.question.data else slot.count
        wrong.errors = [str(error)]
        self.slots.errors = [entry.errors for entry in self.slots]

    def list_wrong_sections(self) -> set[str]:
        """The sections with a field that has an error."""
        return {
            section
            for section, names in SECTIONS.items()
            if any(self[name].errors for name in names)
        }


def fill(rules: QuizRules) -> dict[str, Any]:
    """What the form shows for these rules."""
    return {
        "title": rules.title,
        **fill_paper(rules.paper),
        **fill_timing(rules.timing),
        **fill_attempts(rules.attempts),
        **fill_scoring(rules.scoring),
        **fill_review(rules),
    }


def usual_rules(title: str, candidates: Sequence[Candidate]) -> QuizRules:
    """What a new quiz begins with: ten questions, or as many as a paper can hold."""
    most = sum(count_available(candidates, draw(USUAL_COUNT)))
    return QuizRules(
        title=title,
        paper=draw(max(1, most)),
        timing=TimingRules(USUAL_SECONDS),
        attempts=AttemptRules(max_attempts=1),
    )
